"""One run at a time for each source of an archive: locks of the operating system, which die with their holder."""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

from archive.errors import ArchiveError, TearsheetError


class SourceBusy(TearsheetError):
    """Another run is crawling the source into the same archive."""

    exit_code = 75


class SourceLocks:
    """The locks one run holds: a byte of one file beside the archive for each source.

    POSIX record locks: not inherited by worker processes, so that kill -9 of the run frees them at once.
    """

    def __init__(self, archive: Path) -> None:
        path = archive.with_name(archive.name + "-lock")
        try:
            self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
        except OSError as error:
            raise ArchiveError(f"The lock file {path} cannot be opened: {error.strerror}.") from error

    def take(self, names: Iterable[str]) -> list[str]:
        """Take the lock of each source that is free, and return the names of those that another run holds."""
        return [name for name in names if not self._take(name)]

    def _take(self, name: str) -> bool:
        try:
            fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, _place(name))
        except (BlockingIOError, PermissionError):  # which of the two, POSIX leaves to the system
            return False
        return True

    def release(self) -> None:
        """Give every lock back."""
        os.close(self._file)


def _place(name: str) -> int:
    """Return the byte that stands for a source: far beyond the file's end, where a lock may lie all the same."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:6])
