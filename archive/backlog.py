"""Captures that were recorded and not read, read in killable workers and stored in batches."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable
from concurrent.futures import Future

from archive.errors import ExtractionFailed
from archive.model import Outcome, Reading, Refusal
from archive.store.database import Archive
from archive.store.reading import mark_read, mark_unreadable, settle, store_readings
from archive.workers import Readers

_AHEAD = 32  # captures given to the workers before the first answer is awaited
_BATCH = 16  # readings stored in one transaction


def read_backlog(
    archive: Archive, captures: Iterable[int], readers: Readers, *, extractor: str = "tearsheet"
) -> Counter[str]:
    """Read captures in the order given, and count what became of them: new, edited, unchanged, no article, failed.

    A capture whose status line or revisit says it all is settled without a worker. One that cannot be read is marked,
    with the reason; the others go on.
    """
    counts: Counter[str] = Counter()
    asked: deque[tuple[int, Future[Reading]]] = deque()
    done: list[Reading] = []
    for capture in captures:
        if _settled(archive, capture):
            counts["settled"] += 1
            continue
        asked.append((capture, readers.submit(capture, extractor=extractor)))
        if len(asked) >= _AHEAD:
            _take(archive, asked, done, counts)
    while asked:
        _take(archive, asked, done, counts)
    _store(archive, done, counts)
    return counts


def _settled(archive: Archive, capture: int) -> bool:
    if settle(archive, capture):
        return True
    row = archive.connection.execute("SELECT revisit_of FROM captures WHERE id = ?", (capture,)).fetchone()
    if row["revisit_of"] is None:
        return False
    mark_read(archive, capture, "unchanged")
    return True


def _take(
    archive: Archive, asked: deque[tuple[int, Future[Reading]]], done: list[Reading], counts: Counter[str]
) -> None:
    capture, answer = asked.popleft()
    try:
        done.append(answer.result())
    except ExtractionFailed as error:
        counts["failed"] += 1
        mark_unreadable(archive, capture, Refusal.KILLED if error.killed else Refusal.UNREADABLE, str(error))
    if len(done) >= _BATCH:
        _store(archive, done, counts)


def _store(archive: Archive, done: list[Reading], counts: Counter[str]) -> None:
    for outcome in store_readings(archive, done):
        counts[_named(outcome)] += 1
    done.clear()


def _named(outcome: Outcome) -> str:
    if not outcome.version:
        return "no article"
    if outcome.edit is None:
        return "unchanged"
    return "new" if outcome.version == 1 else "edited"
