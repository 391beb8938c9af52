"""Articles as people ask for them: by id or URL, whole, with their versions, visits, teasers and proof."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass

from archive.errors import NotFound
from archive.store.addresses import spelled
from archive.store.pages import Page, load_page, newest_page
from archive.urls import url_key

__all__ = ["Article", "Page", "Version", "Visit", "find", "find_by_url", "history", "load", "newest_page", "visits"]


@dataclass(frozen=True, slots=True)
class Article:
    """One story, as one of its versions reads."""

    id: str  # public
    url: str  # canonical
    site: str  # registered domain
    source: str  # its name; "" where it was a one-off fetch or an import
    first_seen_at: str  # UTC
    last_checked_at: str  # UTC
    changed_at: str  # UTC
    listed_at: str  # UTC
    state: str  # alive, gone
    gone_reason: str  # a sentence
    version: int  # the one shown
    edit: str  # what changed in it
    seen_at: str  # UTC, first visit that showed it
    versions: int  # how many there are
    page: Page


@dataclass(frozen=True, slots=True)
class Version:
    """One line of an article's history."""

    ordinal: int  # from 1
    edit: str  # first, headline, correction, substantial, cosmetic, emptied
    seen_at: str  # UTC, first visit that showed it
    last_seen_at: str  # UTC, last visit that showed it
    headline: str  # as it was then
    words: int  # of the text
    capture_id: str  # the first that showed it
    extraction: int  # extractions.id


@dataclass(frozen=True, slots=True)
class Visit:
    """One capture of an article's addresses."""

    capture_id: str
    url: str
    fetched_at: str  # UTC
    status: int | None
    outcome: str
    payload_digest: str


def find(connection: sqlite3.Connection, named: str) -> int:
    """Return the key of an article named by its id, its URL, or any other address of it.

    Raises:
        NotFound: there is none; the sentence says what became of the address where it is known.

    """
    row = connection.execute("SELECT id FROM articles WHERE article_id = ?", (named,)).fetchone()
    key = find_by_url(connection, named) if row is None else int(row["id"])
    if key is None:
        raise NotFound(_why_not(connection, named))
    return key


def find_by_url(connection: sqlite3.Connection, url: str) -> int | None:
    """Return the key of the article that lives at a URL or is known by it; None where there is none."""
    row = connection.execute(
        """SELECT id FROM articles WHERE url = :url
        UNION ALL SELECT article_id FROM aliases WHERE url = :url LIMIT 1""",
        {"url": spelled(url)},
    ).fetchone()
    return None if row is None else int(row["id"])


def _why_not(connection: sqlite3.Connection, named: str) -> str:
    row = connection.execute(
        """SELECT captures.fetched_at, captures.outcome,
            (SELECT kind_reason FROM extractions WHERE capture_id = captures.id ORDER BY id DESC LIMIT 1) AS reason
        FROM captures WHERE url_key = ? ORDER BY fetched_at DESC LIMIT 1""",
        (url_key(named),),
    ).fetchone()
    if row is None:
        return f"No article has the id or URL {named}."
    read = f"read as {row['outcome']}" if row["outcome"] else "not read yet"
    return f"{named} was fetched at {row['fetched_at']} and {read}. {row['reason'] or ''}".strip()


_ARTICLE = """
    SELECT articles.*, coalesce(sources.name, '') AS source, versions.ordinal, versions.edit, versions.seen_at,
        versions.extraction_id, (SELECT count(*) FROM versions WHERE article_id = articles.id) AS versions
    FROM articles
    JOIN versions ON versions.article_id = articles.id
    LEFT JOIN sources ON sources.id = articles.source_id
    WHERE articles.id = :article AND CASE WHEN :version IS NULL
        THEN versions.id = articles.current_version ELSE versions.ordinal = :version END"""


def load(connection: sqlite3.Connection, article: int, version: int | None = None) -> Article:
    """Return an article as its current version reads, or as the version of that ordinal does.

    Raises:
        NotFound: there is no such version.

    """
    row = connection.execute(_ARTICLE, {"article": article, "version": version}).fetchone()
    if row is None:
        raise NotFound(f"The article has no version {version}." if version else "The article has no text yet.")
    return Article(
        id=row["article_id"],
        url=row["url"],
        site=row["domain"],
        source=row["source"],
        first_seen_at=row["first_seen_at"],
        last_checked_at=row["last_checked_at"],
        changed_at=row["changed_at"],
        listed_at=row["listed_at"],
        state=row["state"],
        gone_reason=row["gone_reason"],
        version=row["ordinal"],
        edit=row["edit"],
        seen_at=row["seen_at"],
        versions=row["versions"],
        page=load_page(connection, row["extraction_id"]),
    )


def history(connection: sqlite3.Connection, article: int) -> tuple[Version, ...]:
    """Return an article's versions, first to last."""
    rows = connection.execute(
        """SELECT versions.ordinal, versions.edit, versions.seen_at, last.fetched_at AS last_seen_at,
            extractions.headline, coalesce(texts.words, 0) AS words, first.capture_id,
            versions.extraction_id AS extraction
        FROM versions
        JOIN captures AS first ON first.id = versions.first_capture
        JOIN captures AS last ON last.id = versions.last_capture
        JOIN extractions ON extractions.id = versions.extraction_id
        LEFT JOIN texts ON texts.id = extractions.text_id
        WHERE versions.article_id = ? ORDER BY versions.ordinal""",
        (article,),
    )
    return tuple(Version(**dict(row)) for row in rows)


def visits(connection: sqlite3.Connection, article: int) -> tuple[Visit, ...]:
    """Return the captures of an article's addresses, oldest first, whatever they showed."""
    urls = [
        row["url"]
        for row in connection.execute(
            "SELECT url FROM articles WHERE id = :article UNION SELECT url FROM aliases WHERE article_id = :article",
            {"article": article},
        )
    ]
    rows = connection.execute(
        """SELECT capture_id, url, fetched_at, status, outcome, payload_digest FROM captures
        WHERE url_key IN (SELECT value FROM json_each(?)) ORDER BY fetched_at, id""",
        (json.dumps(sorted({url_key(url) for url in urls})),),
    )
    return tuple(Visit(**dict(row)) for row in rows)
