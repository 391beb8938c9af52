"""What is to be stored, gathered while the writer is busy: one transaction and one commit for all of it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")


class Gathering(Generic[T, R]):
    """Stores what it is given in batches, for one event loop.

    `store` takes a batch and returns what each of it came to, in the same order. Before each batch it waits `linger`
    seconds for more, so that many share a commit; not where `on_the_way` says that there is nothing else to come.
    """

    def __init__(
        self,
        store: Callable[[Sequence[T]], Awaitable[Sequence[R]]],
        *,
        linger: float = 0.0,
        on_the_way: Callable[[int], bool] = bool,
    ) -> None:
        self._store = store
        self._linger = linger
        self._on_the_way = on_the_way  # given how many wait here: whether others may join them
        self._waiting: list[tuple[T, asyncio.Future[R]]] = []
        self._storing: asyncio.Task[None] | None = None

    async def add(self, one: T) -> R:
        """Return what became of it when that is on disk; raises what storing its batch raised."""
        done: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        self._waiting.append((one, done))
        if self._storing is None or self._storing.done():
            self._storing = asyncio.ensure_future(self._store_all())
        return await done

    async def _store_all(self) -> None:
        while self._waiting:
            if self._linger and self._on_the_way(len(self._waiting)):
                await asyncio.sleep(self._linger)
            batch, self._waiting = self._waiting, []
            outcomes: Sequence[R | Exception]
            try:
                outcomes = await self._store([one for one, _ in batch])
            except Exception as error:  # noqa: BLE001 - handed to each that waits for it, where it is raised
                outcomes = [error] * len(batch)
            for (_, done), outcome in zip(batch, outcomes, strict=True):
                _resolve(done, outcome)


def _resolve(done: asyncio.Future[R], outcome: R | Exception) -> None:
    if done.done():  # whoever waited was cancelled; what it gave is stored all the same
        return
    if isinstance(outcome, Exception):
        done.set_exception(outcome)
    else:
        done.set_result(outcome)
