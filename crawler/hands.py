"""How many captures a run has in hand: kept, and not done with. Nothing more is fetched while they are too many."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

# Scrapy would wait at 5 MB of responses: 5,000 small pages, each of which costs 40 KB while it waits for a reader.
MOST = 128
_LOOK_EVERY = 0.1  # seconds


class Hands:
    """Counts what is in hand; for one event loop."""

    def __init__(self) -> None:
        self.holding = 0

    @contextmanager
    def taking(self) -> Iterator[None]:
        """Hold one capture more."""
        self.holding += 1
        try:
            yield
        finally:
            self.holding -= 1

    @property
    def full(self) -> bool:
        """Whether nothing more should be fetched for now."""
        return self.holding >= MOST

    async def room(self) -> None:
        """Return when there is room for one more."""
        await asyncio.sleep(0)  # what was handed on just now takes its place first
        while self.full:
            await asyncio.sleep(_LOOK_EVERY)
