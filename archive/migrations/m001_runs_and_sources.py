"""Who collected, with what, and by which rules."""

from __future__ import annotations

from sqlite_utils.db import Database

from archive.migrations.steps import create


def migrate(db: Database) -> None:
    """Take the step."""
    create(
        db,
        """CREATE TABLE collection ( -- what the operator says of the whole archive
            key TEXT PRIMARY KEY, -- title, description, collector, rights, contact
            value TEXT NOT NULL -- as printed in warcinfo, WACZ and browse
        ) STRICT""",
        """CREATE TABLE crawls ( -- one run of a command that fetches, imports or reads again
            id INTEGER PRIMARY KEY, -- key inside this file
            crawl_id TEXT NOT NULL UNIQUE, -- stable across archives
            command TEXT NOT NULL, -- crawl, fetch, import, reextract
            software TEXT NOT NULL, -- names and versions that did the work
            settings TEXT NOT NULL DEFAULT '{}', -- what was asked of the run, JSON, secrets redacted
            started_at TEXT NOT NULL, -- UTC
            ended_at TEXT, -- UTC; NULL while it runs or where it was killed
            outcome TEXT, -- finished, interrupted, failed; NULL while it runs or where it was killed
            counts TEXT NOT NULL DEFAULT '{}' -- found, fetched, new, edited, gone, refused, failed ..., JSON
        ) STRICT""",
        """CREATE TABLE sources ( -- one news site that is crawled
            id INTEGER PRIMARY KEY, -- key inside this file
            name TEXT NOT NULL UNIQUE, -- the name of its TOML file
            domain TEXT NOT NULL, -- registered domain
            home TEXT NOT NULL DEFAULT '', -- address of its front page
            added_at TEXT NOT NULL, -- UTC
            health TEXT NOT NULL DEFAULT '{}' -- figures of its last runs, JSON
        ) STRICT""",
        """CREATE TABLE source_rules ( -- each state of a source's TOML that extracted something
            id INTEGER PRIMARY KEY, -- key inside this file
            source_id INTEGER NOT NULL REFERENCES sources(id), -- whose rules
            digest TEXT NOT NULL, -- sha256 of the TOML, hex
            toml TEXT NOT NULL, -- the file as it was, secrets are named in it, never held
            stored_at TEXT NOT NULL, -- UTC
            UNIQUE (source_id, digest)
        ) STRICT""",
    )
