"""The articles of another archive into this one: found or added, their versions derived from all captures of both."""

from __future__ import annotations

import sqlite3

from archive.store.articles import find_by_url
from archive.store.database import Archive
from archive.store.finding import kept_findable
from archive.store.tombstones import is_forgotten
from archive.store.versions import derive
from archive.urls import url_key

_BATCH = 100  # articles to one transaction

_NEWER_CHECK = """
    UPDATE articles SET state = :state, gone_reason = :gone_reason, last_checked_at = :last_checked_at
    WHERE id = :article AND last_checked_at < :last_checked_at"""
_EARLIER_SEEN = "UPDATE articles SET first_seen_at = min(first_seen_at, :first_seen_at) WHERE id = :article"
_PENDING = """
    SELECT captures.id FROM captures
    JOIN map_captures ON map_captures.ours = captures.id
    JOIN other.captures AS theirs ON theirs.id = map_captures.theirs
    WHERE captures.url_key = ? AND captures.state = 'recorded' AND theirs.state <> 'recorded'"""
_AS_THEY_READ_IT = """
    UPDATE captures SET (state, outcome) = (
        SELECT theirs.state, theirs.outcome FROM map_captures
        JOIN other.captures AS theirs ON theirs.id = map_captures.theirs WHERE map_captures.ours = captures.id)
    WHERE state = 'recorded' AND id IN (SELECT ours FROM map_captures)"""


def copy_articles(archive: Archive, last: int) -> int:
    """Bring in their articles up to key `last`, and return how many were new here."""
    new = 0
    for first in range(0, last, _BATCH):
        with archive.transaction() as connection:
            rows = connection.execute(
                "SELECT * FROM other.articles WHERE id > ? AND id <= ? ORDER BY id", (first, min(first + _BATCH, last))
            ).fetchall()
            new += sum(_copy(connection, row) for row in rows)
    with archive.transaction() as connection:
        connection.execute(_AS_THEY_READ_IT)
    return new


def _copy(connection: sqlite3.Connection, theirs: sqlite3.Row) -> bool:
    """Find or add one article, with its other addresses; derive its versions where something came."""
    aliases = [
        row[0] for row in connection.execute("SELECT url FROM other.aliases WHERE article_id = ?", (theirs["id"],))
    ]
    if any(is_forgotten(connection, url) for url in (theirs["url"], *aliases)):
        return False
    article = find_by_url(connection, theirs["url"])
    is_new = article is None
    if article is None:
        article = _add(connection, theirs)
    _add_aliases(connection, article, aliases)
    pending = _pending(connection, [theirs["url"], *aliases])
    if is_new or pending:
        derive(connection, article)
    if is_new and not _has_version(connection, article):
        connection.execute("DELETE FROM articles WHERE id = ?", (article,))  # all its captures were removed here
        return False
    with kept_findable(connection, article):
        bound = {name: theirs[name] for name in ("state", "gone_reason", "last_checked_at", "first_seen_at")}
        connection.execute(_NEWER_CHECK, bound | {"article": article})
        connection.execute(_EARLIER_SEEN, bound | {"article": article})
    connection.executemany(f"{_AS_THEY_READ_IT} AND id = ?", [(capture,) for capture in pending])
    return is_new


def _has_version(connection: sqlite3.Connection, article: int) -> bool:
    query = "SELECT EXISTS (SELECT 1 FROM versions WHERE article_id = ?)"
    return bool(connection.execute(query, (article,)).fetchone()[0])


def _add(connection: sqlite3.Connection, theirs: sqlite3.Row) -> int:
    values = {name: theirs[name] for name in theirs.keys() if name not in ("id", "source_id", "current_version")}  # noqa: SIM118
    source = connection.execute("SELECT ours FROM map_sources WHERE theirs = ?", (theirs["source_id"],)).fetchone()
    values["source_id"] = source["ours"] if source else None
    names = ", ".join(values)
    marks = ", ".join(f":{name}" for name in values)
    return int(connection.execute(f"INSERT INTO articles ({names}) VALUES ({marks})", values).lastrowid or 0)


def _add_aliases(connection: sqlite3.Connection, article: int, urls: list[str]) -> None:
    connection.executemany(
        """INSERT OR IGNORE INTO aliases (url, article_id)
        SELECT :url, :article WHERE NOT EXISTS (SELECT 1 FROM articles WHERE url = :url)""",
        [{"url": url, "article": article} for url in urls],
    )


def _pending(connection: sqlite3.Connection, urls: list[str]) -> list[int]:
    keys = sorted({url_key(url) for url in urls})
    return [row["id"] for key in keys for row in connection.execute(_PENDING, (key,))]
