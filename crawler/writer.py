"""One thread that reads and writes the archive for a crawl, so that a commit never holds up the reactor."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from archive.store.database import Archive

T = TypeVar("T")


class Writer:
    """A connection of its own on a thread of its own; what it is given runs in the order it was given."""

    def __init__(self, path: Path) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="writer")
        self._archive = self._thread.submit(Archive.open, path).result()

    async def run(self, work: Callable[[Archive], T]) -> T:
        """Run `work` with the archive, and return what it returns; raises what it raises."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, work, self._archive)

    def close(self) -> None:
        """Finish what was given, and close the connection."""
        self._thread.submit(self._archive.close).result()
        self._thread.shutdown()
