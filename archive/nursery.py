"""Where worker processes are forked from: one process that has imported the extractor and loaded its models, once.

It is multiprocessing's fork server: a fresh interpreter with a single thread, so that nothing of this process (its
threads, a reactor, its main module) is in a worker.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import forkserver
from multiprocessing.context import ForkServerContext, ForkServerProcess
from types import ModuleType
from typing import Any

_PRELOADED = ["archive.preloaded"]


class Nursery:
    """A fork server that runs from the first `enter` to the last `leave` of whoever wants workers."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._users = 0

    def enter(self) -> None:
        """Have the server started, unless it runs: it gets ready while the caller does other things."""
        with self._lock:
            self._users += 1
            if self._users == 1:
                forkserver.set_forkserver_preload(_PRELOADED)
                forkserver.ensure_running()

    def leave(self) -> None:
        """End the server when nobody wants it any more, and wait for its end; the workers have ended by then."""
        with self._lock:
            self._users -= 1
            if self._users == 0:
                # Left alone, it would end with this process, and what it cost would be in nobody's account.
                forkserver._forkserver._stop()  # type: ignore[attr-defined]


NURSERY = Nursery()
_starting = threading.Lock()


@contextmanager
def _without_main() -> Iterator[None]:
    """Hide the main module: a worker would import it again, and `scrapy crawl` would bring Scrapy along."""
    with _starting:
        main = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            yield
        finally:
            sys.modules["__main__"] = main


class _BareProcess(ForkServerProcess):
    """A forked process that starts without its parent's main module."""

    @staticmethod
    def _Popen(process_obj: Any) -> Any:
        with _without_main():
            return ForkServerProcess._Popen(process_obj)


class BareContext(ForkServerContext):
    """What a pool makes its workers by."""

    Process = _BareProcess
