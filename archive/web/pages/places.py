"""The pages of a site, a source, an author, a crawl and a teaser, and their lists."""

from __future__ import annotations

from dataclasses import dataclass, field

from archive.errors import NotFound
from archive.store.database import Archive
from archive.store.search import search
from archive.web.page import INSIDE, Asked, BadAddress, Page, shortened
from archive.web.pages.front import FRESH, Day, all_sites, by_day, entries, following, moment_in
from archive.web.queries import captures, figures, listing, places, provenance, teasers
from archive.web.queries.figures import Site
from archive.web.queries.listing import Edited
from archive.web.queries.places import Crawl, Fetched, Source, Trouble
from archive.web.queries.teasers import Promoted, Sighting
from archive.web.texts import say

SITE_DAYS = 120


@dataclass(frozen=True, slots=True)
class SiteList:
    """Variables of the page of all sites, and the keys of its JSON."""

    sites: tuple[Site, ...]
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class SitePage:
    """Variables of a site's page, and the keys of its JSON."""

    site: str
    articles: int
    sources: tuple[str, ...]
    per_day: tuple[int, ...]  # the last SITE_DAYS days, oldest first
    last_day: str
    hour_names: tuple[str, ...] = field(metadata=INSIDE)
    hours: tuple[int, ...]  # of publication, UTC, among the newest articles
    edits: tuple[Edited, ...]
    edits_per_day: tuple[int, ...]  # the SITE_DAYS days up to last_edit_day; empty where it has none there
    last_edit_day: str  # of the whole archive
    days: tuple[Day, ...]
    images: dict[str, str]
    next: str


@dataclass(frozen=True, slots=True)
class SourcePage:
    """Variables of a source's page, and the keys of its JSON."""

    source: Source
    waiting: int  # addresses that are new
    failures: tuple[Trouble, ...]
    days: tuple[Day, ...]
    images: dict[str, str]
    next: str


@dataclass(frozen=True, slots=True)
class AuthorPage:
    """Variables of an author's page, and the keys of its JSON."""

    name: str
    sites: tuple[str, ...]
    days: tuple[Day, ...]
    images: dict[str, str]
    most: int  # the page shows no more than this many
    times: tuple[str, ...] = field(metadata=INSIDE)  # of its articles, oldest first


@dataclass(frozen=True, slots=True)
class CrawlList:
    """Variables of the page of all crawls, and the keys of its JSON."""

    crawls: tuple[Crawl, ...]


@dataclass(frozen=True, slots=True)
class CrawlPage:
    """Variables of a crawl's page, and the keys of its JSON."""

    crawl: Crawl
    fetched: tuple[Fetched, ...]
    failures: tuple[Trouble, ...]


@dataclass(frozen=True, slots=True)
class TeaserPage:
    """Variables of a teaser's page, and the keys of its JSON."""

    teaser: Promoted
    sightings: tuple[Sighting, ...]
    article: str  # id of the story it points to; "" where it is not archived
    on: dict[str, str]  # pages it stood on that are articles: URL to id


def sites(archive: Archive, asked: Asked) -> Page:
    """Answer `/sites`: every site with its last days."""
    connection = archive.connection
    return Page("sites", say("nav.sites"), SiteList(all_sites(archive, asked), places.sources(connection)))


def site(archive: Archive, asked: Asked) -> Page:
    """Answer `/site/<domain>`: its articles, its rhythm, its edits."""
    connection = archive.connection
    domain = asked.path["site"].lower()
    articles = listing.of_site(connection, domain, before=moment_in(asked, "before"))
    if not articles and not connection.execute("SELECT 1 FROM articles WHERE domain = ?", (domain,)).fetchone():
        raise NotFound(f"This archive has no articles of “{shortened(domain)}”.")
    until = figures.newest_day(connection)
    edited, last_edit = asked.shelf.remember(
        "edits a day", FRESH, lambda: figures.edits_a_day(connection, days=SITE_DAYS)
    )
    content = SitePage(
        site=domain,
        articles=next((one.articles for one in all_sites(archive, asked) if one.domain == domain), len(articles)),
        sources=places.sources_of(connection, domain),
        per_day=figures.days_of(connection, domain, until=until, days=SITE_DAYS),
        last_day=until.isoformat(),
        hour_names=tuple(say("site.hour", hour=hour) for hour in range(24)),
        hours=figures.hours_of(connection, domain),
        edits=listing.edits(connection, domain=domain, limit=10),
        edits_per_day=tuple(edited.get(domain, ())),
        last_edit_day=last_edit,
        days=by_day(articles),
        images=captures.archived(connection, (article.image for article in articles)),
        next=following(articles),
    )
    return Page("site", domain, content, entries=entries(asked, articles))


def source(archive: Archive, asked: Asked) -> Page:
    """Answer `/source/<name>`: what was collected by one TOML file, and what went wrong."""
    connection = archive.connection
    key, found = places.source(connection, asked.path["source"])
    articles = listing.of_source(connection, key, before=moment_in(asked, "before"))
    images = captures.archived(connection, (article.image for article in articles))
    content = SourcePage(
        source=found,
        waiting=places.waiting(connection, key),
        failures=places.lately_failed(connection, key),
        days=by_day(articles),
        images=images,
        next=following(articles),
    )
    return Page("source", found.name, content, entries=entries(asked, articles))


def author(archive: Archive, asked: Asked) -> Page:
    """Answer `/author/<name>`: articles whose byline names them, newest first."""
    connection = archive.connection
    name = " ".join(asked.path["author"].replace('"', " ").split())
    hits = search(connection, f'author:"{name}"', order="newest", limit=listing.PAGE).hits if name else ()
    ids = (hit.article_id for hit in hits)
    found = sorted(listing.by_id(connection, ids).values(), key=lambda article: article.listed_at, reverse=True)
    if not found:
        raise NotFound(f"No article in this archive names “{shortened(name)}” as its author.")
    articles = tuple(found)
    content = AuthorPage(
        name=name,
        sites=tuple(sorted({article.site for article in articles})),
        days=by_day(articles),
        images=captures.archived(connection, (article.image for article in articles)),
        most=listing.PAGE,
        times=tuple(article.listed_at for article in reversed(articles)),
    )
    return Page("author", name, content, entries=entries(asked, articles))


def crawls(archive: Archive, asked: Asked) -> Page:
    """Answer `/crawls`: the newest runs."""
    return Page("crawls", say("nav.crawls"), CrawlList(places.crawls(archive.connection)))


def crawl(archive: Archive, asked: Asked) -> Page:
    """Answer `/crawl/<id>`: what one run was asked, what it fetched, what came to nothing."""
    connection = archive.connection
    key, found = places.crawl(connection, asked.path["crawl"])
    content = CrawlPage(found, places.fetched(connection, key), places.failures(connection, key))
    return Page("crawl", say("crawl.title", id=found.id), content)


def teaser(archive: Archive, asked: Asked) -> Page:
    """Answer `/teaser/<number>`: what was promoted where and when."""
    connection = archive.connection
    number = asked.path["teaser"]
    if not (number.isascii() and number.isdigit() and len(number) < 18):
        raise BadAddress(say("error.no_number", value=shortened(number)))
    found = teasers.teaser(connection, int(number))
    if found is None:
        raise NotFound(f"This archive has no teaser number {number}.")
    seen = teasers.sightings(connection, found.id)
    named = provenance.articles_at(connection, [found.url, *(sighting.url for sighting in seen)])
    content = TeaserPage(found, seen, named.get(found.url, ""), named)
    return Page("teaser", found.headline, content)
