"""Near copies: the four bands of a simhash, each with an index that holds the whole of it."""

from __future__ import annotations

from sqlite_utils.db import Database

from archive.migrations.steps import create


def migrate(db: Database) -> None:
    """Take the step."""
    create(
        db,
        *(
            f"""CREATE INDEX extractions_band_{shift} ON extractions(simhash >> {shift} & 65535, simhash)
                WHERE simhash IS NOT NULL"""
            for shift in (0, 16, 32, 48)
        ),
    )
