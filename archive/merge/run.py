"""Merge archives: stage by stage, each in batches of one transaction, so that a killed merge is taken up again."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from archive.errors import ArchiveError
from archive.merge.articles import copy_articles
from archive.merge.copying import copy
from archive.merge.stages import STAGES
from archive.store.addresses import spelled
from archive.store.database import Archive
from archive.store.tombstones import is_forgotten

# What hangs on a forgotten capture, and every capture that stands for its payload.
_FORGOTTEN = (
    "INSERT INTO forgotten_captures SELECT id FROM other.captures WHERE is_forgotten(url)",
    """INSERT OR IGNORE INTO forgotten_captures
        SELECT id FROM other.captures WHERE revisit_of IN (SELECT id FROM forgotten_captures)""",
    """INSERT INTO forgotten_texts
        SELECT DISTINCT text_id FROM other.extractions WHERE capture_id IN (SELECT id FROM forgotten_captures)
            AND text_id IS NOT NULL
        EXCEPT SELECT text_id FROM other.extractions WHERE capture_id NOT IN (SELECT id FROM forgotten_captures)""",
    """INSERT INTO forgotten_records
        SELECT response_record FROM other.captures WHERE id IN (SELECT id FROM forgotten_captures)
            AND response_record IS NOT NULL
        UNION SELECT request_record FROM other.captures WHERE id IN (SELECT id FROM forgotten_captures)
            AND request_record IS NOT NULL
        UNION SELECT id FROM other.records WHERE type = 'conversion' AND refers_to IN (
            SELECT response_record FROM other.captures WHERE id IN (SELECT id FROM forgotten_captures))""",
)
_NEWER_IN_FRONTIER = """
    UPDATE main.frontier SET (state, last_capture, due_at, visits, unchanged, attempts, reason) = (
        SELECT CASE theirs.state WHEN 'leased' THEN 'read' ELSE theirs.state END, known.ours, theirs.due_at,
            max(theirs.visits, frontier.visits), theirs.unchanged, theirs.attempts, theirs.reason
        FROM map_frontier JOIN other.frontier AS theirs ON theirs.id = map_frontier.theirs
        JOIN map_captures AS known ON known.theirs = theirs.last_capture
        WHERE map_frontier.ours = frontier.id)
    WHERE id IN (
        SELECT map_frontier.ours FROM map_frontier
        JOIN other.frontier AS theirs ON theirs.id = map_frontier.theirs
        JOIN map_captures AS known ON known.theirs = theirs.last_capture
        JOIN main.captures AS newest ON newest.id = known.ours
        JOIN main.frontier AS mine ON mine.id = map_frontier.ours AND mine.state <> 'leased'
        LEFT JOIN main.captures AS held ON held.id = mine.last_capture
        WHERE held.id IS NULL OR held.fetched_at < newest.fetched_at)"""
_SIGHTINGS = """
    INSERT OR IGNORE INTO main.teaser_sightings (teaser_id, capture_id, position)
    SELECT map_teasers.ours, map_captures.ours, t.position
    FROM other.teaser_sightings AS t
    JOIN map_teasers ON map_teasers.theirs = t.teaser_id
    JOIN map_captures ON map_captures.theirs = t.capture_id"""
_PAGES = """
    INSERT OR IGNORE INTO main.extraction_pages (extraction_id, page, capture_id)
    SELECT map_extractions.ours, t.page, map_captures.ours
    FROM other.extraction_pages AS t
    JOIN map_extractions ON map_extractions.theirs = t.extraction_id
    JOIN map_captures ON map_captures.theirs = t.capture_id"""
_MEMORY_BLOCKS = """
    INSERT OR IGNORE INTO main.memory_blocks (memory_id, fingerprint, articles)
    SELECT map_memories.ours, t.fingerprint, t.articles
    FROM other.memory_blocks AS t JOIN map_memories ON map_memories.theirs = t.memory_id"""
_RENUMBER = (
    "UPDATE main.memories SET number = -1 - id WHERE domain IN (SELECT domain FROM memories WHERE number < 0)",
    """UPDATE main.memories SET number = placed.number FROM (
            SELECT id, row_number() OVER (PARTITION BY domain ORDER BY taken_at, digest) AS number FROM main.memories
        ) AS placed WHERE placed.id = memories.id AND memories.number < 0""",
)


def merge(archive: Archive, other: Path, *, progress: Callable[[str], None] = lambda stage: None) -> dict[str, int]:
    """Bring everything of the archive at `other` into this one, and return how many rows came, by table.

    What is here already, and what was removed here, does not come. Merging again changes nothing. `other` may be
    written meanwhile: what is in it at the start comes.

    Raises:
        NotAnArchive, ArchiveTooNew, ArchiveTooOld, ArchiveMissing: `other` is none that can be merged.
        ArchiveError: `other` is this archive.
        ArchiveBusy, DiskFull: what came before stands; merge again to go on.

    """
    with _attached(archive, other) as last:
        came: dict[str, int] = {}
        with archive.transaction() as connection:
            connection.execute("INSERT OR IGNORE INTO main.collection SELECT * FROM other.collection")
        for stage in STAGES:
            progress(stage.table)
            came[stage.table] = copy(archive, stage, last[stage.table])
            if stage.table == "memories":
                _number_memories(archive)
        with archive.transaction() as connection:
            connection.execute(_SIGHTINGS)
            connection.execute(_PAGES)
            connection.execute(_NEWER_IN_FRONTIER)
        progress("articles")
        came["articles"] = copy_articles(archive, last["articles"])
        return came


def _number_memories(archive: Archive) -> None:
    """Give the snapshots of each site that got one its place in time: the newest is the one in use."""
    with archive.transaction() as connection:
        connection.execute(_MEMORY_BLOCKS)
        for statement in _RENUMBER:
            connection.execute(statement)


@contextmanager
def _attached(archive: Archive, other: Path) -> Iterator[dict[str, int]]:
    """Attach the other archive read-only, and yield the last key of each of its tables at this moment."""
    Archive.open(other, readonly=True).close()  # says in a sentence what is wrong with it
    if other.samefile(archive.path):
        raise ArchiveError(f"{other} is the archive itself; name another to merge into it.")
    connection = archive.connection
    connection.create_function("is_forgotten", 1, lambda url: is_forgotten(connection, spelled(url)))
    connection.execute("ATTACH ? AS other", (f"file:{quote(str(other))}?mode=ro",))
    try:
        last = _last_keys(connection)
        _note_forgotten(connection)
        yield last
    finally:
        connection.execute("DETACH other")


def _last_keys(connection: sqlite3.Connection) -> dict[str, int]:
    tables = [*(stage.table for stage in STAGES), "articles"]
    columns = ", ".join(f"(SELECT coalesce(max(id), 0) FROM other.{table}) AS {table}" for table in tables)
    return dict(connection.execute(f"SELECT {columns}").fetchone())


def _note_forgotten(connection: sqlite3.Connection) -> None:
    for table in ("forgotten_captures", "forgotten_texts", "forgotten_records"):
        connection.execute(f"CREATE TEMP TABLE IF NOT EXISTS {table} (id INTEGER PRIMARY KEY)")
        connection.execute(f"DELETE FROM {table}")
    if connection.execute("SELECT EXISTS (SELECT 1 FROM main.tombstones)").fetchone()[0]:
        for statement in _FORGOTTEN:
            connection.execute(statement)
