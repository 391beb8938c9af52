"""The search page: words and filters in, hits with snippets out, and a feed of whatever was asked."""

from __future__ import annotations

from dataclasses import dataclass, replace

from archive.errors import BadQuery
from archive.extraction.answer import PageKind
from archive.model import Hit
from archive.store.database import Archive
from archive.store.search import Order, Results, search
from archive.web.page import Answer, Asked, Entry, Page, Raw
from archive.web.queries import listing
from archive.web.queries.listing import Listed
from archive.web.texts import say

PAGE = 20
FURTHEST = 10_000  # hits that are ranked; there is nothing behind them
FILTERS = ("site", "author", "after", "before", "lang", "kind")
KINDS = tuple(kind.value for kind in PageKind if kind.has_article)


@dataclass(frozen=True, slots=True)
class Found:
    """One hit with what a list shows of its article."""

    hit: Hit
    article: Listed


@dataclass(frozen=True, slots=True)
class SearchPage:
    """Variables of the search page, and the keys of its JSON."""

    query: str  # as searched, filters included
    words: str  # as typed
    filters: dict[str, str]  # as filled in
    sort: str  # "best" or "newest"
    total: int
    capped: bool  # there are more, and only the newest were ranked
    start: int  # hits before this page
    hits: tuple[Found, ...]
    error: str  # why the search could not be read
    kinds: tuple[str, ...]  # of pages, to choose from
    next: int | None  # start of the next page
    previous: int | None


def results(archive: Archive, asked: Asked) -> Answer:
    """Answer `/search?q=…&site=…&sort=newest&start=20`."""
    words = asked.query.get("q", "")
    filters = {name: asked.query.get(name, "") for name in FILTERS}
    query = " ".join([words, *(f'{name}:"{value}"' for name, value in filters.items() if value)]).strip()
    order: Order = "newest" if asked.query.get("sort") == "newest" or asked.format in {"atom", "feed"} else "best"
    start = asked.number("start", 0, most=FURTHEST)
    empty = SearchPage(query, words, filters, order, 0, False, start, (), "", KINDS, None, None)
    title = say("search.title", words=query) if query else say("nav.search")
    if not query:
        return Page("search", title, empty, entries=())
    try:
        found = search(archive.connection, query, order=order, limit=PAGE, offset=start)
    except BadQuery as error:
        return Page("search", title, replace(empty, error=str(error)), status=400)
    return _page(archive, asked, empty, found, title)


def _page(archive: Archive, asked: Asked, empty: SearchPage, found: Results, title: str) -> Page:
    listed = listing.by_id(archive.connection, (hit.article_id for hit in found.hits))
    hits = tuple(Found(hit, listed[hit.article_id]) for hit in found.hits if hit.article_id in listed)
    start = empty.start
    content = replace(
        empty,
        total=found.total,
        capped=found.capped,
        hits=hits,
        next=start + PAGE if start + PAGE < found.total else None,
        previous=max(start - PAGE, 0) if start else None,
    )
    return Page("search", title, content, entries=tuple(_entry(asked, one) for one in hits))


def _entry(asked: Asked, found: Found) -> Entry:
    return Entry(
        id=f"urn:tearsheet:article:{found.article.id}",
        url=asked.absolute.article(found.article.id),
        title=found.article.headline or found.article.url,
        updated=found.article.listed_at,
        summary=found.hit.snippet.replace("«", "").replace("»", ""),
        author=", ".join(found.article.authors),
    )


def description(archive: Archive, asked: Asked) -> Raw:
    """Answer `/opensearch.xml`, by which browsers and other programs learn how to search here (OpenSearch 1.1)."""
    template = asked.absolute.to("search") + "?q={searchTerms}&amp;start={startIndex?}"
    feed = asked.absolute.to("search.atom") + "?q={searchTerms}"
    document = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">'
        f"<ShortName>{say('site.name')}</ShortName><Description>{say('search.label')}</Description>"
        "<InputEncoding>UTF-8</InputEncoding>"
        f'<Url type="text/html" indexOffset="0" template="{template}"/>'
        f'<Url type="application/atom+xml" template="{feed}"/></OpenSearchDescription>\n'
    )
    return Raw(document.encode(), "application/opensearchdescription+xml; charset=utf-8")
