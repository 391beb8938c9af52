"""On a worker of a cluster: one source crawled into its own shard, by `tearsheet crawl` in a process of its own."""

from __future__ import annotations

import json
import os
import platform
import tempfile
import time
from datetime import datetime
from pathlib import Path
from typing import Any

from archive import clock
from archive.cluster import errand
from archive.cluster.link import Task
from archive.errors import ArchiveError
from archive.store.database import Archive, stamp
from archive.urls import normalise
from crawler.locks import SourceLocks
from crawler.sources import Source, parse_source

PATIENCE = 100.0  # seconds for the lock of a dead worker to fall: NFS keeps those of a dead machine for 90
_MOST_MINUTES = 9_999  # that --max-time can say
_LOOK = 0.25  # seconds between two tries

_IDLE = """
    SELECT NOT EXISTS (SELECT 1 FROM json_each(:seeds) WHERE value NOT IN (SELECT url FROM frontier))
        AND NOT EXISTS (SELECT 1 FROM frontier WHERE state IN ('new', 'leased', 'recorded') OR due_at <= :now)
        AND NOT EXISTS (SELECT 1 FROM captures WHERE state = 'recorded' AND state <> 'read')
        AND :toml IS (SELECT toml FROM source_rules ORDER BY stored_at DESC, id DESC LIMIT 1)"""


def shard_of(folder: Path, source: str) -> Path:
    """Return where a source's shard is."""
    return folder / f"{source}.db"


def shards_in(folder: str) -> list[str]:
    """Return the sources that have a shard in a folder of this machine."""
    return sorted(path.stem for path in Path(folder).glob("*.db"))


def crawl_source(task: Task) -> dict[str, Any]:
    """Crawl the source that a task names, into its shard, and return a small report.

    The task holds `source`, `toml`, `folder`, `words` for `tearsheet crawl`, `only_due`, `until` (UTC, or ""), and
    `environment`. Secrets are none of it: the TOML names environment variables, which are the worker's own.

    Raises:
        BadSource: this worker cannot read the source's TOML.
        ArchiveError: the shard cannot be opened or made here.

    """
    source, shard = parse_source(Path(f"{task['source']}.toml"), task["toml"]), _shard(task)
    began = time.monotonic()
    words = _words(task)
    if words is None or errand.is_stopped(task["run"]):
        return _report(task, shard, began, outcome="not begun")
    if task["only_due"] and shard.exists() and _is_idle(shard, source):
        return _report(task, shard, began, outcome="nothing due")
    _wait_for_the_dead(shard, source.name)
    with tempfile.TemporaryDirectory(prefix="tearsheet-") as folder:
        (Path(folder) / f"{source.name}.toml").write_text(source.toml, encoding="utf-8")
        words += ["--archive", str(shard), "--sources", folder, "--json", "--", source.name]
        ended = errand.command("crawler", words, run=task["run"], environment=_environment(task))
    return _report(task, shard, began, ended=ended)


def _shard(task: Task) -> Path:
    folder = Path(task["folder"])
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ArchiveError(f"{platform.node()} cannot make the folder {folder}: {error.strerror}.") from error
    return shard_of(folder, task["source"])


def _words(task: Task) -> list[str] | None:
    """Return the words of the command; None where the time of the whole run is over."""
    words = ["crawl", *task["words"]]
    if not task["until"]:
        return words
    left = (datetime.fromisoformat(task["until"]) - clock.now()).total_seconds()
    if left < 1:
        return None
    return [*words, "--max-time", f"{min(max(round(left / 60), 1), _MOST_MINUTES)}m"]


def _environment(task: Task) -> dict[str, str]:
    # A machine is shared by as many crawls as its worker has threads: one reader each is what its cores can feed.
    return {"TEARSHEET_READERS": os.environ.get("TEARSHEET_READERS", "1"), **task["environment"]}


def _is_idle(shard: Path, source: Source) -> bool:
    """Say whether a run would find nothing to do: asked of the shard in a millisecond, where Scrapy needs a second."""
    file = source.file
    seeds = [normalise(url) for url in (*file.feeds, *file.sitemaps, *file.sections)]
    bound = {"seeds": json.dumps(seeds), "now": stamp(clock.now()), "toml": source.toml}
    with Archive.open(shard) as archive:
        return bool(archive.connection.execute(_IDLE, bound).fetchone()[0])


def _wait_for_the_dead(shard: Path, source: str) -> None:
    """Wait a while for the source's lock: the run of a dead worker ends with it, but not at once."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        locks = SourceLocks(shard)
        taken = not locks.take([source])
        locks.release()
        if taken:
            return
        time.sleep(_LOOK)


def _report(
    task: Task, shard: Path, began: float, *, ended: errand.Ended | None = None, outcome: str = ""
) -> dict[str, Any]:
    found = (ended.json if ended else None) or {}
    return {
        "source": task["source"],
        "code": ended.code if ended else 0,
        "outcome": str(found.get("outcome", outcome)),
        "counts": found.get("sources", {}).get(task["source"]),
        "problems": found.get("problems", []),
        "troubles": found.get("troubles", []),
        "said": list(ended.said) if ended else [],
        "machine": platform.node(),
        "shard": str(shard),
        "bytes": shard.stat().st_size if shard.exists() else 0,
        "seconds": round(time.monotonic() - began, 1),
    }
