"""Readings into what people read: extraction, article, version, teasers and search, in one transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from archive import http_message, payload
from archive.errors import NotFound
from archive.extraction.answer import NO_RULES, Extraction, PageKind, SiteMemory, SiteRules
from archive.model import Capture, Outcome, Reading, Refusal
from archive.store import members
from archive.store.addresses import domain_of
from archive.store.articles import find_by_url
from archive.store.comparing import reader_of, readings_of
from archive.store.database import Archive, moment, now
from archive.store.extractions import store_extraction
from archive.store.identity import add_aliases, known_article, new_article
from archive.store.memory import site_memory
from archive.store.sources import current_rules
from archive.store.teasers import store_teasers
from archive.store.versions import confirm, follow, gone

KILLS = 2  # workers that one capture may cost before it is set aside for `reextract --quarantined`

_LAST_READ = """
    SELECT captures.id, captures.payload_digest FROM versions
    JOIN extractions ON extractions.id = versions.extraction_id
    JOIN captures ON captures.id = extractions.capture_id
    WHERE versions.article_id = ? ORDER BY versions.ordinal DESC LIMIT 1"""
_UNREAD = """
    SELECT id FROM captures
    WHERE state = 'recorded' AND state <> 'read' AND kind IN (SELECT value FROM json_each(?))
    ORDER BY id LIMIT ?"""


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
    row = _capture(connection, capture_id)
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


def to_read_again(archive: Archive, reading: Reading) -> int | None:
    """Return the capture that must be read once more, the same way, before this reading can be called an edit.

    That is the capture the article's last version was read from, where it was read by another extractor, memory or
    rules, and came out different: only then could our own progress look like the publisher's change.
    """
    connection = archive.connection
    capture = _capture(connection, reading.capture_id)
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
    with archive.transaction():
        return [_store(archive, reading) for reading in readings]


def _store(archive: Archive, reading: Reading) -> Outcome:
    connection = archive.connection
    capture = _capture(connection, reading.capture_id)
    domain = domain_of(capture["url"])
    if reading.earlier is not None:
        store_extraction(connection, domain, reading.earlier)
    store_extraction(connection, domain, reading)
    store_teasers(archive, capture, reading.extraction.teasers)
    outcome = _publish(connection, capture, reading.extraction)
    _mark(connection, capture["id"], "read", outcome.kind)
    _settle_frontier(connection, capture["id"], changed=outcome.edit is not None)
    return outcome


def _publish(connection: sqlite3.Connection, capture: sqlite3.Row, extraction: Extraction) -> Outcome:
    if not extraction.kind.has_article:
        return _no_article(connection, capture, extraction)
    article = known_article(connection, capture["url"], extraction)
    if article is None:
        article = new_article(connection, capture, extraction)
    add_aliases(connection, article, capture["url"], extraction)
    standing = follow(connection, article, capture)
    return Outcome(
        capture_id=capture["id"],
        kind=extraction.kind.value,
        article_id=_public_id(connection, article),
        version=standing.ordinal,
        edit=standing.edit,
        reason=standing.reason,
    )


_VANISHED = {
    PageKind.ERROR_PAGE: "The address answers with a page that says the article is not there.",
    PageKind.EMPTY: "The address answers with an empty page.",
}


def _no_article(connection: sqlite3.Connection, capture: sqlite3.Row, extraction: Extraction) -> Outcome:
    """A page without an article never replaces one: the last good version stays."""
    article = find_by_url(connection, capture["url"])
    if article is not None and extraction.kind in _VANISHED:
        gone(connection, article, capture, _VANISHED[extraction.kind])
    article_id = "" if article is None else _public_id(connection, article)
    return Outcome(capture["id"], extraction.kind.value, article_id=article_id, reason=extraction.kind_reason)


def mark_read(archive: Archive, capture_id: int, outcome: str) -> None:
    """Say that a capture holds nothing to extract: a redirect, a feed, robots.txt, the same page as before.

    A revisit (the same payload, or 304) is a visit that showed the article unchanged, and is kept as one.
    """
    with archive.transaction() as connection:
        capture = _capture(connection, capture_id)
        article = find_by_url(connection, capture["url"]) if capture["revisit_of"] else None
        if article is not None:
            confirm(connection, article, capture)
        _mark(connection, capture_id, "read", outcome)
        _settle_frontier(connection, capture_id, changed=False)


def mark_gone(archive: Archive, capture_id: int, reason: str) -> None:
    """Say that a capture shows an address to be gone; an article that lived there keeps its last version."""
    with archive.transaction() as connection:
        capture = _capture(connection, capture_id)
        article = find_by_url(connection, capture["url"])
        if article is not None:
            gone(connection, article, capture, reason)
        _mark(connection, capture_id, "read", "gone")
        connection.execute(
            "UPDATE frontier SET state = 'gone', reason = ? WHERE last_capture = ? AND state = 'recorded'",
            (reason, capture_id),
        )


def settle(archive: Archive, capture_id: int) -> bool:
    """Mark a capture that its status line alone explains, and return True; False: its body must be read."""
    row = _capture(archive.connection, capture_id)
    status, location = row["status"], row["location"]
    if status in (404, 410):
        mark_gone(archive, capture_id, f"The server answered {status}.")
    elif status == 304:
        mark_read(archive, capture_id, "not modified")
    elif status is not None and 300 <= status < 400:
        _settle_redirect(archive, row, location)
    elif status is not None and not 200 <= status < 300:
        mark_unreadable(archive, capture_id, Refusal.HTTP_STATUS, f"The server answered {status}.")
    else:
        return False
    return True


def _settle_redirect(archive: Archive, row: sqlite3.Row, location: str) -> None:
    if is_front_page(location) and not is_front_page(row["url"]) and domain_of(location) == domain_of(row["url"]):
        mark_gone(archive, row["id"], "The address now redirects to the front page.")
    else:
        mark_read(archive, row["id"], "redirect")


def mark_unreadable(archive: Archive, capture_id: int, reason: Refusal, detail: str) -> None:
    """Say that a capture could not be read, and why; its record stays.

    One that killed a worker is tried once more; one that killed two is quarantined.
    """
    with archive.transaction() as connection:
        row = _capture(connection, capture_id)
        kills = row["read_attempts"] + (reason is Refusal.KILLED)
        state = "failed" if reason is not Refusal.KILLED else "quarantined" if kills >= KILLS else "recorded"
        connection.execute("UPDATE captures SET read_attempts = ? WHERE id = ?", (row["read_attempts"] + 1, capture_id))
        _mark(connection, capture_id, state, reason.value)
        connection.execute(
            "INSERT INTO attempts (url, frontier_id, capture_id, crawl_id, tried_at, reason, detail)"
            " VALUES (?, (SELECT id FROM frontier WHERE last_capture = ?), ?, ?, ?, ?, ?)",
            (row["url"], capture_id, capture_id, row["crawl_id"], now(), reason.value, detail),
        )
        if state != "recorded":
            _fail_frontier(connection, capture_id, detail)


def is_front_page(url: str) -> bool:
    """Whether a URL is that of a site's front page."""
    rest = url.partition("://")[2]
    return "?" not in rest and not rest.partition("/")[2].partition("#")[0]


def _capture(connection: sqlite3.Connection, capture_id: int) -> sqlite3.Row:
    row: sqlite3.Row | None = connection.execute("SELECT * FROM captures WHERE id = ?", (capture_id,)).fetchone()
    if row is None:
        raise NotFound(f"There is no capture {capture_id} in this archive.")
    return row


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


def _mark(connection: sqlite3.Connection, capture_id: int, state: str, outcome: str) -> None:
    connection.execute("UPDATE captures SET state = ?, outcome = ? WHERE id = ?", (state, outcome, capture_id))


def _settle_frontier(connection: sqlite3.Connection, capture_id: int, *, changed: bool) -> None:
    connection.execute(
        """UPDATE frontier SET state = 'read', reason = NULL, unchanged = CASE WHEN ? THEN 0 ELSE unchanged + 1 END
        WHERE last_capture = ? AND state = 'recorded'""",
        (changed, capture_id),
    )


def _fail_frontier(connection: sqlite3.Connection, capture_id: int, detail: str) -> None:
    connection.execute(
        "UPDATE frontier SET state = 'failed', reason = ? WHERE last_capture = ? AND state = 'recorded'",
        (detail, capture_id),
    )


def _public_id(connection: sqlite3.Connection, article: int) -> str:
    row = connection.execute("SELECT article_id FROM articles WHERE id = ?", (article,)).fetchone()
    return str(row["article_id"])
