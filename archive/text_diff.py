"""What changed between two texts, word by word.

diff-match-patch computes it: plain Python without dependencies, and the one library among the usual ones with a time
limit, after which it gives a coarser but correct answer. difflib has none, and hostile texts make it quadratic.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from diff_match_patch import diff_match_patch  # type: ignore[import-untyped]

from archive.store.scripts import UNSPACED

SECONDS = 2.0  # of work, after which the answer may be coarser
_TOKEN = re.compile(r"\n+|[^\S\n]+|\w+|[^\w\s]")
_FIRST_CODE, _SURROGATES, _AFTER = 0x100, 0xD800, 0xE000

Change = Literal["same", "removed", "added"]
_CHANGES: dict[int, Change] = {-1: "removed", 0: "same", 1: "added"}


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that stands in both versions, or in one of them."""

    change: Change
    text: str


def word_diff(old: str, new: str, *, seconds: float = SECONDS) -> tuple[Piece, ...]:
    """Return both texts as pieces in order: same and removed pieces joined are `old`, same and added are `new`.

    After so many seconds of work the answer is coarser, and correct all the same.
    """
    codes: dict[str, str] = {}
    words: dict[str, str] = {}
    engine = diff_match_patch()
    engine.Diff_Timeout = seconds
    found = engine.diff_main(_coded(old, codes, words), _coded(new, codes, words), False)
    pieces = [Piece(_CHANGES[change], "".join(words[code] for code in text)) for change, text in found]
    return tuple(_merged(_without_islands(pieces)))


def _coded(text: str, codes: dict[str, str], words: dict[str, str]) -> str:
    """Return a text with one character for each word, so that a diff of characters is one of words."""
    coded = []
    for word in _tokens(text):
        if word not in codes:
            number = _FIRST_CODE + len(codes)
            codes[word] = chr(number if number < _SURROGATES else number - _SURROGATES + _AFTER)
            words[codes[word]] = word
        coded.append(codes[word])
    return "".join(coded)


def _tokens(text: str) -> Iterator[str]:
    for token in _TOKEN.findall(text):
        if UNSPACED.search(token):
            yield from token
        else:
            yield token


def _without_islands(pieces: list[Piece]) -> Iterator[Piece]:
    """Take a lone space or comma between two changes into both: "a b" to "c d" reads better than two changes of one."""
    for place, piece in enumerate(pieces):
        between = 0 < place < len(pieces) - 1
        if piece.change == "same" and between and "\n" not in piece.text and not re.search(r"\w", piece.text):
            yield Piece("removed", piece.text)
            yield Piece("added", piece.text)
        else:
            yield piece


def _merged(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Join runs of changes into one removed piece before one added piece."""
    for changed, run in groupby(pieces, key=lambda piece: piece.change != "same"):
        found = list(run)
        changes: tuple[Change, ...] = ("removed", "added") if changed else ("same",)
        for change in changes:
            text = "".join(piece.text for piece in found if piece.change == change)
            if text:
                yield Piece(change, text)


def as_plain(pieces: tuple[Piece, ...]) -> str:
    """Return pieces as wdiff writes them: [-removed-] {+added+}."""
    marks = {"same": ("", ""), "removed": ("[-", "-]"), "added": ("{+", "+}")}
    return "".join(marks[piece.change][0] + piece.text + marks[piece.change][1] for piece in pieces)


def as_html(pieces: tuple[Piece, ...]) -> str:
    """Return pieces as HTML paragraphs with <del> and <ins>; everything else is escaped."""
    paragraphs: list[list[str]] = [[]]
    for piece in pieces:
        for number, part in enumerate(re.split(r"\n\n+", piece.text)):
            if number:
                paragraphs.append([])
            if part:
                paragraphs[-1].append(_marked(piece.change, part))
    return "\n".join(f"<p>{''.join(parts)}</p>" for parts in paragraphs if parts)


def _marked(change: Change, text: str) -> str:
    escaped = html.escape(text).replace("\n", "<br>\n")
    tag = {"same": "", "removed": "del", "added": "ins"}[change]
    return f"<{tag}>{escaped}</{tag}>" if tag else escaped
