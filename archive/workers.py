"""Killable processes that read captures: a page that hangs, bloats or crashes one costs that page alone."""

from __future__ import annotations

import math
import resource
import signal
import time
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, CancelledError, Future
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self, TypeVar

from pebble import ProcessExpired, ProcessPool

from archive.errors import ExtractionFailed, NoReaders, TearsheetError
from archive.lasting_pool import LastingPool
from archive.model import Reading
from archive.nursery import NURSERY, BareContext
from archive.several_pages import read_whole
from archive.store.database import Archive
from archive.store.reading import CapturedPage, load, to_read_again

T = TypeVar("T")

RECYCLE_AFTER = 500  # pages a worker reads: lxml and trafilatura do not give all memory back
PATIENCE = 15  # times a page's CPU time that it may take by the clock: on a busy machine it waits for its turn
GRACE = 10  # seconds after which a worker whose parent is gone ends itself


def read_capture(path: Path, capture_id: int, extractor: str = "tearsheet") -> Reading:
    """Read one capture of the archive at `path` with the site's present memory and rules: see `read_in_place`."""
    return read_in_place(_opened(path), capture_id, partial(read_page, extractor=extractor))


def read_in_place(archive: Archive, capture_id: int, read: Callable[[CapturedPage], Reading]) -> Reading:
    """Read a capture among the others of its archive; `read` reads a single page.

    Of an article in several pages the others are read too, as they stood when this one was fetched, and joined.
    Where the article's last version was read in another way and differs, its capture is read again in the same way and
    returned as `earlier`, so that the store compares what the publisher said and not how well it was read.

    Raises:
        NotFound: no such capture, or nothing was received.
        BadRecord: the stored bytes are damaged.

    """
    page = load(archive, capture_id)
    reading = read_whole(archive, page, read)
    again = to_read_again(archive, reading)
    if again is None:
        return reading
    before = replace(load(archive, again), memory=page.memory, memory_id=page.memory_id)
    before = replace(before, rules=page.rules, rules_id=page.rules_id)
    return replace(reading, earlier=read_whole(archive, before, read))


def read_alone(path: Path, capture_id: int, extractor: str = "tearsheet") -> Reading:
    """Read one capture of the archive at `path` by itself, whatever else the archive holds; raises as `load` does."""
    return read_page(load(_opened(path), capture_id), extractor)


def read_page(page: CapturedPage, extractor: str = "tearsheet") -> Reading:
    """Read a loaded page by the named extractor: "tearsheet", or "trafilatura" for its own answer."""
    from archive.extraction.charset import decode  # noqa: PLC0415  (the extractor takes a second to import)
    from archive.extraction.extract import extract  # noqa: PLC0415
    from archive.extraction.plaintext import extract_plain  # noqa: PLC0415

    # Of the thread: while a timer of the process runs, the kernel tells the time of the process as of its last tick.
    started = time.thread_time()
    capture = page.capture
    if capture.mime == "text/plain":
        text = decode(page.body, page.content_type).text
        extraction = extract_plain(text, url=capture.url, fetched_at=capture.fetched_at)
    else:
        extraction = extract(
            page.body,
            url=capture.url,
            content_type=page.content_type,
            fetched_at=capture.fetched_at,
            memory=page.memory,
            rules=page.rules,
            extractor=extractor,
        )
    return Reading(
        capture_id=capture.id,
        extraction=replace(extraction, notes=(*page.notes, *extraction.notes)),
        memory_id=page.memory_id,
        rules_id=page.rules_id,
        cpu_ms=round((time.thread_time() - started) * 1000),
    )


class Answering(Protocol):
    """What reads captures by key: worker processes here, or what others have read elsewhere."""

    def submit(self, capture_id: int, *, extractor: str = "tearsheet") -> Future[Reading]:
        """Have a capture read; the future raises ExtractionFailed where it cannot be."""


@dataclass(frozen=True, slots=True)
class _Bounds:
    """What time a page may take, in seconds."""

    cpu: float
    clock: float


class Readers:
    """A pool of worker processes that open the archive read-only and read captures by key.

    Each is bounded in CPU time (`timeout`, seconds a page), by the clock (`patience` times as long), and in address
    space (`memory`, bytes), and is replaced when it overruns one of them or has read 500 pages. Futures raise
    ExtractionFailed, with `killed` set where a worker was lost, and NoReaders where no worker can start.
    """

    def __init__(self, path: Path, *, workers: int, timeout: float = 20, memory: int = 1500 << 20) -> None:
        self.path = path
        self.timeout = timeout
        self.patience = PATIENCE
        self._closed = False
        NURSERY.enter()
        self._pool = LastingPool(
            lambda: ProcessPool(
                max_workers=workers,
                max_tasks=RECYCLE_AFTER,
                initializer=_begin,
                initargs=(memory,),
                context=BareContext(),
            )
        )

    def submit(self, capture_id: int, *, extractor: str = "tearsheet") -> Future[Reading]:
        """Have a worker read a capture."""
        return self.run(f"Capture {capture_id}", read_capture, self.path, capture_id, extractor)

    def run(self, what: str, function: Callable[..., T], *arguments: Any) -> Future[T]:
        """Have a worker call an importable function, under the same bounds; `what` begins the sentence of a failure."""
        answer: Future[T] = Future()
        answer.set_running_or_notify_cancel()
        bounds = _Bounds(self.timeout, self.timeout * self.patience)
        task = self._pool.schedule(_bounded, (bounds, function, *arguments), bounds.clock)
        task.add_done_callback(lambda done: _pass_on(what, done, answer, bounds))
        return answer

    def close(self, *, at_once: bool = False) -> None:
        """End the workers: after what was submitted, or `at_once`."""
        self._pool.close(at_once=at_once)
        if not self._closed:
            self._closed = True
            NURSERY.leave()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: BaseException | TracebackType | None) -> None:
        self.close(at_once=kind is not None)


def _pass_on(what: str, done: Future[T], answer: Future[T], bounds: _Bounds) -> None:
    error = done.exception()
    if error is None:
        answer.set_result(done.result())
    elif isinstance(error, CancelledError):
        answer.set_exception(error)
    else:
        answer.set_exception(_explained(what, error, bounds))


def _explained(what: str, error: BaseException, bounds: _Bounds) -> TearsheetError:
    if isinstance(error, BrokenExecutor):
        return NoReaders("The processes that read pages cannot start; what was kept stays unread, for the next run.")
    killed = True
    if isinstance(error, TimeoutError):
        sentence = f"{what} took longer than {bounds.clock:g} s to read by the clock; the worker was ended."
    elif isinstance(error, ProcessExpired) and error.exitcode == -signal.SIGPROF:
        sentence = f"{what} took longer than {bounds.cpu:g} s of CPU time to read; the worker was ended."
    elif isinstance(error, ProcessExpired):
        sentence = f"{what} crashed the worker that read it (exit code {error.exitcode})."
    elif isinstance(error, MemoryError):
        sentence = f"{what} needed more memory than a worker may have."
    else:
        killed = False
        sentence = f"{what} could not be read: {type(error).__name__}: {error}"
    failure = ExtractionFailed(sentence)
    failure.killed = killed
    failure.__cause__ = error
    return failure


def _begin(memory: int) -> None:
    """Bound a fresh worker, and import the extractor before a page's time runs."""
    import archive.extraction.extract  # noqa: PLC0415
    import archive.extraction.plaintext  # noqa: F401, PLC0415

    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (memory, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _bounded(bounds: _Bounds, function: Callable[..., T], *arguments: Any) -> T:
    # The kernel ends a worker whose CPU time is over; the pool one that overruns by the clock, or where the pool itself
    # was killed, the alarm.
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_PROF, bounds.cpu)
    signal.alarm(math.ceil(bounds.clock) + GRACE)
    try:
        return function(*arguments)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.alarm(0)


_archives: dict[Path, Archive] = {}  # a worker's own connections


def _opened(path: Path) -> Archive:
    if path not in _archives:
        _archives[path] = Archive.open(path, readonly=True)
    return _archives[path]
