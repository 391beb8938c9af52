"""Feeds: RSS 0.9x to 2.0, Atom and JSON Feed as lists of addresses with their dates."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from time import struct_time
from typing import Any
from urllib.parse import urljoin, urlsplit

import feedparser

from archive.errors import TearsheetError

MAX_ENTRIES = 5000  # a feed names its latest stories; one that goes on for ever is cut here


class NotAFeed(TearsheetError):
    """The answer at a feed's address is none; the message says what it is instead."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One story a list page names."""

    url: str  # absolute, http or https
    dated_at: datetime | None = None  # UTC; when the list says it was published or last changed


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed says."""

    format: str  # "rss20", "atom10", "json" ...
    entries: tuple[Entry, ...]  # in the feed's order
    notes: tuple[str, ...] = ()


def parse_feed(body: bytes, *, url: str, content_type: str = "") -> Feed:
    """Read a decoded feed of `url`; raises NotAFeed.

    A feed that is cut short gives the stories before the cut, with a note. Links that are not http(s) are left out.
    """
    if body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
        return _json_feed(body, url)
    # Bytes handed over as a file are never taken for an address or a path.
    try:
        parsed = feedparser.parse(
            BytesIO(body),
            response_headers={"content-type": content_type or "application/xml", "content-location": url},
            resolve_relative_uris=False,
            sanitize_html=False,
        )
    except ValueError as error:  # names of character encodings with NULs or broken bytes in them
        raise NotAFeed(f"{url} names a character encoding that there cannot be, and is not read as a feed.") from error
    if not parsed.get("version") and not parsed.entries:
        raise NotAFeed(f"{url} is {_what_it_is(body)}, no feed: look on the site for the address of its feed.")
    entries = parsed.entries[:MAX_ENTRIES]
    return Feed(
        format=parsed.get("version") or "unknown",
        entries=tuple(_entries(((_link(entry), _date(entry)) for entry in entries), url)),
        notes=tuple(_notes(parsed)),
    )


def _json_feed(body: bytes, url: str) -> Feed:
    try:
        table = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise NotAFeed(f"{url} is broken JSON, no feed.") from error
    items = table.get("items")
    if not isinstance(items, list) or "jsonfeed" not in str(table.get("version", "")):
        raise NotAFeed(f"{url} is JSON, but no JSON Feed.")
    stories = [item for item in items[:MAX_ENTRIES] if isinstance(item, dict)]
    return Feed(
        format="json",
        entries=tuple(_entries(((str(item.get("url") or ""), _json_date(item)) for item in stories), url)),
    )


def _json_date(item: Mapping[str, Any]) -> datetime | None:
    try:
        at = datetime.fromisoformat(str(item.get("date_published") or item.get("date_modified") or ""))
        return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def _entries(found: Iterator[tuple[str, datetime | None]], base: str) -> Iterator[Entry]:
    for link, at in found:
        address = web_address(base, link)
        if address:
            yield Entry(address, at)


def web_address(base: str, link: str) -> str:
    """Return `link` as an absolute http or https address, or "" where it is none."""
    try:
        address = urljoin(base, link.strip())
        parts = urlsplit(address)
        return address if link.strip() and parts.scheme in ("http", "https") and parts.hostname else ""
    except ValueError:  # "http://[": urllib cannot read it, and neither could we fetch it
        return ""


def _link(entry: Mapping[str, Any]) -> str:
    # FeedBurner puts its own counter before the story, and the story's address beside it.
    guid = str(entry.get("id") or "")
    return str(
        entry.get("feedburner_origlink") or entry.get("link") or (guid if guid.startswith(("http:", "https:")) else "")
    )


def _date(entry: Mapping[str, Any]) -> datetime | None:
    for field in ("published_parsed", "updated_parsed"):
        value = entry.get(field)
        if isinstance(value, struct_time):
            try:
                return datetime(*value[:6], tzinfo=UTC)
            except ValueError:
                continue
    return None


def _notes(parsed: Any) -> Iterator[str]:
    if parsed.get("bozo") and not isinstance(parsed.get("bozo_exception"), feedparser.CharacterEncodingOverride):
        yield f"the feed is malformed: {parsed.get('bozo_exception')}"
    if len(parsed.entries) > MAX_ENTRIES:
        yield f"the feed names {len(parsed.entries)} stories; the first {MAX_ENTRIES} were taken"


def _what_it_is(body: bytes) -> str:
    if not body.strip():
        return "empty"
    head = body[:2000].lower()
    return "an HTML page" if b"<html" in head or b"<!doctype html" in head else "something else"
