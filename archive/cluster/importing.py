"""WARC files into an archive by the workers of a cluster: parts into shards there, the shards into the archive here."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from archive.backlog import read_backlog
from archive.cluster.answers import answered
from archive.cluster.link import Done, Link, Task
from archive.cluster.parts import import_part
from archive.cluster.seed import remove, write_seed
from archive.errors import ArchiveMissing, BadRecord
from archive.merge.run import merge
from archive.store.database import Archive
from archive.store.reading import unread_of_imports
from archive.transfer import warc_in
from archive.transfer.intake import NO_ORIGINAL, NO_RESPONSE, Wanted
from archive.transfer.ranges import cut
from archive.transfer.warc_in import Imported, Part, import_file
from archive.workers import Readers

RANGE = 256 << 20  # bytes of a WARC file to a task: minutes of one core's reading

_COUNTS = """
    SELECT counts FROM crawls WHERE command = 'import' AND json_extract(settings, '$.part') IS NOT NULL
    ORDER BY id DESC LIMIT 1"""
_COUNTED_TWICE = ("duplicates", "bad", "not wanted", "removed here before")
_LAST = "SELECT coalesce(max(id), 0) FROM captures"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of each part."""

    folder: Path  # shared with the workers, under the same name
    wanted: Wanted = Wanted()  # noqa: RUF009 - it is frozen
    again: bool = False
    read: bool = True
    workers: int = 1  # processes that read pages, of each task
    size: int = RANGE


@dataclass(slots=True)
class _Piece:
    """One part of one file on its way."""

    file: Path
    task: Task
    last: int = 0  # captures.id: the last one here once its shard was merged

    @property
    def shard(self) -> Path:
        return Path(self.task["shard"])

    @property
    def answers(self) -> Path:
        return self.shard.with_suffix(".answers")


@dataclass(slots=True)
class ImportedByCluster:
    """What came of the files, and of their pages."""

    files: dict[Path, Imported] = field(default_factory=dict)
    read: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)  # a sentence for each part that was done here instead
    refused: dict[Path, str] = field(default_factory=dict)  # files that cannot be read or are no WARC files, and why


def import_by_cluster(
    archive: Archive,
    files: Sequence[Path],
    asked: Asked,
    link: Link,
    *,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> ImportedByCluster:
    """Take files into the archive, and read their pages; the end is that of an import by one machine.

    What refers from one part to another, and a part that no worker could do, is taken in here. Killed at any moment it
    is taken up by running it again: shards that are whole are not made again. `progress` is told how many parts are in.

    Raises:
        NoScheduler, NoWorkers: the cluster is gone; run it again.

    """
    asked.folder.mkdir(parents=True, exist_ok=True)
    result = ImportedByCluster()
    seed = write_seed(archive, asked.folder) if asked.read else None
    pieces: dict[str, _Piece] = {}
    for file in files:
        try:
            done = None if asked.again else warc_in.before(archive, file, asked.wanted)
            pieces |= _pieces(file, asked, seed) if done is None else {}
        except ArchiveMissing as error:
            result.refused[file] = str(error)
            continue
        if done is not None:
            result.files[file] = done
    _merge_all(archive, link, pieces, asked, result, progress=progress)
    if asked.read:
        _read_all(archive, pieces, asked, result)
    for piece in pieces.values():
        remove(piece.shard)
        piece.answers.unlink(missing_ok=True)
    if seed is not None:
        remove(seed)
    return result


def _pieces(file: Path, asked: Asked, seed: Path | None) -> dict[str, _Piece]:
    stem = f"{file.name.partition('.')[0]}-{hashlib.sha256(str(file.absolute()).encode()).hexdigest()[:8]}"
    parts = cut(file, size=asked.size)
    return {
        f"{stem}-{number:04}": _Piece(file, _task(file, part, asked, asked.folder / f"{stem}-{number:04}.db", seed))
        for number, part in enumerate(parts)
    }


def _task(file: Path, part: Part, asked: Asked, shard: Path, seed: Path | None) -> Task:
    return {
        "file": str(file.absolute()),
        "begin": part.begin,
        "end": part.end,
        "hosts": list(asked.wanted.hosts),
        "languages": list(asked.wanted.languages),
        "shard": str(shard.absolute()),
        "answers": str(shard.absolute().with_suffix(".answers")) if asked.read else "",
        "seed": str(seed.absolute()) if seed else "",
        "workers": asked.workers,
        "timeout": 20,
    }


def _merge_all(
    archive: Archive,
    link: Link,
    pieces: Mapping[str, _Piece],
    asked: Asked,
    result: ImportedByCluster,
    *,
    progress: Callable[[int, int], None],
) -> None:
    """Merge each shard in the order of the files, while the cluster is at the next ones; then end each file."""
    counts: dict[Path, Counter[str]] = {piece.file: Counter() for piece in pieces.values()}
    problems: dict[Path, list[str]] = {file: [] for file in counts}
    for number, (key, done) in enumerate(_in_order(link, pieces), start=1):
        piece = pieces[key]
        if done.answer is not None:
            counts[piece.file] += _merge(archive, piece)
            problems[piece.file] += done.answer["problems"]
        elif piece.file not in result.refused:
            result.failures.append(f"{piece.file}, bytes {piece.task['begin']:,} on: {done.failure} It is done here.")
            counts[piece.file] += _take_in(archive, piece, asked, result)
        piece.last = int(archive.connection.execute(_LAST).fetchone()[0])
        progress(number, len(pieces))
    for file in [file for file in counts if file not in result.refused]:
        result.files[file] = _end(archive, file, counts[file], asked)
        result.files[file].problems = problems[file] or result.files[file].problems


def _take_in(archive: Archive, piece: _Piece, asked: Asked, result: ImportedByCluster) -> Counter[str]:
    """Take in a part here, at its turn: captures keep the order in which the file has them, and are read in it."""
    part = Part(piece.task["begin"], piece.task["end"])
    try:
        return import_file(archive, piece.file, wanted=asked.wanted, again=True, part=part).counts
    except BadRecord as error:
        result.refused[piece.file] = str(error)
        return Counter()


def _in_order(link: Link, pieces: Mapping[str, _Piece]) -> Iterator[tuple[str, Done]]:
    waiting = list(pieces)
    ended: dict[str, Done] = {}
    for done in link.spread(import_part, [(key, piece.task) for key, piece in pieces.items()]):
        ended[done.key] = done
        while waiting and waiting[0] in ended:
            yield waiting[0], ended.pop(waiting.pop(0))


def _merge(archive: Archive, piece: _Piece) -> Counter[str]:
    merge(archive, piece.shard)
    with Archive.open(piece.shard, readonly=True) as shard:
        return Counter(json.loads(shard.connection.execute(_COUNTS).fetchone()[0]))


def _end(archive: Archive, file: Path, counts: Counter[str], asked: Asked) -> Imported:
    """Take in what the parts left for the whole file, and note that it is in."""
    left = counts.pop(NO_ORIGINAL, 0) + counts.pop(NO_RESPONSE, 0)
    if not left:
        warc_in.note(archive, file, asked.wanted, counts)
        return Imported(0, counts)
    rest = import_file(archive, file, wanted=asked.wanted, again=True)
    for what in _COUNTED_TWICE:
        rest.counts.pop(what, None)
    return Imported(rest.crawl_id, counts + rest.counts, problems=rest.problems)


def _read_all(archive: Archive, pieces: Mapping[str, _Piece], asked: Asked, result: ImportedByCluster) -> None:
    """Store what the workers read, in the order of the captures; what they did not is read here."""
    with Readers(archive.path, workers=asked.workers) as here:
        after = 0
        for piece in [*pieces.values(), None]:
            last = piece.last if piece else int(archive.connection.execute(_LAST).fetchone()[0])
            path = piece.answers if piece else asked.folder / "none"
            captures = unread_of_imports(archive, after=after, last=last)
            with answered(path, archive=archive, here=here) as readers:
                result.read += read_backlog(archive, captures, readers)
            after = last
