"""A search cut into words, phrases, operators, parentheses and filters."""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive.errors import BadQuery

MOST_TERMS = 60
FILTERS = ("site", "author", "after", "before", "lang", "kind")

_PATTERN = re.compile(r'\s*(?:([()])|([-+]?)(?:(\w+):)?(?:"([^"]*)"(\*?)|([^\s"()]+)))')
_QUOTES = str.maketrans("“”„‟«»″", '"' * 7)


@dataclass(frozen=True, slots=True)
class Token:
    """One part of a search."""

    kind: str  # "(", ")", "AND", "OR", "NOT", "word", "phrase", "filter"
    text: str = ""
    name: str = ""  # of a filter
    prefix: bool = False
    excluded: bool = False


def tokens_of(text: str) -> list[Token]:
    """Return the parts of a search in order, typographic quotation marks read as plain ones.

    Raises:
        BadQuery: a quotation mark is not closed, or there are too many words.

    """
    text = text.translate(_QUOTES)
    if text.count('"') % 2:
        raise BadQuery('A quotation mark is not closed; a phrase is written "like this".')
    tokens = [_token(match) for match in _PATTERN.finditer(text)]
    if len(tokens) > MOST_TERMS:
        raise BadQuery(f"A search may have {MOST_TERMS} words; this one has {len(tokens)}.")
    return tokens


def _token(match: re.Match[str]) -> Token:
    bracket, sign, name, phrase, star, word = match.groups(default="")
    if bracket:
        return Token(bracket)
    excluded = sign == "-"
    if name.lower() in FILTERS:
        return Token("filter", (phrase or word).strip(), name.lower(), excluded=excluded)
    if word.endswith(":") and word[:-1].lower() in FILTERS:
        return Token("filter", "", word[:-1].lower())
    typed = f"{name}:{phrase or word}" if name else phrase or word
    if not sign and not name and word in ("AND", "OR", "NOT"):
        return Token(word)
    if phrase or not word:
        return Token("phrase", typed, prefix=bool(star), excluded=excluded)
    return Token("word", typed.rstrip("*"), prefix=typed.endswith("*"), excluded=excluded)
