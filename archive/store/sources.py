"""Sources: the sites that are crawled, each state of their rules, and the figures of their last runs."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from archive.extraction.answer import NO_RULES, SiteRules
from archive.store.database import Archive, moment, now, stamp

_NEWEST_RULES = (
    "SELECT id, digest, toml, stored_at FROM source_rules WHERE source_id = ? ORDER BY stored_at DESC, id DESC LIMIT 1"
)


@dataclass(frozen=True, slots=True)
class StoredSource:
    """One news site as the archive knows it."""

    id: int
    name: str
    domain: str  # registered domain
    home: str  # address of its front page
    added_at: str  # UTC
    health: dict[str, Any]


def put_source(archive: Archive, *, name: str, domain: str, home: str, toml: str) -> int:
    """Store a source and this state of its rules, and return its key; a source that is known is brought up to date."""
    with archive.transaction() as connection:
        source_id = int(
            connection.execute(
                """INSERT INTO sources (name, domain, home, added_at) VALUES (?, ?, ?, ?)
                ON CONFLICT (name) DO UPDATE SET domain = excluded.domain, home = excluded.home
                RETURNING id""",
                (name, domain, home, now()),
            ).fetchone()["id"]
        )
        _put_rules(connection, source_id, toml)
        return source_id


def _put_rules(connection: sqlite3.Connection, source_id: int, toml: str) -> None:
    digest = hashlib.sha256(toml.encode()).hexdigest()
    newest = connection.execute(_NEWEST_RULES, (source_id,)).fetchone()
    if newest is None or newest["digest"] != digest:
        # An operator who goes back to earlier rules makes them the newest again.
        connection.execute(
            """INSERT INTO source_rules (source_id, digest, toml, stored_at) VALUES (?, ?, ?, ?)
            ON CONFLICT (source_id, digest) DO UPDATE SET stored_at = excluded.stored_at""",
            (source_id, digest, toml, _after(newest["stored_at"] if newest else "")),
        )


def _after(earlier: str) -> str:
    """Return now, or a millisecond after an earlier moment that the clock has not passed yet."""
    current = now()
    return current if current > earlier else stamp(moment(earlier) + timedelta(milliseconds=1))


def current_rules(archive: Archive, source_id: int) -> tuple[int | None, SiteRules]:
    """Return the newest rules of a source with their key, or (None, NO_RULES) where it has none."""
    row = archive.connection.execute(_NEWEST_RULES, (source_id,)).fetchone()
    if row is None:
        return None, NO_RULES
    return row["id"], rules_of(row["toml"], row["digest"])


def rules_of(toml: str, digest: str) -> SiteRules:
    """Read what a source's TOML says about extraction; it was validated before it was stored."""
    extraction = tomllib.loads(toml).get("extraction", {})
    return SiteRules(keep=tuple(extraction.get("keep", ())), prune=tuple(extraction.get("prune", ())), digest=digest)


def put_health(archive: Archive, source_id: int, health: Mapping[str, Any]) -> None:
    """Replace the figures of a source's last runs."""
    with archive.transaction() as connection:
        connection.execute("UPDATE sources SET health = ? WHERE id = ?", (json.dumps(dict(health)), source_id))


def all_sources(archive: Archive) -> list[StoredSource]:
    """Return every source the archive knows, by name."""
    rows = archive.connection.execute("SELECT id, name, domain, home, added_at, health FROM sources ORDER BY name")
    return [
        StoredSource(row["id"], row["name"], row["domain"], row["home"], row["added_at"], json.loads(row["health"]))
        for row in rows
    ]
