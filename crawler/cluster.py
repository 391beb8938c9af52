"""A crawl by the workers of a cluster: each source is one task at a time, and has a shard of its own."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from archive import clock
from archive.cli.group import EXIT_BUSY, EXIT_FAILED, EXIT_INTERRUPTED, EXIT_PARTLY, EXIT_UNHEALTHY
from archive.cluster.link import Done, Link, Task
from crawler.shards import crawl_source, shards_in
from crawler.sources import Source

# What a worker is told of this machine's environment; none of it is a secret.
_TOLD = ("TEARSHEET_CONTACT", "SCRAPY_SETTINGS_MODULE")


@dataclass(slots=True)
class Crawled:
    """What came of a crawl by a cluster, so far."""

    counts: dict[str, Counter[str]] = field(default_factory=dict)
    shards: dict[str, dict[str, Any]] = field(default_factory=dict)  # by source: where it is, and how its run went
    problems: list[str] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)  # sentences for the operator
    codes: Counter[int] = field(default_factory=Counter)  # exit codes of the runs
    interrupted: bool = False

    @property
    def outcome(self) -> str:
        """How the whole run ended: finished, interrupted, or failed where a source was."""
        if self.interrupted:
            return "interrupted"
        return "failed" if self.exit_code() == EXIT_FAILED else "finished"

    def add(self, done: Done) -> None:
        """Take in what came of one source."""
        answer = done.answer
        if answer is None:
            self.codes[EXIT_FAILED] += 1
            self.counts[done.key] = Counter()
            self.said.append(done.failure)
            self.shards[done.key] = {"outcome": "failed"}
            return
        self.codes[answer["code"]] += 1
        self.counts[done.key] = Counter(answer["counts"] or {})
        self.problems += answer["problems"]
        self.troubles += answer["troubles"]
        self.said += [_of_source(done.key, sentence) for sentence in answer["said"]]
        self.shards[done.key] = {
            "path": answer["shard"],
            "machine": answer["machine"],
            "outcome": answer["outcome"] or "failed",
            "code": answer["code"],
            "bytes": answer["bytes"],
            "seconds": answer["seconds"],
        }

    def exit_code(self, *, skipped: Sequence[object] = ()) -> int:
        """Return 130 where it was told to stop, 1 where a source failed, 75 where all were busy, else 5, 3 or 0."""
        well = {0, EXIT_PARTLY, EXIT_UNHEALTHY, EXIT_BUSY, EXIT_INTERRUPTED}
        if self.interrupted:
            return EXIT_INTERRUPTED
        if any(code not in well for code in self.codes):
            return EXIT_FAILED
        if self.codes and set(self.codes) == {EXIT_BUSY}:
            return EXIT_BUSY
        if self.codes[EXIT_UNHEALTHY]:
            return EXIT_UNHEALTHY
        return EXIT_PARTLY if skipped or self.codes[EXIT_BUSY] or self.codes[EXIT_PARTLY] else 0

    def as_json(self) -> dict[str, Any]:
        """Return the parts of `crawl --json` that only a cluster has."""
        return {"outcome": self.outcome, "shards": dict(sorted(self.shards.items()))}


def _of_source(source: str, sentence: str) -> str:
    return sentence if source in sentence else f"{source}: {sentence}"


def tasks(
    sources: Sequence[Source],
    *,
    folder: Path,
    words: Sequence[str],
    only_due: bool,
    most: timedelta | None,
    environment: Mapping[str, str] = os.environ,
) -> dict[str, Task]:
    """Return a task for each source; `words` go to each `tearsheet crawl`, `most` is the time of the whole run."""
    until = (clock.now() + most).isoformat() if most else ""
    told = {name: environment[name] for name in _TOLD if name in environment}
    return {
        source.name: {
            "source": source.name,
            "toml": source.toml,
            "folder": str(folder.absolute()),
            "words": list(words),
            "only_due": only_due,
            "until": until,
            "environment": told,
        }
        for source in sources
    }


def crawl(link: Link, work: Mapping[str, Task], crawled: Crawled) -> None:
    """Have the cluster do the tasks, and take in what came of each; Ctrl-C once lets what is in flight end.

    Raises:
        NoScheduler, NoWorkers: the cluster is gone; what was crawled is kept in the shards.

    """
    ends = link.spread(crawl_source, work.items(), at=_homes(link, work))
    while len(crawled.shards) < len(work):
        try:
            crawled.add(next(ends))
        except KeyboardInterrupt:
            if crawled.interrupted:
                raise
            crawled.interrupted = True
            link.stop()


def _homes(link: Link, work: Mapping[str, Task]) -> dict[str, list[str]]:
    """Return the machines that have a source's shard already, where not all have: without a shared folder."""
    folder = next(iter(work.values()))["folder"]
    held = {host: set(names) for host, names in link.ask(shards_in, folder).items()}
    homes = {source: [host for host, names in held.items() if source in names] for source in work}
    return {source: hosts for source, hosts in homes.items() if 0 < len(hosts) < len(held)}
