"""One WARC record: its gzip member as a file that any WARC tool reads, and what the archive says of it."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from urllib.parse import quote

from archive.errors import NotFound
from archive.store import members
from archive.store.database import Archive
from archive.web.page import Answer, Asked, Page, Raw, shortened
from archive.web.texts import say

_PREFIX = "urn:uuid:"


@dataclass(frozen=True, slots=True)
class Record:
    """Variables of the record page, and the keys of its JSON."""

    record_id: str
    type: str
    target_uri: str
    date: str
    content_type: str
    block_digest: str
    payload_digest: str
    block_length: int
    member_length: int
    crawl: str
    concurrent_to: str  # record id; "" where there is none
    refers_to: str  # record id; "" where there is none
    heads: str  # the WARC headers, and the HTTP head where the block has one


def record(archive: Archive, asked: Asked) -> Answer:
    """Answer `/record/<uuid>`, its .json, and `.warc.gz`: the member itself."""
    row = _row(archive.connection, asked.path["record"])
    if asked.format == "warc":
        return _member(archive.connection, row)
    parsed = members.parsed(archive.connection, row["id"])
    head = parsed.block.partition(b"\r\n\r\n")[0] if row["content_type"].startswith("application/http") else b""
    content = Record(
        **{name: row[name] for name in Record.__dataclass_fields__ if name != "heads"},
        heads="\n".join(f"{name}: {value}" for name, value in parsed.headers)
        + "\n\n"
        + head.decode("utf-8", "replace"),
    )
    return Page("record", say("record.title", type=row["type"]), content)


def _row(connection: sqlite3.Connection, name: str) -> sqlite3.Row:
    row: sqlite3.Row | None = connection.execute(
        """SELECT records.*, crawls.crawl_id AS crawl, coalesce(other.record_id, '') AS concurrent_to,
                coalesce(earlier.record_id, '') AS refers_to
            FROM records JOIN crawls ON crawls.id = records.crawl_id
            LEFT JOIN records AS other ON other.id = records.concurrent_to
            LEFT JOIN records AS earlier ON earlier.id = records.refers_to
            WHERE records.record_id = ?""",
        (_PREFIX + name.removeprefix(_PREFIX),),
    ).fetchone()
    if row is None:
        raise NotFound(f"This archive has no record “{shortened(name)}”.")
    return row


def _member(connection: sqlite3.Connection, row: sqlite3.Row) -> Raw:
    name = quote(row["record_id"].removeprefix(_PREFIX), safe="-")
    return Raw(
        members.member(connection, row["id"]),
        "application/gzip",
        {
            "Content-Disposition": f'attachment; filename="{name}.warc.gz"',
            "Content-Security-Policy": "default-src 'none'; sandbox",
        },
    )
