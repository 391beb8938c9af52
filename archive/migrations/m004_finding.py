"""Full-text search over the current version of each article, and counts for the front page."""

from __future__ import annotations

from sqlite_utils.db import Database

from archive.migrations.steps import create


def migrate(db: Database) -> None:
    """Take the step."""
    create(
        db,
        """CREATE VIEW searchable AS
            SELECT articles.id AS id, extractions.headline, extractions.standfirst, texts.text,
                extractions.byline || ' ' || replace(replace(replace(replace(
                    -- the names alone; FTS5 reads no json_each here
                    extractions.authors, '"kind":"person"', ''), '"kind":"agency"', ''), '"kind":"organisation"', ''),
                    '"name":', '') AS byline
            FROM articles
            JOIN versions ON versions.id = articles.current_version
            JOIN extractions ON extractions.id = versions.extraction_id
            JOIN texts ON texts.id = extractions.text_id""",
        """CREATE VIRTUAL TABLE article_search USING fts5(
            headline, standfirst, text, byline,
            content='searchable', content_rowid='id', tokenize='unicode61 remove_diacritics 2')""",
        """CREATE VIRTUAL TABLE cjk_search USING fts5(
            bigrams, content='', tokenize='unicode61')""",
        """CREATE TABLE article_days ( -- articles a day and site, kept in step with articles
            day TEXT NOT NULL, -- UTC date of listed_at
            domain TEXT NOT NULL, -- registered domain
            articles INTEGER NOT NULL, -- on that day
            PRIMARY KEY (day, domain)
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE watches ( -- saved searches
            id INTEGER PRIMARY KEY, -- key inside this file
            query TEXT NOT NULL UNIQUE, -- in the language of `tearsheet search`
            added_at TEXT NOT NULL, -- UTC
            reported_through INTEGER NOT NULL DEFAULT 0 -- the newest versions.id already reported
        ) STRICT""",
        """CREATE TABLE tombstones ( -- that something was removed, and never what it said
            id INTEGER PRIMARY KEY, -- key inside this file
            what TEXT NOT NULL, -- article, capture, source
            digest TEXT NOT NULL, -- sha256 of its URL, hex
            removed_at TEXT NOT NULL, -- UTC
            reason TEXT NOT NULL -- as the operator gave it
        ) STRICT""",
        "CREATE INDEX tombstones_digest ON tombstones(digest)",
    )
