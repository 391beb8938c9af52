"""Old readings removed: those that no version shows and that no comparison between visits needs."""

from __future__ import annotations

from archive.store.database import Archive

BATCH = 1_000  # readings of one transaction

# A reading is needed while it is the newest of its capture, while a version shows it, and while another visit of the
# same address was read last by the same reader: the two would otherwise be compared through different eyes.
_OLD = """
    SELECT old.id FROM extractions AS old
    JOIN captures ON captures.id = old.capture_id
    WHERE old.id > :after
        AND EXISTS (SELECT 1 FROM extractions AS newer WHERE newer.capture_id = old.capture_id AND newer.id > old.id)
        AND NOT EXISTS (SELECT 1 FROM versions WHERE versions.extraction_id = old.id)
        AND NOT EXISTS (
            SELECT 1 FROM captures AS other JOIN extractions AS last ON last.id =
                (SELECT max(id) FROM extractions WHERE capture_id = other.id)
            WHERE other.url_key = captures.url_key AND other.id <> captures.id AND last.extractor = old.extractor
                AND last.memory_id IS old.memory_id AND last.rules_id IS old.rules_id)
    ORDER BY old.id LIMIT :limit"""
_LONE_TEXTS = "DELETE FROM texts WHERE id NOT IN (SELECT text_id FROM extractions WHERE text_id IS NOT NULL)"


def prune(archive: Archive) -> int:
    """Remove old readings and the texts that only they had; return how many readings."""
    removed, after = 0, 0
    while True:
        with archive.transaction() as connection:
            keys = [row["id"] for row in connection.execute(_OLD, {"after": after, "limit": BATCH})]
            connection.executemany("DELETE FROM extractions WHERE id = ?", [(key,) for key in keys])
        removed += len(keys)
        if len(keys) < BATCH:
            break
        after = keys[-1]
    with archive.transaction() as connection:
        connection.execute(_LONE_TEXTS)
    return removed
