"""Which captures are read again: those selected that today's reader has not read yet."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version

from archive.errors import NotFound, TearsheetError
from archive.store.addresses import domain_of
from archive.store.database import Archive
from archive.store.memory import site_memory
from archive.store.sources import current_rules

PLAIN_TEXT = "tearsheet plain text"

_READ = "captures.state = 'read' AND newest.id IS NOT NULL"
_SET_ASIDE = "captures.state IN ('quarantined', 'failed') AND captures.outcome IN ('worker killed', 'unreadable')"
_CHOSEN = """
    SELECT captures.id, captures.url, captures.source_id
    FROM captures
    LEFT JOIN extractions AS newest
        ON newest.id = (SELECT max(id) FROM extractions WHERE capture_id = captures.id)
    WHERE captures.response_record IS NOT NULL AND ({which})
    ORDER BY captures.id"""
_HAS = """
    SELECT 1 FROM extractions
    WHERE capture_id = ? AND extractor IN (?, ?) AND memory_id IS ? AND rules_id IS ?"""


class BadCondition(TearsheetError):
    """A --where that SQLite cannot read."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What to read again; each condition narrows it."""

    since: str = ""  # UTC; fetched at this time or later
    sources: tuple[str, ...] = ()
    where: str = ""  # SQL over the tables `captures` and `newest`, the newest reading of each
    quarantined: bool = False  # those that cost two workers or could not be read, instead of those that were read

    def as_settings(self) -> dict[str, object]:
        """Return the choice as the crawl's settings keep it."""
        return {
            "since": self.since,
            "sources": list(self.sources),
            "where": self.where,
            "quarantined": self.quarantined,
        }


@dataclass(frozen=True, slots=True)
class Chosen:
    """A capture to read again."""

    id: int
    url: str
    source_id: int | None


def todays_extractor() -> str:
    """Return what today's extractor signs its readings with."""
    return f"tearsheet {version('tearsheet')}"


def chosen(archive: Archive, choice: Choice) -> list[Chosen]:
    """Return the selected captures, oldest first, whoever read them last.

    Raises:
        NotFound: there is no such source.
        BadCondition: SQLite cannot read `where`.

    """
    conditions, bound = _conditions(archive.connection, choice)
    sql = _CHOSEN.format(which=" AND ".join(f"({one})" for one in conditions))
    try:
        rows = archive.connection.execute(sql, bound).fetchall()
    except (sqlite3.OperationalError, sqlite3.ProgrammingError) as error:
        if not choice.where:
            raise
        raise BadCondition(f"--where {choice.where!r} cannot be read: {error}.") from error
    return [Chosen(row["id"], row["url"], row["source_id"]) for row in rows]


def _conditions(connection: sqlite3.Connection, choice: Choice) -> tuple[list[str], Mapping[str, object]]:
    conditions = [_SET_ASIDE if choice.quarantined else _READ]
    bound: dict[str, object] = {}
    if choice.since:
        conditions.append("captures.fetched_at >= :since")
        bound["since"] = choice.since
    if choice.sources:
        keys = ", ".join(str(_source(connection, name)) for name in choice.sources)
        conditions.append(f"captures.source_id IN ({keys})")
    if choice.where:
        conditions.append(choice.where)
    return conditions, bound


def _source(connection: sqlite3.Connection, name: str) -> int:
    row = connection.execute("SELECT id FROM sources WHERE name = ?", (name,)).fetchone()
    if row is None:
        raise NotFound(f"There is no source {name!r} in this archive.")
    return int(row["id"])


def not_read_yet(archive: Archive, captures: Sequence[Chosen]) -> list[Chosen]:
    """Leave out the captures that today's extractor has read with the site's present memory and rules."""
    extractor = todays_extractor()
    memories: dict[str, int | None] = {}
    rules: dict[int | None, int | None] = {None: None}
    left = []
    for capture in captures:
        domain = domain_of(capture.url)
        if domain not in memories:
            memories[domain] = site_memory(archive, domain)[0]
        if capture.source_id is not None and capture.source_id not in rules:
            rules[capture.source_id] = current_rules(archive, capture.source_id)[0]
        reader = (capture.id, extractor, PLAIN_TEXT, memories[domain], rules[capture.source_id])
        if archive.connection.execute(_HAS, reader).fetchone() is None:
            left.append(capture)
    return left
