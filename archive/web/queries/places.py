"""Sources, authors, crawls: the other ways into an archive."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from typing import Any

from archive.errors import NotFound
from archive.web.page import shortened

CRAWLS = 100
SHOWN = 60  # captures and failures of one crawl


@dataclass(frozen=True, slots=True)
class Run:
    """What one run found at a source."""

    crawl: str
    at: str  # UTC
    counts: dict[str, int]  # new, edited, failed ...


@dataclass(frozen=True, slots=True)
class Source:
    """A news site that is crawled."""

    name: str
    domain: str
    home: str
    added_at: str
    troubles: tuple[str, ...]  # a sentence each; none where it is well
    last_new: str  # UTC, the last run that found something new
    runs: tuple[Run, ...]  # newest first


@dataclass(frozen=True, slots=True)
class Trouble:
    """A fetch that came to nothing."""

    url: str
    tried_at: str
    reason: str
    detail: str


@dataclass(frozen=True, slots=True)
class Crawl:
    """One run."""

    id: str
    command: str
    software: str
    settings: dict[str, Any]
    started_at: str
    ended_at: str  # "" while it runs or where it was killed
    outcome: str  # "" while it runs or where it was killed
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class Fetched:
    """One capture in the list of a crawl."""

    url: str
    fetched_at: str
    status: int | None
    outcome: str


def sources(connection: sqlite3.Connection) -> tuple[Source, ...]:
    """Return all sources, those in trouble first."""
    found = map(_source, connection.execute("SELECT * FROM sources ORDER BY name"))
    return tuple(sorted(found, key=lambda one: not one.troubles))


def source(connection: sqlite3.Connection, name: str) -> tuple[int, Source]:
    """Return a source and its key; raise NotFound where there is none of that name."""
    row = connection.execute("SELECT * FROM sources WHERE name = ?", (name,)).fetchone()
    if row is None:
        raise NotFound(f"This archive has no source “{shortened(name)}”.")
    return row["id"], _source(row)


def waiting(connection: sqlite3.Connection, source: int) -> int:
    """Return how many addresses of a source are new and wait to be fetched."""
    row = connection.execute(
        "SELECT count(*) FROM frontier WHERE source_id = ? AND state = 'new'", (source,)
    ).fetchone()
    return int(row[0])


def lately_failed(connection: sqlite3.Connection, source: int) -> tuple[Trouble, ...]:
    """Return the fetches of a source that came to nothing, among the newest of the archive."""
    rows = connection.execute(
        """SELECT attempts.url, attempts.tried_at, attempts.reason, attempts.detail FROM attempts
            JOIN frontier ON frontier.id = attempts.frontier_id AND frontier.source_id = ?
            WHERE attempts.id > (SELECT max(id) - 5000 FROM attempts) ORDER BY attempts.id DESC LIMIT 20""",
        (source,),
    )
    return tuple(Trouble(*row) for row in rows)


def sources_of(connection: sqlite3.Connection, domain: str) -> tuple[str, ...]:
    """Return the names of the sources of one site."""
    return tuple(row[0] for row in connection.execute("SELECT name FROM sources WHERE domain = ?", (domain,)))


def crawls(connection: sqlite3.Connection) -> tuple[Crawl, ...]:
    """Return the newest runs."""
    rows = connection.execute("SELECT * FROM crawls ORDER BY id DESC LIMIT ?", (CRAWLS,))
    return tuple(map(_crawl, rows))


def crawl(connection: sqlite3.Connection, crawl_id: str) -> tuple[int, Crawl]:
    """Return a run and its key; raise NotFound where there is none of that id."""
    row = connection.execute("SELECT * FROM crawls WHERE crawl_id = ?", (crawl_id,)).fetchone()
    if row is None and crawl_id.isascii() and crawl_id.isdigit() and len(crawl_id) < 18:  # as a source's health has it
        row = connection.execute("SELECT * FROM crawls WHERE id = ?", (int(crawl_id),)).fetchone()
    if row is None:
        raise NotFound(f"This archive has no crawl “{shortened(crawl_id)}”.")
    return row["id"], _crawl(row)


def fetched(connection: sqlite3.Connection, crawl: int) -> tuple[Fetched, ...]:
    """Return the last captures of a run."""
    rows = connection.execute(
        "SELECT url, fetched_at, status, outcome FROM captures WHERE crawl_id = ? ORDER BY id DESC LIMIT ?",
        (crawl, SHOWN),
    )
    return tuple(Fetched(*row) for row in rows)


def failures(connection: sqlite3.Connection, crawl: int) -> tuple[Trouble, ...]:
    """Return the last fetches of a run that came to nothing."""
    rows = connection.execute(
        "SELECT url, tried_at, reason, detail FROM attempts WHERE crawl_id = ? ORDER BY id DESC LIMIT ?", (crawl, SHOWN)
    )
    return tuple(Trouble(*row) for row in rows)


def _source(row: sqlite3.Row) -> Source:
    health = json.loads(row["health"])
    return Source(
        name=row["name"],
        domain=row["domain"],
        home=row["home"],
        added_at=row["added_at"],
        troubles=tuple(health.get("troubles", ())),
        last_new=health.get("last_new", ""),
        runs=tuple(Run(run.get("crawl", ""), run["at"], run.get("counts", {})) for run in health.get("runs", ())),
    )


def _crawl(row: sqlite3.Row) -> Crawl:
    return Crawl(
        id=row["crawl_id"],
        command=row["command"],
        software=row["software"],
        settings=json.loads(row["settings"]),
        started_at=row["started_at"],
        ended_at=row["ended_at"] or "",
        outcome=row["outcome"] or "",
        counts=json.loads(row["counts"]),
    )
