from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from crawler.gathering import Gathering


class Store:
    """Doubles what it is given, once it is let, and notes each batch."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.open = asyncio.Event()

    async def __call__(self, batch: Sequence[int]) -> list[int]:
        self.batches.append(list(batch))
        await self.open.wait()
        if 13 in batch:
            raise ValueError("13 is not stored")
        return [2 * one for one in batch]


def test_what_comes_while_a_batch_is_stored_is_stored_as_one() -> None:
    async def run() -> tuple[list[int], list[list[int]]]:
        store = Store()
        gathering = Gathering(store)
        first = asyncio.ensure_future(gathering.add(1))
        while not store.batches:
            await asyncio.sleep(0)
        others = [asyncio.ensure_future(gathering.add(one)) for one in (2, 3, 4)]
        await asyncio.sleep(0)
        store.open.set()
        return await asyncio.gather(first, *others), store.batches

    assert asyncio.run(run()) == ([2, 4, 6, 8], [[1], [2, 3, 4]])


def test_one_that_may_linger_is_stored_with_what_comes_meanwhile() -> None:
    async def run() -> list[list[int]]:
        store = Store()
        store.open.set()
        gathering = Gathering(store, linger=0.02)
        first = asyncio.ensure_future(gathering.add(1))
        await asyncio.sleep(0)
        await asyncio.gather(first, gathering.add(2))
        return store.batches

    assert asyncio.run(run()) == [[1, 2]]


def test_one_that_may_linger_does_not_where_nothing_else_is_on_the_way() -> None:
    async def run() -> int:
        store = Store()
        store.open.set()
        gathering = Gathering(store, linger=3600, on_the_way=lambda here: here < 2)
        first = asyncio.ensure_future(gathering.add(1))
        return (await asyncio.wait_for(asyncio.gather(gathering.add(2), first), 60))[0]

    assert asyncio.run(run()) == 4


def test_an_error_is_raised_where_its_batch_waits_and_nowhere_else() -> None:
    async def run() -> tuple[list[object], int]:
        store = Store()
        store.open.set()
        gathering = Gathering(store)
        bad = await asyncio.gather(gathering.add(12), gathering.add(13), return_exceptions=True)
        return bad, await gathering.add(14)

    bad, good = asyncio.run(run())
    assert [str(one) for one in bad] == ["13 is not stored"] * 2
    assert good == 28


def test_whoever_stopped_waiting_keeps_nobody_else_from_their_answer() -> None:
    async def run() -> int:
        store = Store()
        gathering = Gathering(store)
        left = asyncio.ensure_future(gathering.add(1))
        stays = asyncio.ensure_future(gathering.add(2))
        while not store.batches:
            await asyncio.sleep(0)
        left.cancel()
        store.open.set()
        with pytest.raises(asyncio.CancelledError):
            await left
        return await stays

    assert asyncio.run(run()) == 4
