"""Search: a query in the language of `query`, run over both indexes, ranked within the newest hits, with snippets."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from archive.errors import BadQuery
from archive.model import Hit
from archive.store.query import Either, Every, Filter, Node, Query, parse
from archive.store.terms import PAIRS, WORDS, Leaf

WINDOW = 10_000  # newest hits that are ranked: ranking all of a common word's would take seconds
WEIGHTS = "10.0, 4.0, 1.0, 4.0"  # of headline, standfirst, text, byline in bm25
SNIPPET_WORDS = 24
SNIPPET_CHARACTERS = 160

Order = Literal["best", "newest"]


@dataclass(frozen=True, slots=True)
class Results:
    """One page of what a search found."""

    hits: tuple[Hit, ...]
    total: int  # of all pages, at most WINDOW
    capped: bool  # whether there are more than WINDOW


@dataclass(frozen=True, slots=True)
class _Found:
    ids: list[int]  # articles.id, best first
    capped: bool


def search(
    connection: sqlite3.Connection, text: str, *, order: Order = "best", limit: int = 20, offset: int = 0
) -> Results:
    """Return articles whose current version matches a search, best or newest first.

    Raises:
        BadQuery: the search cannot be read; the sentence says what is wrong with it.

    """
    query = parse(text)
    try:
        found = _find(connection, query, order)
        page = found.ids[offset : offset + limit]
        snippets = _snippets(connection, query, page)
        hits = tuple(_hits(connection, page, snippets))
    except sqlite3.OperationalError as error:
        if "fts5" not in str(error) and "interrupted" not in str(error):
            raise
        raise BadQuery(f"The search cannot be answered: {error}.") from error
    return Results(hits, len(found.ids), found.capped)


def matching(connection: sqlite3.Connection, text: str) -> Iterator[int]:
    """Yield the keys of all articles that match a search, oldest first; for exports and watches.

    Raises:
        BadQuery: the search cannot be read.

    """
    query = parse(text)
    source, bound = _source(query)
    conditions, values = _conditions(query.filters)
    sql = f"SELECT {_KEY[source]} AS id FROM {_from(source, query.filters)} WHERE {_where(source, query, conditions)}"
    for row in connection.execute(f"{sql} ORDER BY 1", [*bound, *values]):
        yield row["id"]


_KEY = {WORDS: "article_search.rowid", PAIRS: "cjk_search.rowid", "articles": "articles.id"}
_RANK = {WORDS: f"bm25(article_search, {WEIGHTS})", PAIRS: "bm25(cjk_search)", "articles": "0"}


def _find(connection: sqlite3.Connection, query: Query, order: Order) -> _Found:
    source, bound = _source(query)
    conditions, values = _conditions(query.filters)
    rank = _RANK[source] if order == "best" else "0"
    newest = f"{_KEY[source]} DESC" if source != "articles" else "articles.listed_at DESC"
    hits = f"""SELECT {_KEY[source]} AS id, {rank} AS rank FROM {_from(source, query.filters)}
        WHERE {_where(source, query, conditions)} ORDER BY {newest} LIMIT {WINDOW + 1}"""
    sql = f"SELECT id, rank FROM ({hits}) ORDER BY rank, id DESC"
    if order == "newest" or source == "articles":
        sql = f"SELECT hits.id FROM ({hits}) AS hits JOIN articles USING (id) ORDER BY listed_at DESC, id DESC"
    ids = [row["id"] for row in connection.execute(sql, [*bound, *values])]
    return _Found(ids[:WINDOW], len(ids) > WINDOW)


def _source(query: Query) -> tuple[str, list[str]]:
    """Return the table that a search reads first, and what is bound in its part of the condition."""
    indexes = {leaf.index for leaf in _leaves(query.words)}
    if len(indexes) == 1:
        assert query.words is not None
        return indexes.pop(), [_fts(query.words)]
    return "articles", [leaf.expression for leaf in _leaves(query.words)]


def _from(source: str, filters: Iterable[Filter]) -> str:
    # CROSS JOIN keeps the index outermost: asked row by row, FTS5 opens its lists anew each time.
    names = {found.name for found in filters}
    tables = source
    if names and source != "articles":
        tables += f" CROSS JOIN articles ON articles.id = {_KEY[source]}"
    if names & {"lang", "kind"}:
        tables += """ CROSS JOIN versions ON versions.id = articles.current_version
            CROSS JOIN extractions ON extractions.id = versions.extraction_id"""
    return tables


def _where(source: str, query: Query, conditions: list[str]) -> str:
    if source != "articles":
        return " AND ".join([f"{source} MATCH ?", *conditions])
    words = [_sql(query.words)] if query.words else []
    return " AND ".join(["articles.current_version IS NOT NULL", *words, *conditions])


def _leaves(node: Node | None) -> Iterator[Leaf]:
    if isinstance(node, Leaf):
        yield node
    elif node is not None:
        for part in (*node.parts, *(node.without if isinstance(node, Every) else ())):
            yield from _leaves(part)


def _fts(node: Node) -> str:
    """Return a tree over one index as an FTS5 expression."""
    if isinstance(node, Leaf):
        return node.expression
    if isinstance(node, Either):
        return "(" + " OR ".join(map(_fts, node.parts)) + ")"
    wanted = "(" + " AND ".join(map(_fts, node.parts)) + ")"
    return f"({wanted} NOT ({' OR '.join(map(_fts, node.without))}))" if node.without else wanted


def _sql(node: Node) -> str:
    """Return a tree over both indexes as an SQL condition, its expressions bound in the order of `_leaves`."""
    if isinstance(node, Leaf):
        return f"articles.id IN (SELECT rowid FROM {node.index} WHERE {node.index} MATCH ?)"
    if isinstance(node, Either):
        return "(" + " OR ".join(map(_sql, node.parts)) + ")"
    return "(" + " AND ".join([*map(_sql, node.parts), *(f"NOT {_sql(part)}" for part in node.without)]) + ")"


_CONDITIONS = {
    "site": """(articles.domain = ?1 OR articles.source_id IN (SELECT id FROM sources WHERE name = ?1)
        OR substr(articles.url, instr(articles.url, '://') + 3, length(?1) + 1) = ?1 || '/')""",
    "after": "articles.listed_at >= ?1",
    "before": "articles.listed_at < ?1",
    "lang": "extractions.language = ?1",
    "kind": "extractions.kind = ?1",
}


def _conditions(filters: Iterable[Filter]) -> tuple[list[str], list[str]]:
    """Return SQL and values: filters of one name are alternatives, those of different names all hold."""
    conditions: list[str] = []
    values: list[str] = []
    grouped: dict[tuple[str, bool], list[str]] = {}
    for found in filters:
        grouped.setdefault((found.name, found.excluded), []).append(found.value)
    for (name, excluded), wanted in grouped.items():
        one = _CONDITIONS[name]
        conditions.append(
            ("NOT " if excluded else "") + "(" + " OR ".join([one.replace("?1", "?")] * len(wanted)) + ")"
        )
        values += [value for value in wanted for _ in range(one.count("?1"))]
    return conditions, values


_HITS = """
    SELECT articles.id, articles.article_id, articles.url, articles.domain, extractions.headline,
        extractions.published_at, substr(texts.text, 1, 200) AS lead
    FROM json_each(?) AS page
    JOIN articles ON articles.id = page.value
    JOIN versions ON versions.id = articles.current_version
    JOIN extractions ON extractions.id = versions.extraction_id
    JOIN texts ON texts.id = extractions.text_id
    ORDER BY page.key"""


def _hits(connection: sqlite3.Connection, page: list[int], snippets: dict[int, str]) -> Iterator[Hit]:
    for row in connection.execute(_HITS, (str(page),)):
        yield Hit(
            article_id=row["article_id"],
            url=row["url"],
            headline=row["headline"],
            site=row["domain"],
            published_at=row["published_at"] or "",
            snippet=_folded(snippets.get(row["id"]) or _cut(row["lead"])),
        )


def _snippets(connection: sqlite3.Connection, query: Query, page: list[int]) -> dict[int, str]:
    words = [leaf for leaf in _leaves(query.words) if leaf.index == WORDS and leaf.text]
    found: dict[int, str] = {}
    if words:
        expression = " OR ".join(leaf.expression for leaf in words)
        rows = connection.execute(
            f"""SELECT rowid, snippet(article_search, 2, '«', '»', '…', {SNIPPET_WORDS}) FROM article_search
            WHERE article_search MATCH ? AND rowid IN (SELECT value FROM json_each(?))""",
            (expression, str(page)),
        )
        found |= {row[0]: row[1] for row in rows}
    runs = [leaf.text for leaf in _leaves(query.words) if leaf.index == PAIRS]
    if runs:
        found |= _pair_snippets(connection, runs, [key for key in page if "«" not in found.get(key, "")])
    return found


def _pair_snippets(connection: sqlite3.Connection, runs: list[str], page: list[int]) -> dict[int, str]:
    rows = connection.execute(
        "SELECT id, text FROM searchable WHERE id IN (SELECT value FROM json_each(?))", (str(page),)
    )
    return {row["id"]: _marked(row["text"], runs) for row in rows}


def _marked(text: str, runs: list[str]) -> str:
    either = re.compile("|".join(map(re.escape, runs)))
    first = either.search(text)
    start = max(0, first.start() - SNIPPET_CHARACTERS // 4) if first else 0
    part = text[start : start + SNIPPET_CHARACTERS]
    ends = ("…" if start else ""), ("…" if start + SNIPPET_CHARACTERS < len(text) else "")
    return ends[0] + either.sub(lambda match: f"«{match[0]}»", part) + ends[1]


def _cut(text: str) -> str:
    return text if len(text) <= SNIPPET_CHARACTERS else text[: SNIPPET_CHARACTERS - 1].rsplit(" ", 1)[0] + "…"


def _folded(text: str) -> str:
    return " ".join(text.split())
