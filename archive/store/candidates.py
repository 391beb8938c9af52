"""Which articles a search finds: over the two indexes, narrowed by filters, the newest hits ranked.

Three ways to narrow, chosen by how many articles the filters let through, because what each costs was measured: FTS5
gives 3 hits a microsecond, asking it for one article takes 43 µs, and looking an article up beside a hit 1.3 µs.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from archive.store.expressions import as_fts, as_sql, index_of, leaves
from archive.store.filters import MANY, Condition, condition_of
from archive.store.query import Query
from archive.store.ranking import affordable, headline_first
from archive.store.terms import PAIRS, WORDS

WINDOW = 10_000  # newest hits that are ranked: ranking all of a common word's would take seconds
WEIGHTS = "10.0, 4.0, 1.0, 4.0"  # of headline, standfirst, text, byline in bm25
FEW = 150  # one article in so many: fewer are asked for one by one

Order = Literal["best", "newest"]
Way = Literal["few", "set", "many"]  # ask article by article, look hits up in a set, look articles up by hit


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found."""

    ids: list[int]  # articles.id, best or newest first, at most WINDOW
    capped: bool  # whether there are more


def find(connection: sqlite3.Connection, query: Query, order: Order) -> Found:
    """Return the newest WINDOW articles that a search finds, the best or the newest first; see `ranking`."""
    words = query.words
    if order == "newest" or words is None or index_of(words) is None:
        hits, bound = _hits(connection, query, rank=False)
        by_date = f"SELECT hits.id FROM ({hits}) AS hits JOIN articles USING (id) ORDER BY listed_at DESC, id DESC"
        return _found(connection, by_date, bound)
    ranked = affordable(connection, words)
    hits, bound = _hits(connection, query, rank=ranked)
    found = _found(connection, f"SELECT id FROM ({hits}) ORDER BY rank, id DESC", bound)
    return found if ranked else Found(headline_first(connection, words, found.ids), found.capped)


def _found(connection: sqlite3.Connection, statement: str, bound: Sequence[object]) -> Found:
    ids = [row["id"] for row in connection.execute(statement, bound)]
    return Found(ids[:WINDOW], len(ids) > WINDOW)


def everything(connection: sqlite3.Connection, query: Query, among: Sequence[int] | None = None) -> Iterator[int]:
    """Yield the keys of all articles that a search finds, or of those among some, in no order."""
    condition = condition_of(connection, query.filters)
    words, bound = as_sql(query.words) if query.words else "1", [leaf.expression for leaf in leaves(query.words)]
    statement = f"{condition.subquery} AND articles.current_version IS NOT NULL AND {words}"
    if among is not None:
        statement += " AND articles.id IN (SELECT value FROM json_each(?))"
        bound.append(str(list(among)))
    for row in connection.execute(statement, [*condition.values, *bound]):
        yield row["id"]


def _hits(connection: sqlite3.Connection, query: Query, *, rank: bool) -> tuple[str, list[object]]:
    """Return SQL for the newest hits as (id, rank), and what is bound in it."""
    condition = condition_of(connection, query.filters)
    index = index_of(query.words)
    if index is None or query.words is None:
        return _unranked(query, condition)
    expression = as_fts(query.words)
    way = _way(connection, condition, index, expression) if query.filters else "set"
    if way == "few":
        return _few(condition, index, expression)
    return _ranked(condition, index, expression, score=_rank(index) if rank else "0", way=way)


def _few(condition: Condition, index: str, expression: str) -> tuple[str, list[object]]:
    # bm25 would count a common word's hits anew for each article that is asked for: these are ranked by date.
    sql = f"""SELECT articles.id AS id, -articles.id AS rank FROM articles
        CROSS JOIN {index} ON {index}.rowid = articles.id
        WHERE {condition.sql} AND {index} MATCH ? ORDER BY 1 DESC"""
    return sql, [*condition.values, expression]


def _ranked(condition: Condition, index: str, expression: str, *, score: str, way: Way) -> tuple[str, list[object]]:
    key = f"{index}.rowid"
    if condition.sql == "1":
        tables, narrow, values = index, "1", []
    elif way == "set":
        # "+" keeps SQLite from asking FTS5 for each article of the set.
        tables, narrow, values = index, f"+{key} IN ({condition.subquery})", [*condition.values]
    else:
        # Articles newer than any that the filters let through are passed over before they are looked up.
        tables = f"{index} CROSS JOIN articles ON articles.id = {key}"
        narrow, values = f"{key} <= ? AND {condition.sql}", [condition.highest, *condition.values]
    sql = f"SELECT {key} AS id, {score} AS rank FROM {tables} WHERE {index} MATCH ? AND {narrow}"
    return f"{sql} ORDER BY {key} DESC LIMIT {WINDOW + 1}", [expression, *values]


def _unranked(query: Query, condition: Condition) -> tuple[str, list[object]]:
    words = as_sql(query.words) if query.words else "1"
    # What lets many through finds them among the newest: gathering and sorting all of them would take longer.
    tables = "articles INDEXED BY articles_listed" if condition.let_through >= MANY else "articles"
    sql = f"""SELECT articles.id AS id, 0 AS rank FROM {tables}
        WHERE articles.current_version IS NOT NULL AND {condition.sql} AND {words}
        ORDER BY articles.listed_at DESC LIMIT {WINDOW + 1}"""
    return sql, [*condition.values, *(leaf.expression for leaf in leaves(query.words))]


def _rank(index: str) -> str:
    return f"bm25({index}, {WEIGHTS})" if index == WORDS else f"bm25({PAIRS})"


def _way(connection: sqlite3.Connection, condition: Condition, index: str, expression: str) -> Way:
    if condition.let_through >= MANY:
        return "many"
    articles = connection.execute("SELECT coalesce(max(id), 0) FROM articles").fetchone()[0]
    if condition.let_through * FEW > articles:
        return "set"
    hits = f"SELECT count(*) FROM (SELECT 1 FROM {index} WHERE {index} MATCH ? LIMIT {2 * WINDOW})"
    return "few" if connection.execute(hits, (expression,)).fetchone()[0] == 2 * WINDOW else "set"
