"""Sitemaps, sitemap indexes and news sitemaps (sitemaps.org 0.9), gzipped or plain, read in bounded time and memory."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import cast

from lxml import etree

from archive.errors import TearsheetError
from crawler.feeds import Entry, web_address

MAX_UNPACKED = 52_428_800  # bytes: the protocol's own limit of 50 MB
MAX_ADDRESSES = 50_000  # the protocol's own limit
_CHUNK = 1 << 16
_YEAR_MONTH = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_/]?(0[1-9]|1[0-2])(?!\d)")


class NotASitemap(TearsheetError):
    """The answer at a sitemap's address is none."""


@dataclass(frozen=True, slots=True)
class Sitemap:
    """What a sitemap says: pages, and further sitemaps, each newest first."""

    pages: tuple[Entry, ...] = ()
    sitemaps: tuple[Entry, ...] = ()
    notes: tuple[str, ...] = ()


def parse_sitemap(body: bytes, *, url: str, since: datetime | None = None) -> Sitemap:
    """Read a sitemap of `url`, gzipped or not; raises NotASitemap.

    Pages and sitemaps that are dated before `since` are left out; those without a date are kept.
    """
    reader = _Reader(url)
    try:
        for chunk in _unpacked(body):
            if reader.full:
                break
            reader.feed(chunk)
    except _TooLarge:
        reader.notes.append(f"the sitemap unpacks to more than {MAX_UNPACKED} bytes; what came before was taken")
    except zlib.error:
        reader.notes.append("the sitemap's gzip data is broken; what came before was taken")
    if not reader.is_sitemap:
        return _plain_list(body, url, since)
    return Sitemap(
        pages=_newest_first(reader.pages, since),
        sitemaps=_newest_first(reader.sitemaps, since),
        notes=tuple(reader.notes),
    )


class _TooLarge(Exception):
    """More came out of the gzip data than a sitemap may hold."""


def _unpacked(body: bytes) -> Iterator[bytes]:
    if body[:2] != b"\x1f\x8b":
        yield from (body[start : start + _CHUNK] for start in range(0, min(len(body), MAX_UNPACKED), _CHUNK))
        if len(body) > MAX_UNPACKED:
            raise _TooLarge
        return
    unpacker = zlib.decompressobj(wbits=31)
    waiting, total = body, 0
    while waiting and not unpacker.eof:
        chunk = unpacker.decompress(waiting, _CHUNK)
        waiting = unpacker.unconsumed_tail
        total += len(chunk)
        if total > MAX_UNPACKED:
            raise _TooLarge
        yield chunk


class _Reader:
    """Takes a sitemap in pieces and collects what it names."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.pages: list[Entry] = []
        self.sitemaps: list[Entry] = []
        self.notes: list[str] = []
        self.is_sitemap = False
        self._parser = etree.XMLPullParser(
            events=("start", "end"), resolve_entities=False, no_network=True, load_dtd=False, recover=True
        )

    @property
    def full(self) -> bool:
        return len(self.pages) + len(self.sitemaps) >= MAX_ADDRESSES

    def feed(self, chunk: bytes) -> None:
        try:
            self._parser.feed(chunk)
        except etree.XMLSyntaxError as error:
            self.notes.append(f"the sitemap is malformed: {error.msg}")
        for event, found in self._parser.read_events():
            element = cast(etree._Element, found)  # the stubs also think of comments and namespaces
            name = _local(element)
            if event == "start":
                self.is_sitemap = self.is_sitemap or name in ("urlset", "sitemapindex")
            elif name in ("url", "sitemap"):
                self._take(element, self.pages if name == "url" else self.sitemaps)

    def _take(self, element: etree._Element, entries: list[Entry]) -> None:
        fields = {_local(child): (child.text or "").strip() for child in element.iter()}
        address = web_address(self.url, fields.get("loc", ""))
        if address and not self.full:
            stated = _date(fields.get("publication_date", "")) or _date(fields.get("lastmod", ""))
            entries.append(Entry(address, stated or (date_in(address) if entries is self.sitemaps else None)))
        element.clear()
        parent = element.getparent()
        while parent is not None and element.getprevious() is not None:
            del parent[0]


def _local(element: etree._Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def _date(text: str) -> datetime | None:
    """Read a W3C date: a year, a month, a day, or a day with a time."""
    if len(text) in (4, 7):
        text += "-01-01"[len(text) - 4 :]
    try:
        at = datetime.fromisoformat(text)
        return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def date_in(url: str) -> datetime | None:
    """Return the end of the month an archive sitemap's address names, as in /sitemap-2024-05.xml."""
    match = _YEAR_MONTH.search(url)
    if match is None:
        return None
    year, month = int(match[1]), int(match[2])
    return datetime(year + month // 12, month % 12 + 1, 1, tzinfo=UTC)


def _newest_first(entries: list[Entry], since: datetime | None) -> tuple[Entry, ...]:
    wanted = [entry for entry in entries if since is None or entry.dated_at is None or entry.dated_at >= since]
    undated = datetime.min.replace(tzinfo=UTC)
    return tuple(sorted(wanted, key=lambda entry: entry.dated_at or undated, reverse=True))


def _plain_list(body: bytes, url: str, since: datetime | None) -> Sitemap:
    """Read a sitemap in the protocol's text form: an address a line."""
    lines = body[:MAX_UNPACKED].decode("utf-8", "replace").splitlines()
    found = [web_address("", line) for line in lines[:MAX_ADDRESSES]]
    if not any(found) or not all(address or not line.strip() for address, line in zip(found, lines, strict=False)):
        raise NotASitemap(f"{url} is no sitemap: look in the site's robots.txt for the address of one.")
    return Sitemap(pages=_newest_first([Entry(address) for address in found if address], since))
