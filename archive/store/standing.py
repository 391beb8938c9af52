"""Where an address stands after a visit, and when it is looked at again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from archive.model import AddressKind
from archive.store.database import Archive, moment, stamp


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of an address after a visit."""

    address_id: int
    kind: AddressKind
    source_id: int | None
    published_hint: datetime | None  # UTC
    depth: int
    attempts: int  # in a row that came to nothing
    unchanged: int  # visits in a row that showed nothing new


def standing_of(archive: Archive, capture_id: int) -> Standing | None:
    """Return the address a capture is the newest of, or None where it belongs to none."""
    row = archive.connection.execute("SELECT * FROM frontier WHERE last_capture = ?", (capture_id,)).fetchone()
    if row is None:
        return None
    return Standing(
        address_id=row["id"],
        kind=AddressKind(row["kind"]),
        source_id=row["source_id"],
        published_hint=moment(row["published_hint"]) if row["published_hint"] else None,
        depth=row["depth"],
        attempts=row["attempts"],
        unchanged=row["unchanged"],
    )


def set_due(archive: Archive, address_id: int, due_at: datetime | None) -> None:
    """Say when an address is looked at again (UTC; None: never); its state stays as it is."""
    with archive.transaction() as connection:
        connection.execute(
            "UPDATE frontier SET due_at = ? WHERE id = ?", (stamp(due_at) if due_at else None, address_id)
        )


def count_failure(archive: Archive, address_id: int, due_at: datetime | None) -> None:
    """Count one more visit in a row that came to nothing, and say when the next one is due (UTC; None: never)."""
    with archive.transaction() as connection:
        connection.execute(
            "UPDATE frontier SET attempts = attempts + 1, due_at = ? WHERE id = ?",
            (stamp(due_at) if due_at else None, address_id),
        )


def make_due(archive: Archive, urls: Iterable[str], at: datetime) -> None:
    """Let addresses be looked at from `at` (UTC) on, whenever else they would have been."""
    with archive.transaction() as connection:
        connection.executemany(
            "UPDATE frontier SET due_at = ? WHERE url = ? AND state NOT IN ('new', 'leased', 'recorded')",
            [(stamp(at), url) for url in urls],
        )
