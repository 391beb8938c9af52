"""What the words of a page, of its address and of its code say of its kind, by weights learnt on many sites."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Set
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import fsum, sqrt
from urllib.parse import unquote, urlsplit

from archive.extraction.answer import Metadata
from archive.extraction.metadata import Said
from archive.extraction.metadata.jsonld import types
from archive.extraction.pagekind_features import Prose

GROUPS = ("address", "title", "page", "labels", "prose", "declared")
MAX_WORDS = 400  # of one block
MAX_ADDRESS = 1_000  # characters

_WORD = re.compile(r"[^\W\d_]+")

Spoken = Mapping[str, Set[str]]  # of each of GROUPS, the words that a page has


@dataclass(frozen=True, slots=True)
class Wordlist:
    """Of each group, words with the weight by which they speak for an article."""

    weights: Mapping[str, Mapping[str, float]]

    def figures(self, spoken: Spoken) -> dict[str, float]:
        """Return what each group says, and all together: its weights' sum over the root of how many words were known.

        So that a long page does not speak louder than a short one.
        """
        found = {f"words {group}": _said(weights, spoken[group]) for group, weights in self.weights.items()}
        return {**found, "words": fsum(found.values())}


@cache
def shipped() -> Wordlist:
    """Load archive/extraction/weights/pagekind_words.json, once a process."""
    return Wordlist(json.loads(files("archive.extraction").joinpath("weights/pagekind_words.json").read_text("utf-8")))


def spoken(said: Said, metadata: Metadata, seen: Prose, *, url: str) -> Spoken:
    """Return the words of a page by where they stand."""
    return {
        "address": _address(url),
        "title": _words(metadata.title) | {f"title:{word}" for word in _words(said.signals.title[:400])},
        "page": _words(said.signals.names[:1_000]),
        "labels": frozenset().union(*(block.tokens for block in seen.labels)),
        "prose": frozenset().union(*(block.tokens[:MAX_WORDS] for block in seen.sentences)),
        "declared": _declared(said),
    }


def _said(weights: Mapping[str, float], words: Set[str]) -> float:
    known = list(filter(None, map(weights.get, words)))
    return fsum(known) / sqrt(len(known)) if known else 0.0


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.lower()))


def _address(url: str) -> frozenset[str]:
    parts = urlsplit(url.lower())
    path = [segment for segment in unquote(parts.path[:MAX_ADDRESS]).split("/") if segment]
    return frozenset(
        {f"host:{word}" for word in _words(parts.hostname or "")}
        | {f"in:{segment}" for segment in path[:-1]}
        | (_words(path[-1]) if path else {"front:"})
        | {f"query:{word}" for word in _words(parts.query[:MAX_ADDRESS])}
        | {f"depth:{len(path)}"}
    )


def _declared(said: Said) -> frozenset[str]:
    signals = said.signals
    named = {name for node in said.nodes[:300] for name in types(node)}
    generator = {f"by:{word}" for word in _words(signals.first("generator")[:200])}
    declared = {f"og:{signals.first('og:type').lower()}"}
    return frozenset(named | declared | generator | {f"rel:{rel}" for rel in signals.links} | set(signals.meta))
