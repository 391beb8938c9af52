"""Articles in several pages: what a reading was joined from."""

from __future__ import annotations

from sqlite_utils.db import Database

from archive.migrations.steps import create


def migrate(db: Database) -> None:
    """Take the step."""
    create(
        db,
        """CREATE TABLE extraction_pages ( -- the pages that a reading of an article in several pages was joined from
            extraction_id INTEGER NOT NULL REFERENCES extractions(id) ON DELETE CASCADE, -- the reading
            page INTEGER NOT NULL, -- from 1
            capture_id INTEGER NOT NULL REFERENCES captures(id), -- that showed this page
            PRIMARY KEY (extraction_id, page)
        ) STRICT, WITHOUT ROWID""",
        "CREATE INDEX extraction_pages_capture ON extraction_pages(capture_id)",
    )
