"""Captures that need no reading, or got none: redirects, 304s, vanished articles, pages that could not be read."""

from __future__ import annotations

import sqlite3

from archive.model import Refusal
from archive.store.addresses import domain_of
from archive.store.capture_state import capture_row, failed_in_frontier, mark, read_in_frontier
from archive.store.database import Archive, now
from archive.store.identity import article_living_at
from archive.store.versions import confirm, gone

KILLS = 2  # workers that one capture may cost before it is set aside for `reextract --quarantined`


def mark_read(archive: Archive, capture_id: int, outcome: str) -> None:
    """Say that a capture holds nothing to extract: a redirect, a feed, robots.txt, the same page as before.

    A revisit (the same payload, or 304) is a visit that showed the article unchanged, and is kept as one.
    """
    with archive.transaction() as connection:
        capture = capture_row(connection, capture_id)
        article = article_living_at(connection, capture["url"]) if capture["revisit_of"] else None
        if article is not None:
            confirm(connection, article, capture)
        mark(connection, capture_id, "read", outcome)
        read_in_frontier(connection, capture_id, changed=False)


def mark_gone(archive: Archive, capture_id: int, reason: str) -> None:
    """Say that a capture shows an address to be gone; an article that lived there keeps its last version."""
    with archive.transaction() as connection:
        capture = capture_row(connection, capture_id)
        article = article_living_at(connection, capture["url"])
        if article is not None:
            gone(connection, article, capture, reason)
        mark(connection, capture_id, "read", "gone")
        connection.execute(
            "UPDATE frontier SET state = 'gone', reason = ? WHERE last_capture = ? AND state = 'recorded'",
            (reason, capture_id),
        )


def settle(archive: Archive, capture_id: int) -> bool:
    """Mark a capture that its status line alone explains, and return True; False: its body must be read."""
    row = capture_row(archive.connection, capture_id)
    status, location = row["status"], row["location"]
    if status in (404, 410):
        mark_gone(archive, capture_id, f"The server answered {status}.")
    elif status == 304:
        mark_read(archive, capture_id, "not modified")
    elif status is not None and 300 <= status < 400:
        _settle_redirect(archive, row, location)
    elif status is not None and not 200 <= status < 300:
        mark_unreadable(archive, capture_id, Refusal.HTTP_STATUS, f"The server answered {status}.")
    else:
        return False
    return True


def _settle_redirect(archive: Archive, row: sqlite3.Row, location: str) -> None:
    if is_front_page(location) and not is_front_page(row["url"]) and domain_of(location) == domain_of(row["url"]):
        mark_gone(archive, row["id"], "The address now redirects to the front page.")
    else:
        mark_read(archive, row["id"], "redirect")


def mark_unreadable(archive: Archive, capture_id: int, reason: Refusal, detail: str) -> None:
    """Say that a capture could not be read, and why; its record stays.

    One that killed a worker is tried once more; one that killed two is quarantined.
    """
    with archive.transaction() as connection:
        row = capture_row(connection, capture_id)
        kills = row["read_attempts"] + (reason is Refusal.KILLED)
        state = "failed" if reason is not Refusal.KILLED else "quarantined" if kills >= KILLS else "recorded"
        connection.execute("UPDATE captures SET read_attempts = ? WHERE id = ?", (row["read_attempts"] + 1, capture_id))
        mark(connection, capture_id, state, reason.value)
        connection.execute(
            "INSERT INTO attempts (url, frontier_id, capture_id, crawl_id, tried_at, reason, detail)"
            " VALUES (?, (SELECT id FROM frontier WHERE last_capture = ?), ?, ?, ?, ?, ?)",
            (row["url"], capture_id, capture_id, row["crawl_id"], now(), reason.value, detail),
        )
        if state != "recorded":
            failed_in_frontier(connection, capture_id, detail)


def is_front_page(url: str) -> bool:
    """Whether a URL is that of a site's front page."""
    rest = url.partition("://")[2]
    return "?" not in rest and not rest.partition("/")[2].partition("#")[0]
