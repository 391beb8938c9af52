"""The tree of a search as FTS5 expressions and SQL conditions."""

from __future__ import annotations

from collections.abc import Iterator

from archive.store.query import Either, Every, Node
from archive.store.terms import Leaf


def leaves(node: Node | None) -> Iterator[Leaf]:
    """Yield the words and phrases of a search, those it leaves out included."""
    if isinstance(node, Leaf):
        yield node
    elif node is not None:
        for part in (*node.parts, *(node.without if isinstance(node, Every) else ())):
            yield from leaves(part)


def index_of(words: Node | None) -> str | None:
    """Return the index that answers all words of a search; None where it takes both, or there are no words."""
    indexes = {leaf.index for leaf in leaves(words)}
    return indexes.pop() if len(indexes) == 1 else None


def as_fts(node: Node) -> str:
    """Return a tree over one index as an FTS5 expression."""
    if isinstance(node, Leaf):
        return node.expression
    if isinstance(node, Either):
        return "(" + " OR ".join(map(as_fts, node.parts)) + ")"
    wanted = "(" + " AND ".join(map(as_fts, node.parts)) + ")"
    return f"({wanted} NOT ({' OR '.join(map(as_fts, node.without))}))" if node.without else wanted


def as_sql(node: Node) -> str:
    """Return a tree over both indexes as an SQL condition, its expressions bound in the order of `leaves`."""
    if isinstance(node, Leaf):
        return f"articles.id IN (SELECT rowid FROM {node.index} WHERE {node.index} MATCH ?)"
    if isinstance(node, Either):
        return "(" + " OR ".join(map(as_sql, node.parts)) + ")"
    return "(" + " AND ".join([*map(as_sql, node.parts), *(f"NOT {as_sql(part)}" for part in node.without)]) + ")"
