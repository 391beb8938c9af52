"""Removal for good: an article or a source, with its records, texts, search entries and dictionary, out of the bytes.

What other pages say of it stays: their records are theirs. A tombstone, made of digests, says that something is gone.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field

from archive.errors import ArchiveError, NotFound
from archive.store import removing
from archive.store.addresses import spelled
from archive.store.articles import find_by_url
from archive.store.database import Archive
from archive.store.indexing import rebuild
from archive.store.tombstones import put_tombstones
from archive.urls import url_key


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was removed."""

    addresses: tuple[str, ...]
    rows: dict[str, int] = field(default_factory=dict)  # by table


def forget_urls(archive: Archive, urls: Iterable[str], *, reason: str, with_revisits: bool = False) -> Forgotten:
    """Remove what lives at these addresses: the article with all its captures, or the captures alone.

    Callers `wipe` the file afterwards: until then free pages may hold what was removed.

    Raises:
        NotFound: the archive holds nothing of one of them; nothing is removed.
        ArchiveError: captures of other addresses stand for a payload that would go, and `with_revisits` was not said.

    """
    with archive.transaction() as connection:
        removing.begin(connection)
        addresses: set[str] = set()
        for url in urls:
            addresses |= _choose_url(connection, url)
        return _remove(connection, addresses, "article", reason, with_revisits=with_revisits)


def forget_source(archive: Archive, name: str, *, reason: str, with_revisits: bool = False) -> Forgotten:
    """Remove a source with every capture and article fetched for it, its rules, and what was known of its site.

    Raises:
        NotFound: the archive has no source of that name.
        ArchiveError: captures of other sources stand for a payload that would go, and `with_revisits` was not said.

    """
    with archive.transaction() as connection:
        row = connection.execute("SELECT id, domain FROM sources WHERE name = ?", (name,)).fetchone()
        if row is None:
            raise NotFound(f"There is no source {name!r} in this archive.")
        removing.begin(connection)
        addresses = _choose_source(connection, row["id"])
        done = _remove(connection, addresses, "article", reason, with_revisits=with_revisits)
        put_tombstones(connection, "source", [name], reason)
        _remove_source(connection, row["id"], row["domain"])
        return done


def _choose_url(connection: sqlite3.Connection, url: str) -> set[str]:
    """Choose an article with all its addresses, or what was captured at this address; return the addresses."""
    article = find_by_url(connection, spelled(url))
    addresses = {spelled(url)}
    if article is not None:
        _choose(connection, "removed_articles", "SELECT ?", (article,))
        query = "SELECT url FROM articles WHERE id = :id UNION SELECT url FROM aliases WHERE article_id = :id"
        addresses |= {row[0] for row in connection.execute(query, {"id": article})}
    found = 0
    for address in addresses:
        rows = connection.execute("SELECT id, url FROM captures WHERE url_key = ?", (url_key(address),)).fetchall()
        mine = [(row["id"],) for row in rows if spelled(row["url"]) == address]
        connection.executemany("INSERT OR IGNORE INTO removed_captures VALUES (?)", mine)
        found += len(mine)
    if article is None and not found:
        raise NotFound(f"There is nothing of {url} in this archive.")
    _choose_articles_of_captures(connection)
    return addresses


def _choose_source(connection: sqlite3.Connection, source: int) -> set[str]:
    _choose(connection, "removed_captures", "SELECT id FROM captures WHERE source_id = ?", (source,))
    _choose(connection, "removed_articles", "SELECT id FROM articles WHERE source_id = ?", (source,))
    _choose_articles_of_captures(connection)
    query = """SELECT url FROM articles WHERE id IN (SELECT id FROM removed_articles)
        UNION SELECT url FROM aliases WHERE article_id IN (SELECT id FROM removed_articles)
        UNION SELECT url FROM captures WHERE id IN (SELECT id FROM removed_captures)"""
    return {spelled(row[0]) for row in connection.execute(query)}


def _choose(connection: sqlite3.Connection, table: str, query: str, bound: tuple[object, ...] = ()) -> None:
    connection.execute(f"INSERT OR IGNORE INTO {table} {query}", bound)


def _choose_articles_of_captures(connection: sqlite3.Connection) -> None:
    """An article goes whole: with the captures that any version of it names, and if any of its captures goes."""
    _choose(
        connection,
        "removed_articles",
        """SELECT versions.article_id FROM versions JOIN extractions ON extractions.id = versions.extraction_id
        JOIN removed_captures ON removed_captures.id IN (first_capture, last_capture, extractions.capture_id)""",
    )
    for column in ("first_capture", "last_capture"):
        query = f"SELECT {column} FROM versions JOIN removed_articles ON removed_articles.id = versions.article_id"
        _choose(connection, "removed_captures", query)


def _remove(
    connection: sqlite3.Connection, addresses: set[str], what: str, reason: str, *, with_revisits: bool
) -> Forgotten:
    _take_dependents(connection, with_revisits=with_revisits)
    connection.execute("PRAGMA secure_delete = ON")
    rows = removing.remove(connection)
    for address in addresses:
        # What promoted the story repeats its words; the addresses themselves often spell its headline.
        _remove_teasers(connection, address)
        connection.execute("DELETE FROM attempts WHERE url = ?", (address,))
        connection.execute("DELETE FROM frontier WHERE url = ?", (address,))
    put_tombstones(connection, what, sorted(addresses), reason)
    rebuild(connection)
    return Forgotten(tuple(sorted(addresses)), rows)


def _remove_teasers(connection: sqlite3.Connection, address: str) -> None:
    pointing = "SELECT id FROM teasers WHERE url = ?"
    connection.execute(f"DELETE FROM teaser_sightings WHERE teaser_id IN ({pointing})", (address,))
    connection.execute("DELETE FROM teasers WHERE url = ?", (address,))


def _take_dependents(connection: sqlite3.Connection, *, with_revisits: bool) -> None:
    urls = removing.dependents(connection)
    if urls and not with_revisits:
        raise ArchiveError(
            f"{len(urls)} captures of other addresses, such as {urls[0]}, hold the same payload by pointing at what "
            "would be removed. Remove them too with --with-revisits, or keep both."
        )
    while removing.dependents(connection):
        query = "SELECT captures.id FROM captures JOIN removed_captures ON captures.revisit_of = removed_captures.id"
        _choose(connection, "removed_captures", query)
        _choose_articles_of_captures(connection)


def _remove_source(connection: sqlite3.Connection, source: int, domain: str) -> None:
    connection.execute(
        "DELETE FROM attempts WHERE frontier_id IN (SELECT id FROM frontier WHERE source_id = ?)", (source,)
    )
    connection.execute("DELETE FROM frontier WHERE source_id = ?", (source,))
    # What other sources of the same site know stays; so do rules by which a capture was read that stays.
    used = "SELECT rules_id FROM extractions WHERE rules_id IS NOT NULL"
    connection.execute(f"DELETE FROM source_rules WHERE source_id = ? AND id NOT IN ({used})", (source,))
    if not connection.execute("SELECT 1 FROM source_rules WHERE source_id = ?", (source,)).fetchone():
        connection.execute("DELETE FROM sources WHERE id = ?", (source,))
    _remove_memories(connection, domain)


def _remove_memories(connection: sqlite3.Connection, domain: str) -> None:
    unused = """SELECT id FROM memories WHERE domain = ?
        AND id NOT IN (SELECT memory_id FROM extractions WHERE memory_id IS NOT NULL)"""
    connection.execute(f"DELETE FROM memory_blocks WHERE memory_id IN ({unused})", (domain,))
    connection.execute(f"DELETE FROM memories WHERE id IN ({unused})", (domain,))
