"""Tombstones: that something was removed, by the digest of its address, so that it does not come back unasked."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable

from archive.store.database import now


def url_digest(url: str) -> str:
    """Return what a tombstone holds of an address: SHA-256, hex."""
    return hashlib.sha256(url.encode("utf-8", "surrogatepass")).hexdigest()


def put_tombstones(connection: sqlite3.Connection, what: str, addresses: Iterable[str], reason: str) -> None:
    """Set a tombstone for each address (or the name of a source); one that stands is left."""
    for address in addresses:
        connection.execute(
            """INSERT INTO tombstones (what, digest, removed_at, reason)
            SELECT :what, :digest, :at, :reason
            WHERE NOT EXISTS (SELECT 1 FROM tombstones WHERE what = :what AND digest = :digest)""",
            {"what": what, "digest": url_digest(address), "at": now(), "reason": reason},
        )


def is_forgotten(connection: sqlite3.Connection, url: str) -> bool:
    """Whether the operator had this address removed."""
    query = "SELECT EXISTS (SELECT 1 FROM tombstones WHERE digest = ?)"
    return bool(connection.execute(query, (url_digest(url),)).fetchone()[0])
