"""Captures by address and time: what replay and pictures look up."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from archive.store.database import moment
from archive.urls import url_key

SHOWN = 500  # captures of one URL in its list
_KEPT = "captures.response_record IS NOT NULL"
_COLUMNS = "id, url, fetched_at, status, mime, outcome, location, revisit_of"
_NEIGHBOURS = f"""SELECT url_key, {_COLUMNS} FROM captures
    WHERE url_key {{compare}} ? AND {_KEPT} AND kind <> 'requisite'
    ORDER BY url_key {{order}}, fetched_at DESC LIMIT ?"""


@dataclass(frozen=True, slots=True)
class Seen:
    """One capture of a URL."""

    capture: int
    url: str
    fetched_at: str  # UTC
    status: int | None
    mime: str
    outcome: str
    location: str
    revisit_of: int | None


def archived(connection: sqlite3.Connection, urls: Iterable[str]) -> dict[str, str]:
    """Return which URLs were captured with success: URL to the time of the newest such capture."""
    found = {}
    for url in dict.fromkeys(urls):
        if url and (at := _newest(connection, url)):
            found[url] = at
    return found


def held(connection: sqlite3.Connection, urls: Iterable[str]) -> set[str]:
    """Return which of some absolute URLs the archive holds an answer for, whenever it came."""
    keys: dict[str, list[str]] = {}
    for url in urls:
        keys.setdefault(url_key(url), []).append(url)
    rows = connection.execute(
        f"SELECT DISTINCT url_key FROM captures WHERE url_key IN (SELECT value FROM json_each(?)) AND {_KEPT}",
        (json.dumps(list(keys)),),
    )
    return {url for row in rows for url in keys[row["url_key"]]}


def nearest(connection: sqlite3.Connection, url: str, at: str, *, good: bool = False) -> Seen | None:
    """Return the capture of a URL that is nearest to a time (UTC, ISO 8601), or None where there is none.

    `good` passes over answers that were errors, as a picture's 404 is no picture.
    """
    key = url_key(url)
    only = "(status IS NULL OR status < 400) AND" if good else ""
    before = _one(connection, f"{only} fetched_at <= ? ORDER BY fetched_at DESC", key, at)
    after = _one(connection, f"{only} fetched_at > ? ORDER BY fetched_at", key, at)
    if before is None or after is None:
        return before or after
    return before if _apart(before.fetched_at, at) <= _apart(after.fetched_at, at) else after


def around(connection: sqlite3.Connection, url: str, at: str) -> tuple[Seen | None, Seen | None]:
    """Return the captures of a URL before and after a time, its own capture left out."""
    key = url_key(url)
    return (
        _one(connection, "fetched_at < ? ORDER BY fetched_at DESC", key, at),
        _one(connection, "fetched_at > ? ORDER BY fetched_at", key, at),
    )


def of_url(connection: sqlite3.Connection, url: str) -> tuple[Seen, ...]:
    """Return the captures of a URL, newest first."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM captures WHERE url_key = ? AND {_KEPT} ORDER BY fetched_at DESC LIMIT ?",
        (url_key(url), SHOWN),
    )
    return tuple(Seen(*row) for row in rows)


def like(connection: sqlite3.Connection, url: str, *, limit: int = 12) -> tuple[Seen, ...]:
    """Return captures of the addresses that stand next to a URL in the archive's order, those below it first."""
    key = url_key(url)
    after = connection.execute(_NEIGHBOURS.format(compare=">=", order="ASC"), (key, limit)).fetchall()
    before = connection.execute(_NEIGHBOURS.format(compare="<", order="DESC"), (key, limit)).fetchall()
    host = key.partition(")")[0]
    rows = [row for row in [*after, *before] if row["url_key"].partition(")")[0] == host]
    return tuple({row["url_key"]: Seen(*tuple(row)[1:]) for row in rows}.values())[:limit]


def _newest(connection: sqlite3.Connection, url: str) -> str:
    row = connection.execute(
        f"""SELECT fetched_at FROM captures WHERE url_key = ? AND {_KEPT} AND status = 200
            ORDER BY fetched_at DESC LIMIT 1""",
        (url_key(url),),
    ).fetchone()
    return row["fetched_at"] if row else ""


def _one(connection: sqlite3.Connection, where: str, key: str, at: str) -> Seen | None:
    row = connection.execute(
        f"SELECT {_COLUMNS} FROM captures WHERE url_key = ? AND {_KEPT} AND {where} LIMIT 1", (key, at)
    ).fetchone()
    return Seen(*row) if row else None


def _apart(one: str, other: str) -> float:
    return abs((moment(one) - moment(other)).total_seconds())
