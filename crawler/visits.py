"""What a visit means to the archive: a page read, a list taken in, a redirect, a page gone; each in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from archive.extraction.answer import PageKind
from archive.model import Address, AddressKind, Capture, Outcome, Reading, Refusal
from archive.store import frontier, reading, standing
from archive.store.articles import find_by_url
from archive.store.capture_state import mark
from archive.store.database import Archive
from archive.store.rights import note_rights
from crawler import recrawl
from crawler.discovery import Found
from crawler.sources import Recrawl

MAX_HOPS = 10  # redirects in a row

_NEXT_HOP = """
    SELECT captures.location FROM frontier JOIN captures ON captures.id = frontier.last_capture
    WHERE frontier.url = ?"""
_HOP_BEFORE = """
    SELECT captures.url FROM frontier JOIN captures ON captures.id = frontier.found_on
    WHERE frontier.url = ? AND frontier.found_by = 'redirect'"""


@dataclass(frozen=True, slots=True)
class Visit:
    """A capture and the recrawl policy of its source."""

    capture: Capture
    policy: Recrawl


@dataclass(frozen=True, slots=True)
class ReadPage:
    """A visit to a page that was read, and what the page says of its rights: see `page_signals`."""

    visit: Visit
    reading: Reading
    signals: Mapping[str, str]


def store_pages(archive: Archive, pages: Sequence[ReadPage]) -> list[Outcome]:
    """Store readings, what the pages reserve, and when each is looked at again."""
    with archive.transaction():
        for page in pages:
            note_rights(archive, page.visit.capture.id, page.signals)
        outcomes = reading.store_readings(archive, [page.reading for page in pages])
        for page, outcome in zip(pages, outcomes, strict=True):
            _schedule_page(archive, page.visit, outcome.kind)
        return outcomes


def store_reserved(archive: Archive, visit: Visit, signals: Mapping[str, str], why: str) -> None:
    """Store that a page is reserved from text and data mining; what was read of it is dropped, and its record stays."""
    with archive.transaction():
        note_rights(archive, visit.capture.id, signals)
        reading.mark_unreadable(archive, visit.capture.id, Refusal.TDM, why)


def _schedule_page(archive: Archive, visit: Visit, kind: str) -> None:
    place = standing.standing_of(archive, visit.capture.id)
    if place is None:
        return
    at = visit.capture.fetched_at
    if PageKind(kind).has_article:
        due = recrawl.article_due(at=at, unchanged=place.unchanged, after=visit.policy.after)
    else:
        due = recrawl.page_due(kind, at=at, unchanged=place.unchanged)
    standing.set_due(archive, place.address_id, due)


def store_unchanged(archive: Archive, seen: Sequence[tuple[Visit, str]]) -> list[None]:
    """Store that visits showed what the ones before them showed, each with its outcome: 304, or the same payload."""
    with archive.transaction():
        for visit, outcome in seen:
            _store_unchanged(archive, visit, outcome)
    return [None] * len(seen)


def _store_unchanged(archive: Archive, visit: Visit, outcome: str) -> None:
    reading.mark_read(archive, visit.capture.id, outcome)
    place = standing.standing_of(archive, visit.capture.id)
    if place is None:
        return
    at = visit.capture.fetched_at
    if place.kind in frontier.LIST_KINDS:
        due: datetime | None = recrawl.list_due(at=at, unchanged=place.unchanged, every=visit.policy.lists)
    else:
        due = recrawl.article_due(at=at, unchanged=place.unchanged, after=visit.policy.after)
    standing.set_due(archive, place.address_id, due)


def store_list(archive: Archive, visit: Visit, found: Found) -> int:
    """Store what a list names, and return how many addresses were new; with them in the frontier, the list is read."""
    with archive.transaction():
        new = frontier.add(archive, found.addresses)
        reading.mark_read(archive, visit.capture.id, found.outcome)
        place = standing.standing_of(archive, visit.capture.id)
        if place is not None:
            # What counts for a list is whether it named something new, not whether a byte of it changed.
            unchanged = 0 if new else place.unchanged
            due = recrawl.list_due(at=visit.capture.fetched_at, unchanged=unchanged, every=visit.policy.lists)
            standing.set_due(archive, place.address_id, due)
        return new


def store_bad_list(archive: Archive, visit: Visit, why: str) -> None:
    """Store that the answer at a list's address is none; it is asked again as usual."""
    with archive.transaction():
        place = standing.standing_of(archive, visit.capture.id)
        reading.mark_unreadable(archive, visit.capture.id, Refusal.UNREADABLE, why)
        if place is not None:
            standing.count_failure(archive, place.address_id, _list_due(visit))


def target_of(archive: Archive, visit: Visit, url: str, kind: AddressKind) -> Address:
    """Return where a redirect leads, as an address that inherits what is known of the one that redirects."""
    place = standing.standing_of(archive, visit.capture.id)
    return Address(
        url=url,
        kind=kind,
        source_id=place.source_id if place else None,
        found_by="redirect",
        found_on=visit.capture.id,
        published_hint=place.published_hint if place else None,
        depth=place.depth if place else 0,
    )


def is_article(archive: Archive, url: str) -> bool:
    """Say whether an article is known at an address."""
    return find_by_url(archive.connection, url) is not None


def store_redirect(archive: Archive, visit: Visit, target: Address) -> bool:
    """Put a redirect's target into the frontier, and return whether it may be followed; where not, it is an attempt."""
    capture = visit.capture
    with archive.transaction():
        place = standing.standing_of(archive, capture.id)
        if _leads_back(archive, capture.url, target.url) or _came_far(archive, capture.url):
            why = f"{capture.url} redirects in a circle, or more than {MAX_HOPS} times."
            reading.mark_unreadable(archive, capture.id, Refusal.REDIRECT_LOOP, why)
            if place is not None:
                due = recrawl.broken_due(at=capture.fetched_at, attempts=place.attempts)
                standing.count_failure(archive, place.address_id, due)
            return False
        frontier.add(archive, [target])
        reading.settle(archive, capture.id)
        if place is not None:
            # A list is asked at its own address again, whatever it redirects to; a page is watched where it moved to.
            standing.set_due(archive, place.address_id, _list_due(visit) if _is_list(place) else None)
        return True


def _came_far(archive: Archive, url: str) -> bool:
    """Follow the redirects that led to `url` back: are they as many as we take? A chain of new addresses has no end."""
    for _ in range(MAX_HOPS):
        row = archive.connection.execute(_HOP_BEFORE, (url,)).fetchone()
        if row is None:
            return False
        url = row["url"]
    return True


def _leads_back(archive: Archive, url: str, target: str) -> bool:
    """Follow the redirects known from `target` on: do they end, or come back to `url`?"""
    for _ in range(MAX_HOPS):
        if target == url:
            return True
        row = archive.connection.execute(_NEXT_HOP, (target,)).fetchone()
        if row is None or not row["location"]:
            return False
        target = row["location"]
    return True


def store_gone(archive: Archive, visit: Visit) -> None:
    """Store that a page is not there any more; its article keeps its last version."""
    with archive.transaction():
        place = standing.standing_of(archive, visit.capture.id)
        reading.settle(archive, visit.capture.id)
        if place is None:
            return
        at, status = visit.capture.fetched_at, visit.capture.status
        due = _list_due(visit) if _is_list(place) else recrawl.gone_due(status, at=at, attempts=place.attempts)
        standing.count_failure(archive, place.address_id, due)


def store_failure(archive: Archive, visit: Visit, reason: Refusal, why: str, *, not_before: datetime | None) -> None:
    """Store that the server answered, but not with a page; the address is tried again, not before a time it named."""
    with archive.transaction():
        place = standing.standing_of(archive, visit.capture.id)
        reading.mark_unreadable(archive, visit.capture.id, reason, why)
        if place is None:
            return
        due = recrawl.broken_due(at=visit.capture.fetched_at, attempts=place.attempts)
        due = _list_due(visit) if _is_list(place) else due
        standing.count_failure(archive, place.address_id, max(due, not_before) if due and not_before else due)


def store_no_answer(archive: Archive, visit: Visit) -> None:
    """Store that what came is no answer; whoever fetched it has said why, unless the run was killed in between."""
    with archive.transaction() as connection:
        said = connection.execute("SELECT 1 FROM attempts WHERE capture_id = ?", (visit.capture.id,)).fetchone()
        if said:
            mark(connection, visit.capture.id, "failed", Refusal.BAD_HTTP.value)
        else:
            why = f"What came from {visit.capture.url} has no status line."
            store_failure(archive, visit, Refusal.BAD_HTTP, why, not_before=None)


def store_unreadable(archive: Archive, visit: Visit, reason: Refusal, why: str) -> None:
    """Store that a page could not be read; its record stays."""
    reading.mark_unreadable(archive, visit.capture.id, reason, why)


def _is_list(place: standing.Standing) -> bool:
    return place.kind in frontier.LIST_KINDS


def _list_due(visit: Visit) -> datetime:
    return visit.capture.fetched_at + visit.policy.lists
