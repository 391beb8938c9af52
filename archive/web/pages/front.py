"""The front page: search first, the latest articles by day, edits of the last days, how much is archived."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from archive.store.database import Archive
from archive.web.page import Asked, BadAddress, Entry, Page
from archive.web.queries import captures, figures, listing, places
from archive.web.queries.figures import Site, Totals
from archive.web.queries.listing import Edited, Listed
from archive.web.queries.places import Source
from archive.web.texts import say

FRESH = 60.0  # seconds that figures over the whole archive are kept
EDITS = 6
SITES = 12


@dataclass(frozen=True, slots=True)
class Day:
    """The articles of one UTC day."""

    day: str
    articles: tuple[Listed, ...]


@dataclass(frozen=True, slots=True)
class Front:
    """Variables of the front page, and the keys of its JSON."""

    days: tuple[Day, ...]
    edits: tuple[Edited, ...]
    sites: tuple[Site, ...]
    all_sites: int
    sources: tuple[Source, ...]  # those in trouble first
    totals: Totals
    collection: dict[str, str]
    before: str  # the time this page of the list ends at; "" on the first
    images: dict[str, str]  # lead images that are archived: URL to the time of the capture
    next: str  # where the list goes on; "" at its end


def front(archive: Archive, asked: Asked) -> Page:
    """Answer `/`: the newest articles, older ones with `?before=`."""
    connection = archive.connection
    before = moment_in(asked, "before")
    articles = listing.latest(connection, before=before)
    sites = all_sites(archive, asked)
    content = Front(
        days=by_day(articles),
        edits=listing.edits(connection, limit=EDITS),
        sites=sites[:SITES],
        all_sites=len(sites),
        sources=places.sources(connection),
        totals=asked.shelf.remember("totals", FRESH, lambda: figures.totals(connection)),
        collection=dict(map(tuple, connection.execute("SELECT key, value FROM collection"))),
        before=before,
        images=captures.archived(connection, (article.image for article in articles)),
        next=following(articles),
    )
    title = content.collection.get("title") or say("site.name")
    return Page("front", title, content, entries=entries(asked, articles))


def all_sites(archive: Archive, asked: Asked) -> tuple[Site, ...]:
    """Return every site with its last days, as it was some seconds ago."""
    connection = archive.connection
    return asked.shelf.remember("sites", FRESH, lambda: figures.sites(connection, until=figures.newest_day(connection)))


def by_day(articles: Iterable[Listed]) -> tuple[Day, ...]:
    """Return articles that are sorted by time, grouped by UTC day."""
    return tuple(Day(day, tuple(some)) for day, some in groupby(articles, key=lambda article: article.listed_at[:10]))


def following(articles: tuple[Listed, ...]) -> str:
    """Return where a list goes on, or "" where it was not full."""
    return articles[-1].listed_at if len(articles) == listing.PAGE else ""


def moment_in(asked: Asked, key: str) -> str:
    """Return a time of the query as ISO 8601 text, or ""; raise BadAddress where it is no time."""
    value = asked.query.get(key, "")
    if value and not (value[:4].isdigit() and len(value) <= 30 and set(value) <= set("0123456789-:.TZ+")):
        raise BadAddress(say("error.no_time", value=value[:40]))
    return value


def entries(asked: Asked, articles: Iterable[Listed]) -> tuple[Entry, ...]:
    """Return articles as entries of a feed."""
    return tuple(
        Entry(
            id=f"urn:tearsheet:article:{article.id}",
            url=asked.absolute.article(article.id),
            title=article.headline or article.url,
            updated=article.listed_at,
            summary=article.lead,
            author=", ".join(article.authors),
        )
        for article in articles
    )
