"""Exchanges → members, records, captures and attempts, before anybody interprets them: each call is one transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from archive import warc
from archive.exchange import Draft, draft, draft_saved, revisit
from archive.model import REFUSALS, Attempt, Capture, Exchange, FrontierState, SavedPage
from archive.store.database import Archive, now, stamp
from archive.store.records import Ties, put_capture, put_record

NOT_MODIFIED = 304
_NO_ANSWER = "no response"

# The last good answer of a URL, and the capture and record that hold its payload.
_EARLIER = """
    SELECT captures.payload_digest, held.id AS capture, records.id AS record, records.record_id, records.target_uri,
        records.date
    FROM captures
    JOIN captures AS held ON held.id = coalesce(captures.revisit_of, captures.id)
    JOIN records ON records.id = held.response_record AND records.type = 'response'
    WHERE captures.url_key = ? AND captures.url = ? AND captures.status = 200 AND held.payload_length > 0
    ORDER BY captures.fetched_at DESC, captures.id DESC LIMIT 1"""


@dataclass(frozen=True, slots=True)
class _Packed:
    """The members of one draft, compressed before the file is held."""

    exchange: Exchange
    draft: Draft
    response: bytes  # b"" of a 304
    request: bytes


def record(archive: Archive, crawl_id: int, exchanges: Sequence[Exchange]) -> list[Capture]:
    """Keep exchanges as WARC records and captures; their addresses become 'recorded'.

    A payload that the last capture of the same URL had is not kept twice: it becomes a revisit record, as a 304 does.

    Raises:
        ArchiveBusy, DiskFull: nothing of these exchanges was kept.

    """
    warcinfo = _warcinfo_of(archive.connection, crawl_id)
    packed = [_pack(exchange, warcinfo) for exchange in exchanges]
    with archive.transaction() as connection:
        return [_keep(connection, crawl_id, one) for one in packed]


def _warcinfo_of(connection: sqlite3.Connection, crawl_id: int) -> str:
    query = "SELECT record_id FROM records WHERE crawl_id = ? AND type = 'warcinfo' ORDER BY id LIMIT 1"
    row = connection.execute(query, (crawl_id,)).fetchone()
    return str(row[0]) if row else ""


def _pack(exchange: Exchange, warcinfo: str) -> _Packed:
    ready = draft(exchange, date=stamp(exchange.started_at), warcinfo=warcinfo)
    return _Packed(
        exchange,
        ready,
        _member(ready) if ready.facts.status != NOT_MODIFIED else b"",  # a revisit nearly always stands for it
        warc.member_of(ready.request) if ready.request else b"",
    )


def _member(ready: Draft) -> bytes:
    return warc.member_of(ready.response, packed=ready.packed) if ready.response else b""


def _keep(connection: sqlite3.Connection, crawl_id: int, packed: _Packed) -> Capture:
    exchange, ready = packed.exchange, packed.draft
    response, revisit_of = _keep_response(connection, crawl_id, packed)
    request = (
        put_record(connection, ready.request, packed.request, crawl_id=crawl_id, concurrent_to=response)
        if ready.request
        else None
    )
    named_by = ready.response or ready.request
    capture = put_capture(
        connection,
        ready.facts,
        Ties(
            crawl_id=crawl_id,
            response_record=response,
            request_record=request,
            revisit_of=revisit_of,
            source_id=exchange.source_id,
            kind=exchange.kind,
            ip=exchange.ip,
            rights=exchange.rights,
            record_id=named_by.id if named_by else "",
            state="recorded" if response else "read",  # nobody can read what did not come
            outcome="" if response else _NO_ANSWER,
        ),
    )
    if exchange.address_id is not None:
        _mark_recorded(connection, exchange.address_id, capture)
    return capture


def _keep_response(connection: sqlite3.Connection, crawl_id: int, packed: _Packed) -> tuple[int | None, int | None]:
    """Write the response, or the revisit that stands for it; return its key and that of the earlier capture."""
    ready = packed.draft
    if ready.response is None:
        return None, None
    found = _revisited(connection, ready)
    if found is None:
        return put_record(connection, ready.response, packed.response or _member(ready), crawl_id=crawl_id), None
    profile, earlier = found
    short = revisit(ready, profile=profile, refers_to=(earlier["record_id"], earlier["target_uri"], earlier["date"]))
    key = put_record(connection, short, warc.member_of(short), crawl_id=crawl_id, refers_to=earlier["record"])
    return key, earlier["capture"]


def _revisited(connection: sqlite3.Connection, ready: Draft) -> tuple[str, sqlite3.Row] | None:
    """Return profile and earlier capture where the payload is held already.

    Only of whole 200 answers: replay tools answer nothing useful for revisits of redirects and errors.
    """
    facts = ready.facts
    if facts.status not in (200, NOT_MODIFIED) or facts.truncated:
        return None
    earlier = connection.execute(_EARLIER, (facts.url_key, facts.url)).fetchone()
    if earlier is None:
        return None
    if facts.status == NOT_MODIFIED:
        return warc.NOT_MODIFIED, earlier
    return (warc.IDENTICAL, earlier) if earlier["payload_digest"] == facts.payload_digest else None


def _mark_recorded(connection: sqlite3.Connection, address_id: int, capture: Capture) -> None:
    # An answer that is no page leaves the count of failures as it is: whoever reads it counts on, and waits longer.
    in_trouble = capture.status is None or capture.status >= 400
    connection.execute(
        """UPDATE frontier SET state = ?, leased_by = NULL, leased_until = NULL, visits = visits + 1,
            attempts = CASE WHEN ? THEN attempts ELSE 0 END, last_capture = ?, reason = NULL
        WHERE id = ?""",
        (FrontierState.RECORDED.value, in_trouble, capture.id, address_id),
    )


def record_saved(archive: Archive, crawl_id: int, page: SavedPage) -> Capture:
    """Keep a saved file as a resource record."""
    warcinfo = _warcinfo_of(archive.connection, crawl_id)
    ready = draft_saved(page, date=stamp(page.fetched_at), warcinfo=warcinfo)
    assert ready.response is not None
    member = warc.member_of(ready.response, packed=ready.packed)
    with archive.transaction() as connection:
        key = put_record(connection, ready.response, member, crawl_id=crawl_id)
        return put_capture(connection, ready.facts, Ties(crawl_id, response_record=key, record_id=ready.response.id))


def record_warcinfo(archive: Archive, crawl_id: int, fields: Mapping[str, str]) -> int:
    """Write the warcinfo record of a crawl, "name: value" lines (ISO 28500, 6.2), and return its key.

    Later records of the crawl name it in WARC-Warcinfo-ID.
    """
    block = warc.fields_block(list(fields.items()))
    info = warc.Record(warc.new_id(), "warcinfo", now(), block, content_type=warc.FIELDS_TYPE)
    with archive.transaction() as connection:
        return put_record(connection, info, warc.member_of(info), crawl_id=crawl_id)


def record_attempts(archive: Archive, crawl_id: int, attempts: Sequence[Attempt]) -> None:
    """Keep why fetches came to nothing; their addresses become failed or refused, due at `retry_at`."""
    with archive.transaction() as connection:
        for attempt in attempts:
            _put_attempt(connection, crawl_id, attempt)


def _put_attempt(connection: sqlite3.Connection, crawl_id: int, attempt: Attempt) -> None:
    connection.execute(
        """INSERT INTO attempts (url, frontier_id, capture_id, crawl_id, tried_at, reason, detail)
        VALUES (?, ?, ?, ?, ?, ?, ?)""",
        (
            attempt.url,
            attempt.address_id,
            attempt.capture_id,
            crawl_id,
            stamp(attempt.tried_at),
            attempt.reason.value,
            attempt.detail,
        ),
    )
    if attempt.address_id is not None:
        state = FrontierState.REFUSED if attempt.reason in REFUSALS else FrontierState.FAILED
        connection.execute(
            """UPDATE frontier SET state = ?, due_at = ?, reason = ?, attempts = attempts + 1, leased_by = NULL,
                leased_until = NULL
            WHERE id = ?""",
            (
                state.value,
                stamp(attempt.retry_at) if attempt.retry_at else None,
                attempt.reason.value,
                attempt.address_id,
            ),
        )
