"""On a worker: a part of a WARC file taken into a shard, or a shard as it was cut; its pages read into answers."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from archive.cluster import errand
from archive.cluster.link import Task
from archive.errors import ArchiveError


class PartFailed(ArchiveError):
    """A worker could not do its part; whoever asked does it."""


def import_part(task: Task) -> dict[str, Any]:
    """Take in a part of a WARC file, and read its pages.

    The task holds `file`, `begin`, `end`, `hosts`, `languages`, `shard`, `answers` ("": nothing is read), `seed` ("":
    none; else what the shard begins as) and `workers`. A part that was done is done at once.

    Raises:
        PartFailed: a command ended badly; the sentence is what it said.

    """
    shard = Path(task["shard"])
    if task["seed"] and not shard.exists():
        part = shard.with_name(shard.name + ".seed")
        shutil.copyfile(task["seed"], part)
        part.rename(shard)
    words = ["import", "--no-read", "--archive", str(shard), "--bytes", f"{task['begin']}-{task['end']}"]
    words += [f"--host={host}" for host in task["hosts"]] + [f"--language={tag}" for tag in task["languages"]]
    ended = _run(task, "archive", [*words, "--", task["file"]])
    if task["answers"]:
        read_part(task)
    begin = f"{task['file']}: "
    return {"problems": [line.removeprefix(begin) for line in ended.talk if line.startswith(begin)]}


def read_part(task: Task) -> dict[str, Any]:
    """Read the pages of a shard: the task holds `shard`, `answers`, `workers` and `timeout`; raises PartFailed."""
    if not Path(task["answers"]).exists():
        bounds = ["--workers", str(task["workers"]), "--timeout", str(task["timeout"])]
        _run(task, "archive.cluster.reader", [*bounds, "--", task["shard"], task["answers"]])
    return {}


def _run(task: Task, module: str, words: Sequence[str]) -> errand.Ended:
    if errand.is_stopped(task["run"]):
        raise PartFailed("It was told to stop.")
    ended = errand.command(module, words, run=task["run"])
    if ended.code:
        raise PartFailed(" ".join(ended.said) or f"{module} ended with {ended.code}.")
    return ended
