"""Where a reading comes from, and which addresses are articles here."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field

from archive.errors import NotFound
from archive.web.page import INSIDE


@dataclass(frozen=True, slots=True)
class Provenance:
    """The exchange behind a reading, and its record."""

    capture_id: str
    url: str
    fetched_at: str  # UTC
    status: int | None
    mime: str
    ip: str
    payload_digest: str
    payload_length: int
    truncated: str
    record_id: str  # "" where no bytes are kept
    record_type: str
    block_digest: str
    member_length: int
    crawl: str
    software: str
    rights: dict[str, str]
    capture: int = field(metadata=INSIDE)  # captures.id


def provenance(connection: sqlite3.Connection, capture_id: str) -> Provenance:
    """Return where a capture comes from; raise NotFound where the archive has none of that id."""
    row = connection.execute(
        """SELECT captures.*, records.record_id, records.type, records.block_digest, records.member_length,
                crawls.crawl_id AS crawl, crawls.software
            FROM captures LEFT JOIN records ON records.id = captures.response_record
            JOIN crawls ON crawls.id = captures.crawl_id WHERE captures.capture_id = ?""",
        (capture_id,),
    ).fetchone()
    if row is None:
        raise NotFound(f"This archive has no capture “{capture_id}”.")
    return Provenance(
        capture_id=capture_id,
        url=row["url"],
        fetched_at=row["fetched_at"],
        status=row["status"],
        mime=row["mime"],
        ip=row["ip"],
        payload_digest=row["payload_digest"],
        payload_length=row["payload_length"],
        truncated=row["truncated"],
        record_id=row["record_id"] or "",
        record_type=row["type"] or "",
        block_digest=row["block_digest"] or "",
        member_length=row["member_length"] or 0,
        crawl=row["crawl"],
        software=row["software"],
        rights=json.loads(row["rights"]),
        capture=row["id"],
    )


def articles_at(connection: sqlite3.Connection, urls: Iterable[str]) -> dict[str, str]:
    """Return which of some normalised URLs are articles here, by any of their addresses: URL to public id."""
    rows = connection.execute(
        """WITH wanted AS (SELECT DISTINCT value AS url FROM json_each(?))
            SELECT wanted.url, article_id FROM wanted JOIN articles ON articles.url = wanted.url
            UNION ALL SELECT wanted.url, articles.article_id FROM wanted
            JOIN aliases ON aliases.url = wanted.url JOIN articles ON articles.id = aliases.article_id""",
        (json.dumps([url for url in urls if url]),),
    )
    return dict(map(tuple, rows))
