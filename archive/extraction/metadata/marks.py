"""What an element's class, id, itemprop or link address says that it holds: a byline, a date, a headline."""

from __future__ import annotations

import re
from functools import lru_cache

BYLINE, DATE, HEADLINE = 1, 2, 4
MAX_NAMES = 300  # characters of names looked at

# Plain substrings, because they are many times cheaper than one pattern; a pattern then looks closer where it must.
_BYLINES = (
    "author", "byline", "by-line", "autor", "auteur", "writer", "contributor", "redact", "redakt", "journalist",
    "skribent", "verfasser", "reporter", "creator",
)  # fmt: skip
_DATES = ("date", "time", "publish", "posted", "datum", "fecha", "data-", "data_")
_HEADLINES = ("headline", "title", "heading")
_NOISE = (
    "elementor-element", "fa-times", "icon", "avatar", "menu", "navbar", "ez-toc", "swiper", "slick", "btn", "button",
    "comment-form",
)  # fmt: skip
_DATE = re.compile(
    r"(?<!up)date(?!picker)|updated|(?<![a-z])time(?!s|line|r\b|out)|timestamp|publish|posted|datum|fecha|data[_-]?pub"
)
_AUTHOR_PAGES = (
    "/author", "/autor", "/auteur", "/by/", "/writer", "/contributor", "/reporter", "/journalist", "/profile",
    "/people/", "/staff/", "/redakteur/", "/redaktion/",
)  # fmt: skip
_AUTHOR_PAGE = re.compile(
    r"/(?:authors?|autor(?:en|es|in|i)?|auteurs?|by|writers?|contributors?|reporters?|journalists?|profiles?|people"
    r"|staff"
    r"|redakteur|redaktion)[/=-]."
)


@lru_cache(maxsize=8192)
def marks(names: str) -> int:
    """Return BYLINE, DATE and HEADLINE or-ed together, 0 for an element that says nothing of the kind."""
    low = names[:MAX_NAMES].lower()
    found = BYLINE * _any(_BYLINES, low) | HEADLINE * _any(_HEADLINES, low)
    if _any(_DATES, low) and _DATE.search(low):
        found |= DATE
    return 0 if found and _any(_NOISE, low) else found


def is_author_page(href: str) -> bool:
    """Whether an address looks like the page of an author."""
    low = href[:MAX_NAMES].lower()
    return _any(_AUTHOR_PAGES, low) and bool(_AUTHOR_PAGE.search(low))


def _any(words: tuple[str, ...], text: str) -> bool:
    # A loop: a generator costs more than the tests themselves, on every element of every page.
    for word in words:  # noqa: SIM110
        if word in text:
            return True
    return False
