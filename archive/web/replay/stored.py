"""What the archive holds of one capture: its head, and its body without transfer and content coding."""

from __future__ import annotations

import sqlite3

from archive import payload
from archive.errors import NotFound
from archive.store import members
from archive.web.queries.captures import Seen


def stored(connection: sqlite3.Connection, seen: Seen) -> tuple[bytes, bytes, int]:
    """Return head, body and response record of a capture; raise NotFound where nothing came."""
    row = connection.execute("SELECT response_record FROM captures WHERE id = ?", (seen.capture,)).fetchone()
    if row is None or row[0] is None:
        raise NotFound(f"Nothing came from {seen.url} at {seen.fetched_at}.")
    head, coded = members.response(connection, row[0])
    if seen.status == 304 and seen.revisit_of is not None:
        head = _earlier_head(connection, seen.revisit_of) or head
    return head, payload.decode(head, coded).body, row[0]


def _earlier_head(connection: sqlite3.Connection, capture: int) -> bytes:
    """Return the head that came with the bytes: a 304 names neither their type nor their coding."""
    row = connection.execute("SELECT response_record FROM captures WHERE id = ?", (capture,)).fetchone()
    return members.response(connection, row[0])[0] if row and row[0] is not None else b""
