"""Rows for what is kept: one record with its member, one capture. Callers hold the transaction."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field

from archive import warc
from archive.exchange import Facts
from archive.model import AddressKind, Capture
from archive.store.database import moment
from archive.urls import short_hash

_BOUND = 16 << 20  # bytes of a member bound as one value, of which SQLite makes two copies


@dataclass(frozen=True, slots=True)
class Ties:
    """What else a capture's row says: who fetched it, for whom, and which records hold it."""

    crawl_id: int
    response_record: int | None = None
    request_record: int | None = None
    revisit_of: int | None = None
    source_id: int | None = None
    kind: AddressKind = AddressKind.PAGE
    ip: str = ""
    rights: Mapping[str, str] = field(default_factory=dict)
    record_id: str = ""  # of the response, else of the request: part of what the capture is named by
    state: str = "recorded"
    outcome: str = ""


def put_record(
    connection: sqlite3.Connection,
    record: warc.Record,
    member: bytes,
    *,
    crawl_id: int,
    concurrent_to: int | None = None,
    refers_to: int | None = None,
) -> int:
    """Write a record's row and its member, and return its key."""
    key = connection.execute(
        """INSERT INTO records (record_id, type, target_uri, date, content_type, block_digest, payload_digest,
            block_length, member_length, crawl_id, concurrent_to, refers_to)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        (
            record.id,
            record.type,
            record.target_uri,
            record.date,
            record.content_type,
            record.block_digest or warc.digest(record.block),
            record.payload_digest,
            len(record.block),
            len(member),
            crawl_id,
            concurrent_to,
            refers_to,
        ),
    ).lastrowid
    assert key is not None
    _put_member(connection, key, member)
    return key


def _put_member(connection: sqlite3.Connection, key: int, member: bytes) -> None:
    if len(member) <= _BOUND:
        connection.execute("INSERT INTO members (id, member) VALUES (?, ?)", (key, member))
        return
    connection.execute("INSERT INTO members (id, member) VALUES (?, zeroblob(?))", (key, len(member)))
    with connection.blobopen("members", "member", key) as blob, memoryview(member) as view:
        for start in range(0, len(member), _BOUND):
            blob.write(view[start : start + _BOUND])


def put_capture(connection: sqlite3.Connection, facts: Facts, ties: Ties) -> Capture:
    """Write a capture's row and return it."""
    capture_id = short_hash(f"{facts.url}\n{facts.date}\n{ties.record_id}")
    key = connection.execute(
        """INSERT INTO captures (capture_id, url, url_key, fetched_at, kind, status, mime, etag, last_modified,
            location, truncated, payload_digest, payload_length, ip, rights, crawl_id, source_id, response_record,
            request_record, revisit_of, state, outcome)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        (
            capture_id,
            facts.url,
            facts.url_key,
            facts.date,
            ties.kind.value,
            facts.status,
            facts.mime,
            facts.etag,
            facts.last_modified,
            facts.location,
            facts.truncated,
            facts.payload_digest,
            facts.payload_length,
            ties.ip,
            json.dumps(dict(ties.rights)),
            ties.crawl_id,
            ties.source_id,
            ties.response_record,
            ties.request_record,
            ties.revisit_of,
            ties.state,
            ties.outcome,
        ),
    ).lastrowid
    assert key is not None
    return Capture(
        id=key,
        capture_id=capture_id,
        url=facts.url,
        fetched_at=moment(facts.date),
        status=facts.status,
        mime=facts.mime,
        payload_digest=facts.payload_digest,
        response_record=ties.response_record,
        request_record=ties.request_record,
        revisit_of=ties.revisit_of,
        location=facts.location,
    )
