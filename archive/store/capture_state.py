"""Where a capture and its address stand on their way to being read: small writes that several rooms share."""

from __future__ import annotations

import sqlite3

from archive.errors import NotFound


def capture_row(connection: sqlite3.Connection, capture_id: int) -> sqlite3.Row:
    """Return a capture's row.

    Raises:
        NotFound: there is none.

    """
    row: sqlite3.Row | None = connection.execute("SELECT * FROM captures WHERE id = ?", (capture_id,)).fetchone()
    if row is None:
        raise NotFound(f"There is no capture {capture_id} in this archive.")
    return row


def mark(connection: sqlite3.Connection, capture_id: int, state: str, outcome: str) -> None:
    """Say where a capture stands, and what it turned out to be."""
    connection.execute("UPDATE captures SET state = ?, outcome = ? WHERE id = ?", (state, outcome, capture_id))


def read_in_frontier(connection: sqlite3.Connection, capture_id: int, *, changed: bool) -> None:
    """Say that the address of a capture was read, and whether it showed something new."""
    connection.execute(
        """UPDATE frontier SET state = 'read', reason = NULL, unchanged = CASE WHEN ? THEN 0 ELSE unchanged + 1 END
        WHERE last_capture = ? AND state = 'recorded'""",
        (changed, capture_id),
    )


def failed_in_frontier(connection: sqlite3.Connection, capture_id: int, detail: str) -> None:
    """Say that the address of a capture could not be read, and why."""
    connection.execute(
        "UPDATE frontier SET state = 'failed', reason = ? WHERE last_capture = ? AND state = 'recorded'",
        (detail, capture_id),
    )
