"""Words that speak for or against a block, with their learnt weight: names of elements, and words of the text."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, repeat
from pathlib import Path

import numpy as np
import numpy.typing as npt

from archive.extraction.blocks import Block
from archive.extraction.skeleton import LEVELS, Skeleton

Floats = npt.NDArray[np.float32]

RANGES = (("near", 0, 2), ("middle", 2, 4), ("far", 4, LEVELS))  # of Skeleton.above
SCALE = 16.0  # weights are stored as whole sixteenths of a log-odds
NAMES = (
    "near_sum near_low near_high middle_sum middle_low middle_high far_sum far_low far_high"
    " said_sum said_low said_high said_mean"
).split()

_TARGET = re.compile(r"(?P<scheme>mailto|tel|javascript|#)?:?(?:https?:)?(?://[^/?#]*)?(?P<path>[^?#]*)", re.IGNORECASE)
_UNNAMED = frozenset({""})
_PART = re.compile(r"[^a-z]+")

Weights = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Log-odds that a block is body, given a name at a distance above it or a word in it."""

    near: Weights
    middle: Weights
    far: Weights
    said: Weights


def load(path: Path) -> Lexicon:
    """Return the lexicon of a JSON file: for each of the four ranges, word to whole sixteenths of a log-odds."""
    stored = json.loads(path.read_text(encoding="utf-8"))
    return Lexicon(**{part: {word: n / SCALE for word, n in stored[part].items()} for part in Lexicon.__slots__})


def save(lexicon: Lexicon, path: Path) -> None:
    """Write a lexicon as JSON, words in order."""
    parts = {part: getattr(lexicon, part) for part in Lexicon.__slots__}
    stored = {part: {word: round(w * SCALE) for word, w in sorted(parts[part].items())} for part in parts}
    path.write_text(json.dumps(stored, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


def said(block: Block) -> list[str]:
    """Return the words of a block that are looked up, each marked with the block's length: short, medium or long.

    With them go its first two words, the whole of a block of up to five words, and where its links lead.
    """
    tokens = block.tokens
    if len(tokens) <= 8:
        mark, chosen = "s", dict.fromkeys(tokens)
    elif len(tokens) <= 40:
        mark, chosen = "m", dict.fromkeys(tokens)
    else:
        mark, chosen = "l", dict.fromkeys(tokens[:16] + tokens[-6:])
    keys = [f"{mark} {token}" for token in chosen]
    keys.append("f " + " ".join(tokens[:2]))
    if len(tokens) <= 5:
        keys.append("x " + " ".join(tokens))
    led = [part for span in block.spans[:4] if span.kind == "link" for part in _led(span.target)]
    keys += [f"h {part}" for part in dict.fromkeys(led)]
    return keys


def _led(target: str) -> list[str]:
    """Return the scheme or host of an address other than its own site's, and the first words of its path."""
    found = _TARGET.match(target[:200])
    if found is None:
        return []
    return [part for part in (found["scheme"] or "", *_PART.split(found["path"].lower())[:4]) if part]


def score(lexicon: Lexicon, bones: Skeleton, spoken: Sequence[Sequence[str]]) -> Floats:
    """Return blocks × NAMES: sums and extremes of the log-odds of what stands around each block and in it.

    `spoken` holds what `said` returned of each block.
    """
    number: dict[frozenset[str], int] = {}
    kinds = np.asarray([number.setdefault(names, len(number)) for names in bones.names])[bones.above]
    parts: list[npt.NDArray[np.floating]] = [
        _range(getattr(lexicon, name), number, kinds[:, low:high]) for name, low, high in RANGES
    ]
    parts.append(_summaries(lexicon.said, spoken))
    parts.append(parts[-1][:, :1] / np.asarray([[len(keys)] for keys in spoken]))
    return np.concatenate(parts, axis=1, dtype=np.float32)


def _range(weights: Weights, number: Iterable[frozenset[str]], kinds: npt.NDArray[np.int64]) -> Floats:
    table = _summaries(weights, [names or _UNNAMED for names in number]).astype(np.float32)
    rows = table[kinds]  # blocks × levels × 3
    return np.stack([rows[:, :, 0].sum(axis=1), rows[:, :, 1].min(axis=1), rows[:, :, 2].max(axis=1)], axis=1)


def _summaries(weights: Weights, groups: Sequence[Collection[str]]) -> npt.NDArray[np.float64]:
    """Return groups × 3: sum, least and greatest of the weights of each group's words. No group may be empty."""
    found = np.asarray(list(map(weights.get, chain.from_iterable(groups), repeat(0.0))))
    starts = np.cumsum([0, *map(len, groups)])[:-1]
    return np.stack([reduce.reduceat(found, starts) for reduce in (np.add, np.minimum, np.maximum)], axis=1)
