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
from archive.store.tokens import Token, tokens_of

LONGEST = 1_000  # characters of a query
DEEPEST = 12  # parentheses


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


def parse(text: str) -> Query:
    """Read a search.

    Raises:
        BadQuery: it cannot be read; the sentence says what is wrong with it.

    """
    if len(text) > LONGEST:
        raise BadQuery(f"A search may have {LONGEST:,} characters; this one has {len(text):,}.")
    return _Parser(tokens_of(text)).query()


@dataclass(slots=True)
class _Parser:
    tokens: list[Token]
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

    def take(self) -> Token:
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

    def keep_filter(self, token: Token, excluded: bool) -> None:
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
