"""How a crawl goes, while it goes: a table that redraws on a terminal, a line now and then elsewhere; on stderr."""

from __future__ import annotations

import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Protocol

import click

_EVERY = 30.0  # seconds between two plain lines
_MOST_LINES = 20  # sources shown one by one


class Counted(Protocol):
    """What a session counts."""

    @property
    def counts(self) -> Mapping[str, Counter[str]]:
        """Counts by source."""


class Progress:
    """Shows the counts of a session from a thread of its own; `watch` is given the session when it is open."""

    def __init__(self) -> None:
        self._session: Counted | None = None
        self._began = time.monotonic()
        self._done = threading.Event()

    def watch(self, session: Counted) -> None:
        """Show the counts of this session from now on."""
        self._session = session

    @contextmanager
    def shown(self) -> Iterator[None]:
        """Show progress while the block runs."""
        show = self._draw if sys.stderr.isatty() else self._say
        thread = threading.Thread(target=show, name="progress", daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._done.set()
            thread.join()

    def _draw(self) -> None:
        from rich.console import Console  # noqa: PLC0415  (not needed where nobody looks)
        from rich.live import Live  # noqa: PLC0415
        from rich.text import Text  # noqa: PLC0415

        with Live(console=Console(stderr=True), transient=True, refresh_per_second=4) as live:
            while not self._done.wait(0.25):
                live.update(Text("\n".join(self.lines())))

    def _say(self) -> None:
        while not self._done.wait(_EVERY):
            for line in self.lines():
                click.echo(line, err=True)

    def lines(self) -> list[str]:
        """Return a line for each source with its rate, and one for all; only the last where there are many sources."""
        if self._session is None:
            return []
        # Copies, since the crawl goes on counting in its own thread.
        counts = {source: Counter(dict(count)) for source, count in dict(self._session.counts).items()}
        total = self._line(f"{len(counts)} sources", sum(counts.values(), Counter()))
        if len(counts) > _MOST_LINES:
            return [total]
        lines = [self._line(source or "fetch", count) for source, count in sorted(counts.items())]
        return [*lines, total] if len(lines) > 1 else lines

    def _line(self, what: str, count: Counter[str]) -> str:
        rate = count["fetched"] / max(time.monotonic() - self._began, 0.001)
        return (
            f"{what}: {count['fetched']} fetched ({rate:.1f}/s), {count['new']} new, {count['edited']} edited, "
            f"{count['failed']} failed"
        )
