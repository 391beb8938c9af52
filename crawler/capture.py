"""Hands every exchange to the archive before anybody interprets it, and tells the fetch when it is on disk."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Self

from archive.errors import ArchiveError
from archive.model import Attempt, Capture, Exchange
from archive.store.database import Archive
from archive.store.recording import record, record_attempts

_BATCH_EXCHANGES = 100
_BATCH_BYTES = 32 << 20


@dataclass(frozen=True, slots=True, eq=False)
class _Entry:
    """What one fetch left, and who waits for it to be kept."""

    exchange: Exchange | None
    attempt: Attempt | None
    loop: asyncio.AbstractEventLoop
    kept: asyncio.Future[Capture | None]

    @property
    def size(self) -> int:
        return len(self.exchange.response) if self.exchange else 0

    def resolve(self, outcome: Capture | BaseException | None) -> None:
        """Wake the fetch, from the writer's thread."""
        self.loop.call_soon_threadsafe(self._resolve, outcome)

    def _resolve(self, outcome: Capture | BaseException | None) -> None:
        if self.kept.done():  # the fetch was cancelled meanwhile; what it left is kept all the same
            return
        if isinstance(outcome, BaseException):
            self.kept.set_exception(outcome)
        else:
            self.kept.set_result(outcome)


class Recorder:
    """One writer thread with its own connection, so that a commit never holds up the reactor.

    Commits are shared: while one is on its way to disk, what arrives waits and goes with the next one, up to
    100 exchanges or 32 MiB. A lone exchange waits for nothing but its own commit.
    """

    def __init__(self) -> None:
        self.failure: ArchiveError | None = None  # the archive can no longer be written; nothing more is taken
        self._entries: SimpleQueue[_Entry | None] = SimpleQueue()
        self._thread: threading.Thread | None = None

    def start(self, path: Path, crawl_id: int) -> Self:
        """Open the archive for writing and take exchanges of this crawl; raises ArchiveError where it cannot."""
        opened: SimpleQueue[ArchiveError | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._run, args=(path, crawl_id, opened), name="recorder", daemon=True)
        self._thread.start()
        error = opened.get()
        if error is not None:
            self._thread = None
            raise error
        return self

    async def stop(self) -> None:
        """Keep what was handed over, and close; may be called twice."""
        thread, self._thread = self._thread, None
        if thread is not None:
            self._entries.put(None)
            await asyncio.to_thread(thread.join)

    async def record(self, exchange: Exchange, attempt: Attempt | None = None) -> Capture:
        """Return when the exchange is on disk; `attempt` says why it came to nothing all the same.

        Raises ArchiveError (a full disk, a busy file) where it could not be kept.
        """
        capture = await self._keep(exchange, attempt)
        assert capture is not None
        return capture

    async def attempt(self, attempt: Attempt) -> None:
        """Return when the row that says why nothing came is on disk; raises as `record`."""
        await self._keep(None, attempt)

    async def _keep(self, exchange: Exchange | None, attempt: Attempt | None) -> Capture | None:
        if self.failure is not None:
            raise self.failure
        if self._thread is None:
            raise ArchiveError("The archive is closed: this crawl keeps nothing any more.")
        loop = asyncio.get_running_loop()
        entry = _Entry(exchange, attempt, loop, loop.create_future())
        self._entries.put(entry)
        return await entry.kept

    def _run(self, path: Path, crawl_id: int, opened: SimpleQueue[ArchiveError | None]) -> None:
        try:
            archive = Archive.open(path)
        except ArchiveError as error:
            opened.put(error)
            return
        opened.put(None)
        try:
            while batch := self._batch():
                self._commit(archive, crawl_id, batch)
        finally:
            archive.close()

    def _batch(self) -> list[_Entry]:
        """Wait for an entry, take what else is there; empty at the end."""
        first = self._entries.get()
        if first is None:
            return []
        batch, size = [first], first.size
        while len(batch) < _BATCH_EXCHANGES and size < _BATCH_BYTES:
            try:
                entry = self._entries.get_nowait()
            except Empty:
                break
            if entry is None:
                self._entries.put(None)
                break
            batch.append(entry)
            size += entry.size
        return batch

    def _commit(self, archive: Archive, crawl_id: int, batch: Sequence[_Entry]) -> None:
        if self.failure is not None:
            _fail(batch, self.failure)
            return
        try:
            outcomes = _write(archive, crawl_id, batch)
        except ArchiveError as error:
            self.failure = error
            _fail(batch, error)
        except Exception as error:  # noqa: BLE001 - handed to the fetch that caused it, where it is raised
            if len(batch) == 1:
                _fail(batch, error)
                return
            for entry in batch:  # one that cannot be kept must not take the others with it
                self._commit(archive, crawl_id, [entry])
        else:
            for entry, capture in zip(batch, outcomes, strict=True):
                entry.resolve(capture)


def _fail(batch: Sequence[_Entry], error: BaseException) -> None:
    for entry in batch:
        entry.resolve(error)


def _write(archive: Archive, crawl_id: int, batch: Sequence[_Entry]) -> list[Capture | None]:
    # Two transactions, since `record` compresses before it begins its own; most batches hold no attempt.
    captures = iter(record(archive, crawl_id, [entry.exchange for entry in batch if entry.exchange is not None]))
    kept = [next(captures) if entry.exchange is not None else None for entry in batch]
    attempts = [_joined(entry.attempt, capture) for entry, capture in zip(batch, kept, strict=True) if entry.attempt]
    if attempts:
        record_attempts(archive, crawl_id, attempts)
    return kept


def _joined(attempt: Attempt, capture: Capture | None) -> Attempt:
    return replace(attempt, capture_id=capture.id) if capture else attempt
