"""One run at a time for each source, and none for a process that died."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from crawler.locks import SourceLocks

HOLD = """
import sys
from pathlib import Path
from crawler.locks import SourceLocks
busy = SourceLocks(Path(sys.argv[1])).take(sys.argv[2:])
print("busy " + " ".join(busy), flush=True)
sys.stdin.read()
"""


def hold(archive: Path, *names: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", HOLD, str(archive), *names]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    process.busy = process.stdout.readline().split()[1:]  # type: ignore[attr-defined]
    return process


def test_a_source_has_one_holder_and_others_are_free(tmp_path: Path):
    archive = tmp_path / "archive.db"
    first, second = hold(archive, "tarn"), hold(archive, "tarn", "orrin")
    try:
        assert (first.busy, second.busy) == ([], ["tarn"])  # type: ignore[attr-defined]
    finally:
        for process in (first, second):
            process.communicate("")


def test_kill_9_frees_a_lock(tmp_path: Path):
    archive = tmp_path / "archive.db"
    holder = hold(archive, "tarn")
    holder.kill()
    holder.communicate()
    locks = SourceLocks(archive)
    assert locks.take(["tarn"]) == []
    locks.release()


def test_two_archives_do_not_share_locks(tmp_path: Path):
    one, other = SourceLocks(tmp_path / "a.db"), hold(tmp_path / "b.db", "tarn")
    try:
        assert one.take(["tarn"]) == []
    finally:
        one.release()
        other.communicate("")
