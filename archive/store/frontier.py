"""The frontier: each known address, where it stands, who fetches it now, and when it is due again."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from archive import clock
from archive.model import Address, AddressKind, FrontierState, Lease
from archive.store.database import Archive, stamp
from archive.store.tombstones import is_forgotten
from archive.urls import host_of

# List pages sort before every page: what they name is newer than what is waiting.
LISTS_FIRST = "9999-12-31T23:59:59.999Z"
# The next page of an article sorts before every other page: half an article is worth less than a whole one.
NEXT_PAGES_NEXT = "9999-12-31T00:00:00.000Z"
NEXT_PAGE = "next page"  # how such an address was found
LIST_KINDS = frozenset({AddressKind.FEED, AddressKind.SITEMAP, AddressKind.SECTION})

# What a leased row was before: nothing about it is lost by leasing it.
_BEFORE = """CASE
    WHEN last_capture IS NOT NULL THEN 'read'
    WHEN attempts > 0 THEN 'failed'
    ELSE 'new' END"""

FALL_BACK = f"""
    UPDATE frontier SET state = {_BEFORE}, leased_by = NULL, leased_until = NULL
    WHERE leased_until IS NOT NULL"""

_LEASE = """
    SELECT frontier.id, frontier.url, frontier.kind, frontier.source_id, frontier.attempts, frontier.depth,
        frontier.found_by, frontier.last_capture, seen.status, seen.etag, seen.last_modified,
        earlier.etag AS earlier_etag, earlier.last_modified AS earlier_last_modified
    FROM frontier
    LEFT JOIN captures AS seen ON seen.id = frontier.last_capture
    LEFT JOIN captures AS earlier ON earlier.id = seen.revisit_of
    WHERE frontier.id = ?"""

# Each of the three reads along an index and stops at its limit: a million rows cost what a hundred do.
LIST_ROWS = """
    SELECT id FROM frontier
    WHERE source_id = :source AND kind IN ('feed', 'sitemap', 'section')
        AND (state = 'new' OR (due_at <= :now AND state NOT IN ('leased', 'recorded')))
    ORDER BY rank DESC LIMIT :limit"""
NEW_ROWS = """
    SELECT id FROM frontier
    WHERE source_id = :source AND state = 'new' AND rank >= :since
    ORDER BY rank DESC LIMIT :limit"""
DUE_ROWS = """
    SELECT id FROM frontier
    WHERE source_id = :source AND due_at <= :now AND state NOT IN ('new', 'leased', 'recorded')
    ORDER BY due_at LIMIT :limit"""


def add(archive: Archive, addresses: Iterable[Address]) -> int:
    """Add addresses that are not known, and return how many there were.

    An address that is known as another spelling of an archived article is left out: it is kept already; so is one that
    the operator had removed. An address known without a source joins the source that names it now.
    """
    with archive.transaction() as connection:
        return sum(_add(connection, address) for address in addresses)


def _add(connection: sqlite3.Connection, address: Address) -> bool:
    known = connection.execute("SELECT id, source_id FROM frontier WHERE url = ?", (address.url,)).fetchone()
    if known is not None:
        if known["source_id"] is None and address.source_id is not None:
            connection.execute("UPDATE frontier SET source_id = ? WHERE id = ?", (address.source_id, known["id"]))
        return False
    if address.kind is AddressKind.PAGE and _is_archived(connection, address.url):
        return False
    if is_forgotten(connection, address.url):
        return False
    _insert(connection, address)
    return True


def _insert(connection: sqlite3.Connection, address: Address) -> None:
    found_at = clock.now()
    connection.execute(
        """INSERT INTO frontier (url, host, kind, source_id, found_by, found_on, found_at, published_hint, rank, depth)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        (
            address.url,
            host_of(address.url),
            address.kind.value,
            address.source_id,
            address.found_by,
            address.found_on,
            stamp(found_at),
            stamp(address.published_hint) if address.published_hint else None,
            _rank(address, found_at),
            address.depth,
        ),
    )


def _is_archived(connection: sqlite3.Connection, url: str) -> bool:
    """Say whether an article lives at this address, or is known by it, and its own address is watched already."""
    return bool(
        connection.execute(
            """SELECT EXISTS (SELECT 1 FROM articles WHERE url = :url)
                OR EXISTS (SELECT 1 FROM aliases WHERE url = :url)""",
            {"url": url},
        ).fetchone()[0]
    )


def _rank(address: Address, found_at: datetime) -> str:
    if address.kind in LIST_KINDS:
        return LISTS_FIRST
    if address.found_by == NEXT_PAGE:
        return NEXT_PAGES_NEXT
    # A date in the future is a mistake or a trick: it must not keep an address at the head of the queue for years.
    return stamp(min(address.published_hint or found_at, found_at))


def lease(
    archive: Archive,
    crawl_id: int,
    *,
    source_ids: Sequence[int] | None,
    limit: int,
    now: datetime,
    until: datetime,
    resting: Sequence[str] = (),
    lists_only: bool = False,
    since: datetime | None = None,
) -> list[Lease]:
    """Hand this crawl up to `limit` addresses, an equal share to each source: lists, new pages newest first, due pages.

    `source_ids` None means every source of the archive. Hosts named in `resting` are passed over, and everything but
    lists where `lists_only`, and new pages dated before `since`. A lease is void after `until` (UTC) and falls back to
    what the address was before.
    """
    with archive.transaction() as connection:
        _void_leases(connection, now)
        sources = list(source_ids) if source_ids is not None else _all_sources(connection)
        queries = (LIST_ROWS,) if lists_only else (LIST_ROWS, NEW_ROWS, DUE_ROWS)
        bound = {"now": stamp(now), "limit": limit, "since": stamp(since) if since else ""}
        shares = [_rows_of(connection, queries, bound | {"source": source}, resting) for source in sources]
        chosen = _take_turns(shares, limit)
        return [_lease_row(connection, row_id, crawl_id, until) for row_id in chosen]


def claim(archive: Archive, crawl_id: int, addresses: Iterable[Address], *, until: datetime) -> list[Lease]:
    """Lease these addresses now, known or not, whenever they are due: what a person asked for by name."""
    with archive.transaction() as connection:
        claimed = []
        for address in addresses:
            query = "SELECT id FROM frontier WHERE url = ?"
            if connection.execute(query, (address.url,)).fetchone() is None:
                _insert(connection, address)
            row = connection.execute(query, (address.url,)).fetchone()
            claimed.append(_lease_row(connection, row["id"], crawl_id, until))
        return claimed


def _all_sources(connection: sqlite3.Connection) -> list[int]:
    return [row["id"] for row in connection.execute("SELECT id FROM sources ORDER BY id")]


def _rows_of(
    connection: sqlite3.Connection, queries: Sequence[str], bound: dict[str, Any], resting: Sequence[str]
) -> list[int]:
    chosen: dict[int, None] = {}
    for query in queries:
        if len(chosen) >= bound["limit"]:
            break
        rows = connection.execute(_without(query, resting, bound), bound)
        chosen.update(dict.fromkeys(row["id"] for row in rows))
    return list(chosen)[: bound["limit"]]


def _without(query: str, resting: Sequence[str], bound: dict[str, Any]) -> str:
    if not resting:
        return query
    names = [f":host{index}" for index in range(len(resting))]
    bound.update({f"host{index}": host for index, host in enumerate(resting)})
    return query.replace("ORDER BY", f"AND host NOT IN ({', '.join(names)}) ORDER BY")


def _take_turns(shares: Sequence[Sequence[int]], limit: int) -> list[int]:
    """Take one of each source in turn, so that a source with a million addresses does not starve the others."""
    longest = max((len(share) for share in shares), default=0)
    turns = [share[turn] for turn in range(longest) for share in shares if turn < len(share)]
    return turns[:limit]


def _lease_row(connection: sqlite3.Connection, row_id: int, crawl_id: int, until: datetime) -> Lease:
    connection.execute(
        "UPDATE frontier SET state = 'leased', leased_by = ?, leased_until = ? WHERE id = ?",
        (crawl_id, stamp(until), row_id),
    )
    row = connection.execute(_LEASE, (row_id,)).fetchone()
    answered = row["status"] in (200, 304)  # an error page's validators say nothing of the article
    return Lease(
        address_id=row["id"],
        url=row["url"],
        kind=AddressKind(row["kind"]),
        source_id=row["source_id"],
        attempts=row["attempts"],
        depth=row["depth"],
        etag=(row["etag"] or row["earlier_etag"] or "") if answered else "",
        last_modified=(row["last_modified"] or row["earlier_last_modified"] or "") if answered else "",
        last_capture=row["last_capture"],
        found_by=row["found_by"],
    )


def settle(
    archive: Archive, address_id: int, *, state: FrontierState, due_at: datetime | None, reason: str = ""
) -> None:
    """Say what became of an address, and when it is looked at again (UTC; None: never)."""
    with archive.transaction() as connection:
        connection.execute(
            """UPDATE frontier SET state = ?, due_at = ?, reason = ?, leased_by = NULL, leased_until = NULL
            WHERE id = ?""",
            (state.value, stamp(due_at) if due_at else None, reason or None, address_id),
        )


def return_lease(archive: Archive, address_id: int) -> None:
    """Return one lease to what the address was before: it is for another run."""
    with archive.transaction() as connection:
        _fall_back(connection, "id = ?", (address_id,))


def give_back(archive: Archive, crawl_id: int) -> int:
    """Return the leases of a run that ends to what they were, and say how many."""
    with archive.transaction() as connection:
        return _fall_back(connection, "leased_by = ?", (crawl_id,))


def give_back_dead(archive: Archive, crawl_id: int, source_ids: Sequence[int]) -> int:
    """Return the leases that other runs hold on these sources to what they were, and say how many.

    The caller holds the lock of each source, so a run that still has leases there is dead.
    """
    with archive.transaction() as connection:
        return sum(
            _fall_back(connection, "leased_by <> ? AND source_id = ?", (crawl_id, source)) for source in source_ids
        )


def _void_leases(connection: sqlite3.Connection, now: datetime) -> None:
    _fall_back(connection, "leased_until < ?", (stamp(now),))


def _fall_back(connection: sqlite3.Connection, whose: str, bound: tuple[object, ...]) -> int:
    return connection.execute(
        f"{FALL_BACK} AND {whose}",
        bound,
    ).rowcount
