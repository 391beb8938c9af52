"""The proof: every member decompresses and parses, every digest and length holds, every pointer points."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from archive import http_message, warc
from archive.errors import BadRecord
from archive.verify.report import Report

_BATCH = 200  # records read at a time, so that no reader stands long in the way of the write-ahead log
_NUMBER = """
    SELECT count(*) FROM records WHERE crawl_id IN (SELECT id FROM crawls WHERE coalesce(ended_at, '9') >= ?)"""
# The + keeps SQLite from walking by crawl, and sorting every record anew for each batch.
_RECORDS = """
    SELECT records.*, members.member, referred.record_id AS referred, concurrent.record_id AS concurrent
    FROM records
    LEFT JOIN members ON members.id = records.id
    LEFT JOIN records AS referred ON referred.id = records.refers_to
    LEFT JOIN records AS concurrent ON concurrent.id = records.concurrent_to
    WHERE records.id > ? AND +records.crawl_id IN (SELECT id FROM crawls WHERE coalesce(ended_at, '9') >= ?)
    ORDER BY records.id LIMIT ?"""
_STRAYS = "SELECT id FROM members WHERE id NOT IN (SELECT id FROM records)"
_CAPTURES = {
    "its response record says another digest of the payload": """
        SELECT capture_id FROM captures JOIN records ON records.id = captures.response_record
        WHERE records.payload_digest <> '' AND records.payload_digest <> captures.payload_digest""",
    "its response record is of another URL": """
        SELECT capture_id FROM captures JOIN records ON records.id = captures.response_record
        WHERE records.target_uri <> captures.url""",
    "it has neither a response record nor a request record": """
        SELECT capture_id FROM captures WHERE response_record IS NULL AND request_record IS NULL""",
    "its response record is of a type that holds none": """
        SELECT capture_id FROM captures JOIN records ON records.id = captures.response_record
        WHERE records.type NOT IN ('response', 'revisit', 'resource')""",
    "it stands for an earlier capture with another payload": """
        SELECT captures.capture_id FROM captures JOIN captures AS earlier ON earlier.id = captures.revisit_of
        WHERE captures.status = 200 AND captures.payload_digest <> earlier.payload_digest""",
    "it is a revisit of nothing": """
        SELECT capture_id FROM captures JOIN records ON records.id = captures.response_record
        WHERE records.type = 'revisit' AND (captures.revisit_of IS NULL OR records.refers_to IS NULL)""",
}


def check(connection: sqlite3.Connection, report: Report, *, since: str = "") -> None:
    """Look at every record of the crawls that ended at `since` (UTC) or later or still run, and at every capture."""
    report.expect(connection.execute(_NUMBER, (since,)).fetchone()[0])
    for row in _records(connection, since):
        report.looked_at("records")
        for problem in _problems(row):
            report.fault("members", row["record_id"], problem)
    for row in connection.execute(_STRAYS):
        report.fault("members", f"member {row[0]}", "These bytes belong to no record.")
    report.count("captures", connection.execute("SELECT count(*) FROM captures").fetchone()[0])
    for problem, query in _CAPTURES.items():
        for row in connection.execute(query):
            report.fault("captures", row[0], f"The capture is not sound: {problem}.")


def _records(connection: sqlite3.Connection, since: str) -> Iterator[sqlite3.Row]:
    last = 0
    while rows := connection.execute(_RECORDS, (last, since, _BATCH)).fetchall():
        yield from rows
        last = rows[-1]["id"]


def _problems(row: sqlite3.Row) -> Iterator[str]:
    if row["member"] is None:
        yield "The record has no bytes."
        return
    if len(row["member"]) != row["member_length"]:
        yield f"Its member has {len(row['member'])} bytes and should have {row['member_length']}."
    try:
        parsed = warc.read(row["member"])
    except BadRecord as error:
        yield str(error)
        return
    yield from _digest_problems(row, parsed)
    yield from _pointer_problems(row, parsed)


def _digest_problems(row: sqlite3.Row, parsed: warc.Parsed) -> Iterator[str]:
    if len(parsed.block) != row["block_length"]:
        yield f"Its block has {len(parsed.block)} bytes and should have {row['block_length']}."
    if warc.digest(parsed.block) != row["block_digest"]:
        yield f"Its block does not hash to {row['block_digest']}."
    written = parsed.header("WARC-Block-Digest")
    if warc.contradicts(written, parsed.block):
        yield f"Its block does not hash to {written}, which the record itself says."
    payload = payload_of(row["type"], parsed.block)
    if payload is not None and row["payload_digest"] and warc.digest(payload) != row["payload_digest"]:
        yield f"Its payload does not hash to {row['payload_digest']}."


def payload_of(kind: str, block: bytes) -> bytes | None:
    """Return what a record's payload digest is of, or None where the record holds no payload of its own."""
    if kind == "response":
        return http_message.stored_form(block).body
    return block if kind in ("resource", "conversion") else None


def _pointer_problems(row: sqlite3.Row, parsed: warc.Parsed) -> Iterator[str]:
    said = {
        "type": (row["type"], parsed.header("WARC-Type")),
        "record id": (row["record_id"], parsed.id),
        "target URI": (row["target_uri"], warc.bare(parsed.header("WARC-Target-URI"))),
        "date": (row["date"], warc.date_of(parsed)),
    }
    for name, (stored, written) in said.items():
        if stored != written:
            yield f"The {name} of its row is {stored!r}, and its bytes say {written!r}."
    for header, stored in (("WARC-Refers-To", row["referred"]), ("WARC-Concurrent-To", row["concurrent"])):
        written = warc.bare(parsed.header(header))
        if stored and written and stored != written:
            yield f"Its {header} is {written}, and its row points to {stored}."
