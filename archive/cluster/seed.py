"""Shards that begin with part of an archive, under the same keys: what is known of its sites, or captures to read."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from archive.store.database import Archive

_MEMORY = ("memories", "memory_blocks")
_CHOSEN = "SELECT value FROM json_each(:captures)"
# In this order; rows that refer to captures outside the shard keep their keys, and nobody follows them there.
_CAPTURES = {
    "crawls": "SELECT * FROM other.crawls",
    "sources": "SELECT * FROM other.sources",
    "source_rules": "SELECT * FROM other.source_rules",
    "records": f"""SELECT * FROM other.records WHERE id IN (
        SELECT response_record FROM other.captures WHERE id IN ({_CHOSEN}))""",
    "members": f"""SELECT * FROM other.members WHERE id IN (
        SELECT response_record FROM other.captures WHERE id IN ({_CHOSEN}))""",
    "captures": f"SELECT * FROM other.captures WHERE id IN ({_CHOSEN})",
}


def write_seed(archive: Archive, folder: Path) -> Path | None:
    """Write what new shards begin with, so that pages are read with the sites' memory; None where there is none."""
    if not archive.connection.execute("SELECT EXISTS (SELECT 1 FROM memories)").fetchone()[0]:
        return None
    with _filled(archive, folder / f"{archive.path.stem}.seed") as seed:
        _copy_memory(seed)
    return seed.path


def write_captures(archive: Archive, captures: Sequence[int], shard: Path) -> None:
    """Write a shard of these captures, by key, as if nobody had read them: responses, memory and rules, no articles."""
    with _filled(archive, shard) as cut:
        _copy_memory(cut)
        for table, query in _CAPTURES.items():
            cut.connection.execute(f"INSERT INTO main.{table} {query}", {"captures": json.dumps(list(captures))})
        cut.connection.execute("UPDATE captures SET state = 'recorded', revisit_of = NULL")


def remove(shard: Path) -> None:
    """Remove a shard, with the log that a reader of it may have left."""
    for path in (shard, *(shard.with_name(shard.name + end) for end in ("-wal", "-shm"))):
        path.unlink(missing_ok=True)


def _copy_memory(shard: Archive) -> None:
    for table in _MEMORY:
        shard.connection.execute(f"INSERT INTO main.{table} SELECT * FROM other.{table}")


@contextmanager
def _filled(archive: Archive, path: Path) -> Iterator[Archive]:
    """Make a new archive at `path`, with `archive` attached as `other`; it is whole or not there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    remove(part)
    with Archive.open(part, create=True) as made:
        made.connection.execute("PRAGMA foreign_keys = OFF")
        made.connection.execute("ATTACH ? AS other", (f"file:{quote(str(archive.path.absolute()))}?mode=ro",))
        with made.transaction():
            yield Archive(path, made.connection)
        made.connection.execute("DETACH other")
    part.replace(path)
