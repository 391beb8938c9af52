"""What articles are found by, in step with them in the writer's transaction: full text, and counts by day and site.

FTS5 tables with outside content forget a row only when they are told the values they indexed (sqlite.org/fts5.html,
"The 'delete' Command"), so an article leaves the index before its row changes and enters it again afterwards.

Many statements between two entries (each that may have to be undone alone, as seen with SQLite 3.40) make FTS5 write
out what it gathered so far, as a segment of its own. So who stores many articles lets them enter together, at the end.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

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


# Articles that enter at the end of what is being stored, in order; None: at once.
_waiting: ContextVar[dict[int, None] | None] = ContextVar("waiting", default=None)


@contextmanager
def entering_together(connection: sqlite3.Connection) -> Iterator[None]:
    """Let articles enter index and counts together when the caller is done, in the caller's transaction.

    Until then they cannot be found. Where the caller fails they do not enter: the transaction is undone.
    """
    waiting: dict[int, None] = {}
    token = _waiting.set(waiting)
    try:
        yield
    finally:
        _waiting.reset(token)
    for article in waiting:
        enter(connection, article)


@contextmanager
def kept_findable(connection: sqlite3.Connection, article_id: int) -> Iterator[None]:
    """Take an article out of index and counts, let the caller change it, and put it back as it is then."""
    leave(connection, article_id)
    yield
    enter(connection, article_id)


def leave(connection: sqlite3.Connection, article_id: int) -> None:
    """Take an article out of index and counts; call it before anything it shows changes."""
    waiting = _waiting.get()
    if waiting is not None and article_id in waiting:
        del waiting[article_id]
        return
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
    waiting = _waiting.get()
    if waiting is not None:
        waiting[article_id] = None
        return
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
