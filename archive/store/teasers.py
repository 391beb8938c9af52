"""Teasers: each promoted story once, each place and time where it stood, and their addresses into the frontier."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Mapping

from archive.extraction.answer import Teaser
from archive.model import Address
from archive.store.addresses import domain_of, fetchable, spelled
from archive.store.cleaning import storable
from archive.store.database import Archive
from archive.store.dictionary import number
from archive.store.frontier import NEXT_PAGE, add

MAX_TEASERS = 500  # of one page; a front page has a hundred or two

_Row = tuple[str, str, str, str, str, str]  # domain, url, heading, headline, snippet, image
_KNOWN = "SELECT digest, id FROM teasers WHERE digest IN (SELECT value FROM json_each(?))"
_ADD = "INSERT INTO teasers (digest, domain, url, heading, headline, snippet, image) VALUES (?, ?, ?, ?, ?, ?, ?)"
_SIGHTING = "INSERT OR IGNORE INTO teaser_sightings (teaser_id, capture_id, position) VALUES (?, ?, ?)"


def store_teasers(archive: Archive, capture: sqlite3.Row, teasers: Iterable[Teaser]) -> None:
    """Store the teasers of one page, in the caller's transaction, and put those of its own site into the frontier.

    Only a site that is a source is followed: the frontier is for what the operator asked to be collected.
    """
    connection = archive.connection
    domain = domain_of(capture["url"])
    chosen = list(teasers)[:MAX_TEASERS]
    rows = [_row(domain, teaser) for teaser in chosen]
    keys = _keys(connection, {_digest(row): row for row in rows})
    sightings = [(keys[_digest(row)], capture["id"], one.position) for row, one in zip(rows, chosen, strict=True)]
    connection.executemany(_SIGHTING, sightings)
    _follow(archive, capture, domain, [url for _, url, *_ in rows])


def _row(domain: str, teaser: Teaser) -> _Row:
    return storable((domain, spelled(teaser.url), teaser.heading, teaser.headline, teaser.snippet, teaser.image))


def _digest(row: _Row) -> int:
    return number(hashlib.sha256("\x00".join(row).encode()).hexdigest()[:16])


def _keys(connection: sqlite3.Connection, wanted: Mapping[int, _Row]) -> dict[int, int]:
    """Return the key of each teaser by its digest; those that are new are added."""
    known = _known(connection, wanted)
    missing = [digest for digest in wanted if digest not in known]
    if missing:
        connection.executemany(_ADD, [(digest, *wanted[digest]) for digest in missing])
        known |= _known(connection, missing)
    return known


def _known(connection: sqlite3.Connection, digests: Iterable[int]) -> dict[int, int]:
    return dict(tuple(row) for row in connection.execute(_KNOWN, (json.dumps(list(digests)),)))


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
    """Put the next page of an article into the frontier, at its head, where its site has a source; "" is none."""
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
