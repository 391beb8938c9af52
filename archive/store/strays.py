"""Half-born archives: what a maker that was killed left beside the place of an archive is removed by the next."""

from __future__ import annotations

import fcntl
import glob
import os
from contextlib import suppress
from pathlib import Path

END = ".new"  # of the name under which an archive is made, until it is whole


def hold(handle: int) -> None:
    """Mark a file as being made, for as long as this process keeps it open: the lock dies with its maker."""
    # Not a POSIX lock: SQLite opens and closes the same file, and the first close would give that back.
    fcntl.flock(handle, fcntl.LOCK_EX)


def sweep(path: Path) -> None:
    """Remove what makers of the archive at `path` left that are dead; what is being made stays."""
    for stray in path.parent.glob(f".{glob.escape(path.name)}.*{END}"):
        with suppress(FileNotFoundError):  # its maker was about to end
            if _is_given_up(stray, path):
                _remove(stray)


def _is_given_up(stray: Path, path: Path) -> bool:
    if path.exists() and stray.samefile(path):
        return True  # it became the archive, and only its first name was left
    handle = os.open(stray, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(handle)
    return True


def _remove(stray: Path) -> None:
    for end in ("-wal", "-shm", "-journal", ""):
        stray.with_name(stray.name + end).unlink(missing_ok=True)
