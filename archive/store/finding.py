"""What articles are found by, in step with them in the writer's transaction: full text, and counts by day and site.

FTS5 tables with outside content forget a row only when they are told the values they indexed (sqlite.org/fts5.html,
"The 'delete' Command"), so an article leaves the index before its row changes and enters it again afterwards.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from archive.store.scripts import bigrams

COLUMNS = ("headline", "standfirst", "text", "byline")
_ROW = f"SELECT {', '.join(COLUMNS)} FROM searchable WHERE id = ?"
_NAMES = ", ".join(COLUMNS)
_ENTER_DAY = """
    INSERT INTO article_days (day, domain, articles)
    SELECT substr(listed_at, 1, 10), domain, 1 FROM articles WHERE id = ? AND current_version IS NOT NULL
    ON CONFLICT (day, domain) DO UPDATE SET articles = articles + 1"""
_LEAVE_DAY = """
    UPDATE article_days SET articles = article_days.articles - 1 FROM articles
    WHERE articles.id = ? AND articles.current_version IS NOT NULL
        AND article_days.day = substr(articles.listed_at, 1, 10) AND article_days.domain = articles.domain"""


@contextmanager
def kept_findable(connection: sqlite3.Connection, article_id: int) -> Iterator[None]:
    """Take an article out of index and counts, let the caller change it, and put it back as it is then."""
    leave(connection, article_id)
    yield
    enter(connection, article_id)


def leave(connection: sqlite3.Connection, article_id: int) -> None:
    """Take an article out of index and counts; call it before anything it shows changes."""
    connection.execute(_LEAVE_DAY, (article_id,))
    row = connection.execute(_ROW, (article_id,)).fetchone()
    if row is None:
        return
    connection.execute(
        f"INSERT INTO article_search (article_search, rowid, {_NAMES}) VALUES ('delete', ?, ?, ?, ?, ?)",
        (article_id, *row),
    )
    pairs = _pairs(row)
    if pairs:
        connection.execute(
            "INSERT INTO cjk_search (cjk_search, rowid, bigrams) VALUES ('delete', ?, ?)", (article_id, pairs)
        )


def enter(connection: sqlite3.Connection, article_id: int) -> None:
    """Put an article into index and counts as its current version reads; one without text stays out of the index."""
    connection.execute(_ENTER_DAY, (article_id,))
    row = connection.execute(_ROW, (article_id,)).fetchone()
    if row is None:
        return
    connection.execute(f"INSERT INTO article_search (rowid, {_NAMES}) VALUES (?, ?, ?, ?, ?)", (article_id, *row))
    pairs = _pairs(row)
    if pairs:
        connection.execute("INSERT INTO cjk_search (rowid, bigrams) VALUES (?, ?)", (article_id, pairs))


def _pairs(row: sqlite3.Row) -> str:
    return bigrams("\n".join(row))
