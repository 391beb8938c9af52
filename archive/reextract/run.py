"""A re-extraction: captures to killable workers, readings back to the store, resumable at any moment."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Generator, Iterable, Sequence
from concurrent.futures import Future
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from archive import clock
from archive.errors import ExtractionFailed
from archive.model import Attempt, Reading, Refusal
from archive.reextract.choice import Choice, Chosen, chosen, not_read_yet, todays_extractor
from archive.reextract.report import Report, compared
from archive.store.addresses import domain_of
from archive.store.crawls import begin_crawl, end_crawl
from archive.store.database import Archive
from archive.store.memory import take_memory
from archive.store.reading import mark_unreadable, store_readings
from archive.store.recording import record_attempts
from archive.workers import Answering, Readers

BATCH = 20  # readings of one transaction
AHEAD = 8  # readings asked for, for each worker

_UNFINISHED = """
    SELECT id FROM crawls
    WHERE command = 'reextract' AND settings = ? AND coalesce(outcome, '') <> 'finished'
        AND id = (SELECT max(id) FROM crawls WHERE command = 'reextract')"""

Answered = tuple[Chosen, Reading | ExtractionFailed]
Answers = Generator[Answered, None, None]
Progress = Callable[[Sequence[Chosen]], Iterable[Chosen]]
# Reads captures, in their order, and says how far it has come; it is closed where nobody wants the rest.
Read = Callable[[Archive, Sequence[Chosen], Progress], Answers]


@dataclass(frozen=True, slots=True)
class Pending:
    """A capture on its way through a worker."""

    capture: Chosen
    reading: Future[Reading]


def reextract(
    path: Path,
    choice: Choice,
    *,
    workers: int,
    dry_run: bool = False,
    report: Report | None = None,
    timeout: float = 20,
    progress: Progress = iter,
    read: Read | None = None,
) -> Report:
    """Read the chosen captures again and store what they say now; a run that was killed goes on where it ended.

    They are read by `workers` processes here, or as `read` reads them: elsewhere. Each site's memory is counted anew at
    the start and then left alone; a run that goes on keeps it as it was, so that all captures of a run are read alike.
    With `dry_run` nothing is stored, and the present memory is used.
    """
    report = report or Report()
    with Archive.open(path) as archive:
        everything = chosen(archive, choice)
        crawl = None if dry_run else _begin(archive, choice, everything)
        todo = not_read_yet(archive, everything)
        report.counts["read before"] = len(everything) - len(todo)
        outcome = "interrupted"
        try:
            with closing((read or _here(path, workers, timeout))(archive, todo, progress)) as answers:
                _store_all(archive, answers, crawl, report)
            outcome = "finished"
        finally:
            if crawl is not None:
                end_crawl(archive, crawl, outcome=outcome, counts=dict(report.counts))
    return report


def _begin(archive: Archive, choice: Choice, captures: Sequence[Chosen]) -> int:
    settings = choice.as_settings() | {"extractor": todays_extractor()}
    going_on = archive.connection.execute(_UNFINISHED, (json.dumps(settings),)).fetchone()
    if going_on is not None:
        return int(going_on["id"])
    for domain in sorted({domain_of(capture.url) for capture in captures} - {""}):
        take_memory(archive, domain)
    return begin_crawl(archive, command="reextract", settings=settings)


def _here(path: Path, workers: int, timeout: float) -> Read:
    def read(archive: Archive, todo: Sequence[Chosen], progress: Progress) -> Answers:
        with Readers(path, workers=workers, timeout=timeout) as readers:
            yield from in_order(readers, progress(todo), AHEAD * workers)

    return read


def _store_all(archive: Archive, answers: Iterable[Answered], crawl: int | None, report: Report) -> None:
    batch: list[Reading] = []
    for capture, answer in answers:
        if isinstance(answer, ExtractionFailed):
            report.counts["failed"] += 1
            if crawl is not None:
                _note_failure(archive, crawl, capture, answer)
            continue
        report.add(compared(archive.connection, capture.url, capture.id, answer.extraction))
        batch.append(answer)
        if len(batch) >= BATCH:
            _store(archive, crawl, batch)
    _store(archive, crawl, batch)


def in_order(readers: Answering, todo: Iterable[Chosen], ahead: int) -> Answers:
    """Keep the workers busy, and yield the answers in the order of the captures."""
    pending: deque[Pending] = deque()
    for capture in todo:
        pending.append(Pending(capture, readers.submit(capture.id)))
        if len(pending) >= ahead:
            yield _answer(pending.popleft())
    while pending:
        yield _answer(pending.popleft())


def _answer(pending: Pending) -> Answered:
    try:
        return pending.capture, pending.reading.result()
    except ExtractionFailed as error:
        return pending.capture, error


def _store(archive: Archive, crawl: int | None, batch: list[Reading]) -> None:
    if crawl is not None and batch:
        store_readings(archive, batch)
    batch.clear()


def _note_failure(archive: Archive, crawl: int, capture: Chosen, error: ExtractionFailed) -> None:
    """Keep why a capture could not be read again; one that was read before stays read."""
    reason = Refusal.KILLED if error.killed else Refusal.UNREADABLE
    row = archive.connection.execute("SELECT state FROM captures WHERE id = ?", (capture.id,)).fetchone()
    if row["state"] != "read":
        mark_unreadable(archive, capture.id, reason, str(error))
        return
    attempt = Attempt(capture.url, reason, str(error), clock.now(), capture_id=capture.id)
    record_attempts(archive, crawl, [attempt])
