"""A command that cannot outlive whoever started it: `python -m archive.cluster.tether PID COMMAND…`.

A dask worker that is killed must leave no run behind: its locks would keep the worker that takes over waiting. Linux
ends a child with its parent where the child asks for it (prctl(2), PR_SET_PDEATHSIG), and keeps that across execve.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from collections.abc import Sequence

PR_SET_PDEATHSIG = 1  # linux/prctl.h


def tethered(command: Sequence[str]) -> list[str]:
    """Return the words that run a command which ends with this process; the thread that starts it must outlive it.

    Elsewhere than on Linux the command is the same, and ends by itself: a run that takes over waits for its locks.
    """
    if sys.platform != "linux":
        return list(command)
    return [sys.executable, "-m", "archive.cluster.tether", str(os.getpid()), *command]


def main(parent: int, command: Sequence[str]) -> None:
    """Ask to be killed with the parent, and become the command."""
    if ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL) != 0:
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_PDEATHSIG) failed")
    if os.getppid() != parent:  # it was gone before we could ask
        sys.exit(1)
    os.execv(command[0], list(command))  # noqa: S606 - no shell is wanted


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
