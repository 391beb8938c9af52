"""Addresses of an article in several pages: which address is a further page of which, and which one comes next."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from archive.extraction.links import absolute

MAX_PAGES: Final = 10  # of one article; what counts further is a gallery or a trap

_WORD: Final = "(?:page|seite|pagina|part|p)"
_PARAMETERS: Final = frozenset(
    {"page", "p", "pg", "paged", "pageno", "pagenumber", "pagewanted", "pagina", "part", "seite"}
)
# "/2/", "/page/2", "/seite-2"; "-page-2"; "-2.html", "_2.html", ",2.html", "-p2.html". What follows the number stays.
_IN_PATH: Final = (
    re.compile(rf"/(?:{_WORD}[-/]?)?(\d{{1,2}})()/?$", re.IGNORECASE),
    re.compile(rf"-{_WORD}-(\d{{1,2}})()/?$", re.IGNORECASE),
    re.compile(rf"[-_,](?:{_WORD}[-_]?)?(\d{{1,2}})(\.[a-z]{{3,5}})$", re.IGNORECASE),
)


def numbered(url: str) -> tuple[str, int] | None:
    """Return the stem of an address that ends in a page number, and the number; None where it does not.

    >>> numbered("https://news.example/ferry?page=2"), numbered("https://news.example/ferry/3/")
    (('news.example/ferry', 2), ('news.example/ferry', 3))
    """
    host, path, query = _parts(url)
    for place, part in enumerate(query):
        name, _, value = part.partition("=")
        if name.lower() in _PARAMETERS and value.isascii() and value.isdigit() and len(value) < 3:
            return _joined(host, path, [*query[:place], *query[place + 1 :]]), int(value)
    for pattern in _IN_PATH:
        if found := pattern.search(path):
            return _joined(host, path[: found.start()] + found[2], query), int(found[1])
    return None


def stem(url: str) -> str:
    """Return what the addresses of all pages of an article share, of the address of its first page."""
    found = numbered(url)
    return found[0] if found and found[1] == 1 else _joined(*_parts(url))


def is_further(url: str, first: str) -> bool:
    """Whether an address is, by its looks, page two or later of the article whose first page is at `first`."""
    found = numbered(url)
    return found is not None and 2 <= found[1] <= MAX_PAGES and found[0] == stem(first)


def first_page(url: str) -> str:
    """Return where the first page of an article would be whose further page this is, or "" where it looks like none.

    >>> first_page("https://news.example/ferry/2/"), first_page("https://news.example/ferry")
    ('https://news.example/ferry', '')
    """
    found = numbered(url)
    return f"{urlsplit(url).scheme}://{found[0]}" if found and 2 <= found[1] <= MAX_PAGES else ""


def next_page(tree: HtmlElement, *, url: str, base: str, declared: str) -> str:
    """Return the address of the page that continues this one, or "".

    `declared` is where rel=next leads; where that is no further page of this article, a link counts whose text is the
    number of the next page. Either must have the stem of `url`: next may also be the next story.
    """
    wanted = _wanted(url)
    if declared and numbered(declared) in wanted:
        return declared
    numbers = {str(number) for _, number in wanted}
    for link in tree.iter("a"):
        said = (link.text or "").strip() or "".join(link.itertext()).strip()
        if said not in numbers:
            continue
        address = absolute(base, link.get("href") or "")
        if numbered(address) in wanted:
            return address.partition("#")[0]
    return ""


def _wanted(url: str) -> set[tuple[str, int]]:
    """Return the stems and numbers that the page after the one at `url` may have."""
    own = {(stem(url), 1), numbered(url) or (stem(url), 1)}
    return {(shared, number + 1) for shared, number in own if 1 <= number < MAX_PAGES}


def _parts(url: str) -> tuple[str, str, list[str]]:
    try:
        parts = urlsplit(url)
    except ValueError:  # "http://[": not an address
        return "", "", []
    return parts.netloc.lower(), parts.path, [part for part in parts.query.split("&") if part]


def _joined(host: str, path: str, query: list[str]) -> str:
    return host + path.rstrip("/") + ("?" + "&".join(sorted(query)) if query else "")
