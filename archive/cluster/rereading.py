"""Stored captures read again by the workers of a cluster: ranges cut out as shards, what they say kept here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from archive.cluster.answers import answered
from archive.cluster.link import Link, Task
from archive.cluster.parts import read_part
from archive.cluster.seed import remove, write_captures
from archive.reextract.choice import Chosen
from archive.reextract.run import AHEAD, Answers, Progress, in_order
from archive.store.database import Archive
from archive.workers import Readers

RANGE = 500  # captures to a task: some 25 MB, and half a minute of one core
_CUT_AHEAD = 2  # ranges on disk for each that is being read


@dataclass(slots=True)
class ByCluster:
    """Reads captures for a re-extraction; a range that no worker could read is read here."""

    link: Link
    folder: Path  # shared with the workers, under the same name
    workers: int = 1  # processes that read pages, of each task
    timeout: float = 20  # seconds a page
    size: int = RANGE
    failures: list[str] = field(default_factory=list)  # a sentence for each range that was read here

    def __call__(self, archive: Archive, todo: Sequence[Chosen], progress: Progress) -> Answers:
        """Yield what each capture says now, in the order of the captures."""
        self.folder.mkdir(parents=True, exist_ok=True)
        captures = iter(progress(todo))
        with Readers(archive.path, workers=self.workers, timeout=self.timeout) as here:
            for path in self._files(archive, todo):
                with answered(path, archive=archive, here=here) as readers:
                    yield from in_order(readers, islice(captures, self.size), AHEAD)
                path.unlink(missing_ok=True)

    def _files(self, archive: Archive, todo: Sequence[Chosen]) -> Iterator[Path]:
        """Yield the files of answers in the order of the ranges, while the cluster is at the next ones."""
        waiting = [_key(archive, start) for start in range(0, len(todo), self.size)]
        ended: set[str] = set()
        ahead = self.link.threads() * _CUT_AHEAD
        for done in self.link.spread(read_part, self._cut(archive, todo), ahead=ahead):
            remove(self._shard(done.key))
            if done.answer is None:
                self.failures.append(f"{done.key}: {done.failure} It is read here.")
            ended.add(done.key)
            while waiting and waiting[0] in ended:
                yield self._shard(waiting.pop(0)).with_suffix(".answers")

    def _cut(self, archive: Archive, todo: Sequence[Chosen]) -> Iterator[tuple[str, Task]]:
        for start in range(0, len(todo), self.size):
            key = _key(archive, start)
            shard = self._shard(key)
            shard.with_suffix(".answers").unlink(missing_ok=True)  # of a run that was killed, by another memory perhaps
            write_captures(archive, [capture.id for capture in todo[start : start + self.size]], shard)
            yield key, self._task(shard)

    def _task(self, shard: Path) -> Task:
        return {
            "shard": str(shard.absolute()),
            "answers": str(shard.absolute().with_suffix(".answers")),
            "workers": self.workers,
            "timeout": self.timeout,
        }

    def _shard(self, key: str) -> Path:
        return self.folder / f"{key}.db"


def _key(archive: Archive, start: int) -> str:
    return f"{archive.path.stem}-{start:09}"
