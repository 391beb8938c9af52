"""Words that speak for or against a block, with their learnt weight: names of elements, and words of the text."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
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
    """Return the words of a block that are looked up, each marked with the block's length: short, medium or long."""
    tokens = block.tokens
    if len(tokens) <= 8:
        mark, chosen = "s", tokens
    elif len(tokens) <= 25:
        mark, chosen = "m", tokens[:14]
    else:
        mark, chosen = "l", tokens[:3] + tokens[-3:]
    keys = [f"{mark} {token}" for token in chosen]
    keys.append("f " + " ".join(tokens[:2]))
    if len(tokens) <= 5:
        keys.append("x " + " ".join(tokens))
    return keys


def score(lexicon: Lexicon, bones: Skeleton, blocks: Sequence[Block]) -> Floats:
    """Return blocks × NAMES: sums and extremes of the log-odds of what stands around each block and in it."""
    parts = [_range(getattr(lexicon, name), bones, low, high) for name, low, high in RANGES]
    parts.append(_tally((lexicon.said.get(key, 0.0) for key in said(block)) for block in blocks))
    spoken = np.asarray([[len(said(block))] for block in blocks], dtype=np.float32)
    parts.append(parts[-1][:, :1] / spoken)
    return np.concatenate(parts, axis=1)


def _range(weights: Weights, bones: Skeleton, low: int, high: int) -> Floats:
    read: dict[frozenset[str], tuple[float, float, float]] = {}
    for names in bones.names:
        if names not in read:
            read[names] = _summary(weights.get(name, 0.0) for name in names)
    by_element = np.asarray([read[names] for names in bones.names], dtype=np.float32)
    rows = by_element[bones.above[:, low:high]]  # blocks × levels × 3
    return np.stack([rows[:, :, 0].sum(axis=1), rows[:, :, 1].min(axis=1), rows[:, :, 2].max(axis=1)], axis=1)


def _tally(rows: Iterable[Iterable[float]]) -> Floats:
    return np.asarray([_summary(row) for row in rows], dtype=np.float32)


def _summary(values: Iterable[float]) -> tuple[float, float, float]:
    found = list(values)
    return (sum(found), min(found), max(found)) if found else (0.0, 0.0, 0.0)
