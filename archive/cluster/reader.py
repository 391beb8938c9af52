"""On a worker: the pages of one shard read, each alone, into a file of answers: `python -m archive.cluster.reader`."""

from __future__ import annotations

import argparse
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from pathlib import Path

from archive.cluster.answers import Answer, as_answer, write
from archive.model import Reading
from archive.store.database import Archive
from archive.workers import Readers, read_alone

AHEAD = 8  # pages asked for, for each process

# What a status line or a revisit says all of needs no reader.
_TO_READ = """
    SELECT id, capture_id FROM captures
    WHERE state = 'recorded' AND response_record IS NOT NULL AND revisit_of IS NULL
        AND (status IS NULL OR status BETWEEN 200 AND 299)
    ORDER BY id"""


def read_shard(shard: Path, target: Path, *, workers: int, timeout: float) -> int:
    """Read the pages of the shard that nobody has read, and write the file of answers; return how many there are.

    The file is whole or not there. A page that cannot be read within its bounds is an answer too.
    """
    with Archive.open(shard, readonly=True) as archive:
        captures = [(row["id"], row["capture_id"]) for row in archive.connection.execute(_TO_READ)]
    part = target.with_name(target.name + ".part")
    with Readers(shard, workers=workers, timeout=timeout) as readers, part.open("wb") as file:
        number = write(file, _read(shard, readers, captures, ahead=AHEAD * workers))
    part.replace(target)
    return number


def _read(
    shard: Path, readers: Readers, captures: Sequence[tuple[int, str]], *, ahead: int
) -> Iterator[tuple[str, Answer]]:
    asked: deque[tuple[str, Future[Reading]]] = deque()
    for key, name in captures:
        asked.append((name, readers.run(f"Capture {name}", read_alone, shard, key)))
        if len(asked) >= ahead:
            yield _answered(*asked.popleft())
    for one in asked:
        yield _answered(*one)


def _answered(name: str, reading: Future[Reading]) -> tuple[str, Answer]:
    return name, as_answer(reading)


def main() -> None:
    """Read SHARD into ANSWERS."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shard", type=Path)
    parser.add_argument("answers", type=Path)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--timeout", type=float, default=20)
    asked = parser.parse_args()
    read_shard(asked.shard, asked.answers, workers=asked.workers, timeout=asked.timeout)


if __name__ == "__main__":
    main()
