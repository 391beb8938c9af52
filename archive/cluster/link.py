"""The link to a dask scheduler: tasks of plain values go out to its workers, and come back one by one as they end."""

from __future__ import annotations

import logging
import queue
import secrets
import socket
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Self

from archive.cluster import errand
from archive.errors import MissingExtra, TearsheetError

if TYPE_CHECKING:
    from distributed import Client, Future

REACHED_WITHIN = 10.0  # seconds in which a scheduler answers
WORKER_WITHIN = 10.0  # seconds in which the first worker is there
PATIENCE = 120.0  # seconds without any worker after which nobody waits for one
_LOOK = 2.0  # seconds between two looks at the workers while nothing ends

Task = dict[str, Any]  # only what JSON has
NOWHERE: Mapping[str, Sequence[str]] = MappingProxyType({})
Work = Callable[[Task], dict[str, Any]]  # an importable function: its name goes out, not its code


class NoScheduler(TearsheetError):
    """Nothing that speaks dask answers at the address, or it has gone."""


class NoWorkers(TearsheetError):
    """The scheduler has no worker to give a task to."""


@dataclass(frozen=True, slots=True)
class Done:
    """What came of one task."""

    key: str
    answer: dict[str, Any] | None  # None: it failed
    failure: str = ""  # a sentence


@contextmanager
def linked(address: str) -> Iterator[Link]:
    """Connect to the scheduler at an address such as tcp://scheduler:8786, or tls://… as dask's configuration says.

    Raises:
        MissingExtra: distributed is not installed.
        NoScheduler, NoWorkers: there is nobody to work.

    """
    try:
        from distributed import Client  # noqa: PLC0415  (an extra, and half a second)
    except ImportError as error:
        raise MissingExtra(
            "A cluster needs distributed. Install it with: pip install 'tearsheet[cluster]', here and on each worker."
        ) from error
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what is lost is said in a sentence of ours
    _knock(address)
    try:
        client = Client(address, timeout=REACHED_WITHIN, set_as_default=False)
    except (OSError, ValueError) as error:
        raise NoScheduler(f"What answers at {address} is no dask scheduler: {error}.") from error
    with client:
        _wait_for_a_worker(client, address)
        yield Link(client, address)


def _knock(address: str) -> None:
    """Open a connection and close it: dask's own client waits longer, and complains on its way out."""
    from distributed.comm import parse_address, parse_host_port  # noqa: PLC0415

    try:
        host, port = parse_host_port(parse_address(address)[1])
        socket.create_connection((host, port), timeout=REACHED_WITHIN).close()
    except ValueError as error:
        raise NoScheduler(f"{address!r} is no address of a scheduler: write tcp://HOST:PORT, or tls://….") from error
    except OSError as error:
        raise NoScheduler(
            f"No scheduler answers at {address} ({error.strerror or error}). Start one there: dask scheduler"
        ) from error


def _wait_for_a_worker(client: Client, address: str) -> None:
    try:
        client.wait_for_workers(1, timeout=WORKER_WITHIN)
    except TimeoutError as error:
        raise NoWorkers(
            f"The scheduler at {address} has no workers. Start some: dask worker {address} --nthreads 2"
        ) from error


class Link:
    """A scheduler that was reached, and a run's tasks there."""

    def __init__(self, client: Client, address: str) -> None:
        self._client = client
        self.address = address
        self.run = secrets.token_hex(4)  # part of each task's key, and by which all of them are told to stop

    def threads(self) -> int:
        """Return how many tasks can run at once, now."""
        return sum(self._client.nthreads().values())

    def hosts(self) -> set[str]:
        """Return the machines that have a worker now, as dask names them: by their addresses."""
        from distributed.comm import get_address_host  # noqa: PLC0415

        return {get_address_host(worker) for worker in self._client.nthreads()}

    def ask(self, question: Callable[..., Any], *arguments: str) -> dict[str, Any]:
        """Call an importable function on every worker, and return what each machine says."""
        from distributed.comm import get_address_host  # noqa: PLC0415

        answers = self._client.run(question, *arguments)
        return {get_address_host(worker): answer for worker, answer in answers.items()}

    def spread(
        self,
        work: Work,
        tasks: Iterable[tuple[str, Task]],
        *,
        at: Mapping[str, Sequence[str]] = NOWHERE,
        ahead: int | None = None,
    ) -> Iterator[Done]:
        """Give each task to a worker, and yield what came of it as it ends, in whatever order.

        A task whose worker died is given to another by the scheduler, up to its `allowed-failures`. A task named in
        `at` stays on those machines for as long as one of them has a worker. `ahead` is how many are taken from `tasks`
        before one has ended; None: all. Each task is told the `run`.

        Raises:
            NoScheduler, NoWorkers: it, or the last of them, has gone; tasks that were yielded are done.

        """
        return _Spread(self, work, iter(tasks), dict(at), ahead)

    def submit(self, key: str, work: Work, task: Task, hosts: Sequence[str]) -> Future:
        """Give one task to a worker; `hosts` empty: to any."""
        told = task | {"run": self.run, "software": errand.software()}
        return self._client.submit(_checked, work, told, key=key, pure=False, workers=list(hosts) or None)

    def stop(self) -> None:
        """Have what runs finish what is in flight, and nothing else of this run begin; all tasks still come back."""
        self._client.run(errand.stop, self.run)


class _Spread:
    """Tasks on their way through a cluster."""

    def __init__(
        self,
        link: Link,
        work: Work,
        waiting: Iterator[tuple[str, Task]],
        at: dict[str, Sequence[str]],
        ahead: int | None,
    ) -> None:
        self._link, self._work, self._waiting = link, work, waiting
        self._at = at
        self._ahead = ahead
        self._tasks: dict[str, Task] = {}  # given away and not ended
        self._ended: queue.SimpleQueue[tuple[str, Future]] = queue.SimpleQueue()
        self._futures: dict[str, Future] = {}
        self._missed: dict[str, float] = {}  # host, or "" for any -> since when it has had no worker
        self._fill()

    def _fill(self) -> None:
        room = None if self._ahead is None else self._ahead - len(self._futures)
        for key, task in islice(self._waiting, room):
            self._tasks[key] = task
            self._submit(key, f"{key}-{self._link.run}")

    def _submit(self, key: str, name: str) -> None:
        future = self._link.submit(name, self._work, self._tasks[key], self._at.get(key, ()))
        self._futures[key] = future
        future.add_done_callback(lambda done: self._ended.put((key, done)))

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Done:
        """Wait for the next task to end; no generator, for that is at its end after a Ctrl-C."""
        while self._futures:
            try:
                key, future = self._ended.get(timeout=_LOOK)
            except queue.Empty:
                self._look()
                continue
            if key in self._futures and self._futures[key] is future:  # else it was given away anew
                if future.cancelled() or future.status == "lost":
                    raise self._gone()
                del self._futures[key], self._tasks[key]
                self._fill()
                return self._done(key, future)
        raise StopIteration

    def _look(self) -> None:
        """See who is left; free what waits for a machine that is gone; raise where nobody comes back."""
        try:
            present = self._link.hosts()
        except OSError as error:
            raise self._gone() from error
        gone = self._gone_for_long(present)
        if "" in gone:
            raise NoWorkers(
                f"The last worker of {self._link.address} is gone, and {len(self._futures)} tasks are not done. "
                "Start workers, and run it again."
            )
        for key in [key for key, hosts in self._at.items() if key in self._futures and gone.issuperset(hosts)]:
            del self._at[key]
            self._futures[key].cancel()
            self._submit(key, f"{key}-{self._link.run}-elsewhere")

    def _gone_for_long(self, present: set[str]) -> set[str]:
        wanted = {host for hosts in self._at.values() for host in hosts} | {""}
        absent = wanted - present - ({""} if present else set())
        now = time.monotonic()
        self._missed = {host: self._missed.get(host, now) for host in absent}
        return {host for host, since in self._missed.items() if now - since > PATIENCE}

    def _gone(self) -> NoScheduler:
        return NoScheduler(
            f"The scheduler at {self._link.address} is gone, and {len(self._futures)} tasks are not known to be done. "
            "Start it, and run it again."
        )

    def _done(self, key: str, future: Future) -> Done:
        from distributed.scheduler import KilledWorker  # noqa: PLC0415

        error = future.exception()
        if error is None:
            came = future.result()
            return Done(key, came.get("answer"), came.get("failure", ""))
        if isinstance(error, KilledWorker):
            return Done(key, None, f"{key} cost several workers in a row, and was given up. Look at the workers' logs.")
        if isinstance(error, ModuleNotFoundError):
            return Done(key, None, f"A worker has no Tearsheet ({error}): install the same one on every machine.")
        return Done(key, None, f"{key} failed on a worker: {type(error).__name__}: {error}")


def _checked(work: Work, task: Task) -> dict[str, Any]:
    """On a worker: see that it is the same Tearsheet, then work; what a user can act on comes back as a sentence."""
    here = errand.software()
    if here != task["software"]:
        return {"failure": f"A worker has {here}, and this machine {task['software']}: install the same one on both."}
    try:
        return {"answer": work(task)}
    except TearsheetError as error:
        return {"failure": str(error)}
