"""Kept bytes: from a record's key to its gzip member, its block, and its payload."""

from __future__ import annotations

import sqlite3

from archive import http_message, warc
from archive.errors import NotFound

_HOPS = 5  # revisits of revisits that are followed; other crawlers write them


def member(connection: sqlite3.Connection, record: int) -> bytes:
    """Return the gzip member of a record.

    Raises:
        NotFound: no such record.

    """
    row = connection.execute("SELECT member FROM members WHERE id = ?", (record,)).fetchone()
    if row is None:
        raise NotFound(f"There is no record {record} in this archive.")
    return bytes(row[0])


def parsed(connection: sqlite3.Connection, record: int) -> warc.Parsed:
    """Return a record as it was written.

    Raises:
        NotFound: no such record.
        BadRecord: its bytes are damaged.

    """
    return warc.read(member(connection, record))


def response(connection: sqlite3.Connection, record: int) -> tuple[bytes, bytes]:
    """Return head and body of a response as stored: of a revisit its own head, with the body it refers to.

    A resource record has an empty head. The body is still content-encoded.

    Raises:
        NotFound: no such record, or what it refers to is gone.
        BadRecord: its bytes are damaged.

    """
    kept = parsed(connection, record)
    if kept.header("WARC-Type") in ("resource", "conversion"):
        return b"", kept.block
    # Other crawlers' records may hold chunked bodies; of ours this changes nothing.
    stored = http_message.stored_form(kept.block)
    head, body = stored.head, stored.body
    if kept.header("WARC-Type") == "revisit":
        body = _referred_body(connection, record)
    return head, body


def _referred_body(connection: sqlite3.Connection, record: int, hops: int = _HOPS) -> bytes:
    row = connection.execute("SELECT refers_to FROM records WHERE id = ?", (record,)).fetchone()
    if row is None or row[0] is None or hops == 0:
        raise NotFound(f"Record {record} stands for an earlier one that this archive does not hold.")
    earlier = parsed(connection, row[0])
    if earlier.header("WARC-Type") == "revisit":
        return _referred_body(connection, row[0], hops - 1)
    return http_message.stored_form(earlier.block).body
