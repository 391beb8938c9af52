"""A disk that fails in the midst of a run: one sentence, the exit code of a failure, and nothing that stood is lost."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from archive.model import Reading
from archive.store.database import Archive
from archive.store.reading import store_readings
from archive.store.recording import record
from archive.transfer.selection import Selection
from archive.transfer.warc_out import write
from archive.verify.run import verify
from tests.archive.cluster.said import said
from tests.archive.conftest import told
from tests.archive.desk import LONG, html
from tests.conftest import begin, make_exchange
from tests.failing_disk import FAULTS, NEVER, FailingDisk, compiled

ROOT = Path(__file__).parents[2]
STORIES = 20
SAYS = {
    "a write error": "No room left for {}, or its disk fails",
    "no room": "No room left for {}: ",
    "a sync error": "{} cannot be read or written: disk I/O error",
    "a read error": "{} is damaged, or its disk cannot be read",
}
# What was read once is not asked of the disk again: an error in reading meets a run early or never.
MIDST = {"a write error": 2, "no room": 2, "a sync error": 2, "a read error": 6}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return compiled(tmp_path_factory.mktemp("library"))


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of stories as another reader read them, and its export beside it."""
    path = tmp_path_factory.mktemp("other") / "other.db"
    with Archive.open(path, create=True) as archive:
        crawl = begin(archive)
        for number in range(STORIES):
            [capture] = record(archive, crawl, [make_exchange(f"http://news.example/{number}", html(*LONG))])
            store_readings(archive, [Reading(capture.id, told("Ferry returns to the islands", *LONG))])
        write(archive, Selection(), path.with_suffix(".warc.gz"))
        archive.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


def _prepare(command: str, other: Path, mine: Path) -> list[str | Path]:
    if command == "reextract":
        shutil.copy(other, mine)
    else:
        Archive.open(mine, create=True).close()
    words: dict[str, list[str | Path]] = {
        "import": ["import", other.with_suffix(".warc.gz"), "--workers", "1"],
        "merge": ["merge", other],
        "reextract": ["reextract", "--workers", "1"],
    }
    return [*words[command], "--archive", mine]


def _run(words: list[str | Path], environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "archive", *map(str, words)],
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )


def _captures(path: Path) -> set[str]:
    with Archive.open(path) as archive:
        return {row[0] for row in archive.connection.execute("SELECT capture_id FROM captures")}


def _undisturbed(command: str, fault: str, library: Path, other: Path, folder: Path) -> int:
    """Return how many calls such a run makes."""
    disk = FailingDisk(library, folder / "mine.db", folder / "calls")
    assert _run(_prepare(command, other, disk.file), disk.after(NEVER, fault)).returncode == 0
    return disk.calls()[0]


# One of each kind in `make test`; the others by `make test-all`.
SHORT = {("import", "a write error"), ("merge", "a sync error"), ("reextract", "no room"), ("merge", "a read error")}
CASES = [
    pytest.param(command, fault, marks=() if (command, fault) in SHORT else pytest.mark.long)
    for command in ("import", "merge", "reextract")
    for fault in FAULTS
]


@pytest.mark.timeout(600)
@pytest.mark.parametrize(("command", "fault"), CASES)
def test_a_disk_that_fails_is_one_sentence_and_what_stood_stands(
    command: str, fault: str, library: Path, other: Path, tmp_path: Path
) -> None:
    (tmp_path / "undisturbed").mkdir()
    calls = _undisturbed(command, fault, library, other, tmp_path / "undisturbed")
    disk = FailingDisk(library, tmp_path / "mine.db", tmp_path / "calls")
    words = _prepare(command, other, disk.file)
    before = _captures(disk.file)
    failed = _run(words, disk.after(calls // MIDST[fault], fault))
    assert disk.calls()[1], "the fault met no call"
    assert failed.returncode == 1, failed.stderr
    assert "Traceback" not in failed.stderr
    assert SAYS[fault].format(disk.file) in failed.stderr
    assert verify(disk.file).clean
    assert before <= _captures(disk.file)
    done = _run(words, {})
    assert done.returncode == 0, done.stderr
    assert verify(disk.file, deep=True).clean
    assert _captures(disk.file) == _captures(other)
    assert said(disk.file) == said(tmp_path / "undisturbed" / "mine.db")
