"""The archive behind one datasette, read over connections of our own, each page from one consistent snapshot."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from archive.errors import BadQuery, TearsheetError
from archive.store.database import APPLICATION_ID, Archive, explained
from archive.store.packing import register

T = TypeVar("T")

THREADS = 4  # pages read at once; datasette's own pool stays free for its tables
TIME_LIMIT = 5.0  # seconds of SQLite for one page
_STEPS = 5_000  # virtual-machine instructions between two looks at the clock: under a millisecond


class TooSlow(TearsheetError):
    """A page's queries took longer than they may."""


class Shelf:
    """One archive file open for reading; connections are made a thread at a time and never shared."""

    def __init__(self, database: Any) -> None:
        self.database = database  # datasette's
        self.path = Path(database.path)
        self.immutable = not database.is_mutable
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="tearsheet")
        self._local = threading.local()
        self._kept: dict[str, tuple[float, Any]] = {}

    @property
    def name(self) -> str:
        """The database's name in datasette's addresses, which may change after it was opened."""
        return str(self.database.name)

    async def read(self, question: Callable[[Archive], T]) -> T:
        """Answer a question in a thread; raise TooSlow, ArchiveError, or what the question raises."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._answer, question)

    def remember(self, key: str, seconds: float, work: Callable[[], T]) -> T:
        """Return figures that may be some seconds old, because they are summed over the whole archive."""
        until, value = self._kept.get(key, (0.0, None))
        if time.monotonic() >= until:
            value = work()
            self._kept[key] = (time.monotonic() + seconds, value)
        return value  # type: ignore[no-any-return]

    def _answer(self, question: Callable[[Archive], T]) -> T:
        with explained(self.path):
            return self._ask(self._archive(), question)

    def _ask(self, archive: Archive, question: Callable[[Archive], T]) -> T:
        connection = archive.connection
        deadline = time.monotonic() + TIME_LIMIT
        connection.set_progress_handler(lambda: time.monotonic() > deadline, _STEPS)
        try:
            connection.execute("BEGIN")
            return question(archive)
        except (sqlite3.OperationalError, BadQuery) as error:
            if "interrupted" not in str(error):
                raise
            raise TooSlow(f"reading took longer than {TIME_LIMIT:.0f} seconds; ask for less, or try again") from error
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            connection.set_progress_handler(None, 0)

    def _archive(self) -> Archive:
        archive: Archive | None = getattr(self._local, "archive", None)
        if archive is None:
            archive = self._local.archive = self._opened()
        return archive

    def _opened(self) -> Archive:
        if not self.immutable:
            return Archive.open(self.path, readonly=True)
        uri = f"{self.path.absolute().as_uri()}?immutable=1"
        connection = sqlite3.connect(uri, uri=True, isolation_level=None)
        connection.row_factory = sqlite3.Row
        register(connection)
        return Archive(self.path, connection)


_SHELVES: WeakKeyDictionary[Any, tuple[Shelf, ...]] = WeakKeyDictionary()


def shelf_of(datasette: Any) -> Shelf | None:
    """Return the first database of a datasette that Tearsheet made, or None where it serves other files."""
    return next(iter(shelves_of(datasette)), None)


def shelves_of(datasette: Any) -> tuple[Shelf, ...]:
    """Return every database of a datasette that Tearsheet made; our pages show the first, and all are kept safe."""
    if datasette not in _SHELVES:
        _SHELVES[datasette] = tuple(filter(None, map(_shelf, datasette.databases.values())))
    return _SHELVES[datasette]


def _shelf(database: Any) -> Shelf | None:
    if database.path is None or not looks_ours(Path(database.path)):
        return None
    return Shelf(database)


def looks_ours(path: Path) -> bool:
    """Whether Tearsheet made the file, with whatever schema; a file that cannot be read is not ours to show."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            return bool(connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID)
    except sqlite3.DatabaseError:
        return False
