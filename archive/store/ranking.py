"""Which hits come first: by bm25 where that is affordable, else those with the words in the headline, the newest first.

bm25 counts the hits of each word, phrase and prefix over the whole index, however few hits are wanted: at a million
articles half a second for a phrase of common words. How rare a word is says little where tens of thousands hold it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from archive.store.expressions import as_fts, leaves
from archive.store.query import Either, Every, Node
from archive.store.terms import WORDS, Leaf, quoted

COUNTED = 50_000  # hits of all words of a search that bm25 may count
_DENSE = 100  # one article in so many is a hit: more thinly spread, asking for headlines costs as much as the search
_SHORT = 6  # letters from which on a prefix stands for few words: FTS5 merges the lists of all before the first hit


def affordable(connection: sqlite3.Connection, words: Node) -> bool:
    """Whether bm25 can rank what a search finds without counting more than COUNTED hits."""
    if connection.execute("SELECT coalesce(max(id), 0) FROM articles").fetchone()[0] <= COUNTED:
        return True
    left = COUNTED
    for leaf in leaves(words):
        if _is_broad(leaf):
            return False
        left -= _hits(connection, leaf, left + 1)
        if left < 0:
            return False
    return True


def hits_at_most(connection: sqlite3.Connection, node: Node, most: int) -> int:
    """Return a number that the hits of a search do not exceed, counted to `most`, by the rarest of its words."""
    if isinstance(node, Leaf):
        return most if _is_broad(node) else _hits(connection, node, most)
    counts = (hits_at_most(connection, part, most) for part in node.parts)
    return min(sum(counts), most) if isinstance(node, Either) else min(counts)


def _is_broad(leaf: Leaf) -> bool:
    return leaf.prefix and len(leaf.text.split()[-1]) < _SHORT


def _hits(connection: sqlite3.Connection, leaf: Leaf, most: int) -> int:
    """Count what a leaf finds, to `most`; of a phrase, what its rarest word finds, which is what finding it costs."""
    query = f"SELECT count(*) FROM (SELECT 1 FROM {leaf.index} WHERE {leaf.index} MATCH ? LIMIT ?)"
    alone = leaf.index != WORDS or leaf.prefix or not leaf.text
    parts = [leaf.expression] if alone else [quoted(word) for word in leaf.text.split()]
    return min(int(connection.execute(query, (part, most)).fetchone()[0]) for part in parts)


def headline_first(connection: sqlite3.Connection, words: Node, found: Sequence[int]) -> list[int]:
    """Return hits as those with all words in the headline and then the others, each in the order they came in."""
    wanted = _in_headline(words)
    if wanted is None or not found or max(found) - min(found) > _DENSE * len(found):
        return list(found)
    query = f"SELECT rowid FROM {WORDS} WHERE {WORDS} MATCH ? AND rowid BETWEEN ? AND ?"
    rows = connection.execute(query, (f"{{headline}} : ({as_fts(wanted)})", min(found), max(found)))
    told = {row[0] for row in rows}
    return sorted(found, key=lambda key: key not in told)  # stable


def _in_headline(node: Node) -> Node | None:
    """Return what of a search may be asked of headlines: no author, and no prefix, which is dear to look up again."""
    if isinstance(node, Leaf):
        return node if node.text and not node.prefix and node.index == WORDS else None
    parts = tuple(part for part in map(_in_headline, node.parts) if part is not None)
    if not parts or (isinstance(node, Either) and len(parts) < len(node.parts)):
        return None
    return Either(parts) if isinstance(node, Either) else Every(parts)
