"""Give back the space of what is gone, and put indexes and statistics in order."""

from __future__ import annotations

import os
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from archive.errors import ArchiveBusy, ArchiveError
from archive.store.database import Archive, explained
from archive.store.indexing import rebuild


@dataclass(frozen=True, slots=True)
class Compacted:
    """What a compaction did."""

    before: int  # bytes of the file and its log
    after: int


def compact(archive: Archive) -> Compacted:
    """Rebuild the search indexes, rewrite the file without its free pages, and empty the write-ahead log.

    Needs as much room again as the archive takes. An interruption leaves the archive as it was.

    Raises:
        ArchiveBusy: another process reads or writes the file.
        DiskFull: no room for the copy.

    """
    before = size_of(archive.path)
    with archive.transaction() as connection:
        rebuild(connection)
    wipe(archive)
    with explained(archive.path):
        archive.connection.execute("PRAGMA optimize = 0x10002")  # every table, as after its first filling
    return Compacted(before, size_of(archive.path))


def compact_into(archive: Archive, target: Path) -> int:
    """Write a compact copy that is no live archive, for `browse --immutable`, and return its bytes.

    A crawl may write meanwhile: the copy is the archive as it stood at one moment.

    Raises:
        ArchiveError: `target` exists, or cannot be written.
        DiskFull: no room; nothing is left of the copy.

    """
    if target.exists():
        raise ArchiveError(f"{target} exists; name another file for the copy.")
    part = target.with_name(f".{target.name}.part")
    part.unlink(missing_ok=True)
    try:
        with explained(part):
            # What VACUUM writes has no write-ahead log: its header says that it is no live file.
            archive.connection.execute("VACUUM INTO ?", (str(part),))
        with part.open("rb+") as written:
            os.fsync(written.fileno())
        part.rename(target)
    except OSError as error:
        raise ArchiveError(f"No copy can be written to {target}: {error.strerror}.") from error
    finally:
        part.unlink(missing_ok=True)
    return target.stat().st_size


def wipe(archive: Archive) -> None:
    """Rewrite the file so that nothing of what was deleted is left in it or in its log.

    Raises:
        ArchiveBusy: another process reads or writes the file; what was deleted is still in its pages or its log.
        DiskFull: no room for the copy.

    """
    with explained(archive.path):
        archive.connection.execute("VACUUM")
        if _empty_log(archive.connection):
            return
    raise ArchiveBusy(
        f"{archive.path} is being read by another process (`tearsheet browse`?), so its log cannot be emptied. "
        "Run `tearsheet compact` once that has ended."
    )


def _empty_log(connection: sqlite3.Connection) -> bool:
    busy: int = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    return not busy


def size_of(path: Path) -> int:
    """Return the bytes of an archive file with its write-ahead log."""
    log = path.with_name(path.name + "-wal")
    return path.stat().st_size + (log.stat().st_size if log.exists() else 0)
