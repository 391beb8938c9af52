"""Blocks set aside and the reasons for it, each stored once whatever the site; the lists of a reading packed."""

from __future__ import annotations

from sqlite_utils.db import Database

from archive.migrations.steps import create, rebuild
from archive.store.dictionary import number, verdict
from archive.store.packing import register


def migrate(db: Database) -> None:
    """Take the step."""
    register(db.conn)
    db.conn.create_function("number", 1, number, deterministic=True)
    db.conn.create_function("verdict", 3, verdict, deterministic=True)
    create(
        db,
        """CREATE TABLE verdicts ( -- why blocks are set aside: each reason stored once
            id INTEGER PRIMARY KEY, -- key inside this file
            digest INTEGER NOT NULL UNIQUE, -- 64 bits that stand for the columns below
            kind TEXT NOT NULL, -- teaser list, navigation, footer ...
            decided_by TEXT NOT NULL, -- rule, model, memory, trafilatura
            reason TEXT NOT NULL -- a sentence
        ) STRICT""",
        """INSERT INTO verdicts (digest, kind, decided_by, reason)
            SELECT verdict(kind, decided_by, reason), kind, decided_by, reason
            FROM boilerplate GROUP BY 2, 3, 4 ORDER BY min(id)""",
        "ALTER TABLE boilerplate RENAME TO old_boilerplate",
        "DROP INDEX boilerplate_fingerprint",
        """CREATE TABLE boilerplate ( -- the dictionary of blocks set aside: each text stored once
            id INTEGER PRIMARY KEY, -- key inside this file
            fingerprint INTEGER NOT NULL, -- 64 bits that stand for its text; of prose for its exact words
            verdict_id INTEGER NOT NULL REFERENCES verdicts(id), -- why it was set aside when it was first met
            text TEXT NOT NULL -- what it says
        ) STRICT""",
        """INSERT INTO boilerplate (fingerprint, verdict_id, text)
            SELECT number(fingerprint), verdicts.id, text FROM old_boilerplate AS old
            JOIN verdicts ON digest = verdict(old.kind, old.decided_by, old.reason)
            WHERE old.id IN (SELECT min(id) FROM old_boilerplate GROUP BY fingerprint) ORDER BY old.id""",
        "CREATE UNIQUE INDEX boilerplate_fingerprint ON boilerplate(fingerprint)",
        """CREATE TEMP TABLE moved AS SELECT old.id AS old, boilerplate.id AS block, verdicts.id AS verdict
            FROM old_boilerplate AS old CROSS JOIN verdicts ON digest = verdict(old.kind, old.decided_by, old.reason)
            CROSS JOIN boilerplate ON boilerplate.fingerprint = number(old.fingerprint)""",
        "CREATE UNIQUE INDEX temp.moved_old ON moved(old)",
    )
    rebuild(
        db,
        "extractions",
        columns={
            "structure": "BLOB NOT NULL DEFAULT x'', -- paragraphs: kind, offsets, DOM path, marks; JSON, deflated",
            "set_aside": "BLOB NOT NULL DEFAULT x'', -- [block, verdict, ordinal, percent or null]; JSON, deflated",
        },
        values={
            "structure": "packed(structure)",
            "set_aside": """packed((
                SELECT json_group_array(json_array(block, verdict, item.value ->> 1, item.value ->> 2))
                FROM json_each(set_aside) AS item CROSS JOIN moved ON moved.old = item.value ->> 0))""",
        },
    )
    create(db, "DROP TABLE moved", "DROP TABLE old_boilerplate")
    rebuild(
        db,
        "teasers",
        columns={"digest": "INTEGER NOT NULL UNIQUE, -- 64 bits that stand for the columns below"},
        values={"digest": "number(substr(digest, 1, 16))"},
    )
