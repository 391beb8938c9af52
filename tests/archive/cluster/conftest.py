"""A WARC file of a year of visits to invented sites, and a stand-in for a cluster that works in this process."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from archive.cluster.link import Done, Task, Work
from archive.errors import TearsheetError
from archive.model import Exchange
from archive.store.database import Archive
from archive.store.recording import record
from archive.transfer.selection import Selection
from archive.transfer.warc_out import write
from archive.transfer.written import Options
from tests.archive.desk import LONG, html
from tests.conftest import begin, make_exchange

STORIES = 12
LATER = "Two more sailings a day were added on Thursday evening, after the first week had been sold out within hours."
CARDS = "".join(
    f"<li><a href='/{n}'>Pier number {n} opens to the public after a year of works</a></li>" for n in range(5)
)


def page(number: int, *more: str) -> bytes:
    own = [f"{text} This was the {number}th crossing of its kind." for text in LONG]
    return html(*own, *more).replace(b"</main>", f"</main><aside><h2>More news</h2><ul>{CARDS}</ul></aside>".encode())


def visits() -> Iterator[Exchange]:
    for number in range(STORIES):
        url = f"http://site{number % 3}.example/2026/03/ferry-{number}"
        yield make_exchange(url, page(number), minutes=number)
    for number in range(STORIES):
        url = f"http://site{number % 3}.example/2026/03/ferry-{number}"
        later = {"minutes": 600 + number}
        match number % 6:
            case 0:
                yield make_exchange(url, page(number, LATER), **later)  # an edit
            case 1:
                yield make_exchange(url, page(number), **later)  # the same payload: a revisit
            case 2:
                yield make_exchange(url, b"", status="304 Not Modified", **later)
            case 3:
                yield make_exchange(url, b"Gone", status="410 Gone", **later)
            case 4:
                head = f"Location: {url}-moved\r\n".encode()
                yield make_exchange(url, b"", status="301 Moved", head=head, **later)
                yield make_exchange(f"{url}-moved", page(number), **later)
            case _:
                yield make_exchange(url, b"<title>Error 404</title><h1>Page not found</h1>", **later)


@pytest.fixture(scope="session")
def warc(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve stories on three sites, each visited again: edited, the same, not modified, gone, moved, a soft 404."""
    return written(tmp_path_factory.mktemp("warc") / "year.warc.gz", visits())


def written(path: Path, exchanges: Iterable[Exchange]) -> Path:
    """A WARC file of these exchanges."""
    with Archive.open(path.with_suffix(".db"), create=True) as source:
        crawl = begin(source, path.name)
        for exchange in exchanges:
            record(source, crawl, [exchange])
        write(source, Selection(), path, Options())
    return path


class Here:
    """Does what a cluster would do, in this process; `broken` are tasks that no worker can do."""

    def __init__(self, broken: Callable[[str], bool] = lambda key: False) -> None:
        self._broken = broken
        self.done: list[str] = []

    def threads(self) -> int:
        return 1

    def spread(self, work: Work, tasks: Iterable[tuple[str, Task]], **_: Any) -> Iterator[Done]:
        for key, task in reversed(list(tasks)):  # as it happens in a cluster: not in the order asked
            self.done.append(key)
            if self._broken(key):
                yield Done(key, None, f"{key} cost several workers.")
                continue
            try:
                yield Done(key, work(task | {"run": "test"}))
            except TearsheetError as error:
                yield Done(key, None, str(error))
