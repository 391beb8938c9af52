"""The words of a search as FTS5 strings: whatever a person types is quoted, and sent to the index that can find it."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from archive.errors import BadQuery
from archive.store.scripts import PAIRED

SHORTEST_PREFIX = 3  # letters before *: a shorter one stands for half the words of an archive

WORDS = "article_search"
PAIRS = "cjk_search"


@dataclass(frozen=True, slots=True)
class Leaf:
    """One word, phrase or prefix in one of the two indexes."""

    index: str  # WORDS or PAIRS
    expression: str  # FTS5, every word quoted
    text: str  # as typed, for snippets; "" where it is not looked for in the text
    prefix: bool = False  # whether the last word is only how words begin


def leaves_of(typed: str, *, prefix: bool = False) -> tuple[Leaf, ...]:
    """Return what a word or phrase asks for; nothing where it holds no letter or figure.

    Runs of scripts without spaces go to the index of pairs, the rest to the index of words.

    Raises:
        BadQuery: a prefix is too short.

    """
    runs = tuple(_pairs(run) for run in PAIRED.findall(typed))
    rest = PAIRED.sub(" ", typed).strip()
    return (_words(rest, prefix), *runs) if has_letters(rest) else runs


def name_leaf(name: str) -> Leaf:
    """Return what an author's name asks for: a phrase in the byline.

    Raises:
        BadQuery: it is no name.

    """
    if not has_letters(name):
        raise BadQuery('author: needs a name, such as author:"Ada Quay".')
    return Leaf(WORDS, f"{{byline}} : {quoted(name)}", "")


def quoted(text: str) -> str:
    """Return text as an FTS5 string: whatever it holds, it is words and no syntax."""
    return '"' + text.replace('"', '""').replace("\x00", " ") + '"'


def has_letters(text: str) -> bool:
    """Whether FTS5's unicode61 finds a word in a text: letters, figures, or private use."""
    return any(unicodedata.category(letter)[0] in "LN" or unicodedata.category(letter) == "Co" for letter in text)


def _words(text: str, prefix: bool) -> Leaf:
    if prefix and sum(map(str.isalnum, text.rsplit(maxsplit=1)[-1])) < SHORTEST_PREFIX:
        raise BadQuery(f"{text}* would match too much; {SHORTEST_PREFIX} letters must stand before the *.")
    return Leaf(WORDS, quoted(text) + (" *" if prefix else ""), text, prefix)


def _pairs(run: str) -> Leaf:
    if len(run) == 1:
        return Leaf(PAIRS, f"{quoted(run)} *", run, prefix=True)
    return Leaf(PAIRS, quoted(" ".join(run[start : start + 2] for start in range(len(run) - 1))), run)
