"""Looking a text up in the tables of phrases."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from archive.extraction.answer import BlockKind as K
from archive.extraction.phrases import bylines, house, readers, site, stories
from archive.extraction.phrases.headings import AMBIGUOUS, SUMMARY_HEADINGS

SHORT: Final = 160  # characters: a longer block is judged by where it stands, not by how it begins

_EDGES = " \t:;.,!?…-–—|•·»«>›→▶►▸★☆【】[]()<\"'“”"
_SPACELESS = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def fold(text: str) -> str:
    """Return text as the tables hold it: case-folded, plain apostrophes, one blank between words."""
    return " ".join(text.casefold().replace("’", "'").replace("ʼ", "'").split())


def whole(folded: str) -> K | None:
    """Return the kind a block names by saying nothing else, whatever punctuation surrounds it."""
    return _WHOLE.get(folded) or _WHOLE.get(folded.strip(_EDGES))


def opening(folded: str) -> tuple[K, str] | None:
    """Return the kind a short block opens with, and the phrase; the longest phrase wins."""
    for length, phrases in (*_OPENING.get(folded[:2], ()), *_OPENING.get(folded[:1], ())):
        kind = phrases.get(folded[:length])
        if kind is not None and _ends_word(folded, length):
            return kind, folded[:length]
    return None


def summary_heading(text: str) -> bool:
    """Whether a line is the heading newsrooms put above their summary bullets (“Points of attention”)."""
    return len(text) < 60 and fold(text).strip(_EDGES) in _SUMMARY


def read_more(text: str) -> bool:
    """Whether a text is the “Read more” below a teaser's snippet."""
    return len(text) < 40 and fold(text).strip(_EDGES) in _READ


def ambiguous(folded: str) -> bool:
    """Whether a phrase of the tables also serves as an article's own subheading."""
    return folded.strip(_EDGES) in _AMBIGUOUS


def _ends_word(text: str, at: int) -> bool:
    """Whether a phrase that ends at `at` ends at the end of a word; scripts without blanks have no such ends."""
    if at >= len(text) or not text[at].isalnum() or not text[at - 1].isalnum():
        return True
    return bool(_SPACELESS.match(text[at - 1]))


def _phrases(table: str) -> list[str]:
    """Return the phrases of a table, folded."""
    return [fold(phrase) for line in table.splitlines() for phrase in line.split(" | ") if phrase.strip()]


def _stripped(table: str) -> frozenset[str]:
    return frozenset(phrase.strip(_EDGES) for phrase in _phrases(table))


def _named(*tables: Mapping[K, str]) -> Iterator[tuple[str, K]]:
    for table in tables:
        for kind, phrases in table.items():
            yield from ((phrase, kind) for phrase in _phrases(phrases))


def _whole_index() -> dict[str, K]:
    index: dict[str, K] = {}
    for phrase, kind in _named(stories.WHOLE, readers.WHOLE, house.WHOLE, site.WHOLE, bylines.WHOLE):
        index.setdefault(phrase, kind)
        index.setdefault(phrase.strip(_EDGES), kind)
    return index


def _opening_index() -> dict[str, list[tuple[int, dict[str, K]]]]:
    """Return the openings by their first two characters, then by length, longest first: a block tries only a few."""
    index: dict[str, dict[int, dict[str, K]]] = {}
    for phrase, kind in _named(stories.OPENING, readers.OPENING, house.OPENING, site.OPENING, bylines.OPENING):
        index.setdefault(phrase[:2], {}).setdefault(len(phrase), {}).setdefault(phrase, kind)
    return {start: sorted(lengths.items(), reverse=True) for start, lengths in index.items()}


_WHOLE = _whole_index()
_OPENING = _opening_index()
_SUMMARY = _stripped(SUMMARY_HEADINGS)
_AMBIGUOUS = _stripped(AMBIGUOUS)
_READ = _stripped(stories.READ_MORE)
