"""Saved searches, and what each found new since it was asked last."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from archive.errors import NotFound
from archive.model import Hit
from archive.store.candidates import everything
from archive.store.database import Archive, now
from archive.store.query import parse
from archive.store.search import hits_of

MOST = 10_000  # new versions that are looked through at once; what is beyond comes with the next report


@dataclass(frozen=True, slots=True)
class Watch:
    """A saved search."""

    id: int
    query: str  # in the language of `tearsheet search`
    added_at: str  # UTC
    reported_through: int  # versions.id


@dataclass(frozen=True, slots=True)
class News:
    """What a saved search found since it was asked last: new articles, and articles that were edited."""

    query: str
    hits: tuple[Hit, ...]  # newest last


def add_watch(archive: Archive, query: str) -> bool:
    """Save a search from now on, and return whether it is new.

    Raises:
        BadQuery: it cannot be read.

    """
    parse(query)
    with archive.transaction() as connection:
        cursor = connection.execute(
            "INSERT OR IGNORE INTO watches (query, added_at, reported_through) VALUES (?, ?, ?)",
            (query, now(), _newest_version(connection)),
        )
    return cursor.rowcount == 1


def remove_watch(archive: Archive, query: str) -> None:
    """Forget a saved search.

    Raises:
        NotFound: it is not saved.

    """
    with archive.transaction() as connection:
        if not connection.execute("DELETE FROM watches WHERE query = ?", (query,)).rowcount:
            raise NotFound(f"The search {query!r} is not watched; `tearsheet watch list` shows those that are.")


def all_watches(connection: sqlite3.Connection) -> tuple[Watch, ...]:
    """Return the saved searches, oldest first."""
    rows = connection.execute("SELECT id, query, added_at, reported_through FROM watches ORDER BY id")
    return tuple(Watch(**dict(row)) for row in rows)


def report(archive: Archive) -> list[News]:
    """Return what each saved search found since it was asked last, and remember that it was asked."""
    found = []
    with archive.transaction() as connection:
        for watch in all_watches(connection):
            rows = connection.execute(_SINCE, (watch.reported_through, MOST)).fetchall()
            articles = sorted({row["article_id"] for row in rows})
            matched = sorted(everything(connection, parse(watch.query), among=articles))
            if matched:
                found.append(News(watch.query, tuple(hits_of(connection, matched))))
            through = max((row["id"] for row in rows), default=watch.reported_through)
            connection.execute("UPDATE watches SET reported_through = ? WHERE id = ?", (through, watch.id))
    return found


_SINCE = "SELECT id, article_id FROM versions WHERE id > ? ORDER BY id LIMIT ?"


def _newest_version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT coalesce(max(id), 0) FROM versions").fetchone()[0])
