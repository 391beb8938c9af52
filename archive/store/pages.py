"""One reading of one capture, whole: what the page says, what was kept and set aside, and the proof behind it."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass

from archive.errors import NotFound
from archive.extraction.answer import Paragraph, SetAside, Teaser
from archive.store.dictionary import load_set_aside
from archive.store.structure import decode


@dataclass(frozen=True, slots=True)
class Proof:
    """What stands behind a reading: the capture, its record, and who read it how."""

    capture_id: str
    url: str  # target URI
    fetched_at: str  # UTC
    status: int | None
    record_id: str  # urn:uuid:…; "" where no bytes are kept
    payload_digest: str  # sha1, base32
    block_digest: str
    extractor: str
    extracted_at: str  # UTC
    memory: int  # number of the snapshot of the site's memory; 0: nothing was known
    rules: str  # digest of the source's rules; "" without
    further: tuple[str, ...] = ()  # captures of the further pages of an article in several, in page order


@dataclass(frozen=True, slots=True)
class Page:
    """One reading of one capture, whole."""

    kind: str  # article, live blog, section page, consent wall …
    kind_reason: str  # a sentence
    headline: str  # without the site's name
    headline_source: str  # where on the page
    standfirst: str  # paragraph under the headline
    summary: tuple[str, ...]  # summary bullets
    byline: str  # as printed
    authors: tuple[tuple[str, str], ...]  # (name, "person", "agency" or "organisation")
    published_at: str  # as stored; "" where the page does not say
    published_source: str  # where on the page
    modified_at: str  # as published_at
    modified_source: str  # where on the page
    language: str  # BCP 47 primary tag
    section: str  # the publisher's desk
    tags: tuple[str, ...]  # as the page gives them
    image: str  # lead image
    site_name: str  # as the page says
    description: str  # as the page says
    canonical_url: str  # as the page says
    paywalled: bool | None  # None: the page does not say
    words: int  # of the text
    text: str  # standfirst, summary and body, paragraphs joined by a blank line
    paragraphs: tuple[Paragraph, ...]  # what was kept, block by block
    set_aside: tuple[SetAside, ...]  # what was torn off, and why
    teasers: tuple[Teaser, ...]  # pointers to other stories
    notes: tuple[str, ...]  # what went less than well
    proof: Proof  # what stands behind it


_PAGE = """
    SELECT extractions.*, texts.text, texts.words, captures.id AS shown, captures.capture_id AS public_capture,
        captures.url, captures.fetched_at, captures.status, captures.payload_digest, records.record_id,
        records.block_digest, memories.number AS memory, source_rules.digest AS rules
    FROM extractions
    JOIN captures ON captures.id = coalesce(
        (SELECT capture_id FROM extraction_pages WHERE extraction_id = extractions.id AND page = 1),
        extractions.capture_id)
    LEFT JOIN texts ON texts.id = extractions.text_id
    LEFT JOIN records ON records.id = captures.response_record
    LEFT JOIN memories ON memories.id = extractions.memory_id
    LEFT JOIN source_rules ON source_rules.id = extractions.rules_id
    WHERE extractions.id = ?"""


def newest_page(connection: sqlite3.Connection, capture: int) -> Page | None:
    """Return how a capture was read last, article or not; None where it was not read."""
    row = connection.execute(
        "SELECT id FROM extractions WHERE capture_id = ? ORDER BY id DESC LIMIT 1", (capture,)
    ).fetchone()
    return None if row is None else load_page(connection, row["id"])


def load_page(connection: sqlite3.Connection, extraction: int) -> Page:
    """Return one reading, whole.

    Raises:
        NotFound: there is no such reading.

    """
    row = connection.execute(_PAGE, (extraction,)).fetchone()
    if row is None:
        raise NotFound(f"There is no extraction {extraction} in this archive.")
    text = row["text"] or ""
    return Page(
        kind=row["kind"],
        kind_reason=row["kind_reason"],
        headline=row["headline"],
        headline_source=row["headline_source"],
        standfirst=row["standfirst"],
        summary=tuple(json.loads(row["summary"])),
        byline=row["byline"],
        authors=tuple((author["name"], author["kind"]) for author in json.loads(row["authors"])),
        published_at=row["published_at"] or "",
        published_source=row["published_source"],
        modified_at=row["modified_at"] or "",
        modified_source=row["modified_source"],
        language=row["language"],
        section=row["section"],
        tags=tuple(json.loads(row["tags"])),
        image=row["image"],
        site_name=row["site_name"],
        description=row["description"],
        canonical_url=row["canonical_url"],
        paywalled=None if row["paywalled"] is None else bool(row["paywalled"]),
        words=row["words"] or 0,
        text=text,
        paragraphs=decode(text, row["structure"]),
        set_aside=load_set_aside(connection, row["set_aside"]),
        teasers=teasers_on(connection, row["shown"]),
        notes=tuple(json.loads(row["notes"])),
        proof=_proof(row, _further(connection, extraction)),
    )


def _further(connection: sqlite3.Connection, extraction: int) -> tuple[str, ...]:
    rows = connection.execute(
        """SELECT captures.capture_id FROM extraction_pages JOIN captures ON captures.id = extraction_pages.capture_id
        WHERE extraction_id = ? AND page > 1 ORDER BY page""",
        (extraction,),
    )
    return tuple(row["capture_id"] for row in rows)


def _proof(row: sqlite3.Row, further: tuple[str, ...]) -> Proof:
    return Proof(
        capture_id=row["public_capture"],
        url=row["url"],
        fetched_at=row["fetched_at"],
        status=row["status"],
        record_id=row["record_id"] or "",
        payload_digest=row["payload_digest"],
        block_digest=row["block_digest"] or "",
        extractor=row["extractor"],
        extracted_at=row["extracted_at"],
        memory=row["memory"] or 0,
        rules=row["rules"] or "",
        further=further,
    )


def teasers_on(connection: sqlite3.Connection, capture: int) -> tuple[Teaser, ...]:
    """Return the teasers that stood on a captured page, list by list."""
    rows = connection.execute(
        """SELECT teasers.*, position FROM teaser_sightings JOIN teasers ON teasers.id = teaser_id
        WHERE capture_id = ? ORDER BY min(teaser_id) OVER (PARTITION BY heading), position""",
        (capture,),
    )
    return tuple(
        Teaser(row["url"], row["headline"], row["heading"], row["snippet"], row["image"], row["position"])
        for row in rows
    )
