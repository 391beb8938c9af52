"""Files that come into being whole: written under another name, renamed when they are complete."""

from __future__ import annotations

import errno
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from archive.errors import ArchiveError, DiskFull

STDOUT = Path("-")


@dataclass(frozen=True, slots=True)
class Options:
    """How to write an export; each format heeds what concerns it."""

    size: int = 0  # bytes after which a new file begins; 0: one file
    conversion: bool = False  # WARC: add a conversion record with the clean text of each article
    key: Path | None = None  # WACZ: an ECDSA key, PEM, to sign with
    progress: Callable[[int, int], None] = lambda done, of: None  # told how many records or articles of how many


NO_OPTIONS = Options()


@dataclass(frozen=True, slots=True)
class Written:
    """What an export wrote."""

    files: tuple[Path, ...] = ()
    counts: dict[str, int] = field(default_factory=dict)  # how many of what: {"response": 3, "revisit": 1}


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """Open a file to be written that appears at `path` only when all of it is there; "-" is standard output.

    Raises:
        DiskFull: no room for it; nothing is left of it.
        ArchiveError: it cannot be written there.

    """
    if path == STDOUT:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as file:
            yield file
        part.replace(path)
    except OSError as error:
        raise unwritable(path, error) from error
    finally:
        part.unlink(missing_ok=True)


def unwritable(path: Path, error: OSError) -> ArchiveError:
    """Say in a sentence why a file could not be written."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiskFull(f"No room left to write {path}; nothing of it was kept.")
    return ArchiveError(f"{path} cannot be written: {error.strerror}.")
