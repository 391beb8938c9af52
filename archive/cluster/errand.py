"""On a worker: one command of Tearsheet in a process of its own, which dies with the worker, and what it said.

Only values that JSON has go in and come out. A command, because Twisted's reactor runs once in a process and dask's
worker is forbidden to have multiprocessing's children; a process of its own, because what crashes it spares the worker.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import IO, Any

from archive.cluster.tether import tethered
from archive.store.database import SCHEMA_VERSION

MOST_LINES = 20  # of what a command says on stderr; the last ones come back
LONGEST_LINE = 500  # characters
MOST_OUTPUT = 4 << 20  # bytes of stdout that come back
_OURS = "tearsheet: "


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended."""

    code: int  # its exit code; negative: the signal that ended it
    output: str  # stdout
    talk: tuple[str, ...]  # the last lines of stderr

    @property
    def said(self) -> tuple[str, ...]:
        """The sentences among them, without the command's name; where it crashed and said none, its last line."""
        ours = [line.removeprefix(_OURS) for line in self.talk if line.startswith(_OURS)]
        if self.code < 0:
            ours.append(f"It was ended by {signal.Signals(-self.code).name}.")
        return tuple(ours or (self.talk[-1:] if self.code else ()))

    @property
    def json(self) -> dict[str, Any] | None:
        """What it printed, where that is an object of JSON; None where it came to print nothing."""
        try:
            found = json.loads(self.output)
        except ValueError:
            return None
        return found if isinstance(found, dict) else None


def software() -> str:
    """Return what must be the same on all machines of a cluster, for what they make to fit together."""
    return f"tearsheet {version('tearsheet')}, schema {SCHEMA_VERSION}, Python {sys.version_info[0]}"


class _Running:
    """The commands that run in this worker, by the run they belong to, and the runs that were told to stop."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._processes: dict[str, set[subprocess.Popen[bytes]]] = defaultdict(set)
        self._stopped: set[str] = set()

    def is_stopped(self, run: str) -> bool:
        return run in self._stopped

    def add(self, run: str, process: subprocess.Popen[bytes]) -> None:
        with self._lock:
            self._processes[run].add(process)
            if run in self._stopped:
                process.send_signal(signal.SIGTERM)

    def remove(self, run: str, process: subprocess.Popen[bytes]) -> None:
        with self._lock:
            self._processes[run].discard(process)
            if not self._processes[run]:
                del self._processes[run]

    def stop(self, run: str) -> None:
        with self._lock:
            self._stopped.add(run)
            for process in self._processes.get(run, ()):
                process.send_signal(signal.SIGTERM)


_running = _Running()


def stop(run: str) -> None:
    """Have the commands of a run finish what is in flight and end; those that have not begun never do."""
    _running.stop(run)


def is_stopped(run: str) -> bool:
    """Say whether a run was told to stop."""
    return _running.is_stopped(run)


def command(module: str, words: Sequence[str], *, run: str, environment: Mapping[str, str] | None = None) -> Ended:
    """Run `python -m MODULE WORDS…` to its end, in the worker's environment and `environment` on top of it."""
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as talk:
        process = subprocess.Popen(  # noqa: S603 - our own module, and no shell
            tethered([sys.executable, "-m", module, *words]),
            env={**os.environ, **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=talk,
        )
        _running.add(run, process)
        try:
            code = process.wait()
        finally:
            _running.remove(run, process)
        return Ended(code, _content(output), _last_lines(_content(talk)))


def _content(file: IO[bytes]) -> str:
    end = file.seek(0, os.SEEK_END)
    file.seek(max(0, end - MOST_OUTPUT))
    return file.read().decode("utf-8", "replace")


def _last_lines(talk: str) -> tuple[str, ...]:
    return tuple(line[:LONGEST_LINE] for line in talk.splitlines()[-MOST_LINES:] if line.strip())
