"""How times, sizes, numbers and inline marks are set: the filters of our templates."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

from markupsafe import Markup, escape

from archive.extraction.answer import Mark
from archive.web.drawing import bars, moments, sparkline
from archive.web.links import Links

_RTL = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "iw", "ps", "sd", "ug", "ur", "yi"})
_TAGS = {"strong": "strong", "emphasis": "em", "code": "code"}


def moment(text: str | None) -> Markup:
    """Return a <time>: "23 November 2026, 05:18 UTC", or without zone where the publisher gave none."""
    if not text:
        return Markup("")
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return escape(text)
    if len(text) <= 10:
        shown = f"{at.day} {at:%B %Y}"
    else:
        zone = " UTC" if at.utcoffset() is not None and not at.utcoffset() else f" UTC{at:%z}" if at.tzinfo else ""
        shown = f"{at.day} {at:%B %Y, %H:%M}{zone}"
    return Markup('<time datetime="{}">{}</time>').format(text, shown)


def day(text: str) -> str:
    """Return "Monday, 23 November 2026" of an ISO 8601 date or time."""
    try:
        at = datetime.fromisoformat(text[:10])
    except ValueError:
        return text
    return f"{at:%A}, {at.day} {at:%B %Y}"


def clock(text: str) -> str:
    """Return the "05:18" of an ISO 8601 time."""
    return text[11:16]


def number(value: int) -> str:
    """Return a number in groups of three: 1 000 000 with narrow no-break spaces."""
    return f"{value:,}".replace(",", "\u202f")


def size(count: int) -> str:
    """Return a number of bytes as people say it: "1.4 MB"."""
    amount = float(count)
    for unit in ("bytes", "kB", "MB", "GB"):
        if amount < 1000 or unit == "GB":
            break
        amount /= 1000
    return f"{amount:.0f} {unit}" if unit == "bytes" else f"{amount:.1f} {unit}"


def direction(language: str) -> str:
    """Return "rtl" for languages written so, "ltr" for others, "auto" where the page does not say."""
    return "auto" if not language else "rtl" if language in _RTL else "ltr"


def marked(text: str, marks: Sequence[Mark], link: Links, articles: Mapping[str, str]) -> Markup:
    """Return a paragraph with its inline marks as HTML; links to `articles` (URL to id) stay in the archive.

    Marks may overlap: the text is cut at every border, and each piece wears what covers it, so that tags always nest.
    """
    borders = sorted({0, len(text), *(p for m in marks for p in (m.start, m.end) if 0 < p < len(text))})
    pieces = pairwise(borders)
    return Markup("").join(
        _piece(text[a:b], [m for m in marks if m.start <= a and b <= m.end], link, articles) for a, b in pieces
    )


def highlighted(snippet: str) -> Markup:
    """Return a snippet whose matches stand between « and » with <mark> around them."""
    return escape(snippet).replace("«", Markup("<mark>")).replace("»", Markup("</mark>"))


def _piece(text: str, marks: Sequence[Mark], link: Links, articles: Mapping[str, str]) -> Markup:
    piece: Markup = escape(text)
    for mark in marks:
        if mark.kind == "link" and mark.target in articles:
            piece = Markup('<a href="{}">{}</a>').format(link.article(articles[mark.target]), piece)
        elif mark.kind == "link" and (target := http_only(mark.target)):
            piece = Markup('<a rel="noreferrer external" href="{}">{}</a>').format(target, piece)
        elif mark.kind in _TAGS:
            piece = Markup("<{0}>{1}</{0}>").format(_TAGS[mark.kind], piece)
    return piece


def cut(text: str, most: int = 240) -> str:
    """Return a text cut at a word, with an ellipsis."""
    if len(text) <= most:
        return text
    return text[:most].rsplit(" ", 1)[0].rstrip(" ,;:.–—") + "…"


def http_only(url: str) -> str:
    """Return an address that a link may lead to, "" for javascript:, data: and the like."""
    return url if url.lower().startswith(("http://", "https://")) else ""


def day_names(values: Sequence[int], last: str) -> list[str]:
    """Return the ISO dates of figures a day that end with `last`."""
    end = date.fromisoformat(last)
    return [(end - timedelta(days=back)).isoformat() for back in range(len(values) - 1, -1, -1)]


FILTERS: dict[str, Callable[..., Any]] = {
    "moment": moment,
    "day": day,
    "clock": clock,
    "number": number,
    "size": size,
    "direction": direction,
    "marked": marked,
    "highlighted": highlighted,
    "cut": cut,
    "http_only": http_only,
    "sparkline": sparkline,
    "bars": bars,
    "moments": moments,
    "day_names": day_names,
}
