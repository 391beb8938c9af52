"""Near copies of an article: found by bands of its simhash, confirmed by the words that both texts have in a row.

A simhash is cut into four bands of 16 bits, each with an index. Of two that differ in 11 bits or fewer, one band
differs in two bits or fewer, so looking up each band with up to two bits flipped finds them all, without comparing
texts (Manku, Jain and Das Sarma 2007; the flips as in multi-probe hashing, Lv et al. 2007). Their bound of 3 bits is
for crawled duplicates; a story whose last paragraph an editor cut differs in 7 bits at the median.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from archive.store.content import shingles
from archive.store.simhash import distance

DISTANCE = 11  # bits that may differ
SHARED = 0.5  # of the shorter text's shingles that must stand in the other
SHORTEST = 30  # words: shorter texts are alike by accident; the very same text counts at any length
_READ = 4_000  # entries of one band that are looked at; a band holds more only of texts made from one mould
_CONFIRMED = 100  # nearest ones whose texts are compared
_BANDS = tuple(range(0, 64, 16))
# Those of one bit and none come first: where a band holds more than is read, the farther ones are left out.
_FLIPS = tuple(
    tuple(sum(1 << bit for bit in bits) for count in counts for bits in combinations(range(16), count))
    for counts in ((0, 1), (DISTANCE // len(_BANDS),))
)
_OWN = """
    SELECT extractions.id, extractions.simhash, extractions.text_id, texts.text, articles.domain
    FROM versions JOIN articles ON articles.id = versions.article_id
    JOIN extractions ON extractions.id = versions.extraction_id JOIN texts ON texts.id = extractions.text_id
    WHERE versions.article_id = ? AND versions.ordinal = ?"""
_SAME = """
    SELECT extractions.id FROM extractions WHERE text_id = ? LIMIT ?"""
_NEAR = """
    SELECT id, simhash FROM extractions
    WHERE simhash >> {shift} & 65535 IN (SELECT value FROM json_each(?)) AND simhash IS NOT NULL LIMIT ?"""
_ARTICLES = """
    SELECT articles.id, extractions.text_id, texts.text, texts.words
    FROM json_each(:found) AS found
    CROSS JOIN versions ON versions.extraction_id = found.value
    CROSS JOIN articles ON articles.current_version = versions.id
    CROSS JOIN extractions ON extractions.id = versions.extraction_id
    CROSS JOIN texts ON texts.id = extractions.text_id
    WHERE articles.id <> :article AND (articles.domain <> :domain OR extractions.text_id = :text) LIMIT :most"""


@dataclass(frozen=True, slots=True)
class Copy:
    """An article that carries nearly the same text."""

    article: int  # articles.id
    shared: float  # of the shorter text's shingles, those that stand in both; 1.0 for the very same text


def copies(connection: sqlite3.Connection, article: int, version: int, *, limit: int = 50) -> tuple[Copy, ...]:
    """Return articles of other sites that carry nearly the text of one version, and any that carry the very text.

    Only current versions count. The nearest come first; there are `limit` at most.
    """
    own = connection.execute(_OWN, (article, version)).fetchone()
    if own is None:
        return ()
    values = {"article": article, "domain": own["domain"], "text": own["text_id"], "most": _CONFIRMED}
    rows = connection.execute(_ARTICLES, values | {"found": json.dumps(_candidates(connection, own))}).fetchall()
    words = shingles(own["text"])
    found = {row["id"]: Copy(row["id"], _shared(own, words, row)) for row in rows}
    near = (copy for copy in found.values() if copy.shared >= SHARED)
    return tuple(sorted(near, key=lambda copy: (-copy.shared, copy.article))[:limit])


def _candidates(connection: sqlite3.Connection, own: sqlite3.Row) -> list[int]:
    """Return the keys of extractions whose text may be a copy, the nearest first."""
    same = [row[0] for row in connection.execute(_SAME, (own["text_id"], _CONFIRMED))]
    if own["simhash"] is None:
        return same
    near = {}
    for shift in _BANDS:
        for key, simhash in _alike(connection, own["simhash"], shift):
            if (apart := distance(simhash, own["simhash"])) <= DISTANCE:
                near[key] = apart
    return list(dict.fromkeys([*same, *sorted(near, key=lambda key: (near[key], key))]))


def _alike(connection: sqlite3.Connection, simhash: int, shift: int) -> Iterator[tuple[int, int]]:
    """Yield (key, simhash) of extractions that differ in one band by two bits at most."""
    band = simhash >> shift & 0xFFFF
    for flips in _FLIPS:
        probes = json.dumps([band ^ flip for flip in flips])
        yield from map(tuple, connection.execute(_NEAR.format(shift=shift), (probes, _READ)))


def _shared(own: sqlite3.Row, words: frozenset[tuple[str, ...]], row: sqlite3.Row) -> float:
    if row["text_id"] == own["text_id"]:
        return 1.0
    others = shingles(row["text"])
    fewer = min(len(words), len(others))
    return len(words & others) / fewer if fewer >= SHORTEST else 0.0
