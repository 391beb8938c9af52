"""A pool of worker processes that outlives its own breaking: it is replaced, and what was begun is tried once more."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, CancelledError, Future
from functools import partial
from typing import Any, TypeVar

from pebble import ProcessPool

T = TypeVar("T")


class LastingPool:
    """Runs functions in the processes of a pebble pool, which `make` makes.

    pebble gives up a whole pool when a worker dies while none of its tasks is known to run: one that was idle when the
    system ran out of memory, or one whose crash was noticed before its beginning was. Then a fresh pool takes over. A
    task that breaks a second pool fails with BrokenExecutor: the workers cannot even start.
    """

    def __init__(self, make: Callable[[], ProcessPool]) -> None:
        self._make = make
        self._pool = make()
        self._lock = threading.Lock()
        self._closed = False

    def schedule(self, function: Callable[..., T], args: tuple[Any, ...], timeout: float) -> Future[T]:
        """Have a worker call an importable function, for `timeout` seconds at most."""
        answer: Future[T] = Future()
        answer.set_running_or_notify_cancel()
        self._try(answer, partial(self._scheduled, function, args, timeout), again=True)
        return answer

    def close(self, *, at_once: bool = False) -> None:
        """End the workers: after what was scheduled, or `at_once`."""
        with self._lock:
            self._closed = True
            pool = self._pool
        if at_once:
            pool.stop()  # type: ignore[no-untyped-call]
        else:
            pool.close()  # type: ignore[no-untyped-call]
        pool.join()

    def _scheduled(self, function: Callable[..., T], args: tuple[Any, ...], timeout: float) -> Future[T]:
        task: Future[T] = self._working().schedule(function, args=args, timeout=timeout)
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
        if again and isinstance(error, BrokenExecutor) and not self._closed:
            self._try(answer, schedule, again=False)
        else:
            answer.set_exception(error)

    def _working(self) -> ProcessPool:
        with self._lock:
            if not self._closed and not self._pool.active:
                # One of the broken pool's own threads may be asking, and cannot wait for itself to end.
                threading.Thread(target=self._pool.join, name="broken pool", daemon=True).start()
                self._pool = self._make()
            return self._pool
