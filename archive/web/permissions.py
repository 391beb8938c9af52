"""What datasette may show: never the bytes of the records, never the file, and SQL only where it was asked for."""

from __future__ import annotations

import sqlite3
from typing import Any

BYTES = "members"  # the table that holds WARC records; /record/… serves them one by one, with the right headers
# sqlite_dbpage reads raw pages of the file, and so the bytes behind any table.
_CLOSED = frozenset({BYTES, "sqlite_dbpage"})
_STATEMENTS = frozenset({sqlite3.SQLITE_ATTACH, sqlite3.SQLITE_DETACH})


def close_the_bytes(connection: sqlite3.Connection) -> None:
    """Make SQLite itself refuse to read `members`, whoever asks, and to open further files."""
    connection.set_authorizer(_authorise)


def allowed(action: str, resource: Any, *, shelf: str, sql: bool) -> bool | None:
    """Return False for what is closed, None where datasette's own rules decide. `shelf` is our database's name."""
    if action == "view-table" and resource[0] == shelf and resource[1].lower() in _CLOSED:
        return False
    if action == "view-database-download" and resource == shelf:
        return False
    if action == "execute-sql" and resource == shelf and not sql:
        return False
    return None


def _authorise(action: int, first: str | None, *_: str | None) -> int:
    if action in _STATEMENTS:
        return sqlite3.SQLITE_DENY
    if action == sqlite3.SQLITE_READ and (first or "").lower() in _CLOSED:
        return sqlite3.SQLITE_DENY
    return sqlite3.SQLITE_OK
