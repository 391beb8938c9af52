"""A consistent copy of an archive, also while a crawl writes."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from archive.errors import ArchiveError
from archive.store.database import Archive, explained


def backup(archive: Archive, target: Path) -> int:
    """Copy the archive as it stands now to `target`, and return the bytes written.

    An earlier backup of the same name is replaced, once the new one is whole; a file that is no archive is not.

    Raises:
        NotAnArchive: `target` is something else.
        ArchiveError: `target` is the archive itself, or cannot be written.
        DiskFull: no room; nothing is left of the copy.

    """
    if target.exists():
        if target.samefile(archive.path):
            raise ArchiveError(f"{target} is the archive itself; name another file for its backup.")
        Archive.open(target, readonly=True).close()
    part = target.with_name(f".{target.name}.part")
    try:
        with explained(part):
            _copy(archive.connection, part)
        part.replace(target)
    except OSError as error:
        raise ArchiveError(f"No backup can be written to {target}: {error.strerror}.") from error
    finally:
        for left in (part, part.with_name(part.name + "-journal")):
            left.unlink(missing_ok=True)
    return target.stat().st_size


def _copy(connection: sqlite3.Connection, part: Path) -> None:
    part.unlink(missing_ok=True)
    copy = sqlite3.connect(part)
    try:
        # In one step: in several, each write of a crawl begins the copy anew, and it never ends.
        connection.backup(copy, pages=-1)
        copy.execute("PRAGMA synchronous = FULL")
    finally:
        copy.close()
