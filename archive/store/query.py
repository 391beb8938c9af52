"""The language of search: words, "phrases", prefixes*, AND, OR, NOT, parentheses, and filters such as site:example.org.

A query is read into a tree whose leaves are quoted FTS5 strings, so nothing a person types is ever FTS5 syntax.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from archive.errors import BadQuery
from archive.extraction.answer import PageKind
from archive.store.terms import Leaf, leaves_of, name_leaf

LONGEST = 1_000  # characters of a query
MOST_TERMS = 60
DEEPEST = 12  # parentheses
FILTERS = ("site", "author", "after", "before", "lang", "kind")

_TOKEN = re.compile(r'\s*(?:([()])|([-+]?)(?:(\w+):)?(?:"([^"]*)"(\*?)|([^\s"()]+)))')
_QUOTES = str.maketrans("“”„‟«»″", '"' * 7)


@dataclass(frozen=True, slots=True)
class Every:
    """All of `parts` and none of `without`."""

    parts: tuple[Node, ...]
    without: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Either:
    """At least one of `parts`."""

    parts: tuple[Node, ...]


Node = Leaf | Every | Either


@dataclass(frozen=True, slots=True)
class Filter:
    """A condition on the article rather than on its words."""

    name: str  # one of FILTERS but "author", which is a word of the byline
    value: str  # after, before: ISO date; kind: a page kind
    excluded: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """A search as it was understood."""

    words: Node | None  # None: filters alone
    filters: tuple[Filter, ...] = ()


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str  # "(", ")", "AND", "OR", "NOT", "word", "phrase", "filter"
    text: str = ""
    name: str = ""  # of a filter
    prefix: bool = False
    excluded: bool = False


def parse(text: str) -> Query:
    """Read a search.

    Raises:
        BadQuery: it cannot be read; the sentence says what is wrong with it.

    """
    if len(text) > LONGEST:
        raise BadQuery(f"A search may have {LONGEST:,} characters; this one has {len(text):,}.")
    return _Parser(_tokens(text.translate(_QUOTES))).query()


def _tokens(text: str) -> list[_Token]:
    if text.count('"') % 2:
        raise BadQuery('A quotation mark is not closed; a phrase is written "like this".')
    tokens = [_token(match) for match in _TOKEN.finditer(text)]
    if len(tokens) > MOST_TERMS:
        raise BadQuery(f"A search may have {MOST_TERMS} words; this one has {len(tokens)}.")
    return tokens


def _token(match: re.Match[str]) -> _Token:
    bracket, sign, name, phrase, star, word = match.groups(default="")
    if bracket:
        return _Token(bracket)
    excluded = sign == "-"
    if name.lower() in FILTERS:
        return _Token("filter", (phrase or word).strip(), name.lower(), excluded=excluded)
    if word.endswith(":") and word[:-1].lower() in FILTERS:
        return _Token("filter", "", word[:-1].lower())
    typed = f"{name}:{phrase or word}" if name else phrase or word
    if not sign and not name and word in ("AND", "OR", "NOT"):
        return _Token(word)
    if phrase or not word:
        return _Token("phrase", typed, prefix=bool(star), excluded=excluded)
    return _Token("word", typed.rstrip("*"), prefix=typed.endswith("*"), excluded=excluded)


@dataclass(slots=True)
class _Parser:
    tokens: list[_Token]
    at: int = 0
    depth: int = 0
    filters: list[Filter] = field(default_factory=list)
    authors: list[tuple[Leaf, bool]] = field(default_factory=list)

    def query(self) -> Query:
        words = self.either() if self.tokens else None
        if self.peek() == ")":
            raise BadQuery("A closing parenthesis has no opening one.")
        words = self.with_authors(words)
        if words is None and not self.filters:
            raise BadQuery("There is no word to search for.")
        return Query(words, tuple(self.filters))

    def with_authors(self, words: Node | None) -> Node | None:
        wanted = tuple(leaf for leaf, excluded in self.authors if not excluded)
        unwanted = tuple(leaf for leaf, excluded in self.authors if excluded)
        parts = (words, *wanted) if words else wanted
        if unwanted and not parts:
            raise BadQuery("A search needs something to find besides what it leaves out.")
        if len(parts) == 1 and not unwanted:
            return parts[0]
        return Every(parts, unwanted) if parts else None

    def peek(self) -> str:
        return self.tokens[self.at].kind if self.at < len(self.tokens) else ""

    def take(self) -> _Token:
        self.at += 1
        return self.tokens[self.at - 1]

    def either(self) -> Node | None:
        parts = [self.every()]
        while self.peek() == "OR":
            self.take()
            parts.append(self.every())
        if len(parts) == 1:
            return parts[0]
        if any(part is None for part in parts):
            raise BadQuery("OR stands between two words or phrases; filters such as site: hold for the whole search.")
        return Either(tuple(part for part in parts if part is not None))

    def every(self) -> Node | None:
        parts: list[Node] = []
        without: list[Node] = []
        while self.peek() not in ("", ")", "OR"):
            excluded, node = self.signed()
            if node is not None:
                (without if excluded else parts).append(node)
        if without and not parts:
            raise BadQuery("A search needs something to find besides what it leaves out.")
        if len(parts) == 1 and not without:
            return parts[0]
        return Every(tuple(parts), tuple(without)) if parts else None

    def signed(self) -> tuple[bool, Node | None]:
        excluded = False
        while self.peek() in ("AND", "NOT"):
            word = self.take().kind
            excluded = excluded != (word == "NOT")
            if self.peek() in ("", ")", "OR"):
                raise BadQuery(
                    f"{word} needs a word or phrase behind it; the word itself is searched in quotation marks."
                )
        token = self.tokens[self.at]
        return excluded != token.excluded, self.atom(excluded)

    def atom(self, excluded: bool) -> Node | None:
        token = self.take()
        if token.kind == "(":
            return self.group()
        if token.kind == "filter":
            self.keep_filter(token, excluded != token.excluded)
            return None
        leaves = leaves_of(token.text, prefix=token.prefix)
        if len(leaves) == 1:
            return leaves[0]
        return Every(leaves) if leaves else None

    def group(self) -> Node | None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise BadQuery(f"Parentheses may stand {DEEPEST} deep.")
        inside = self.either()
        if self.peek() != ")":
            raise BadQuery("A parenthesis is not closed.")
        self.take()
        self.depth -= 1
        return inside

    def keep_filter(self, token: _Token, excluded: bool) -> None:
        if self.depth or "OR" in (self.peek(), self.tokens[self.at - 2].kind if self.at > 1 else ""):
            raise BadQuery(f"{token.name}: holds for the whole search; it cannot stand in parentheses or beside OR.")
        if not token.text:
            raise BadQuery(f"{token.name}: needs a value, such as {_EXAMPLES[token.name]}.")
        if token.name == "author":
            self.authors.append((name_leaf(token.text), excluded))
        else:
            self.filters.append(Filter(token.name, _value(token.name, token.text), excluded))


_EXAMPLES = {
    "site": "site:example.org",
    "author": 'author:"Ada Quay"',
    "after": "after:2026-01-31",
    "before": "before:2026",
    "lang": "lang:en",
    "kind": 'kind:"live blog"',
}


def _value(name: str, text: str) -> str:
    if name in ("after", "before"):
        return _day(name, text)
    if name == "kind":
        return _kind(text)
    return text.lower().removeprefix("www.") if name == "site" else text.lower()


def _day(name: str, text: str) -> str:
    parts = text.split("-")
    try:
        return date(*(int(part) for part in [*parts, "1", "1"][: max(3, len(parts))])).isoformat()
    except (ValueError, TypeError, OverflowError) as error:
        raise BadQuery(f"{name}:{text} is no date; write {_EXAMPLES[name]}, year, month and day.") from error


def _kind(text: str) -> str:
    wanted = re.sub(r"[\s_-]", "", text.lower())
    for kind in PageKind:
        if kind.value.replace(" ", "") == wanted:
            return kind.value
    kinds = ", ".join(f'"{kind.value}"' for kind in PageKind if kind.has_article)
    raise BadQuery(f"kind:{text} is not known; articles are of the kinds {kinds}.")
