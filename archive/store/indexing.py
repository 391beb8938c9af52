"""Both search indexes made anew from the articles: after damage, or so that nothing of what left them stays behind."""

from __future__ import annotations

import sqlite3

from archive.store.finding import COLUMNS
from archive.store.scripts import bigrams


def rebuild(connection: sqlite3.Connection) -> None:
    """Rebuild the indexes; the caller holds the transaction.

    SQLite before 3.42 cannot wipe single entries of an FTS5 index: what was deleted stays in its pages until then.
    """
    connection.execute("INSERT INTO article_search (article_search) VALUES ('rebuild')")
    connection.execute("INSERT INTO cjk_search (cjk_search) VALUES ('delete-all')")
    for row in connection.execute(f"SELECT id, {', '.join(COLUMNS)} FROM searchable"):
        if pairs := bigrams("\n".join(row[name] for name in COLUMNS)):
            connection.execute("INSERT INTO cjk_search (rowid, bigrams) VALUES (?, ?)", (row["id"], pairs))
