"""Take captures and articles out of an archive with everything that says what they said: for `forget` and `split`.

Callers fill the temporary tables removed_captures and removed_articles and hold the transaction.
"""

from __future__ import annotations

import sqlite3

from archive.store.finding import leave

# In what follows CROSS JOIN keeps what is removed outermost: SQLite may walk every capture instead.
_TABLES = ("removed_captures", "removed_articles")
_STEPS = (
    "DELETE FROM versions WHERE article_id IN (SELECT id FROM removed_articles)",
    "DELETE FROM articles WHERE id IN (SELECT id FROM removed_articles)",
    "DELETE FROM extractions WHERE capture_id IN (SELECT id FROM removed_captures)",
    """DELETE FROM texts WHERE id IN (SELECT id FROM removed_texts)
        AND id NOT IN (SELECT text_id FROM extractions WHERE text_id IS NOT NULL)""",
    """DELETE FROM boilerplate WHERE id IN (SELECT id FROM removed_blocks)
        AND id NOT IN (
            SELECT block.value ->> 0 FROM extractions, json_each(unpacked(extractions.set_aside)) AS block)""",
    """DELETE FROM verdicts WHERE id IN (SELECT id FROM removed_verdicts)
        AND id NOT IN (SELECT verdict_id FROM boilerplate)
        AND id NOT IN (
            SELECT block.value ->> 1 FROM extractions, json_each(unpacked(extractions.set_aside)) AS block)""",
    "DELETE FROM teaser_sightings WHERE capture_id IN (SELECT id FROM removed_captures)",
    """DELETE FROM teasers WHERE id IN (SELECT id FROM removed_teasers)
        AND id NOT IN (SELECT teaser_id FROM teaser_sightings)""",
    "DELETE FROM attempts WHERE capture_id IN (SELECT id FROM removed_captures)",
    "DELETE FROM captures WHERE id IN (SELECT id FROM removed_captures)",
    "DELETE FROM members WHERE id IN (SELECT id FROM removed_records)",
    "DELETE FROM records WHERE id IN (SELECT id FROM removed_records)",
)
_COLLECTED = {
    "removed_texts": """SELECT text_id FROM removed_captures CROSS JOIN extractions ON removed_captures.id = capture_id
        WHERE text_id IS NOT NULL""",
    "removed_blocks": """SELECT DISTINCT block.value ->> 0 FROM removed_captures
        CROSS JOIN extractions ON extractions.capture_id = removed_captures.id
        CROSS JOIN json_each(unpacked(extractions.set_aside)) AS block""",
    "removed_verdicts": """SELECT DISTINCT block.value ->> 1 FROM removed_captures
        CROSS JOIN extractions ON extractions.capture_id = removed_captures.id
        CROSS JOIN json_each(unpacked(extractions.set_aside)) AS block""",
    "removed_teasers": "SELECT DISTINCT teaser_id FROM removed_captures CROSS JOIN teaser_sightings ON id = capture_id",
    "removed_records": """
        WITH own AS (
            SELECT response_record AS id FROM removed_captures CROSS JOIN captures USING (id)
            UNION SELECT request_record FROM removed_captures CROSS JOIN captures USING (id)
        )
        SELECT id FROM own WHERE id IS NOT NULL
        UNION SELECT records.id FROM records JOIN own ON records.concurrent_to = own.id
        UNION SELECT records.id FROM records JOIN own ON records.refers_to = own.id
            WHERE records.type IN ('conversion', 'metadata')""",
}
_DEPENDENTS = """
    SELECT captures.url FROM removed_captures CROSS JOIN captures ON captures.revisit_of = removed_captures.id
    WHERE captures.id NOT IN (SELECT id FROM removed_captures) ORDER BY captures.id"""


def begin(connection: sqlite3.Connection) -> None:
    """Make the tables that say what to remove, empty."""
    for table in (*_TABLES, *_COLLECTED):
        connection.execute(f"CREATE TEMP TABLE IF NOT EXISTS {table} (id INTEGER PRIMARY KEY)")
        connection.execute(f"DELETE FROM {table}")


def dependents(connection: sqlite3.Connection) -> list[str]:
    """Return the URLs of captures that stay, and stand for a payload that goes."""
    return [row[0] for row in connection.execute(_DEPENDENTS)]


def remove(connection: sqlite3.Connection) -> dict[str, int]:
    """Remove what the tables name, and return how many rows of each kind went."""
    connection.execute("PRAGMA defer_foreign_keys = ON")  # rows point at each other; all is whole again at the end
    for table, query in _COLLECTED.items():
        connection.execute(f"INSERT OR IGNORE INTO {table} {query}")
    for (article,) in connection.execute("SELECT id FROM removed_articles").fetchall():
        leave(connection, article)
    connection.execute("UPDATE articles SET current_version = NULL WHERE id IN (SELECT id FROM removed_articles)")
    removed: dict[str, int] = {}
    for step in _STEPS:
        table = step.split(maxsplit=3)[2]
        removed[table] = removed.get(table, 0) + connection.execute(step).rowcount
    return removed
