"""What a list page names: the addresses of a feed, a sitemap or a section page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from archive.errors import BadUrl
from archive.model import Address, AddressKind
from archive.store.database import Archive
from archive.store.reading import CapturedPage, load
from archive.store.standing import standing_of
from archive.urls import normalise
from crawler.feeds import Entry, NotAFeed, parse_feed
from crawler.sections import parse_section
from crawler.sitemaps import NotASitemap, parse_sitemap

MAX_SITEMAP_DEPTH = 3  # an index of indexes is rare, and a loop of them is a trap


@dataclass(frozen=True, slots=True)
class Found:
    """What a list page names, in its own words."""

    addresses: tuple[Address, ...] = ()
    outcome: str = ""  # "feed", "sitemap", "section page"
    notes: tuple[str, ...] = ()
    problem: str = ""  # a sentence, where the answer at the list's address is no list


def discover_capture(
    path: Path, capture_id: int, kind: AddressKind, *, source_id: int | None, since: datetime | None
) -> Found:
    """Read the list that a capture of the archive at `path` holds; runs inside a worker, which can be killed."""
    with Archive.open(path, readonly=True) as archive:
        place = standing_of(archive, capture_id)
        page = load(archive, capture_id)
    return discover(page, kind, source_id=source_id, depth=place.depth if place else 0, since=since)


def discover(
    page: CapturedPage, kind: AddressKind, *, source_id: int | None, depth: int = 0, since: datetime | None = None
) -> Found:
    """Read a list page. What is dated before `since` (UTC) is left out."""
    try:
        entries, notes = _READERS[kind](page, since, depth)
    except (NotAFeed, NotASitemap) as error:
        return Found(problem=str(error))
    outcome = "section page" if kind is AddressKind.SECTION else kind.value
    addresses = (
        Address(
            url=url,
            kind=found_kind,
            source_id=source_id,
            found_by=kind.value,
            found_on=page.capture.id,
            published_hint=entry.dated_at,
            depth=depth + 1 if found_kind is AddressKind.SITEMAP else 0,
        )
        for found_kind, found in entries.items()
        for entry, url in _spelled(found)
        if since is None or entry.dated_at is None or entry.dated_at >= since
    )
    return Found(tuple(addresses), outcome, notes)


def _spelled(entries: Iterable[Entry]) -> Iterable[tuple[Entry, str]]:
    for entry in entries:
        try:
            yield entry, normalise(entry.url)
        except BadUrl:  # a publisher's slip: no address, so there is nothing to keep or to refuse
            continue


_Entries = tuple[Mapping[AddressKind, Iterable[Entry]], tuple[str, ...]]


def _feed(page: CapturedPage, since: datetime | None, depth: int) -> _Entries:
    feed = parse_feed(page.body, url=page.capture.url, content_type=page.content_type)
    return {AddressKind.PAGE: feed.entries}, feed.notes


def _sitemap(page: CapturedPage, since: datetime | None, depth: int) -> _Entries:
    sitemap = parse_sitemap(page.body, url=page.capture.url, since=since)
    further = sitemap.sitemaps if depth < MAX_SITEMAP_DEPTH else ()
    notes = sitemap.notes if further or not sitemap.sitemaps else (*sitemap.notes, "sitemaps nested too deeply")
    return {AddressKind.PAGE: sitemap.pages, AddressKind.SITEMAP: further}, notes


def _section(page: CapturedPage, since: datetime | None, depth: int) -> _Entries:
    return {AddressKind.PAGE: parse_section(page.body, url=page.capture.url, content_type=page.content_type)}, ()


_READERS: Mapping[AddressKind, Callable[[CapturedPage, datetime | None, int], _Entries]] = {
    AddressKind.FEED: _feed,
    AddressKind.SITEMAP: _sitemap,
    AddressKind.SECTION: _section,
}
