"""Filters of a search as SQL over articles, with how many of them each lets through."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from archive.store.query import Filter

MANY = 150_000  # articles from which on nothing is gained by counting further

_CONDITIONS = {
    "after": "articles.listed_at >= ?",
    "before": "articles.listed_at < ?",
    "lang": "articles.language = ?",
    "kind": "articles.kind = ?",
}


@dataclass(frozen=True, slots=True)
class Alternative:
    """One value of one filter."""

    sql: str
    values: tuple[object, ...]
    counted: str  # the rows of one index that it lets through, or more of them


@dataclass(frozen=True, slots=True)
class Condition:
    """All filters of a search."""

    sql: str
    values: tuple[object, ...]
    let_through: int  # articles at most, as far as they were counted
    before: str  # no article that they let through is listed at this time or later; "" where none of them says so

    @property
    def subquery(self) -> str:
        """The keys of the articles that the filters let through."""
        return f"SELECT articles.id FROM articles WHERE {self.sql}"


def condition_of(connection: sqlite3.Connection, filters: Iterable[Filter], *, most: int = MANY) -> Condition:
    """Return filters as SQL: those of one name are alternatives, those of different names all hold.

    What they let through is counted to `most`.
    """
    grouped: dict[tuple[str, bool], list[str]] = {}
    for found in filters:
        grouped.setdefault((found.name, found.excluded), []).append(found.value)
    parts, values, let_through = [], [], most
    for (name, excluded), wanted in grouped.items():
        alternatives = [_alternative(connection, name, value) for value in wanted]
        either = "(" + " OR ".join(one.sql for one in alternatives) + ")"
        parts.append(f"NOT {either}" if excluded else either)
        values += [value for one in alternatives for value in one.values]
        if not excluded:
            let_through = min(let_through, _count(connection, alternatives, let_through))
    return Condition(
        sql=" AND ".join(parts) or "1",
        values=tuple(values),
        let_through=let_through,
        before=max(grouped.get(("before", False), []), default=""),
    )


def _alternative(connection: sqlite3.Connection, name: str, value: str) -> Alternative:
    if name == "site":
        return _site(connection, value)
    sql = _CONDITIONS[name]
    return Alternative(sql, (value,), f"SELECT 1 FROM articles WHERE {sql}")


def _site(connection: sqlite3.Connection, value: str) -> Alternative:
    """Return the condition of a registered domain, the name of a source, or a host below a domain, as it is one."""
    if _has_articles(connection, value):
        return Alternative("articles.domain = ?", (value,), "SELECT 1 FROM articles WHERE articles.domain = ?")
    source = connection.execute("SELECT id FROM sources WHERE lower(name) = ?", (value,)).fetchone()
    if source is not None:
        sql = "articles.source_id = ?"
        return Alternative(sql, (source["id"],), f"SELECT 1 FROM articles WHERE {sql}")
    labels = value.split(".")
    for start in range(1, len(labels) - 1):
        domain = ".".join(labels[start:])
        if _has_articles(connection, domain):
            sql = "(articles.domain = ? AND substr(articles.url, instr(articles.url, '://') + 3, ?) = ?)"
            return Alternative(sql, (domain, len(value) + 1, f"{value}/"), f"SELECT 1 FROM articles WHERE {sql}")
    return Alternative("0", (), "SELECT 1 WHERE 0")


def _has_articles(connection: sqlite3.Connection, domain: str) -> bool:
    return connection.execute("SELECT 1 FROM articles WHERE domain = ? LIMIT 1", (domain,)).fetchone() is not None


def _count(connection: sqlite3.Connection, alternatives: Sequence[Alternative], most: int) -> int:
    """Count what alternatives let through along one index each: too many where some overlap, never too few."""
    return sum(
        int(connection.execute(f"SELECT count(*) FROM ({one.counted} LIMIT ?)", (*one.values, most)).fetchone()[0])
        for one in alternatives
    )


def highest(connection: sqlite3.Connection, condition: Condition) -> int:
    """Return a key that none of the articles exceeds that filters let through; it reads all that are older."""
    row = connection.execute("SELECT max(id) FROM articles WHERE listed_at < ?", (condition.before,)).fetchone()
    return int(row[0] or 0)
