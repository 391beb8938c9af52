"""A pool of processes that outlives its own breaking."""

from __future__ import annotations

from concurrent.futures import Future
from typing import Any

import pytest
from pebble import ProcessPool

from archive import lasting_pool
from archive.lasting_pool import LastingPool
from archive.nursery import NURSERY, BareContext


class Forgetful(ProcessPool):
    """A pool that breaks as it is given its first task: what pebble does with such a task is nothing."""

    def schedule(self, *arguments: Any, **named: Any) -> Future[Any]:
        assert self.active
        self._context.status = type(self._context.status).ERROR
        return Future()


def test_a_task_that_a_breaking_pool_forgot_is_given_to_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lasting_pool, "_LOOK_EVERY", 0.05)
    makers = iter([Forgetful, ProcessPool])
    NURSERY.enter()
    pool = LastingPool(lambda: next(makers)(max_workers=1, context=BareContext()))
    assert pool.schedule(abs, (-7,), timeout=30).result(timeout=60) == 7
    pool.close()
    NURSERY.leave()
