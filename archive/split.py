"""Move what is older than a date into an archive of its own: whole articles, with every record that proves them."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from archive.backup import backup
from archive.compact import wipe
from archive.errors import ArchiveError
from archive.store import removing
from archive.store.database import Archive
from archive.store.indexing import rebuild
from archive.urls import url_key

_OF_VERSIONS = """
    SELECT first_capture FROM versions JOIN {articles} AS chosen ON chosen.id = article_id
    UNION SELECT last_capture FROM versions JOIN {articles} AS chosen ON chosen.id = article_id
    UNION SELECT extractions.capture_id FROM versions JOIN {articles} AS chosen ON chosen.id = article_id
        JOIN extractions ON extractions.id = extraction_id"""
_STANDS_FOR = "SELECT revisit_of FROM captures WHERE revisit_of IS NOT NULL AND id {of} (SELECT id FROM moved_captures)"
_NOT_THERE = """
    SELECT count(*) FROM captures JOIN moved_captures USING (id)
    WHERE capture_id NOT IN (SELECT capture_id FROM older.captures)"""


@dataclass(frozen=True, slots=True)
class Split:
    """What was moved."""

    articles: int
    captures: int


def split(archive: Archive, target: Path, *, before: str) -> Split:
    """Move articles last seen before a time (UTC) to a new archive at `target`, with all captures of that time.

    An article that was still visited afterwards stays whole, with its old captures. The new archive is whole before
    anything is removed here; where a split was interrupted after that, running it again ends it.

    Raises:
        ArchiveError: `target` is there and does not hold what would be moved.
        ArchiveBusy, DiskFull: nothing was removed here, or the file is still to be compacted.

    """
    _choose_moved(archive, before)
    counts = tuple(_count(archive.connection, table) for table in ("moved_articles", "moved_captures"))
    if not target.exists():
        _write_older(archive, target, before)
    _remove_moved(archive, target)
    wipe(archive)
    return Split(*counts)


def _count(connection: sqlite3.Connection, table: str) -> int:
    return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def _choose_moved(archive: Archive, before: str) -> None:
    """Fill moved_articles, kept_articles and moved_captures."""
    connection = archive.connection
    for table in ("moved_articles", "kept_articles", "moved_captures"):
        connection.execute(f"CREATE TEMP TABLE IF NOT EXISTS {table} (id INTEGER PRIMARY KEY)")
        connection.execute(f"DELETE FROM {table}")
    connection.execute("INSERT INTO moved_articles SELECT id FROM articles WHERE last_checked_at < ?", (before,))
    connection.execute("INSERT INTO kept_articles SELECT id FROM articles EXCEPT SELECT id FROM moved_articles")
    _note_kept_addresses(connection)
    connection.execute(
        """INSERT INTO moved_captures SELECT id FROM captures
        WHERE fetched_at < ? AND url_key NOT IN (SELECT key FROM kept_addresses)""",
        (before,),
    )
    connection.execute(f"INSERT OR IGNORE INTO moved_captures {_OF_VERSIONS.format(articles='moved_articles')}")
    connection.execute(f"DELETE FROM moved_captures WHERE id IN ({_OF_VERSIONS.format(articles='kept_articles')})")
    # What a capture that stays stands for must stay; so must what that stands for.
    while connection.execute(f"DELETE FROM moved_captures WHERE id IN ({_STANDS_FOR.format(of='NOT IN')})").rowcount:
        pass


def _note_kept_addresses(connection: sqlite3.Connection) -> None:
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS kept_addresses (key TEXT PRIMARY KEY)")
    connection.execute("DELETE FROM kept_addresses")
    rows = connection.execute(
        """SELECT url FROM articles JOIN kept_articles USING (id)
        UNION SELECT url FROM aliases JOIN kept_articles ON kept_articles.id = article_id"""
    ).fetchall()
    connection.executemany("INSERT OR IGNORE INTO kept_addresses VALUES (?)", [(url_key(row[0]),) for row in rows])


def _write_older(archive: Archive, target: Path, before: str) -> None:
    """Write the new archive as a copy without what stays here."""
    part = target.with_name(f".{target.name}.part.db")
    try:
        backup(archive, part)
        with Archive.open(part) as older:
            _choose_moved(older, before)
            with older.transaction() as connection:
                _remove_what_stays(connection)
            wipe(older)
        part.rename(target)
    finally:
        for left in (part, *(part.with_name(part.name + end) for end in ("-wal", "-shm"))):
            left.unlink(missing_ok=True)


def _remove_what_stays(connection: sqlite3.Connection) -> None:
    removing.begin(connection)
    connection.execute("DELETE FROM attempts WHERE capture_id IS NULL")
    connection.execute("DELETE FROM frontier")  # the crawl goes on elsewhere
    connection.execute("INSERT INTO removed_articles SELECT id FROM kept_articles")
    connection.execute(
        f"""INSERT INTO removed_captures SELECT id FROM captures
        EXCEPT SELECT id FROM moved_captures EXCEPT {_STANDS_FOR.format(of="IN")}"""
    )
    removing.remove(connection)
    rebuild(connection)


def _remove_moved(archive: Archive, target: Path) -> None:
    connection = archive.connection
    Archive.open(target, readonly=True).close()  # says in a sentence what is wrong with it
    connection.execute("ATTACH ? AS older", (f"file:{quote(str(target))}?mode=ro",))
    try:
        missing = connection.execute(_NOT_THERE).fetchone()[0]
    finally:
        connection.execute("DETACH older")
    if missing:
        raise ArchiveError(f"{target} is there and lacks {missing} captures that would be moved. Name another file.")
    with archive.transaction():
        removing.begin(connection)
        connection.execute("INSERT INTO removed_articles SELECT id FROM moved_articles")
        connection.execute("INSERT INTO removed_captures SELECT id FROM moved_captures")
        removing.remove(connection)
