"""Captures that were recorded and not read, read in killable workers and stored in batches."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable
from concurrent.futures import Future

from archive.errors import ExtractionFailed
from archive.model import Outcome, Reading, Refusal
from archive.store.database import Archive
from archive.store.reading import mark_read, mark_unreadable, settle, store_readings
from archive.workers import Answering

_AHEAD = 32  # captures given to the workers before the first answer is awaited
_BATCH = 16  # readings stored in one transaction


def read_backlog(
    archive: Archive, captures: Iterable[int], readers: Answering, *, extractor: str = "tearsheet"
) -> Counter[str]:
    """Read captures in the order given, and count what became of them: new, edited, unchanged, no article, failed.

    A capture whose status line or revisit says it all is settled without a worker, when its turn comes. One that cannot
    be read is marked, with the reason; the others go on.
    """
    counts: Counter[str] = Counter()
    asked: deque[tuple[int, Future[Reading] | None]] = deque()  # None: nothing to read
    done: list[Reading] = []
    for capture in captures:
        asked.append(
            (capture, None if _says_it_all(archive, capture) else readers.submit(capture, extractor=extractor))
        )
        if len(asked) >= _AHEAD:
            _take(archive, asked, done, counts)
    while asked:
        _take(archive, asked, done, counts)
    _store(archive, done, counts)
    return counts


def _says_it_all(archive: Archive, capture: int) -> bool:
    """Whether a status line or a revisit says all there is to say."""
    row = archive.connection.execute("SELECT status, revisit_of FROM captures WHERE id = ?", (capture,)).fetchone()
    return row["revisit_of"] is not None or not 200 <= (row["status"] or 200) < 300


def _take(
    archive: Archive, asked: deque[tuple[int, Future[Reading] | None]], done: list[Reading], counts: Counter[str]
) -> None:
    capture, answer = asked.popleft()
    if answer is None:
        _store(archive, done, counts)  # a 410 says something of an article that stands by now, or of none
        if not settle(archive, capture):
            mark_read(archive, capture, "unchanged")
        counts["settled"] += 1
        return
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
