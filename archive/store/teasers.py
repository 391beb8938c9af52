"""Teasers: each promoted story once, each place and time where it stood, and their addresses into the frontier."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable

from archive.extraction.answer import Teaser
from archive.model import Address
from archive.store.addresses import domain_of, fetchable, spelled
from archive.store.cleaning import storable
from archive.store.database import Archive
from archive.store.frontier import NEXT_PAGE, add

MAX_TEASERS = 500  # of one page; a front page has a hundred or two

_SIGHTING = "INSERT OR IGNORE INTO teaser_sightings (teaser_id, capture_id, position) VALUES (?, ?, ?)"


def store_teasers(archive: Archive, capture: sqlite3.Row, teasers: Iterable[Teaser]) -> None:
    """Store the teasers of one page, in the caller's transaction, and put those of its own site into the frontier.

    Only a site that is a source is followed: the frontier is for what the operator asked to be collected.
    """
    connection = archive.connection
    domain = domain_of(capture["url"])
    addresses = []
    for teaser in list(teasers)[:MAX_TEASERS]:
        url = spelled(teaser.url)
        row = storable((domain, url, teaser.heading, teaser.headline, teaser.snippet, teaser.image))
        connection.execute(_SIGHTING, (_teaser_key(connection, row), capture["id"], teaser.position))
        addresses.append(url)
    _follow(archive, capture, domain, addresses)


def _teaser_key(connection: sqlite3.Connection, row: tuple[str, ...]) -> int:
    digest = hashlib.sha256("\x00".join(row).encode()).hexdigest()
    known = connection.execute("SELECT id FROM teasers WHERE digest = ?", (digest,)).fetchone()
    if known is not None:
        return int(known["id"])
    inserted = connection.execute(
        "INSERT INTO teasers (digest, domain, url, heading, headline, snippet, image) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (digest, *row),
    )
    return int(inserted.lastrowid or 0)


def _follow(archive: Archive, capture: sqlite3.Row, domain: str, urls: list[str]) -> None:
    source_id = _source_of(archive.connection, capture, domain)
    if source_id is None:
        return
    own = dict.fromkeys(url for url in urls if fetchable(url) and domain_of(url) == domain)
    depth = _depth(archive.connection, capture["url"])
    add(
        archive,
        (Address(url, source_id=source_id, found_by="teaser", found_on=capture["id"], depth=depth + 1) for url in own),
    )


def follow_page(archive: Archive, capture: sqlite3.Row, url: str) -> None:
    """Put the next page of an article into the frontier, at its head, where their site has a source; "" is none."""
    source_id = _source_of(archive.connection, capture, domain_of(capture["url"]))
    if url and source_id is not None:
        depth = _depth(archive.connection, capture["url"])
        add(archive, [Address(url, source_id=source_id, found_by=NEXT_PAGE, found_on=capture["id"], depth=depth)])


def _source_of(connection: sqlite3.Connection, capture: sqlite3.Row, domain: str) -> int | None:
    row = connection.execute(
        "SELECT id FROM sources WHERE domain = ? ORDER BY id = ? DESC, id LIMIT 1", (domain, capture["source_id"])
    ).fetchone()
    return None if row is None else int(row["id"])


def _depth(connection: sqlite3.Connection, url: str) -> int:
    row = connection.execute("SELECT depth FROM frontier WHERE url = ?", (spelled(url),)).fetchone()
    return 0 if row is None else int(row["depth"])
