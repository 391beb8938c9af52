"""Which articles a search finds: over the two indexes, narrowed by filters, the newest hits ranked.

Three ways to narrow, chosen by how many articles the filters let through, because what each costs was measured: FTS5
gives 3 hits a microsecond, asking it for one article takes 43 µs, and looking an article up beside a hit 1.3 µs.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from archive.store.query import Either, Every, Filter, Node, Query
from archive.store.terms import PAIRS, WORDS, Leaf

WINDOW = 10_000  # newest hits that are ranked: ranking all of a common word's would take seconds
WEIGHTS = "10.0, 4.0, 1.0, 4.0"  # of headline, standfirst, text, byline in bm25
MANY = 150_000  # articles from which on a hit is looked up rather than looked for in a set
FEW = 150  # one article in so many: fewer are asked for one by one

Order = Literal["best", "newest"]


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found."""

    ids: list[int]  # articles.id, best or newest first, at most WINDOW
    capped: bool  # whether there are more


@dataclass(frozen=True, slots=True)
class Condition:
    """Filters as SQL over articles, versions and extractions."""

    tables: str
    sql: str
    values: list[object]
    indexed: bool  # whether an index answers it: site, after, before

    @property
    def subquery(self) -> str:
        """The keys of the articles that the filters let through."""
        return f"SELECT articles.id FROM {self.tables} WHERE {self.sql}"


def find(connection: sqlite3.Connection, query: Query, order: Order) -> Found:
    """Return the newest WINDOW articles that a search finds, ranked by bm25 or by date."""
    hits, bound = _hits(connection, query, rank=order == "best")
    index = _index(query.words)
    if order == "newest" or index is None:
        sql = f"SELECT hits.id FROM ({hits}) AS hits JOIN articles USING (id) ORDER BY listed_at DESC, id DESC"
    else:
        sql = f"SELECT id, rank FROM ({hits}) ORDER BY rank, id DESC"
    ids = [row["id"] for row in connection.execute(sql, bound)]
    return Found(ids[:WINDOW], len(ids) > WINDOW)


def everything(connection: sqlite3.Connection, query: Query, among: Sequence[int] | None = None) -> Iterator[int]:
    """Yield the keys of all articles that a search finds, or of those among some, in no order."""
    condition = _condition(connection, query.filters)
    words, bound = _sql(query.words) if query.words else "1", [leaf.expression for leaf in leaves(query.words)]
    sql = f"{condition.subquery} AND articles.current_version IS NOT NULL AND {words}"
    if among is not None:
        sql += " AND articles.id IN (SELECT value FROM json_each(?))"
        bound.append(str(list(among)))
    for row in connection.execute(sql, [*condition.values, *bound]):
        yield row["id"]


def leaves(node: Node | None) -> Iterator[Leaf]:
    """Yield the words and phrases of a search, those it leaves out included."""
    if isinstance(node, Leaf):
        yield node
    elif node is not None:
        for part in (*node.parts, *(node.without if isinstance(node, Every) else ())):
            yield from leaves(part)


def _index(words: Node | None) -> str | None:
    """Return the index that answers all words of a search; None where it takes both, or there are no words."""
    indexes = {leaf.index for leaf in leaves(words)}
    return indexes.pop() if len(indexes) == 1 else None


def _hits(connection: sqlite3.Connection, query: Query, *, rank: bool) -> tuple[str, list[object]]:
    """Return SQL for the newest hits as (id, rank), and what is bound in it."""
    condition = _condition(connection, query.filters)
    index = _index(query.words)
    if index is None or query.words is None:
        return _unranked(query, condition)
    key, match, bound = f"{index}.rowid", f"{index} MATCH ?", [_fts(query.words)]
    score = _rank(index) if rank else "0"
    newest = f"ORDER BY {key} DESC LIMIT {WINDOW + 1}"
    if not query.filters:
        return f"SELECT {key} AS id, {score} AS rank FROM {index} WHERE {match} {newest}", [*bound]
    way = _way(connection, condition, index, bound[0])
    if way == "few":
        # bm25 would count a common word's hits anew for each article that is asked for: these are ranked by date.
        sql = f"""SELECT articles.id AS id, -articles.id AS rank FROM {condition.tables}
            CROSS JOIN {index} ON {key} = articles.id WHERE {condition.sql} AND {match} ORDER BY 1 DESC"""
        return sql, [*condition.values, *bound]
    if way == "set":
        # "+" keeps SQLite from asking FTS5 for each article of the set.
        sql = f"SELECT {key} AS id, {score} AS rank FROM {index} WHERE {match} AND +{key} IN ({condition.subquery})"
        return f"{sql} {newest}", [*bound, *condition.values]
    tables = condition.tables.replace("articles", f"{index} CROSS JOIN articles ON articles.id = {key}", 1)
    sql = f"SELECT {key} AS id, {score} AS rank FROM {tables} WHERE {match} AND {condition.sql}"
    return f"{sql} {newest}", [*bound, *condition.values]


def _unranked(query: Query, condition: Condition) -> tuple[str, list[object]]:
    words = _sql(query.words) if query.words else "1"
    sql = f"""SELECT articles.id AS id, 0 AS rank FROM {condition.tables}
        WHERE articles.current_version IS NOT NULL AND {condition.sql} AND {words}
        ORDER BY articles.listed_at DESC LIMIT {WINDOW + 1}"""
    return sql, [*condition.values, *(leaf.expression for leaf in leaves(query.words))]


def _rank(index: str) -> str:
    return f"bm25({index}, {WEIGHTS})" if index == WORDS else f"bm25({PAIRS})"


def _way(
    connection: sqlite3.Connection, condition: Condition, index: str, expression: str
) -> Literal["few", "set", "many"]:
    if not condition.indexed:
        return "many"
    let_through = _count(connection, f"{condition.subquery} LIMIT {MANY}", condition.values)
    if let_through >= MANY:
        return "many"
    articles = connection.execute("SELECT coalesce(max(id), 0) FROM articles").fetchone()[0]
    if let_through * FEW > articles:
        return "set"
    hits = f"SELECT 1 FROM {index} WHERE {index} MATCH ? LIMIT {2 * WINDOW}"
    return "few" if _count(connection, hits, [expression]) == 2 * WINDOW else "set"


def _count(connection: sqlite3.Connection, rows: str, bound: list[object]) -> int:
    return int(connection.execute(f"SELECT count(*) FROM ({rows})", bound).fetchone()[0])


def _fts(node: Node) -> str:
    """Return a tree over one index as an FTS5 expression."""
    if isinstance(node, Leaf):
        return node.expression
    if isinstance(node, Either):
        return "(" + " OR ".join(map(_fts, node.parts)) + ")"
    wanted = "(" + " AND ".join(map(_fts, node.parts)) + ")"
    return f"({wanted} NOT ({' OR '.join(map(_fts, node.without))}))" if node.without else wanted


def _sql(node: Node) -> str:
    """Return a tree over both indexes as an SQL condition, its expressions bound in the order of `leaves`."""
    if isinstance(node, Leaf):
        return f"articles.id IN (SELECT rowid FROM {node.index} WHERE {node.index} MATCH ?)"
    if isinstance(node, Either):
        return "(" + " OR ".join(map(_sql, node.parts)) + ")"
    return "(" + " AND ".join([*map(_sql, node.parts), *(f"NOT {_sql(part)}" for part in node.without)]) + ")"


_ARTICLES = "articles"
_WITH_READING = """articles CROSS JOIN versions ON versions.id = articles.current_version
    CROSS JOIN extractions ON extractions.id = versions.extraction_id"""
_CONDITIONS = {
    "after": "articles.listed_at >= ?",
    "before": "articles.listed_at < ?",
    "lang": "extractions.language = ?",
    "kind": "extractions.kind = ?",
}


def _condition(connection: sqlite3.Connection, filters: Iterable[Filter]) -> Condition:
    """Return filters as SQL: those of one name are alternatives, those of different names all hold."""
    grouped: dict[tuple[str, bool], list[str]] = {}
    for found in filters:
        grouped.setdefault((found.name, found.excluded), []).append(found.value)
    parts: list[str] = []
    values: list[object] = []
    for (name, excluded), wanted in grouped.items():
        alternatives = [_one(connection, name, value) for value in wanted]
        parts.append(("NOT " if excluded else "") + "(" + " OR ".join(sql for sql, _ in alternatives) + ")")
        values += [value for _, bound in alternatives for value in bound]
    names = {name for name, _ in grouped}
    indexed = any(name in ("site", "after", "before") and not excluded for name, excluded in grouped)
    tables = _WITH_READING if names & {"lang", "kind"} else _ARTICLES
    return Condition(tables, " AND ".join(parts) or "1", values, indexed)


def _one(connection: sqlite3.Connection, name: str, value: str) -> tuple[str, list[object]]:
    return _site(connection, value) if name == "site" else (_CONDITIONS[name], [value])


def _site(connection: sqlite3.Connection, value: str) -> tuple[str, list[object]]:
    """Return the condition of a registered domain, the name of a source, or a host below a domain, as it is one."""
    if connection.execute("SELECT 1 FROM articles WHERE domain = ? LIMIT 1", (value,)).fetchone():
        return "articles.domain = ?", [value]
    source = connection.execute("SELECT id FROM sources WHERE lower(name) = ?", (value,)).fetchone()
    if source is not None:
        return "articles.source_id = ?", [source["id"]]
    labels = value.split(".")
    for start in range(1, len(labels) - 1):
        domain = ".".join(labels[start:])
        if connection.execute("SELECT 1 FROM articles WHERE domain = ? LIMIT 1", (domain,)).fetchone():
            host = "substr(articles.url, instr(articles.url, '://') + 3, ?) = ?"
            return f"(articles.domain = ? AND {host})", [domain, len(value) + 1, f"{value}/"]
    return "0", []
