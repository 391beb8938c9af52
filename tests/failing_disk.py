"""A disk that begins to fail under one file, made with a C compiler where there is one (tests/failing_disk.c)."""

from __future__ import annotations

import errno
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

SOURCE = Path(__file__).with_name("failing_disk.c")
NEVER = 1 << 40
FAULTS = {  # how the disk fails: the call, and the error that it gets
    "a write error": ("pwrite", errno.EIO),
    "no room": ("pwrite", errno.ENOSPC),
    "a sync error": ("sync", errno.EIO),
    "a read error": ("pread", errno.EIO),
}


@dataclass(frozen=True)
class FailingDisk:
    """The environment of a process whose calls on `file` fail after a while."""

    library: Path
    file: Path
    log: Path

    def after(self, calls: int, fault: str) -> dict[str, str]:
        """Return the environment in which that many calls pass, and none that follows."""
        call, error = FAULTS[fault]
        return {
            "LD_PRELOAD": str(self.library),
            "FAILING_FILE": str(self.file),
            "FAILING_CALL": call,
            "FAILING_AFTER": str(calls),
            "FAILING_ERRNO": str(error),
            "FAILING_LOG": str(self.log),
        }

    def calls(self) -> tuple[int, int]:
        """Return how many calls passed and how many failed since the last time this was asked."""
        seen = self.log.read_bytes() if self.log.exists() else b""
        self.log.unlink(missing_ok=True)
        return seen.count(b"."), seen.count(b"!")


def compiled(folder: Path) -> Path:
    """Return the library; skips the test where there is no compiler, or no Linux for it."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None or not Path("/proc/self/fd").exists():
        pytest.skip("a failing disk needs a C compiler (cc) and Linux")
    library = folder / "failing_disk.so"
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", library, SOURCE, "-ldl"], check=True)
    return library
