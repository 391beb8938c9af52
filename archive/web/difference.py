"""Two texts word by word: what stayed, what was added, what was removed, paragraph by paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import chain

MOST_WORDS = 6_000  # of both texts of a stretch that differs: beyond, whole paragraphs are compared
ALIKE = 0.3  # share of words that two states of one paragraph have in common
NEAR = 12  # paragraphs ahead among which a changed one is looked for
_TOKEN = re.compile(r"\s+|[\w’'-]+|[^\w\s]", re.UNICODE)
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0eff]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of words."""

    kind: str  # "same", "added", "removed"
    text: str


def difference(old: str, new: str) -> tuple[tuple[Piece, ...], ...]:
    """Return the paragraphs of both texts as pieces, in the order of the newer one.

    Paragraphs are matched first, so that a long article costs no more than what changed in it.
    """
    before, after = old.split("\n\n"), new.split("\n\n")
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    return tuple(
        chain.from_iterable(_stretch(tag, before[a:b], after[c:d]) for tag, a, b, c, d in matcher.get_opcodes())
    )


def _stretch(tag: str, before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[Piece, ...]]:
    if tag == "equal":
        yield from ((Piece("same", paragraph),) for paragraph in after)
        return
    for old, new in _pairs(before, after):
        if old and new and len(old) + len(new) < MOST_WORDS * 6:
            yield tuple(_words(old, new))
        else:
            yield tuple(Piece(kind, text) for kind, text in (("removed", old), ("added", new)) if text)


def _pairs(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Pair the paragraphs of a stretch that have most words in common; the others stand alone, the older one first."""
    left = list(before)
    for place, new in enumerate(after):
        best = max(left[:NEAR], key=lambda old: _alike(old, new), default="")
        if best and _alike(best, new) > ALIKE:
            skipped = left.index(best)
            yield from ((old, "") for old in left[:skipped])
            del left[: skipped + 1]
            yield best, new
            continue
        if left and all(_alike(left[0], other) <= ALIKE for other in after[place : place + NEAR]):
            yield left.pop(0), ""
        yield "", new
    yield from ((old, "") for old in left)


def _alike(old: str, new: str) -> float:
    one, other = set(_tokens(old)), set(_tokens(new))
    return len(one & other) / max(len(one | other), 1)


def _words(old: str, new: str) -> Iterator[Piece]:
    before, after = _tokens(old), _tokens(new)
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece("same", "".join(after[c:d]))
            continue
        if a < b:
            yield Piece("removed", "".join(before[a:b]))
        if c < d:
            yield Piece("added", "".join(after[c:d]))


def _tokens(text: str) -> list[str]:
    """Cut a text into words, spaces and signs; scripts without spaces into characters."""
    return [part for token in _TOKEN.findall(text) for part in (list(token) if _UNSPACED.search(token) else [token])]
