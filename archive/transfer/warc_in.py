"""Foreign WARC files into the archive: streamed, in batches of one transaction each, and resumed where one stopped."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from itertools import takewhile
from pathlib import Path
from typing import BinaryIO

from archive.errors import ArchiveMissing, BadRecord
from archive.store.crawls import begin_crawl, end_crawl
from archive.store.database import Archive
from archive.transfer.intake import Intake, Ready, Wanted, make_ready
from archive.transfer.records_in import Found, records

STDIN = Path("-")
_BATCH = 200  # records to one transaction
_BATCH_BYTES = 32 << 20  # of members; whichever comes first
_NAMED_BY = 64 * 1024  # first bytes of a file, by which it is known again

_EARLIER = """
    SELECT id, outcome, counts, started_at FROM crawls
    WHERE command = 'import' AND settings = ? ORDER BY id DESC LIMIT 1"""


@dataclass(frozen=True, slots=True)
class Part:
    """The records of a file that begin within these bytes; what they refer to elsewhere is left for the whole."""

    begin: int  # offset at which a record begins
    end: int


@dataclass(slots=True)
class Imported:
    """What came of one file."""

    crawl_id: int
    counts: Counter[str]  # by record type, and: duplicates, bad, not wanted, revisits of what is not here
    before: str = ""  # when it was imported before, and nothing was done now
    problems: list[str] = field(default_factory=list)  # the first bad records, a sentence each


_MOST_PROBLEMS = 20


def import_file(
    archive: Archive,
    source: Path,
    *,
    wanted: Wanted = Wanted(),  # noqa: B008
    again: bool = False,
    part: Part | None = None,
    progress: Callable[[int], None] = lambda offset: None,
) -> Imported:
    """Keep the records of a WARC file; a file that was begun goes on where it stopped, one that was done is left out.

    Of a `part`, requests whose responses are not in it are left out and counted. A bad record is skipped and counted.
    `progress` is told the offset reached, in bytes.

    Raises:
        BadRecord: the file is no WARC file.
        ArchiveMissing: there is no such file.
        DiskFull, ArchiveBusy: what was kept before stands; run it again to go on.

    """
    with _opened(source) as file:
        settings = _settings(source, file, wanted, part)
        earlier = archive.connection.execute(_EARLIER, (json.dumps(settings),)).fetchone()
        if earlier is not None and earlier["outcome"] == "finished" and not again:
            counts = Counter({name: n for name, n in json.loads(earlier["counts"]).items() if name != "offset"})
            return Imported(earlier["id"], counts, before=earlier["started_at"])
        if earlier is not None and earlier["outcome"] != "finished" and source != STDIN:
            return _go_on(archive, file, earlier, wanted, part=part, progress=progress)
        found = _of_part(records(file, offset=part.begin if part else 0), part)
        first = next(found, None)  # what is no WARC file leaves no trace of an import
        crawl_id = begin_crawl(archive, command="import", settings=settings)
        result = Imported(crawl_id, Counter())
        return _import(archive, _again(first, found), result, wanted, part=part, progress=progress)


def before(archive: Archive, source: Path, wanted: Wanted) -> Imported | None:
    """Return what an earlier import of the whole file counted, where one came to its end; raises ArchiveMissing."""
    with _opened(source) as file:
        settings = _settings(source, file, wanted, None)
    earlier = archive.connection.execute(_EARLIER, (json.dumps(settings),)).fetchone()
    if earlier is None or earlier["outcome"] != "finished":
        return None
    return Imported(earlier["id"], Counter(json.loads(earlier["counts"])), before=earlier["started_at"])


def note(archive: Archive, source: Path, wanted: Wanted, counts: Mapping[str, int]) -> None:
    """Write down that the whole of a file is in, so that nobody goes through it again."""
    with _opened(source) as file:
        settings = _settings(source, file, wanted, None)
    end_crawl(archive, begin_crawl(archive, command="import", settings=settings), outcome="finished", counts=counts)


def _of_part(found: Iterator[Found], part: Part | None) -> Iterator[Found]:
    return found if part is None else takewhile(lambda one: one.offset < part.end, found)


def _again(first: Found | None, rest: Iterator[Found]) -> Iterator[Found]:
    if first is not None:
        yield first
    yield from rest


def _opened(source: Path) -> AbstractContextManager[BinaryIO]:
    if source == STDIN:
        return nullcontext(sys.stdin.buffer)
    try:
        return source.open("rb")
    except OSError as error:
        raise ArchiveMissing(f"{source} cannot be read: {error.strerror}.") from error


def _settings(source: Path, file: BinaryIO, wanted: Wanted, part: Part | None) -> dict[str, object]:
    named: dict[str, object] = {"file": source.name, "hosts": list(wanted.hosts), "languages": list(wanted.languages)}
    if part is not None:
        named["part"] = [part.begin, part.end]
    if source == STDIN:
        return named
    begin = hashlib.sha256(file.read(_NAMED_BY)).hexdigest()
    file.seek(0)
    return named | {"bytes": source.stat().st_size, "begins": begin}


def _go_on(
    archive: Archive,
    file: BinaryIO,
    earlier: sqlite3.Row,
    wanted: Wanted,
    *,
    part: Part | None,
    progress: Callable[[int], None],
) -> Imported:
    counts = Counter(json.loads(earlier["counts"]))
    offset = counts.pop("offset", part.begin if part else 0)
    found = _of_part(records(file, offset=offset), part)
    return _import(archive, found, Imported(earlier["id"], counts), wanted, part=part, progress=progress)


def _import(
    archive: Archive,
    found: Iterator[Found],
    result: Imported,
    wanted: Wanted,
    *,
    part: Part | None,
    progress: Callable[[int], None],
) -> Imported:
    resumed = bool(result.counts)
    intake = Intake(archive.connection, result.crawl_id, wanted, result.counts, resumed=resumed)
    for batch, offset in _batches(found, result):
        with archive.transaction() as connection:
            for ready in batch:
                intake.take(ready)
            counts = dict(result.counts) | {"offset": intake.resume_at(offset)}
            connection.execute("UPDATE crawls SET counts = ? WHERE id = ?", (json.dumps(counts), result.crawl_id))
        progress(offset)
    with archive.transaction():
        intake.finish(alone=part is None)
        end_crawl(archive, result.crawl_id, outcome="finished", counts=result.counts)
    return result


def _batches(found: Iterator[Found], result: Imported) -> Iterator[tuple[list[Ready], int]]:
    """Yield records ready to be kept, and where the file goes on behind them."""
    batch: list[Ready] = []
    length = offset = 0
    for one in found:
        offset = one.next
        ready = _ready(one, result)
        if ready is not None:
            batch.append(ready)
            length += len(ready.member)
        if len(batch) >= _BATCH or length >= _BATCH_BYTES:
            yield batch, offset
            batch, length = [], 0
    yield batch, offset


def _ready(found: Found, result: Imported) -> Ready | None:
    problem = found.problem
    if found.record is not None:
        try:
            return make_ready(found)
        except BadRecord as error:
            problem = str(error)
    result.counts["bad"] += 1
    if len(result.problems) < _MOST_PROBLEMS:
        result.problems.append(f"The record at byte {found.offset:,} is skipped: {problem}.")
    return None
