"""Extractions as rows: what a page says of itself, its text, its structure and its blocks set aside, there and back."""

from __future__ import annotations

import json
import sqlite3
from datetime import UTC, datetime
from typing import Any

from archive.extraction.answer import Extraction, FoundDate
from archive.model import Reading
from archive.store.cleaning import storable
from archive.store.content import content_digest, count_words, text_digest
from archive.store.database import now, stamp
from archive.store.dictionary import store_set_aside
from archive.store.several import store_pages
from archive.store.simhash import simhash
from archive.store.structure import encode

_SAME_READING = """
    SELECT id FROM extractions
    WHERE capture_id = ? AND extractor = ? AND memory_id IS ? AND rules_id IS ?"""


def store_extraction(connection: sqlite3.Connection, reading: Reading) -> int:
    """Store how a capture was read and return the row's key; a reading that is known is not stored twice.

    The same extractor, memory and rules read the same bytes the same way, so the row that is there stands.
    """
    extraction = storable(reading.extraction)
    known = connection.execute(
        _SAME_READING, (reading.capture_id, extraction.extractor, reading.memory_id, reading.rules_id)
    ).fetchone()
    if known is not None:
        return int(known["id"])
    row = columns_of(reading, extraction) | {
        "text_id": _store_text(connection, extraction.text) if extraction.kind.has_article else None,
        "set_aside": store_set_aside(connection, extraction.set_aside),
    }
    key = int(connection.execute(_insertion(row), row).lastrowid or 0)
    store_pages(connection, key, reading.pages)
    return key


def _insertion(row: dict[str, Any]) -> str:
    return f"INSERT INTO extractions ({', '.join(row)}) VALUES ({', '.join(f':{name}' for name in row)})"


def columns_of(reading: Reading, extraction: Extraction) -> dict[str, Any]:
    """Return what the row of a reading says, without its text and its blocks set aside."""
    return _provenance(reading, extraction) | _said(extraction) | _article(extraction)


def _provenance(reading: Reading, extraction: Extraction) -> dict[str, Any]:
    return {
        "capture_id": reading.capture_id,
        "extractor": extraction.extractor,
        "memory_id": reading.memory_id,
        "rules_id": reading.rules_id,
        "extracted_at": now(),
        "kind": extraction.kind.value,
        "kind_reason": extraction.kind_reason,
        "notes": _json(extraction.notes),
        "cpu_ms": reading.cpu_ms,
    }


def _said(extraction: Extraction) -> dict[str, Any]:
    metadata = extraction.metadata
    return {
        "headline": metadata.title,
        "headline_source": metadata.title_source,
        "byline": metadata.byline,
        "authors": _json([{"name": author.name, "kind": author.kind} for author in metadata.authors]),
        "published_at": printed(metadata.published),
        "published_source": metadata.published.source if metadata.published else "",
        "modified_at": printed(metadata.modified),
        "modified_source": metadata.modified.source if metadata.modified else "",
        "language": metadata.language,
        "section": metadata.section,
        "tags": _json(metadata.tags),
        "image": metadata.image,
        "site_name": metadata.site_name,
        "description": metadata.description,
        "canonical_url": metadata.canonical_url,
        "paywalled": None if metadata.paywalled is None else int(metadata.paywalled),
    }


def _article(extraction: Extraction) -> dict[str, Any]:
    if not extraction.kind.has_article:
        return {"content_digest": ""}
    return {
        "standfirst": extraction.standfirst,
        "summary": _json(extraction.summary),
        "structure": encode(extraction.paragraphs),
        "content_digest": content_digest(extraction),
        "simhash": simhash(extraction.text),
    }


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def printed(date: FoundDate | None) -> str | None:
    """Return a date as the archive keeps it: UTC with "Z" where the page gives a zone, else the publisher's clock.

    A date that is known to the day is its ten characters.
    """
    if date is None:
        return None
    if date.precision == "day":
        return f"{date.at:%Y-%m-%d}"
    return stamp(date.at.astimezone(UTC)) if date.at.tzinfo else date.at.isoformat(timespec="seconds")


def sortable(printed_date: str | None) -> str | None:
    """Return a kept date as a UTC time that sorts among the archive's; a publisher's clock is taken for UTC."""
    if not printed_date:
        return None
    at = datetime.fromisoformat(printed_date)
    return stamp(at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC))


def _store_text(connection: sqlite3.Connection, text: str) -> int:
    digest = text_digest(text)
    known = connection.execute("SELECT id FROM texts WHERE digest = ?", (digest,)).fetchone()
    if known is not None:
        return int(known["id"])
    bound = (digest, count_words(text), text)
    return int(connection.execute("INSERT INTO texts (digest, words, text) VALUES (?, ?, ?)", bound).lastrowid or 0)
