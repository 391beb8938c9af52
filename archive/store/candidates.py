"""Which articles a search finds: over the two indexes, narrowed by filters, the newest hits ranked.

Three ways to narrow, chosen by how many hits there are at most and how many articles the filters let through. What each
costs was measured at a million articles: FTS5 counts 15 hits in a microsecond and gives 7 to be looked up in a set; an
article costs 0.4 µs to be put into the set, 1.3 µs to be looked up beside a hit, and 29 µs to be asked for.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from archive.store.expressions import as_fts, as_sql, index_of, leaves
from archive.store.filters import MANY, Condition, condition_of, highest
from archive.store.query import Node, Query
from archive.store.ranking import affordable, headline_first, hits_at_most
from archive.store.terms import PAIRS, WORDS

WINDOW = 10_000  # newest hits that are ranked: ranking all of a common word's would take seconds
WEIGHTS = "10.0, 4.0, 1.0, 4.0"  # of headline, standfirst, text, byline in bm25
FEW = 250  # hits that can be looked up in a set while FTS5 is asked for one article
SET = 3  # articles that can be put into a set while one is looked up beside its hit
PASSED = 20_000  # hits that may be looked up for nothing: more are kept from it by the highest key that can match

Order = Literal["best", "newest"]


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
    index = index_of(query.words)
    if index is None or query.words is None:
        return _unranked(query, condition_of(connection, query.filters))
    expression, score = as_fts(query.words), _rank(index) if rank else "0"
    if not query.filters:
        return _all(index, expression, score)
    hits = hits_at_most(connection, query.words, MANY)
    condition = condition_of(connection, query.filters, most=min(MANY, SET * hits))
    if condition.let_through >= min(MANY, SET * hits):
        passed = highest(connection, condition) if condition.before and hits > PASSED else None
        return _beside(condition, index, expression, score, passed)
    if _is_few(connection, condition, query.words):
        return _few(condition, index, expression)
    return _within(condition, index, expression, score)


def _few(condition: Condition, index: str, expression: str) -> tuple[str, list[object]]:
    # bm25 would count a common word's hits anew for each article that is asked for: these are ranked by date.
    sql = f"""SELECT articles.id AS id, -articles.id AS rank FROM articles
        CROSS JOIN {index} ON {index}.rowid = articles.id
        WHERE {condition.sql} AND {index} MATCH ? ORDER BY 1 DESC"""
    return sql, [*condition.values, expression]


def _all(index: str, expression: str, score: str) -> tuple[str, list[object]]:
    return _newest(index, f"{index} MATCH ?", index, score), [expression]


def _within(condition: Condition, index: str, expression: str, score: str) -> tuple[str, list[object]]:
    # "+" keeps SQLite from asking FTS5 for each article of the set.
    narrow = f"{index} MATCH ? AND +{index}.rowid IN ({condition.subquery})"
    return _newest(index, narrow, index, score), [expression, *condition.values]


def _beside(
    condition: Condition, index: str, expression: str, score: str, highest_key: int | None
) -> tuple[str, list[object]]:
    tables = f"{index} CROSS JOIN articles ON articles.id = {index}.rowid"
    narrow, values = f"{index} MATCH ? AND {condition.sql}", [expression, *condition.values]
    if highest_key is not None:
        narrow, values = f"{narrow} AND {index}.rowid <= ?", [*values, highest_key]
    return _newest(tables, narrow, index, score), values


def _newest(tables: str, narrow: str, index: str, score: str) -> str:
    key = f"{index}.rowid"
    return f"SELECT {key} AS id, {score} AS rank FROM {tables} WHERE {narrow} ORDER BY {key} DESC LIMIT {WINDOW + 1}"


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


def _is_few(connection: sqlite3.Connection, condition: Condition, words: Node) -> bool:
    most = condition.let_through * FEW
    articles = connection.execute("SELECT coalesce(max(id), 0) FROM articles").fetchone()[0]
    return bool(most < articles and hits_at_most(connection, words, most + 1) > most)
