"""A pool of worker processes that outlives its own breaking: it is replaced, and what was begun is tried once more."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, CancelledError, Future
from functools import partial
from typing import Any, TypeVar

from pebble import ProcessPool

T = TypeVar("T")

_LOOK_EVERY = 1.0  # seconds


class LastingPool:
    """Runs functions in the processes of a pebble pool, which `make` makes.

    pebble gives up a whole pool when a worker dies while none of its tasks is known to run: one that was idle when the
    system ran out of memory, or one whose crash was noticed before its beginning was. Then a fresh pool takes over. A
    task that breaks a second pool fails with BrokenExecutor: the workers cannot even start.

    A task that reaches a pool in the moment in which it breaks is forgotten by pebble. So whatever a broken pool was
    given and has not answered when its last thread has ended counts as broken with it.
    """

    def __init__(self, make: Callable[[], ProcessPool]) -> None:
        self._make = make
        self._pool = make()
        self._lock = threading.Lock()
        self._given: set[Future[Any]] = set()  # what the present pool has not answered
        self._watch: threading.Thread | None = None
        self._closed = threading.Event()

    def schedule(self, function: Callable[..., T], args: tuple[Any, ...], timeout: float) -> Future[T]:
        """Have a worker call an importable function, for `timeout` seconds at most."""
        answer: Future[T] = Future()
        answer.set_running_or_notify_cancel()
        self._try(answer, partial(self._scheduled, function, args, timeout), again=True)
        return answer

    def close(self, *, at_once: bool = False) -> None:
        """End the workers: after what was scheduled, or `at_once`."""
        with self._lock:
            self._closed.set()
            pool = self._pool
        if at_once:
            pool.stop()  # type: ignore[no-untyped-call]
        else:
            pool.close()  # type: ignore[no-untyped-call]
        pool.join()

    def _scheduled(self, function: Callable[..., T], args: tuple[Any, ...], timeout: float) -> Future[T]:
        with self._lock:
            task: Future[T] = self._working().schedule(function, args=args, timeout=timeout)
            given = self._given
            given.add(task)
            if self._watch is None:
                self._watch = threading.Thread(target=self._look, name="pool watch", daemon=True)
                self._watch.start()
        task.add_done_callback(given.discard)
        return task

    def _try(self, answer: Future[T], schedule: Callable[[], Future[T]], *, again: bool) -> None:
        try:
            task = schedule()
        except RuntimeError as error:  # what pebble raises of a pool that broke, or was closed, this moment
            self._failed(answer, schedule, BrokenExecutor(str(error)), again=again)
            return
        task.add_done_callback(lambda done: self._pass_on(answer, schedule, done, again=again))

    def _pass_on(self, answer: Future[T], schedule: Callable[[], Future[T]], done: Future[T], *, again: bool) -> None:
        error = CancelledError() if done.cancelled() else done.exception()
        if error is None:
            answer.set_result(done.result())
        else:
            self._failed(answer, schedule, error, again=again)

    def _failed(
        self, answer: Future[T], schedule: Callable[[], Future[T]], error: BaseException, *, again: bool
    ) -> None:
        if again and isinstance(error, BrokenExecutor) and not self._closed.is_set():
            self._try(answer, schedule, again=False)
        else:
            answer.set_exception(error)

    def _working(self) -> ProcessPool:
        """Return a pool that takes tasks; the caller holds the lock."""
        if not self._closed.is_set() and not self._pool.active:
            # One of the broken pool's own threads may be asking, and cannot wait for itself to end.
            buried = (self._pool, self._given)
            threading.Thread(target=_bury, args=buried, name="broken pool", daemon=True).start()
            self._pool, self._given = self._make(), set()
        return self._pool

    def _look(self) -> None:
        while not self._closed.wait(_LOOK_EVERY):
            with self._lock:
                if self._given:
                    self._working()


def _bury(pool: ProcessPool, given: set[Future[Any]]) -> None:
    """Wait for the end of a broken pool's threads, and fail what none of them will answer."""
    pool.join()
    for task in list(given):
        if not task.done():
            task.set_exception(BrokenExecutor("The pool broke as it was given this task."))
