"""A site's memory: numbered snapshots of the blocks that recur on its articles, taken for furniture."""

from __future__ import annotations

import hashlib
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping

from archive.extraction.answer import NO_MEMORY, SiteMemory
from archive.extraction.fingerprint import fingerprint
from archive.store.database import Archive, now
from archive.store.packing import unpack
from archive.store.simhash import distance
from archive.store.structure import BETWEEN

COPY = 6  # bits of a simhash that may differ between copies of one story
RECURS_ON = 3  # articles: on two others, real text is lost nowhere; on one other it is
LONGEST_KEPT = 60  # words: a longer paragraph that was kept is prose, whoever repeats it
LOADED = 64  # snapshots a process keeps at hand
COUNTED = 500  # newest articles of a site: furniture changes, and counting must not grow with the archive

_LAST = "SELECT id, number, digest, taken_at FROM memories WHERE domain = ? ORDER BY number DESC LIMIT 1"
_NEWER = "SELECT 1 FROM articles WHERE domain = ? AND changed_at > ? LIMIT 1"
_ARTICLES = """
    SELECT extractions.set_aside, extractions.simhash, texts.text
    FROM articles
    JOIN versions ON versions.id = articles.current_version
    JOIN extractions ON extractions.id = versions.extraction_id
    JOIN texts ON texts.id = extractions.text_id
    WHERE articles.domain = ? ORDER BY articles.listed_at DESC LIMIT ?"""


def site_memory(archive: Archive, domain: str) -> tuple[int | None, SiteMemory]:
    """Return the newest snapshot of a site's memory with its key, or (None, NO_MEMORY) where there is none."""
    row = archive.connection.execute(_LAST, (domain,)).fetchone()
    if row is None:
        return None, NO_MEMORY
    return row["id"], _load(archive, row["id"], row["digest"], row["number"], domain)


def memory_of(archive: Archive, memory_id: int | None) -> SiteMemory:
    """Return one snapshot, so that an old reading can be reproduced; NO_MEMORY for None."""
    query = "SELECT number, domain, digest FROM memories WHERE id = ?"
    row = archive.connection.execute(query, (memory_id,)).fetchone()
    if row is None or memory_id is None:
        return NO_MEMORY
    return _load(archive, memory_id, row["digest"], row["number"], row["domain"])


_loaded: dict[str, frozenset[str]] = {}  # by digest, which names the blocks: a worker reads hundreds of pages of a site


def _load(archive: Archive, memory_id: int, digest: str, number: int, domain: str) -> SiteMemory:
    if digest not in _loaded:
        if len(_loaded) >= LOADED:
            _loaded.clear()
        rows = archive.connection.execute("SELECT fingerprint FROM memory_blocks WHERE memory_id = ?", (memory_id,))
        _loaded[digest] = frozenset(row["fingerprint"] for row in rows)
    return SiteMemory(number, domain, _loaded[digest])


def take_memory(archive: Archive, domain: str) -> int | None:
    """Count a site's blocks over its newest articles and store a snapshot where it differs from the last.

    Returns the key of the snapshot that now holds; None where nothing recurs and nothing was known.
    """
    with archive.transaction() as connection:
        articles, counts = _count(connection, domain)
        furniture = {name: count for name, count in counts.items() if count >= RECURS_ON}
        last = connection.execute(_LAST, (domain,)).fetchone()
        if last is None and not furniture:
            return None
        digest = _digest(domain, furniture)
        if last is not None and last["digest"] == digest:
            return int(last["id"])
        return _store(connection, domain, digest, articles, furniture)


def refresh_memory(archive: Archive, domain: str) -> int | None:
    """Take a snapshot as `take_memory` does, but only where an article of the site is newer than the last one.

    For the beginning of a crawl, which then uses the snapshot unchanged to its end: a quiet site costs next to nothing.
    """
    last = archive.connection.execute(_LAST, (domain,)).fetchone()
    if last is not None and archive.connection.execute(_NEWER, (domain, last["taken_at"])).fetchone() is None:
        return int(last["id"])
    return take_memory(archive, domain)


def _count(connection: sqlite3.Connection, domain: str) -> tuple[int, Counter[str]]:
    """Count on how many stories each block stands, set aside or kept: furniture that slipped in is found as well.

    Copies of one story at several addresses count as one, or its own paragraphs would look like furniture.
    """
    stories: list[tuple[int, set[str]]] = []
    names: dict[int, str] = {}
    rows = connection.execute(_ARTICLES, (domain, COUNTED)).fetchall()
    for row in rows:
        blocks = set(_fingerprints(connection, row, names))
        twin = next((known for hashed, known in stories if distance(hashed, row["simhash"] or 0) <= COPY), None)
        if twin is None:
            stories.append((row["simhash"] or 0, blocks))
        else:
            twin |= blocks
    return len(rows), Counter(block for _, blocks in stories for block in blocks)


def _fingerprints(connection: sqlite3.Connection, row: sqlite3.Row, names: dict[int, str]) -> Iterator[str]:
    for paragraph in row["text"].split(BETWEEN):
        if len(paragraph.split()) <= LONGEST_KEPT:
            yield fingerprint(paragraph)
    for key, *_ in unpack(row["set_aside"]):
        if key not in names:
            names[key] = _name(connection, key)
        yield names[key]


def _name(connection: sqlite3.Connection, key: int) -> str:
    row = connection.execute("SELECT text FROM boilerplate WHERE id = ?", (key,)).fetchone()
    return "" if row is None else fingerprint(row["text"])


def _digest(domain: str, furniture: Mapping[str, int]) -> str:
    """Return the name of a snapshot: the same blocks of the same site have it in every archive."""
    return hashlib.sha256("\n".join((domain, *sorted(furniture))).encode()).hexdigest()


def _store(
    connection: sqlite3.Connection, domain: str, digest: str, articles: int, furniture: Mapping[str, int]
) -> int:
    row = connection.execute(
        """INSERT INTO memories (digest, domain, number, taken_at, articles)
        SELECT :digest, :domain, coalesce(max(number), 0) + 1, :at, :over FROM memories WHERE domain = :domain
        ON CONFLICT (digest) DO UPDATE SET number = excluded.number, taken_at = excluded.taken_at
        RETURNING id""",
        {"digest": digest, "domain": domain, "at": now(), "over": articles},
    ).fetchone()
    # A site that goes back to an earlier design gets the earlier snapshot back, as its newest.
    connection.executemany(
        "INSERT OR IGNORE INTO memory_blocks (memory_id, fingerprint, articles) VALUES (?, ?, ?)",
        [(row["id"], name, count) for name, count in sorted(furniture.items())],
    )
    return int(row["id"])
