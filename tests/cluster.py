"""A dask cluster on loopback: a scheduler and workers as processes of their own, any of which may be killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from distributed import Client

SCHEDULER = [sys.executable, "-m", "distributed.cli.dask_scheduler"]
WORKER = [sys.executable, "-m", "distributed.cli.dask_worker"]


class Cluster:
    """A scheduler and its workers, by name: w0, w1, w2."""

    def __init__(self, folder: Path, environment: Mapping[str, str], protocol: str) -> None:
        self._folder = folder
        self._file = folder / "scheduler.json"
        self._environment = {**os.environ, **environment}
        at = ["--protocol", protocol, "--host", "127.0.0.1", "--port", "0", "--no-dashboard"]
        self._scheduler = self._start("scheduler", *SCHEDULER, *at)
        self.workers: dict[str, subprocess.Popen[bytes]] = {}
        self.client: Client | None = None
        self.killed: list[str] = []

    def _start(self, name: str, *words: str) -> subprocess.Popen[bytes]:
        with (self._folder / f"{name}.log").open("wb") as log:
            return subprocess.Popen(
                [*words, "--scheduler-file", str(self._file)],
                cwd=self._folder,
                env=self._environment,
                stdout=log,
                stderr=log,
            )

    @property
    def address(self) -> str:
        """The scheduler's address."""
        return str(json.loads(self._file.read_text())["address"])

    def start_worker(self, name: str) -> None:
        """Start one worker with one thread."""
        words = ["--nthreads", "1", "--no-dashboard", "--host", "127.0.0.1", "--no-nanny"]
        self.workers[name] = self._start(
            name, *WORKER, *words, "--name", name, "--local-directory", str(self._folder / name)
        )

    def connect(self, workers: int) -> None:
        """Wait until they are all there."""
        self.client = Client(scheduler_file=str(self._file), set_as_default=False, timeout=30)
        if workers:
            self.client.wait_for_workers(workers, timeout=30)

    def working_on(self, task: str) -> str:
        """The name of the worker that runs the task whose key begins so; "" where none does."""
        assert self.client is not None
        working = self.client.run_on_scheduler(
            lambda dask_scheduler: {
                worker.name: [str(one.key) for one in worker.processing] for worker in dask_scheduler.workers.values()
            }
        )
        return next((name for name, keys in working.items() if any(key.startswith(task) for key in keys)), "")

    def kill(self, name: str) -> None:
        """kill -9 a worker."""
        self.workers[name].send_signal(signal.SIGKILL)
        self.workers[name].wait()
        self.killed.append(name)

    def kill_scheduler(self) -> None:
        """kill -9 the scheduler."""
        self._scheduler.kill()
        self._scheduler.wait()

    def kill_when(self, task: str, ready: Callable[[], bool]) -> threading.Thread:
        """Kill a worker that runs a task whose key begins so, as soon as `ready` says; the thread ends with that."""

        def watch() -> None:
            name = ""
            while not (name and ready()):
                name = self.working_on(task)  # asking the scheduler is wait enough
            self.kill(name)

        thread = threading.Thread(target=watch, daemon=True)
        thread.start()
        return thread

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: Any) -> None:
        if self.client is not None:
            self.client.close()
        for process in (*self.workers.values(), self._scheduler):
            process.kill()
            process.wait()


@contextmanager
def cluster(folder: Path, *, workers: int, protocol: str = "tcp", **environment: str) -> Iterator[Cluster]:
    """Start a scheduler with so many workers, wait for them, and end them all."""
    folder.mkdir(parents=True, exist_ok=True)
    with Cluster(folder, environment, protocol) as running:
        for number in range(workers):
            running.start_worker(f"w{number}")
        running.connect(workers)
        yield running
