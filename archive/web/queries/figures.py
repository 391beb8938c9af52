"""Figures that are summed over the archive: articles a day and site, totals, hours of publication."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import date, timedelta

from archive.web.queries.listing import edits_from

DAYS = 60  # of a sparkline
SAMPLE = 2_000  # newest articles that the hours of publication are counted over


@dataclass(frozen=True, slots=True)
class Site:
    """One site with how much of it is kept, and its last days."""

    domain: str
    articles: int
    newest: str  # UTC date
    days: tuple[int, ...]  # articles a day, oldest first, DAYS of them


@dataclass(frozen=True, slots=True)
class Totals:
    """How much is archived."""

    articles: int
    captures: int
    edits: int
    file_bytes: int
    first_day: str  # UTC date of the oldest article; "" in an empty archive
    last_day: str


def totals(connection: sqlite3.Connection) -> Totals:
    """Return the figures of the whole archive; reads small tables and indexes, never the bytes."""
    row = connection.execute(
        """SELECT coalesce(sum(articles), 0), (SELECT count(*) FROM captures),
                (SELECT count(*) FROM versions WHERE ordinal > 1),
                (SELECT page_count * page_size FROM pragma_page_count, pragma_page_size),
                coalesce(min(day), ''), coalesce(max(day), '')
            FROM article_days WHERE articles > 0"""
    ).fetchone()
    return Totals(*row)


def sites(connection: sqlite3.Connection, *, until: date) -> tuple[Site, ...]:
    """Return every site, the fullest first, with its articles on each of the DAYS days up to `until`."""
    first = (until - timedelta(days=DAYS - 1)).isoformat()
    recent = _recent(connection, first, until)
    rows = connection.execute(
        """SELECT domain, sum(articles), max(day) FROM article_days
            WHERE articles > 0 GROUP BY 1 ORDER BY 2 DESC, 1"""
    )
    nothing = [0] * DAYS
    return tuple(Site(domain, count, newest, tuple(recent.get(domain, nothing))) for domain, count, newest in rows)


def days_of(connection: sqlite3.Connection, domain: str, *, until: date, days: int) -> tuple[int, ...]:
    """Return a site's articles on each of the days up to `until`, oldest first."""
    rows = connection.execute(
        """WITH RECURSIVE days(day, n) AS (
                SELECT :until, 1 UNION ALL SELECT date(day, '-1 day'), n + 1 FROM days WHERE n < :days)
            SELECT coalesce((SELECT articles FROM article_days AS a WHERE a.day = days.day AND domain = :domain), 0)
            FROM days ORDER BY day""",
        {"until": until.isoformat(), "days": days, "domain": domain},
    )
    return tuple(row[0] for row in rows)


def edits_a_day(connection: sqlite3.Connection, *, days: int) -> tuple[dict[str, list[int]], str]:
    """Return each site's edits on the days up to the archive's last edit, oldest first, and the date of that one.

    Only the newest LOOKED_AT edits of the archive are counted over; sites without any are left out.
    """
    newest = connection.execute("SELECT max(seen_at) FROM versions WHERE ordinal > 1").fetchone()[0]
    if newest is None:
        return {}, ""
    first = date.fromisoformat(newest[:10]) - timedelta(days=days - 1)
    rows = connection.execute(
        """SELECT articles.domain, substr(seen_at, 1, 10), count(*)
            FROM versions CROSS JOIN articles ON articles.id = versions.article_id
            WHERE ordinal > 1 AND seen_at >= ? GROUP BY 1, 2""",
        (max(first.isoformat(), edits_from(connection)),),
    )
    counted: dict[str, list[int]] = {}
    for domain, day, count in rows:
        counted.setdefault(domain, [0] * days)[(date.fromisoformat(day) - first).days] = count
    return counted, newest[:10]


def hours_of(connection: sqlite3.Connection, domain: str) -> tuple[int, ...]:
    """Return how many of a site's newest articles fall into each hour of the day, UTC, 24 of them."""
    rows = connection.execute(
        """SELECT CAST(substr(listed_at, 12, 2) AS INTEGER), count(*) FROM
            (SELECT listed_at FROM articles WHERE domain = ? ORDER BY listed_at DESC LIMIT ?) GROUP BY 1""",
        (domain, SAMPLE),
    )
    counted = dict(map(tuple, rows))
    return tuple(counted.get(hour, 0) for hour in range(24))


def newest_day(connection: sqlite3.Connection) -> date:
    """Return the last day that has an article, which charts end with; today in an empty archive."""
    day = connection.execute("SELECT max(day) FROM article_days WHERE articles > 0").fetchone()[0]
    return date.fromisoformat(day) if day else date.today()


def _recent(connection: sqlite3.Connection, first: str, until: date) -> dict[str, list[int]]:
    recent: dict[str, list[int]] = {}
    for day, domain, count in connection.execute(
        "SELECT day, domain, articles FROM article_days WHERE day BETWEEN ? AND ?", (first, until.isoformat())
    ):
        recent.setdefault(domain, [0] * DAYS)[(date.fromisoformat(day) - until).days - 1] = count
    return recent
