"""CDXJ: where in a WARC file the captures of each URL stand, sorted as replay tools look them up.

Format: key, 14-digit time and JSON with string values, as cdxj-indexer and pywb write it. Revisits of redirects and
304 answers are left out: replay tools answer nothing useful for them, and hide the capture before.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from archive.store.database import Archive
from archive.transfer.selection import Selection, choose
from archive.transfer.warc_out import placed
from archive.transfer.written import NO_OPTIONS, Options, Written, whole_file

_SORTED = """
    SELECT captures.*, records.type, records.member_length, placed_records.offset
    FROM placed_records
    JOIN records ON records.id = placed_records.id
    JOIN captures ON captures.response_record = records.id
    WHERE records.type <> 'revisit' OR captures.status = 200
    ORDER BY captures.url_key, captures.fetched_at, captures.id"""


def write(archive: Archive, selection: Selection, out: Path, options: Options = NO_OPTIONS) -> Written:
    """Write the index of what `--warc` writes for the same selection; it names that file as OUT.warc.gz.

    Raises:
        BadRecord: a revisit refers to a record that is not in this archive.
        DiskFull, ArchiveError: the file cannot be written.

    """
    connection = archive.connection
    choose(connection, selection)
    begin(connection)
    for one in placed(connection, options):
        place(connection, one.record, one.offset)
    number = 0
    with whole_file(out) as file:
        for line in lines(connection, f"{out.name.removesuffix('.cdxj')}.warc.gz"):
            file.write(line)
            number += 1
    return Written((out,), {"captures": number})


def begin(connection: sqlite3.Connection) -> None:
    """Make room to note where records are placed."""
    connection.execute(
        "CREATE TEMP TABLE IF NOT EXISTS placed_records (id INTEGER PRIMARY KEY, offset INTEGER NOT NULL)"
    )
    connection.execute("DELETE FROM placed_records")


def place(connection: sqlite3.Connection, record: int, offset: int) -> None:
    """Note where a record of this archive stands; one made for the export has no key, and no capture to find."""
    if record:
        connection.execute("INSERT OR IGNORE INTO placed_records VALUES (?, ?)", (record, offset))


def lines(connection: sqlite3.Connection, filename: str) -> Iterator[bytes]:
    """Yield the sorted lines of the captures whose records were placed, in UTF-8 with their line ends."""
    for row in connection.execute(_SORTED):
        fields = {
            "url": row["url"],
            "mime": "warc/revisit" if row["type"] == "revisit" else row["mime"],
            "status": "" if row["status"] is None else str(row["status"]),
            "digest": row["payload_digest"],
            "length": str(row["member_length"]),
            "offset": str(row["offset"]),
            "filename": filename,
        }
        shown = json.dumps({name: value for name, value in fields.items() if value}, ensure_ascii=False)
        yield f"{row['url_key']} {timestamp(row['fetched_at'])} {shown}\n".encode()


def timestamp(date: str) -> str:
    """Return a time of the archive as the 14 digits of a replay address."""
    return "".join(letter for letter in date[:19] if letter.isdigit())
