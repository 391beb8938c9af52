"""What a page answers with, and what it was asked: the values between a route and its query."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from archive.errors import TearsheetError
from archive.web.links import Links
from archive.web.shelf import Shelf

INSIDE = {"inside": True}  # metadata of a field that templates need and JSON does not show
LONGEST_VALUE = 10_000  # characters of one value of a query; search has its own, shorter bound


class BadAddress(TearsheetError):
    """An address of ours that means nothing: an id that is no number, a time that is no time."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One request, decoded."""

    shelf: Shelf
    path: Mapping[str, str]  # parts of the path, percent-decoded
    query: Mapping[str, str]  # first value of each
    format: str  # "html", "json", "atom", "feed", "text", "markdown"
    link: Links  # below base_url
    absolute: Links  # with scheme and host
    here: str = "/"  # path of the request, as sent
    raw_query: str = ""  # as it stands behind the "?"
    raw: Mapping[str, str] = field(default_factory=dict)  # parts of the path, not decoded
    beside: str = ""  # path of the page over all archives, where several stand side by side

    def alternate(self, suffix: str) -> str:
        """Return the path of this same page in another format: "json", "atom", "feed.json"."""
        path = re.sub(r"\.(json|atom|feed\.json|txt|md)$", "", self.here)
        path = path + "index" if path.endswith("/") else path
        return f"{path}.{suffix}" + (f"?{self.raw_query}" if self.raw_query else "")

    def turned(self, **changed: object) -> str:
        """Return the path of this page with some values of its query changed."""
        return f"{self.here}?{urlencode({**self.query, **changed})}"

    def number(self, key: str, default: int, *, most: int) -> int:
        """Return a whole number of the query between 0 and `most`; raise BadAddress where it is none."""
        value = self.query.get(key, "")
        if value == "":
            return default
        if not value.isascii() or not value.isdigit() or len(value) > 12:
            raise BadAddress(f"“{key}” must be a whole number, and “{shortened(value)}” is none.")
        return min(int(value), most)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed."""

    id: str  # a stable URI
    url: str  # absolute
    title: str
    updated: str  # UTC, ISO 8601
    published: str = ""
    summary: str = ""
    author: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """An answer: a template, and a frozen dataclass whose fields are its variables and the keys of its JSON."""

    template: str  # under templates/tearsheet/, without .html
    title: str
    content: Any
    status: int = 200
    entries: tuple[Entry, ...] | None = None  # None: the page has no feed


@dataclass(frozen=True, slots=True)
class Raw:
    """An answer of bytes, sent as they are."""

    body: bytes
    content_type: str
    headers: Mapping[str, str] = field(default_factory=dict)
    status: int = 200


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A redirect to another page of ours."""

    url: str


Answer = Page | Raw | Elsewhere


def shortened(text: str, most: int = 60) -> str:
    """Return a text cut for an error sentence."""
    return text if len(text) <= most else text[: most - 1] + "…"
