"""Each version's extraction is reproduced from its record by the extractor, memory and rules that made it."""

from __future__ import annotations

import sqlite3
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

from archive.errors import ExtractionFailed
from archive.extraction.answer import NO_RULES, SiteRules
from archive.several_pages import joined
from archive.store.addresses import spelled
from archive.store.cleaning import storable
from archive.store.content import text_digest
from archive.store.database import Archive
from archive.store.dictionary import load_set_aside
from archive.store.extractions import columns_of
from archive.store.memory import memory_of
from archive.store.packing import unpack
from archive.store.reading import CapturedPage, load
from archive.store.several import pages_of
from archive.store.sources import rules_of
from archive.verify.report import Report
from archive.workers import Readers, read_page

_CURRENT = """
    SELECT extractions.id, extractions.extractor, articles.article_id, versions.ordinal
    FROM versions
    JOIN articles ON articles.id = versions.article_id
    JOIN extractions ON extractions.id = versions.extraction_id
    WHERE extractions.extracted_at >= ? ORDER BY extractions.id"""
# When and how fast it was read is no part of what was read.
_NOT_COMPARED = frozenset({"extracted_at", "cpu_ms"})
_WORKERS = 2
_AHEAD = 16  # readings asked for before the first answer is awaited


def check(path: Path, report: Report, *, since: str = "") -> None:
    """Reproduce the extraction of every version read at `since` (UTC) or later; note extractors not installed."""
    pending: deque[tuple[str, Future[list[str]]]] = deque()
    with Readers(path, workers=_WORKERS) as readers:
        for extraction, where in _installed(path, report, since):
            pending.append((where, readers.run(f"Extraction {extraction}", reproduce, path, extraction)))
            if len(pending) >= _AHEAD:
                _judge(*pending.popleft(), report)
        while pending:
            _judge(*pending.popleft(), report)


def _installed(path: Path, report: Report, since: str) -> Iterator[tuple[int, str]]:
    others: dict[str, int] = {}
    with Archive.open(path, readonly=True) as archive:
        rows = archive.connection.execute(_CURRENT, (since,)).fetchall()
    report.expect(sum(row["extractor"] == installed(row["extractor"]) for row in rows))
    for row in rows:
        if row["extractor"] != installed(row["extractor"]):
            others[row["extractor"]] = others.get(row["extractor"], 0) + 1
            continue
        yield row["id"], f"{row['article_id']} version {row['ordinal']}"
    for name, number in sorted(others.items()):
        report.notes.append(f"{number} readings by {name}, which is not installed, were not reproduced.")


def installed(extractor: str) -> str:
    """Return the name and version of the installed extractor of that name."""
    name = extractor.partition(" ")[0]
    return f"{name} {version(name)}" if name in ("tearsheet", "trafilatura") else ""


def _judge(where: str, answer: Future[list[str]], report: Report) -> None:
    report.looked_at("readings reproduced")
    try:
        different = answer.result()
    except ExtractionFailed as error:
        report.fault("readings", where, f"It cannot be read again: {error}")
        return
    if different:
        report.fault("readings", where, f"Read again, it differs in {', '.join(different)}.")


def reproduce(path: Path, extraction_id: int) -> list[str]:
    """Read the capture of an extraction again as it was read, and return the names of the columns that differ.

    Raises:
        NotFound, BadRecord: the capture's record is not there or is damaged.

    """
    with Archive.open(path, readonly=True) as archive:
        row = archive.connection.execute("SELECT * FROM extractions WHERE id = ?", (extraction_id,)).fetchone()
        captures = pages_of(archive.connection, extraction_id) or (row["capture_id"],)
        pages = [_as_it_was_read(archive, capture, row) for capture in captures]
        readings = [read_page(page, row["extractor"].partition(" ")[0]) for page in pages]
        reading = replace(joined(readings, first=spelled(pages[0].capture.url)), capture_id=row["capture_id"])
        extraction = storable(reading.extraction)
        again = columns_of(reading, extraction)
        different = [name for name in again if name not in _NOT_COMPARED and _plain(again[name]) != _plain(row[name])]
        before = [(block.ordinal, block.kind) for block in load_set_aside(archive.connection, row["set_aside"])]
        if before != [(block.ordinal, block.kind) for block in extraction.set_aside]:
            different.append("set_aside")
        if text_digest(extraction.text) != _text_digest(archive, row["text_id"]) and extraction.kind.has_article:
            different.append("text")
        return different


def _plain(value: object) -> object:
    """Return what a packed column says: the same list may be deflated into other bytes elsewhere."""
    return unpack(value) if isinstance(value, bytes) else value


def _as_it_was_read(archive: Archive, capture: int, row: sqlite3.Row) -> CapturedPage:
    return replace(
        load(archive, capture),
        memory=memory_of(archive, row["memory_id"]),
        memory_id=row["memory_id"],
        rules=_rules(archive, row["rules_id"]),
        rules_id=row["rules_id"],
    )


def _text_digest(archive: Archive, text_id: int | None) -> str:
    row = archive.connection.execute("SELECT digest FROM texts WHERE id = ?", (text_id,)).fetchone()
    return "" if row is None else str(row["digest"])


def _rules(archive: Archive, rules_id: int | None) -> SiteRules:
    query = "SELECT toml, digest FROM source_rules WHERE id = ?"
    row = archive.connection.execute(query, (rules_id,)).fetchone()
    return NO_RULES if row is None else rules_of(row["toml"], row["digest"])
