"""Crawls: the runs of commands that fetch, import or read again, and what a killed one left to do."""

from __future__ import annotations

import json
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from importlib.metadata import PackageNotFoundError, version

from archive import clock
from archive.model import AddressKind
from archive.store.database import Archive, now, stamp
from archive.store.recording import record_warcinfo
from archive.urls import short_hash

_SOFTWARE = ("tearsheet", "Scrapy", "trafilatura")
# A one-off fetch holds no lock, so what it recorded is left alone for as long as it may still be reading it.
_ONE_OFF = timedelta(hours=1)

_LEFT = """
    SELECT captures.id, captures.kind, captures.source_id
    FROM captures JOIN crawls ON crawls.id = captures.crawl_id
    WHERE captures.state = 'recorded' AND captures.state <> 'read' AND captures.crawl_id <> :crawl
        AND (captures.source_id IN (SELECT value FROM json_each(:sources))
            OR (captures.source_id IS NULL AND (crawls.ended_at IS NOT NULL OR crawls.started_at < :before)))
    ORDER BY captures.id"""


@dataclass(frozen=True, slots=True)
class Left:
    """A capture that an earlier run recorded and did not come to read."""

    capture_id: int  # captures.id
    kind: AddressKind
    source_id: int | None


def begin_crawl(archive: Archive, *, command: str, settings: Mapping[str, object]) -> int:
    """Write the row of a run and its warcinfo record, and return its key."""
    software, started_at = _software(), now()
    with archive.transaction() as connection:
        crawl_id = connection.execute(
            "INSERT INTO crawls (crawl_id, command, software, settings, started_at) VALUES (?, ?, ?, ?, ?)",
            ("", command, software, json.dumps(dict(settings), default=str), started_at),
        ).lastrowid
        assert crawl_id is not None
        # Two runs of one archive may start in the same millisecond, but not under the same key.
        name = short_hash(f"{platform.node()} {archive.path.resolve()} {crawl_id} {started_at}")
        connection.execute("UPDATE crawls SET crawl_id = ? WHERE id = ?", (name, crawl_id))
        record_warcinfo(archive, crawl_id, _warcinfo(archive, software, command))
    return crawl_id


def _warcinfo(archive: Archive, software: str, command: str) -> dict[str, str]:
    collection = dict(archive.connection.execute("SELECT key, value FROM collection").fetchall())
    return {
        "software": software,
        "format": "WARC File Format 1.1",
        "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
        "description": " · ".join(filter(None, [collection.get("description"), f"tearsheet {command}"])),
        **{key: collection[key] for key in ("title", "collector", "rights", "contact") if collection.get(key)},
    }


def end_crawl(archive: Archive, crawl_id: int, *, outcome: str, counts: Mapping[str, int]) -> None:
    """Write how a run ended: finished, interrupted or failed, and what it counted."""
    with archive.transaction() as connection:
        connection.execute(
            "UPDATE crawls SET ended_at = ?, outcome = ?, counts = ? WHERE id = ?",
            (now(), outcome, json.dumps(dict(counts)), crawl_id),
        )


def left_to_read(archive: Archive, crawl_id: int, source_ids: Sequence[int]) -> list[Left]:
    """Return what dead runs recorded of these sources and never read, oldest first; the caller holds their locks."""
    bound = {
        "crawl": crawl_id,
        "sources": json.dumps(list(source_ids)),
        "before": stamp(clock.now() - _ONE_OFF),
    }
    return [
        Left(row["id"], AddressKind(row["kind"]), row["source_id"]) for row in archive.connection.execute(_LEFT, bound)
    ]


def _software() -> str:
    return " ".join((*(f"{name}/{_version(name)}" for name in _SOFTWARE), f"Python/{platform.python_version()}"))


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:  # an archive on a machine without the crawler
        return "absent"
