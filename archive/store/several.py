"""Articles in several pages: which captures a reading was joined from, and where each page stood at a time."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from archive.extraction.answer import PageKind
from archive.extraction.paging import first_page, is_further
from archive.store.addresses import spelled
from archive.urls import url_key

_KINDS = ", ".join(f"'{kind.value}'" for kind in PageKind if kind.has_article)

# The page as it was last seen good: its own payload, not yet read or read as an article, and no costly one.
_STOOD = f"""
    SELECT id, url FROM captures
    WHERE url_key = :key AND (fetched_at, id) <= (:at, :id) AND status = 200 AND revisit_of IS NULL AND kind = 'page'
        AND response_record IS NOT NULL AND truncated = ''
        AND ((state = 'recorded' AND read_attempts = 0) OR (state = 'read' AND outcome IN ({_KINDS})))
    ORDER BY fetched_at DESC, id DESC"""


def as_it_stood(connection: sqlite3.Connection, url: str, *, at: str, capture_id: int) -> int | None:
    """Return the capture that shows a page as it was when `capture_id` was fetched, `at`; None where there is none."""
    address = spelled(url)
    rows = connection.execute(_STOOD, {"key": url_key(address), "at": at, "id": capture_id})
    return next((row["id"] for row in rows if spelled(row["url"]) == address), None)


def first_as_it_stood(connection: sqlite3.Connection, url: str, *, at: str, capture_id: int) -> int | None:
    """Return the capture of the first page of the article whose further page `url` looks like, as `as_it_stood`."""
    first = first_page(url)
    if not first:
        return None
    # By its key: whether the first page's address ends in a slash, its number does not tell.
    rows = connection.execute(_STOOD, {"key": url_key(first), "at": at, "id": capture_id})
    return next((row["id"] for row in rows if is_further(url, spelled(row["url"]))), None)


def store_pages(connection: sqlite3.Connection, extraction: int, captures: Sequence[int]) -> None:
    """Note which captures a reading was joined from, in page order; of one page there is nothing to note."""
    connection.executemany(
        "INSERT INTO extraction_pages (extraction_id, page, capture_id) VALUES (?, ?, ?)",
        [(extraction, number, capture) for number, capture in enumerate(captures, start=1)],
    )


def pages_of(connection: sqlite3.Connection, extraction: int) -> tuple[int, ...]:
    """Return the captures that a reading was joined from, in page order; () where it is of its own capture alone."""
    query = "SELECT capture_id FROM extraction_pages WHERE extraction_id = ? ORDER BY page"
    return tuple(row["capture_id"] for row in connection.execute(query, (extraction,)))
