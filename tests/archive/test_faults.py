"""Broken machines: a full disk, a folder that may not be written, a clock that jumps back, a second writer.

What stood before stands, the sentence says what happened, and the same command ends once the fault is gone.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from archive.store.database import Archive
from archive.store.recording import record
from archive.transfer.selection import Selection
from archive.transfer.warc_out import write
from archive.verify.run import verify
from tests.archive.conftest import publish
from tests.archive.desk import Desk, article
from tests.conftest import begin, make_exchange

ROOT = Path(__file__).parents[2]


def tearsheet(*words: str | Path, before: Callable[[], None] | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "archive", *map(str, words)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        preexec_fn=before,
        check=False,
    )


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of a few megabytes that do not compress, and its export."""
    folder = tmp_path_factory.mktemp("full")
    with Archive.open(folder / "full.db", create=True) as archive:
        crawl = begin(archive)
        publish(archive, crawl, "http://news.example/a", "Bridge opens", "The bridge opens on Monday.")
        pictures = [
            make_exchange(f"http://news.example/{n}.png", os.urandom(100_000), head=b"Content-Type: image/png\r\n")
            for n in range(30)
        ]
        record(archive, crawl, pictures)
        write(archive, Selection(), folder / "full.warc.gz")
        archive.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return folder / "full.db"


def _small_disk() -> None:
    """No file may grow beyond two megabytes: SQLite hears of it as of a disk that is full."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (2 << 20, 2 << 20))


@pytest.mark.parametrize("command", ["backup", "import", "merge", "compact", "export"])
def test_a_full_disk_is_one_sentence_and_what_stood_stands(command: str, full: Path, tmp_path: Path) -> None:
    mine, out = tmp_path / "mine.db", tmp_path / "out"
    if command == "compact":
        shutil.copy(full, mine)
    else:
        Archive.open(mine, create=True).close()
    words: dict[str, list[str | Path]] = {
        "backup": ["backup", out, "--archive", full],
        "import": ["import", full.with_suffix(".warc.gz"), "--archive", mine],
        "merge": ["merge", full, "--archive", mine],
        "compact": ["compact", "--archive", mine],
        "export": ["export", "--warc", out, "--archive", full],
    }
    failed = tearsheet(*words[command], before=_small_disk)
    assert failed.returncode == 1, failed.stderr
    assert "Traceback" not in failed.stderr
    assert "No room" in failed.stderr or "File too large" in failed.stderr
    assert verify(mine).clean
    assert verify(full).clean
    assert not list(tmp_path.glob("out*"))
    done = tearsheet(*words[command])
    assert done.returncode == 0, done.stderr
    assert verify(mine).clean


@pytest.fixture
def locked(full: Path) -> Iterator[Path]:
    """The archive in a folder that may be read and not written, as on a read-only medium."""
    folder = Path("/tmp") / f"tearsheet-read-only-{os.getpid()}"  # where others may go, unlike pytest's own folders
    folder.mkdir(mode=0o755)
    try:
        shutil.copy(full, folder / "archive.db")
        (folder / "archive.db").chmod(0o444)
        folder.chmod(0o555)
        yield folder / "archive.db"
    finally:
        folder.chmod(0o755)
        shutil.rmtree(folder)


# Root may write anywhere: it runs each command once so that all is imported, then becomes nobody and runs it again.
AS_NOBODY = """
import os, sys
from click.testing import CliRunner
from archive.__main__ import main as cli
free, locked, *words = sys.argv[1:]
if os.geteuid() == 0:
    elsewhere = [word.replace(os.path.dirname(locked), os.path.dirname(free)) for word in words]
    CliRunner().invoke(cli, [*elsewhere, "--archive", free])
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
answer = CliRunner().invoke(cli, [*words, "--archive", locked])
print(answer.output, answer.exception, answer.exit_code)
"""


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["search", "bridge"], "Bridge opens"),
        (["verify"], " 0"),
        (["compact"], "cannot be opened or written"),
        (["backup", "{folder}/copy.db"], "{folder}"),
    ],
)
def test_an_archive_in_a_folder_that_may_not_be_written_is_read_and_not_written(
    words: list[str], says: str, locked: Path, full: Path, tmp_path: Path
) -> None:
    free = shutil.copy(full, tmp_path / "free.db")
    words = [word.replace("{folder}", str(locked.parent)) for word in words]
    script = [sys.executable, "-c", AS_NOBODY, str(free), str(locked), *words]
    done = subprocess.run(script, cwd=ROOT, capture_output=True, text=True, check=False)
    assert says.replace("{folder}", str(locked.parent)) in done.stdout, done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert [path.name for path in locked.parent.iterdir()] == ["archive.db"]


def test_a_clock_that_jumps_back_leaves_versions_in_the_order_of_their_visits(desk: Desk) -> None:
    for day, text in ((10, "One island."), (12, "Two islands."), (11, "Three islands."), (1, "No island.")):
        desk.visit(extraction=article(text, text * 3), at=f"2026-03-{day:02}T12:00:00.000Z")
    rows = desk.all("SELECT ordinal, seen_at FROM versions ORDER BY ordinal")
    assert [ordinal for ordinal, _ in rows] == list(range(1, len(rows) + 1))
    assert [seen for _, seen in rows] == sorted(str(seen) for _, seen in rows)
    assert desk.one(
        "SELECT current_version = (SELECT max(id) FROM versions WHERE seen_at = ?) FROM articles", rows[-1][1]
    )


def test_a_second_writer_waits_and_loses_nothing(archive: Archive, crawl: int) -> None:
    script = (
        "import sys; from pathlib import Path; from archive.store.database import Archive\n"
        "from archive.store.recording import record; from tests.conftest import make_exchange\n"
        "with Archive.open(Path(sys.argv[1])) as archive:\n"
        "    for n in range(40): record(archive, 1, [make_exchange(f'http://news.example/{sys.argv[2]}/{n}')])"
    )
    writers = [
        subprocess.Popen([sys.executable, "-c", script, str(archive.path), name], cwd=ROOT, stderr=subprocess.PIPE)
        for name in ("ada", "bo")
    ]
    for writer in writers:
        assert writer.communicate(timeout=120)[1] == b""
        assert writer.returncode == 0
    assert archive.connection.execute("SELECT count(DISTINCT url) FROM captures").fetchone()[0] == 80
    assert verify(archive.path).clean
