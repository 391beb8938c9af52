"""What one walk over a page collects: every place where it speaks of itself, as bounded plain values."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Mention:
    """An element whose tag or attributes say that it names an author, a date or a headline."""

    order: int  # place among the elements of the page
    tag: str
    names: str  # itemprop, rel, class and id, joined by spaces
    pieces: tuple[str, ...]  # its text nodes, white space folded
    value: str = ""  # datetime, content or data attribute
    context: str = ""  # tags, classes and ids of its nearest ancestors
    linked: tuple[str, ...] = ()  # texts of the links inside it
    following: tuple[str, ...] = ()  # the first texts after it in page order, kept for headlines only

    @property
    def text(self) -> str:
        """All of its text, white space folded."""
        return " ".join(self.pieces)


@dataclass(slots=True)
class Signals:
    """What a page says of itself; every list is in page order."""

    language: str = ""
    title: str = ""
    meta: dict[str, list[str]] = field(default_factory=dict)  # lower-cased name, property, itemprop or http-equiv
    links: dict[str, list[tuple[str, str]]] = field(default_factory=dict)  # rel token: (href, hreflang)
    scripts: list[str] = field(default_factory=list)  # JSON-LD as written
    h1: list[Mention] = field(default_factory=list)
    headlines: list[Mention] = field(default_factory=list)
    bylines: list[Mention] = field(default_factory=list)
    dates: list[Mention] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)  # of the tags that tell kinds of pages apart
    names: str = ""  # class and id of html and body

    def first(self, *names: str) -> str:
        """The first value that any of these meta names carries, or ""."""
        for name in names:
            for value in self.meta.get(name, ()):
                if value:
                    return value
        return ""
