"""What a command costs: time of the clock, time of the processors, and memory, of it and all processes it starts."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

# Where bytecode may not be written, each process compiles Scrapy anew: seconds that no installation pays.
COMPILED = {"PYTHONDONTWRITEBYTECODE": ""}
EVERY = 0.25  # seconds between two looks at the memory


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run of a command took."""

    exit: int
    seconds: float  # of the clock
    cpu: float  # seconds of all processes it started and waited for
    memory: float  # MiB, the most that all its processes held at one time; shared pages are counted once
    late_memory: float  # MiB, the same over the last third of the run
    output: bytes


def measured(
    command: Sequence[str], *, env: Mapping[str, str] | None = None, folder: Path | None = None, log: Path | None = None
) -> Cost:
    """Run a command to its end; its talk goes to `log`, or nowhere."""
    with (log or Path(os.devnull)).open("wb") as talk:
        began = time.monotonic()
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=talk, cwd=folder, env=os.environ | COMPILED | dict(env or {})
        )
        memory: list[float] = []
        ended = threading.Event()
        watch = threading.Thread(target=_watch, args=(process.pid, memory, ended))
        watch.start()
        assert process.stdout is not None
        output = process.stdout.read()
        _, status, used = os.wait4(process.pid, 0)
        ended.set()
        watch.join()
    process.returncode = os.waitstatus_to_exitcode(status)
    return Cost(
        exit=process.returncode,
        seconds=time.monotonic() - began,
        cpu=used.ru_utime + used.ru_stime,
        memory=max(memory, default=0.0),
        late_memory=max(memory[len(memory) * 2 // 3 :], default=0.0),
        output=output,
    )


def _watch(pid: int, memory: list[float], ended: threading.Event) -> None:
    while not ended.wait(EVERY):
        memory.append(sum(map(_held, family(pid))) / 1024)


def _held(pid: int) -> int:
    """Return the KiB a process holds, its part of what it shares with others."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:  # it ended just now
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def family(pid: int) -> list[int]:
    """Return a process and all that it and they started, itself first."""
    found = [pid]
    for parent in found:
        try:
            for task in Path(f"/proc/{parent}/task").iterdir():
                found += map(int, (task / "children").read_text().split())
        except OSError:  # it ended just now
            continue
    return found
