from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from bench.meter import family, measured

HOLD = "import time; held = bytearray(64 << 20); end = time.process_time() + 0.5\nwhile time.process_time() < end: pass"


def test_the_cost_of_a_command_is_that_of_the_processes_it_starts() -> None:
    command = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {HOLD!r}]); print('done')"
    cost = measured([sys.executable, "-c", command])
    assert (cost.exit, cost.output) == (0, b"done\n")
    assert cost.cpu >= 0.5
    assert cost.memory >= 64


def test_a_command_that_fails_says_so_and_its_talk_goes_to_the_log(tmp_path: Path) -> None:
    cost = measured([sys.executable, "-c", "raise SystemExit('no')"], log=tmp_path / "talk")
    assert cost.exit == 1
    assert (tmp_path / "talk").read_text() == "no\n"


def test_a_family_is_a_process_with_what_it_and_they_started() -> None:
    wait = "sys.stdin.read()"
    last = f"import sys; print(1, flush=True); {wait}"
    child = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {last!r}]); {wait}"
    parent = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {child!r}]); {wait}"
    with subprocess.Popen(
        [sys.executable, "-c", parent], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as started:
        assert started.stdout is not None and started.stdout.readline() == "1\n"  # the grandchild runs
        assert len(family(started.pid)) == 3
        assert family(started.pid)[0] == started.pid
        started.communicate()
