"""What searches narrow by stands in the row they read first: an article's language and kind."""

from __future__ import annotations

from sqlite_utils.db import Database

from archive.migrations.steps import create, rebuild

_READ_AS = """coalesce((SELECT extractions.{} FROM versions JOIN extractions ON extractions.id = versions.extraction_id
    WHERE versions.id = articles.current_version), '')"""


def migrate(db: Database) -> None:
    """Take the step."""
    rebuild(
        db,
        "articles",
        columns={
            "listed_at": """TEXT NOT NULL, -- UTC, what lists sort by: published, else first seen
            language TEXT NOT NULL DEFAULT '', -- BCP 47 primary tag, as the current version was read
            kind TEXT NOT NULL DEFAULT '', -- article, live blog ..., as the current version was read""",
        },
        values={"language": _READ_AS.format("language"), "kind": _READ_AS.format("kind")},
    )
    create(
        db,
        "DROP INDEX extractions_language",
        "DROP INDEX extractions_kind",
        "CREATE INDEX articles_language ON articles(language)",
        "CREATE INDEX articles_kind ON articles(kind)",
    )
