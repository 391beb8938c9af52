"""When a page was published and last changed, and which of the places that say so was believed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import chain
from urllib.parse import urlsplit

from archive.extraction.answer import FoundDate
from archive.extraction.blocks import Block
from archive.extraction.metadata import date_printed, date_text
from archive.extraction.metadata.date_nearby import nearby
from archive.extraction.metadata.jsonld import Node, types
from archive.extraction.metadata.signals import Mention, Signals

_PUBLISHED_META = tuple(
    (
        "article:published_time article:published og:article:published_time og:published_time datepublished "
        "article.published parsely-pub-date sailthru.date cxenseparse:recs:publishtime cxenseparse:publishtime "
        "publish_date publish-date published-date publication-date dc.date.published published_at publication_date "
        "publishdate pubdate published article_date_original originalpublicationdate dc.date.issued dcterms.issued "
        "dcterms.created dc.date.created dcterms.date citation_publication_date citation_date citation_online_date "
        "bt:pubdate article:post_date vr:published_time rnews:datepublished dc.date date og:date release_date "
        "datecreated article:created created shareaholic:article_published_time gsa-publish-date displaydate"
    ).split()
)
_MODIFIED_META = tuple(
    (
        "article:modified_time article:modified og:updated_time og:article:modified_time datemodified "
        "dcterms.modified dc.date.modified last-modified lastmod revised updated_time article:updated_time"
    ).split()
)

_LIKELY = re.compile(r"publi|pub[-_:]?date|date[-_:]?pub|posted|issued")  # in meta names nobody has listed
_UNLIKELY = re.compile(r"modif|updat|last|expir|publisher|site|domain")
_PAGES = frozenset({"webpage", "itempage", "faqpage", "qapage", "aboutpage", "medicalwebpage", "product", "recipe"})
_URL_DATE = re.compile(r"[/_.-](?P<y>(?:19|20)\d\d)[/_.-]?(?P<m>0[1-9]|1[0-2])[/_.-]?(?P<d>0[1-9]|[12]\d|3[01])(?!\d)")


def published(
    signals: Signals,
    articles: list[Node],
    nodes: list[Node],
    *,
    url: str,
    headline: Mention | None,
    day_first: bool,
    latest: datetime | None,
    title: str = "",
    blocks: Sequence[Block] | None = None,
) -> FoundDate | None:
    """The most trustworthy plausible date of publication.

    What a page declares comes first, but a date that it prints at its headline and that is older wins: stories moved
    to a new system are often declared as of the day of the move. A newer one that it prints is that of a change.
    """
    declared = _first(_published(signals, articles, nodes), day_first, latest)
    printed = chain(date_printed.original(signals), date_printed.at_headline(signals, headline))
    shown = _first(printed, day_first, latest)
    if declared is None:
        near = nearby(blocks or (), title)
        return shown or _first(_shown(signals, articles, headline, url=url, near=near), day_first, latest)
    declared = _in_local_time(declared, signals)
    return shown if shown is not None and shown.at.date() < declared.at.date() else declared


def modified(signals: Signals, articles: list[Node], *, day_first: bool, latest: datetime | None) -> FoundDate | None:
    """The first plausible date of the last change, the most trustworthy place first."""
    return _first(_modified(signals, articles), day_first, latest)


def _first(places: Iterator[tuple[str, str]], day_first: bool, latest: datetime | None) -> FoundDate | None:
    for source, text in places:
        moment = date_text.read(text, day_first=day_first)
        if moment is not None and date_text.plausible(moment[0], latest=latest):
            return FoundDate(moment[0], source, moment[1])
    return None


def _in_local_time(found: FoundDate, signals: Signals) -> FoundDate:
    """The same moment in the publisher's zone, where a time element of the page gives it."""
    if found.at.utcoffset() != timedelta(0):
        return found
    for one in signals.dates:
        moment = date_text.read(one.value) if one.tag == "time" and "T" in one.value else None
        if moment is None or not moment[0].utcoffset():
            continue
        if abs(moment[0] - found.at) < timedelta(minutes=1):
            return FoundDate(moment[0], found.source, found.precision)
    return found


def _shown(
    signals: Signals, articles: list[Node], headline: Mention | None, *, url: str, near: Iterator[str]
) -> Iterator[tuple[str, str]]:
    yield from date_printed.marked_as_published(signals, headline)
    yield from date_printed.in_title(signals)
    yield from (("printed near the headline", text) for text in near)
    yield from date_printed.marked_as_nothing(signals, headline)
    yield from date_printed.below(headline)
    yield from _in_url(url)
    yield from date_printed.marked_as_changed(signals, headline)
    yield from _declared(articles, ("dateModified",))
    yield from _meta(signals, _MODIFIED_META)


def _published(signals: Signals, articles: list[Node], nodes: list[Node]) -> Iterator[tuple[str, str]]:
    yield from _declared(articles, ("datePublished", "uploadDate", "dateCreated"))
    yield from _meta(signals, _PUBLISHED_META)
    yield from _meta(
        signals, tuple(name for name in signals.meta if _LIKELY.search(name) and not _UNLIKELY.search(name))
    )
    yield from _microdata(signals, ("datepublished", "datecreated", "uploaddate"))
    yield from _declared([node for node in nodes[:100] if _PAGES.intersection(types(node))], ("datePublished",))


def _modified(signals: Signals, articles: list[Node]) -> Iterator[tuple[str, str]]:
    yield from _declared(articles, ("dateModified",))
    yield from _meta(signals, _MODIFIED_META)
    yield from _microdata(signals, ("datemodified",))
    yield from date_printed.changes(signals)


def _declared(articles: list[Node], keys: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for key in keys:
        for node in articles[:4]:
            value = node.get(key)
            if isinstance(value, (str, int)):
                yield f"json-ld {key}", str(value)[:100]


def _meta(signals: Signals, names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for name in names:
        for value in signals.meta.get(name, ())[:2]:
            yield f"meta {name}", value[:100]


def _microdata(signals: Signals, props: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for mention in signals.dates:
        if mention.names.split(" ", 1)[0].lower() in props:
            yield f"itemprop {props[0]}", mention.value or mention.text


def _in_url(url: str) -> Iterator[tuple[str, str]]:
    found = _URL_DATE.search(urlsplit(url).path)
    if found:
        yield "url", f"{found['y']}-{found['m']}-{found['d']}"
