"""Readings into what people read: extraction, article, version, teasers and search, in one transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace

from archive import http_message, payload
from archive.errors import NotFound
from archive.extraction.answer import NO_RULES, Extraction, PageKind, SiteMemory, SiteRules
from archive.model import Capture, Outcome, Reading
from archive.store import members
from archive.store.addresses import domain_of
from archive.store.articles import find_by_url
from archive.store.capture_state import capture_row, mark, read_in_frontier
from archive.store.comparing import reader_of, readings_of
from archive.store.database import Archive, moment
from archive.store.edits import is_emptied
from archive.store.extractions import store_extraction
from archive.store.finding import entering_together
from archive.store.identity import add_aliases, is_further_page, known_article, new_article, take_in_pages
from archive.store.memory import site_memory
from archive.store.settling import mark_gone, mark_read, mark_unreadable, settle
from archive.store.sources import current_rules
from archive.store.teasers import follow_page, store_teasers
from archive.store.versions import EMPTIED, follow, gone

__all__ = [
    "CapturedPage",
    "count_unread_of_imports",
    "load",
    "mark_gone",
    "mark_read",
    "mark_unreadable",
    "settle",
    "store_readings",
    "to_read_again",
    "unread",
    "unread_of_imports",
]

_LAST_READ = """
    SELECT captures.id, captures.payload_digest FROM versions
    JOIN extractions ON extractions.id = versions.extraction_id
    JOIN captures ON captures.id = extractions.capture_id
    WHERE versions.article_id = ? ORDER BY versions.ordinal DESC LIMIT 1"""
_CURRENT_TEXT = """
    SELECT texts.text FROM articles JOIN versions ON versions.id = articles.current_version
    JOIN extractions ON extractions.id = versions.extraction_id JOIN texts ON texts.id = extractions.text_id
    WHERE articles.id = ?"""
# `state <> 'read'` says nothing that `state = 'recorded'` does not, but it is the condition of the partial index
# captures_unread, which SQLite uses only where it finds that condition word for word.
_UNREAD = """
    SELECT id FROM captures
    WHERE state = 'recorded' AND state <> 'read' AND kind IN (SELECT value FROM json_each(?))
    ORDER BY id LIMIT ?"""
_UNREAD_OF_IMPORTS = """
    FROM captures JOIN crawls ON crawls.id = captures.crawl_id
    WHERE captures.state = 'recorded' AND captures.state <> 'read' AND crawls.command = 'import'"""


@dataclass(frozen=True, slots=True)
class CapturedPage:
    """One capture with its body decoded, and what is known of its site: all that an extractor needs."""

    capture: Capture
    content_type: str  # as sent, with parameters
    body: bytes  # content codings undone
    notes: tuple[str, ...]  # what went less than well while decoding
    memory: SiteMemory
    rules: SiteRules
    memory_id: int | None
    rules_id: int | None


def load(archive: Archive, capture_id: int) -> CapturedPage:
    """Return a capture with its body, and the site's present memory and rules.

    Raises:
        NotFound: no such capture, or nothing was received.
        BadRecord: the stored bytes are damaged.

    """
    connection = archive.connection
    row = capture_row(connection, capture_id)
    if row["response_record"] is None:
        raise NotFound(f"Capture {row['capture_id']} of {row['url']} holds no response.")
    head, body = members.response(connection, row["response_record"])
    decoded = payload.decode(head, body)
    memory_id, memory = site_memory(archive, domain_of(row["url"]))
    rules_id, rules = (None, NO_RULES) if row["source_id"] is None else current_rules(archive, row["source_id"])
    return CapturedPage(
        capture=_as_capture(row),
        content_type=http_message.header(head, "content-type") or row["mime"],
        body=decoded.body,
        notes=decoded.notes,
        memory=memory,
        rules=rules,
        memory_id=memory_id,
        rules_id=rules_id,
    )


def unread(archive: Archive, *, limit: int, kinds: Sequence[str] = ("page",)) -> list[int]:
    """Return the keys of captures that were recorded and not read, oldest first."""
    quoted = "[" + ",".join(f'"{kind}"' for kind in kinds) + "]"
    return [row["id"] for row in archive.connection.execute(_UNREAD, (quoted, limit))]


def unread_of_imports(archive: Archive, *, after: int = 0, last: int | None = None, limit: int = -1) -> list[int]:
    """Return the keys of captures of imports that nobody has read, oldest first; those of a crawl are its own to read.

    Only those behind `after`, up to `last` where it is given, and `limit` of them at the most; -1: all.
    """
    until = "" if last is None else " AND captures.id <= :last"
    query = f"SELECT captures.id {_UNREAD_OF_IMPORTS} AND captures.id > :after{until} ORDER BY captures.id LIMIT :limit"
    asked = {"after": after, "last": last, "limit": limit}
    return [row["id"] for row in archive.connection.execute(query, asked)]


def count_unread_of_imports(archive: Archive) -> int:
    """Return how many captures of imports nobody has read."""
    return int(archive.connection.execute(f"SELECT count(*) {_UNREAD_OF_IMPORTS}").fetchone()[0])


def to_read_again(archive: Archive, reading: Reading) -> int | None:
    """Return the capture that must be read once more, the same way, before this reading can be called an edit.

    That is the capture the article's last version was read from, where it was read by another extractor, memory or
    rules, and came out different: only then could our own progress look like the publisher's change.
    """
    connection = archive.connection
    capture = capture_row(connection, reading.capture_id)
    article = known_article(connection, capture["url"], reading.extraction)
    if article is None or not reading.extraction.kind.has_article:
        return None
    last = connection.execute(_LAST_READ, (article,)).fetchone()
    if last is None or last["payload_digest"] == capture["payload_digest"]:
        return None
    reader = (reading.extraction.extractor, reading.memory_id, reading.rules_id)
    known = {reader_of(row) for row in readings_of(connection, last["id"])}
    return None if reader in known else int(last["id"])


def store_readings(archive: Archive, readings: Sequence[Reading]) -> list[Outcome]:
    """Store readings in one transaction and return what each became.

    Links of teasers enter the frontier where their site has a source. Storing a reading again changes nothing.

    Raises:
        NotFound: a reading is of no capture of this archive.

    """
    with archive.transaction() as connection, entering_together(connection):
        return [_store(archive, reading) for reading in readings]


def _store(archive: Archive, reading: Reading) -> Outcome:
    connection = archive.connection
    capture = capture_row(connection, reading.capture_id)
    if reading.earlier is not None:
        store_extraction(connection, reading.earlier)
    store_extraction(connection, reading)
    store_teasers(archive, capture, reading.extraction.teasers)
    follow_page(archive, capture, reading.wanted)
    outcome = _publish(connection, capture, reading)
    mark(connection, capture["id"], "read", outcome.kind)
    read_in_frontier(connection, capture["id"], changed=outcome.edit is not None or outcome.completed)
    return outcome


def _publish(connection: sqlite3.Connection, capture: sqlite3.Row, reading: Reading) -> Outcome:
    extraction = reading.extraction
    if not extraction.kind.has_article:
        return _no_article(connection, capture, extraction)
    if not reading.pages and is_further_page(connection, capture["url"]):
        return _no_article(connection, capture, replace(extraction, kind_reason=_LEFT_OUT))
    pages = [capture_row(connection, page) for page in reading.pages] or [capture]
    article = known_article(connection, pages[0]["url"], extraction)
    if article is None:
        article = new_article(connection, pages[0], extraction)
    add_aliases(connection, article, pages[0]["url"], extraction)
    take_in_pages(connection, article, [page["url"] for page in pages[1:]])
    standing = follow(connection, article, capture)
    return Outcome(
        capture_id=capture["id"],
        kind=extraction.kind.value,
        article_id=_public_id(connection, article),
        version=standing.ordinal,
        edit=standing.edit,
        reason=standing.reason,
        completed=standing.completed,
    )


_LEFT_OUT = "It was a further page of an article, and the first page leads to it no more."
_VANISHED = {
    PageKind.ERROR_PAGE: "The address answers with a page that says the article is not there.",
    PageKind.EMPTY: "The address answers with an empty page.",
}


def _no_article(connection: sqlite3.Connection, capture: sqlite3.Row, extraction: Extraction) -> Outcome:
    """A page without an article never replaces one: the last good version stays."""
    article, why = find_by_url(connection, capture["url"]), ""
    if article is not None and not is_further_page(connection, capture["url"]):
        why = EMPTIED if _is_emptied(connection, article, extraction) else _VANISHED.get(extraction.kind, "")
    if article is not None and why:
        gone(connection, article, capture, why)
    return Outcome(
        capture["id"],
        extraction.kind.value,
        article_id="" if article is None else _public_id(connection, article),
        reason=extraction.kind_reason,
        gone=bool(why),
    )


def _is_emptied(connection: sqlite3.Connection, article: int, extraction: Extraction) -> bool:
    """Whether a page is no article because next to nothing is left of its text; a wall says nothing of that."""
    row = connection.execute(_CURRENT_TEXT, (article,)).fetchone()
    return extraction.kind is PageKind.OTHER and row is not None and is_emptied(row["text"], extraction.text)


def _as_capture(row: sqlite3.Row) -> Capture:
    return Capture(
        id=row["id"],
        capture_id=row["capture_id"],
        url=row["url"],
        fetched_at=moment(row["fetched_at"]),
        status=row["status"],
        mime=row["mime"],
        payload_digest=row["payload_digest"],
        response_record=row["response_record"],
        request_record=row["request_record"],
        revisit_of=row["revisit_of"],
        location=row["location"],
    )


def _public_id(connection: sqlite3.Connection, article: int) -> str:
    row = connection.execute("SELECT article_id FROM articles WHERE id = ?", (article,)).fetchone()
    return str(row["article_id"])
