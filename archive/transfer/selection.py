"""What to export: captures by source, date, article or search, and with them every record they lean on."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from archive.errors import NotFound, TearsheetError
from archive.store.database import stamp
from archive.urls import url_key

# CROSS JOIN keeps what was chosen outermost: without statistics SQLite may walk every capture instead.
# The captures of an article: those its versions name, and those of its addresses.
_OF_ARTICLE = """
    SELECT first_capture FROM versions WHERE article_id = :article
    UNION SELECT last_capture FROM versions WHERE article_id = :article
    UNION SELECT extractions.capture_id FROM versions JOIN extractions ON extractions.id = versions.extraction_id
        WHERE versions.article_id = :article
    UNION SELECT captures.id FROM chosen_keys CROSS JOIN captures ON captures.url_key = chosen_keys.key"""

# A record goes with the warcinfo of its crawl, a request with its response, a revisit with what it refers to.
_CLOSURE = """
    INSERT OR IGNORE INTO chosen_records
    WITH own AS (
        SELECT response_record AS id FROM chosen_captures CROSS JOIN captures USING (id)
            WHERE response_record IS NOT NULL
        UNION SELECT request_record FROM chosen_captures CROSS JOIN captures USING (id)
            WHERE request_record IS NOT NULL
    ), held AS (
        SELECT id FROM own
        UNION SELECT records.refers_to FROM records JOIN own USING (id) WHERE records.refers_to IS NOT NULL
    ), both AS (
        SELECT id FROM held
        UNION SELECT records.id FROM records JOIN held ON records.concurrent_to = held.id
        UNION SELECT records.id FROM records JOIN held ON records.refers_to = held.id
            WHERE records.type IN ('conversion', 'metadata')
    )
    SELECT id FROM both
    UNION SELECT info.id FROM records AS info WHERE info.type = 'warcinfo' AND info.crawl_id IN (
        SELECT records.crawl_id FROM records JOIN both USING (id))"""


_BEGINNING = re.compile(r"\d{4}(-\d\d)?")  # a year, or a year and a month
_REST = {len("2026"): "-01-01", len("2026-03"): "-01"}


class BadSelection(TearsheetError):
    """What was selected makes no sense, or is nothing."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Which captures to export; each condition narrows the choice, and none at all means everything."""

    sources: tuple[str, ...] = ()  # names of sources
    since: datetime | None = None  # UTC, fetched at this moment or later
    until: datetime | None = None  # UTC, fetched before this moment
    articles: tuple[int, ...] | None = None  # articles.id; None: not chosen by article, () chosen and none found

    @property
    def everything(self) -> bool:
        """Whether nothing narrows the choice."""
        return not self.sources and self.since is None and self.until is None and self.articles is None


def moment_given(text: str) -> datetime:
    """Read a year, month or day ("2026", "2026-03", "2026-03-01", its start) or a moment (ISO 8601) as UTC.

    Raises:
        BadSelection: it is neither.

    """
    try:
        at = datetime.fromisoformat(f"{text}{_REST[len(text)]}" if _BEGINNING.fullmatch(text) else text)
    except ValueError as error:
        raise BadSelection(f"{text!r} is no date. Write 2026-03-01 or 2026-03-01T08:30Z.") from error
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)


def end_given(text: str) -> datetime:
    """Read where a selection ends: a year, month or day is meant with all its hours."""
    at = moment_given(text)
    try:
        return _end(text, at)
    except (ValueError, OverflowError) as error:
        raise BadSelection(f"{text!r} ends later than any date.") from error


def _end(text: str, at: datetime) -> datetime:
    if _BEGINNING.fullmatch(text):
        year, month = divmod(at.year * 12 + at.month - 1 + (1 if len(text) > len("2026") else 12), 12)
        return at.replace(year=year, month=month + 1)
    return at + timedelta(days=1) if len(text) == len("2026-03-01") else at


def choose(connection: sqlite3.Connection, selection: Selection) -> None:
    """Fill the temporary tables chosen_captures and chosen_records of this connection by the selection."""
    for table in ("chosen_captures", "chosen_records"):
        connection.execute(f"CREATE TEMP TABLE IF NOT EXISTS {table} (id INTEGER PRIMARY KEY)")
        connection.execute(f"DELETE FROM {table}")
    if selection.everything:
        connection.execute("INSERT INTO chosen_captures SELECT id FROM captures")
        connection.execute("INSERT INTO chosen_records SELECT id FROM records")
        return
    condition, bound = _condition(connection, selection)
    connection.execute(f"INSERT INTO chosen_captures SELECT id FROM captures WHERE {condition}", bound)
    connection.execute(_CLOSURE)


def _condition(connection: sqlite3.Connection, selection: Selection) -> tuple[str, dict[str, object]]:
    parts: list[str] = []
    bound: dict[str, object] = {}
    if selection.sources:
        parts.append(f"source_id IN ({', '.join(str(key) for key in _sources(connection, selection.sources))})")
    if selection.since:
        parts.append("fetched_at >= :since")
        bound["since"] = stamp(selection.since)
    if selection.until:
        parts.append("fetched_at < :until")
        bound["until"] = stamp(selection.until)
    if selection.articles is not None:
        _choose_articles(connection, selection.articles)
        parts.append("id IN (SELECT id FROM chosen_article_captures)")
    return " AND ".join(parts), bound


def _sources(connection: sqlite3.Connection, names: tuple[str, ...]) -> Iterator[int]:
    for name in names:
        row = connection.execute("SELECT id FROM sources WHERE name = ?", (name,)).fetchone()
        if row is None:
            raise NotFound(f"There is no source {name!r} in this archive.")
        yield int(row[0])


def _choose_articles(connection: sqlite3.Connection, articles: tuple[int, ...]) -> None:
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS chosen_article_captures (id INTEGER PRIMARY KEY)")
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS chosen_keys (key TEXT PRIMARY KEY)")
    connection.execute("DELETE FROM chosen_article_captures")
    for article in articles:
        connection.execute("DELETE FROM chosen_keys")
        urls = connection.execute(
            "SELECT url FROM articles WHERE id = :article UNION SELECT url FROM aliases WHERE article_id = :article",
            {"article": article},
        ).fetchall()
        connection.executemany("INSERT OR IGNORE INTO chosen_keys VALUES (?)", [(url_key(row[0]),) for row in urls])
        connection.execute(f"INSERT OR IGNORE INTO chosen_article_captures {_OF_ARTICLE}", {"article": article})


def chosen_articles(connection: sqlite3.Connection, selection: Selection) -> Iterator[int]:
    """Yield the keys of the selected articles, newest first: those of which a capture was chosen."""
    choose(connection, selection)
    query = """SELECT id FROM articles WHERE current_version IS NOT NULL AND EXISTS (
            SELECT 1 FROM versions JOIN chosen_captures ON chosen_captures.id IN (first_capture, last_capture)
            WHERE versions.article_id = articles.id)
        ORDER BY listed_at DESC, id"""
    if selection.everything:
        query = "SELECT id FROM articles WHERE current_version IS NOT NULL ORDER BY listed_at DESC, id"
    wanted = set(selection.articles) if selection.articles is not None else None
    for row in connection.execute(query):
        if wanted is None or row[0] in wanted:
            yield int(row[0])
