"""One article as it was read: its head, its paragraphs, its torn edge, its versions, its proof."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field

from archive.errors import NotFound
from archive.extraction.answer import Paragraph
from archive.store.structure import decode
from archive.web.page import INSIDE
from archive.web.queries.listing import names


@dataclass(frozen=True, slots=True)
class Head:
    """What stands of an article whichever version is shown."""

    id: str
    url: str
    site: str
    source: str  # name of its TOML; "" where none is crawled
    first_seen_at: str  # UTC
    last_checked_at: str  # UTC
    changed_at: str  # UTC
    state: str  # alive, gone
    gone_reason: str
    key: int = field(metadata=INSIDE)  # articles.id
    version: int  # ordinal of the current version


@dataclass(frozen=True, slots=True)
class Reading:
    """One version as today's reading has it."""

    version: int
    edit: str
    headline: str
    headline_source: str
    standfirst: str
    summary: tuple[str, ...]
    byline: str
    authors: tuple[str, ...]
    published_at: str
    published_source: str
    modified_at: str
    modified_source: str
    language: str
    section: str
    tags: tuple[str, ...]
    image: str
    site_name: str
    description: str
    kind: str
    kind_reason: str
    paywalled: bool | None
    words: int
    text: str
    paragraphs: tuple[Paragraph, ...]
    extractor: str
    extracted_at: str
    memory: int  # number of the site-memory snapshot; 0 for none
    notes: tuple[str, ...]
    first_capture: int = field(metadata=INSIDE)
    text_key: int | None = field(metadata=INSIDE)
    aside: str = field(metadata=INSIDE)  # stored set-aside list, JSON


@dataclass(frozen=True, slots=True)
class Change:
    """One version in the timeline."""

    version: int
    edit: str
    seen_at: str  # UTC
    last_at: str  # UTC of the last capture that showed it
    headline: str
    words: int


@dataclass(frozen=True, slots=True)
class Proof:
    """Where a version comes from: the exchange and its record."""

    url: str
    fetched_at: str
    status: int | None
    mime: str
    ip: str
    payload_digest: str
    payload_length: int
    truncated: str
    record: int | None = field(metadata=INSIDE)
    record_id: str
    record_type: str
    block_digest: str
    member_length: int
    crawl: str
    software: str
    rights: dict[str, str]
    capture: int


def head(connection: sqlite3.Connection, article_id: str) -> Head:
    """Return an article's head; raise NotFound where the archive has none of that id."""
    row = connection.execute(
        """SELECT articles.*, sources.name, versions.ordinal FROM articles
            LEFT JOIN sources ON sources.id = articles.source_id
            LEFT JOIN versions ON versions.id = articles.current_version WHERE articles.article_id = ?""",
        (article_id,),
    ).fetchone()
    if row is None or row["ordinal"] is None:
        raise NotFound(f"This archive has no article “{article_id[:60]}”.")
    return Head(
        id=row["article_id"],
        url=row["url"],
        site=row["domain"],
        source=row["name"] or "",
        first_seen_at=row["first_seen_at"],
        last_checked_at=row["last_checked_at"],
        changed_at=row["changed_at"],
        state=row["state"],
        gone_reason=row["gone_reason"],
        key=row["id"],
        version=row["ordinal"],
    )


def reading(connection: sqlite3.Connection, article: Head, version: int) -> Reading:
    """Return one version of an article; raise NotFound where it has no such version."""
    row = connection.execute(
        """SELECT versions.ordinal, versions.edit, versions.first_capture, versions.last_capture, extractions.*,
                texts.text, texts.words, memories.number AS memory
            FROM versions JOIN extractions ON extractions.id = versions.extraction_id
            LEFT JOIN texts ON texts.id = extractions.text_id
            LEFT JOIN memories ON memories.id = extractions.memory_id
            WHERE versions.article_id = ? AND versions.ordinal = ?""",
        (article.key, version),
    ).fetchone()
    if row is None:
        raise NotFound(f"This article has {article.version} versions, and no version {version}.")
    text = row["text"] or ""
    return Reading(
        version=row["ordinal"],
        edit=row["edit"],
        headline=row["headline"],
        headline_source=row["headline_source"],
        standfirst=row["standfirst"],
        summary=tuple(json.loads(row["summary"])),
        byline=row["byline"],
        authors=names(row["authors"]),
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
        kind=row["kind"],
        kind_reason=row["kind_reason"],
        paywalled=None if row["paywalled"] is None else bool(row["paywalled"]),
        words=row["words"] or 0,
        text=text,
        paragraphs=decode(text, row["structure"]),
        extractor=row["extractor"],
        extracted_at=row["extracted_at"],
        memory=row["memory"] or 0,
        notes=tuple(json.loads(row["notes"])),
        first_capture=row["first_capture"],
        text_key=row["text_id"],
        aside=row["set_aside"],
    )


def changes(connection: sqlite3.Connection, article: Head) -> tuple[Change, ...]:
    """Return an article's versions, oldest first."""
    rows = connection.execute(
        """SELECT versions.ordinal, versions.edit, versions.seen_at, captures.fetched_at, extractions.headline,
                texts.words
            FROM versions JOIN extractions ON extractions.id = versions.extraction_id
            LEFT JOIN texts ON texts.id = extractions.text_id
            JOIN captures ON captures.id = versions.last_capture
            WHERE versions.article_id = ? ORDER BY versions.ordinal""",
        (article.key,),
    )
    return tuple(Change(row[0], row[1], row[2], row[3], row[4], row[5] or 0) for row in rows)


def proof(connection: sqlite3.Connection, capture: int) -> Proof:
    """Return where a capture comes from; raise NotFound where the archive has none of that number."""
    row = connection.execute(
        """SELECT captures.*, records.record_id, records.type, records.block_digest, records.member_length,
                crawls.crawl_id AS crawl, crawls.software
            FROM captures LEFT JOIN records ON records.id = captures.response_record
            JOIN crawls ON crawls.id = captures.crawl_id WHERE captures.id = ?""",
        (capture,),
    ).fetchone()
    if row is None:
        raise NotFound(f"This archive has no capture number {capture}.")
    return Proof(
        url=row["url"],
        fetched_at=row["fetched_at"],
        status=row["status"],
        mime=row["mime"],
        ip=row["ip"],
        payload_digest=row["payload_digest"],
        payload_length=row["payload_length"],
        truncated=row["truncated"],
        record=row["response_record"],
        record_id=row["record_id"] or "",
        record_type=row["type"] or "",
        block_digest=row["block_digest"] or "",
        member_length=row["member_length"] or 0,
        crawl=row["crawl"],
        software=row["software"],
        rights=json.loads(row["rights"]),
        capture=row["id"],
    )


def copies(connection: sqlite3.Connection, article: Head, text: int | None, *, limit: int = 20) -> tuple[str, ...]:
    """Return the ids of other articles that carry the very same text."""
    rows = connection.execute(
        """SELECT DISTINCT articles.article_id FROM extractions
            JOIN versions ON versions.extraction_id = extractions.id
            JOIN articles ON articles.current_version = versions.id
            WHERE extractions.text_id = ? AND articles.id <> ? LIMIT ?""",
        (text, article.key, limit),
    )
    return tuple(row[0] for row in rows)


def articles_at(connection: sqlite3.Connection, urls: Iterable[str]) -> dict[str, str]:
    """Return which of some normalised URLs are articles here: URL to public id, other addresses of a story included."""
    found: dict[str, str] = {}
    for some in _slices(url for url in urls if url):
        marks = ",".join("?" * len(some))
        found.update(
            map(
                tuple,
                connection.execute(
                    f"""SELECT url, article_id FROM articles WHERE url IN ({marks}) UNION ALL
                        SELECT aliases.url, articles.article_id FROM aliases
                        JOIN articles ON articles.id = aliases.article_id WHERE aliases.url IN ({marks})""",
                    some * 2,
                ),
            )
        )
    return found


def _slices(values: Iterable[str]) -> list[list[str]]:
    """Cut a list so that each part fits the parameters of one statement."""
    unique = list(dict.fromkeys(values))
    return [unique[i : i + 400] for i in range(0, len(unique), 400)]
