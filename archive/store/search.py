"""Search: a query in the language of `query` → one page of hits with snippets."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from archive.errors import BadQuery
from archive.model import Hit
from archive.store.candidates import Order, everything, find
from archive.store.query import parse
from archive.store.snippets import lead, snippets

__all__ = ["Order", "Results", "hits_of", "matching", "search"]

NO_SNIPPETS: Mapping[int, str] = MappingProxyType({})

_HITS = """
    SELECT articles.id, articles.article_id, articles.url, articles.domain, extractions.headline,
        extractions.published_at, substr(texts.text, 1, 200) AS lead
    FROM json_each(?) AS page
    JOIN articles ON articles.id = page.value
    JOIN versions ON versions.id = articles.current_version
    JOIN extractions ON extractions.id = versions.extraction_id
    JOIN texts ON texts.id = extractions.text_id
    ORDER BY page.key"""


@dataclass(frozen=True, slots=True)
class Results:
    """One page of what a search found."""

    hits: tuple[Hit, ...]
    total: int  # of all pages, at most 10,000
    capped: bool  # whether there are more


def search(
    connection: sqlite3.Connection, text: str, *, order: Order = "best", limit: int = 20, offset: int = 0
) -> Results:
    """Return articles whose current version matches a search, best or newest first.

    The newest 10,000 hits are ranked, by bm25 with the headline above standfirst, byline and text.

    Raises:
        BadQuery: the search cannot be read; the sentence says what is wrong with it.

    """
    query = parse(text)
    try:
        found = find(connection, query, order)
        page = found.ids[offset : offset + limit]
        hits = tuple(hits_of(connection, page, snippets(connection, query, page)))
    except sqlite3.OperationalError as error:
        if "fts5" not in str(error) and "interrupted" not in str(error):
            raise
        raise BadQuery(f"The search cannot be answered: {error}.") from error
    return Results(hits, len(found.ids), found.capped)


def matching(connection: sqlite3.Connection, text: str) -> Iterator[int]:
    """Yield the keys of all articles that match a search, in no order; for exports and watches.

    Raises:
        BadQuery: the search cannot be read.

    """
    return everything(connection, parse(text))


def hits_of(
    connection: sqlite3.Connection, page: Sequence[int], found: Mapping[int, str] = NO_SNIPPETS
) -> Iterator[Hit]:
    """Yield the articles of these keys as hits, with these snippets, else with the beginning of the text."""
    for row in connection.execute(_HITS, (str(list(page)),)):
        yield Hit(
            article_id=row["article_id"],
            url=row["url"],
            headline=row["headline"],
            site=row["domain"],
            published_at=row["published_at"] or "",
            snippet=" ".join((found.get(row["id"]) or lead(row["lead"])).split()),
        )
