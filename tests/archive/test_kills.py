"""Import and merge under SIGKILL at moments of no choosing: afterwards all is sound, and the next run ends them."""

import random
import subprocess
import sys

import pytest

from archive.store.database import Archive
from archive.store.recording import record
from archive.transfer.selection import Selection
from archive.transfer.warc_out import write
from archive.verify.run import verify
from tests.archive.merge.test_run import said
from tests.conftest import begin, make_exchange

KILLS = 3
SMALL_BATCHES = """
import sys
from pathlib import Path
from archive.merge import run
from archive.store.database import Archive
from archive.transfer import warc_in
from dataclasses import replace
warc_in._BATCH = 3
run.STAGES = tuple(replace(stage, batch=3) for stage in run.STAGES)
print("ready", flush=True)
with Archive.open(Path(sys.argv[1]), create=True) as archive:
    {work}
print("done", flush=True)
"""
WORK = {
    "import": "warc_in.import_file(archive, Path(sys.argv[2]))",
    "merge": "run.merge(archive, Path(sys.argv[2]))",
}


@pytest.fixture(scope="module")
def sources(tmp_path_factory):
    """An archive of 150 exchanges, and its export."""
    folder = tmp_path_factory.mktemp("kills")
    with Archive.open(folder / "archive.db", create=True) as archive:
        crawl = begin(archive)
        bodies = [b"<p>Story %d</p>" % (number % 120) * 200 for number in range(150)]
        urls = [f"http://news.example/{number % 120}" for number in range(150)]
        record(archive, crawl, [make_exchange(url, body) for url, body in zip(urls, bodies, strict=True)])
        write(archive, Selection(), folder / "archive.warc.gz")
    return {"import": folder / "archive.warc.gz", "merge": folder / "archive.db"}


def start(work, target, source):
    script = SMALL_BATCHES.format(work=WORK[work])
    child = subprocess.Popen(
        [sys.executable, "-c", script, str(target), str(source)], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    return child


def kept(path):
    """What an archive holds, but for the crawl that an import is itself."""
    with Archive.open(path) as archive:
        found = said(archive)
        found["records"] = [row for row in found["records"] if row[1] != "warcinfo"]
        return found


@pytest.mark.parametrize("work", WORK)
def test_a_run_that_is_killed_again_and_again_ends_like_one_that_was_not(work, sources, tmp_path):
    chance = random.Random(11)
    undisturbed, killed = tmp_path / "undisturbed.db", tmp_path / "killed.db"
    assert start(work, undisturbed, sources[work]).wait(60) == 0
    for _ in range(KILLS):
        child = start(work, killed, sources[work])
        try:
            child.wait(chance.uniform(0.02, 0.6))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
        if killed.exists():  # else it was killed before there was anything to keep
            assert verify(killed).faults == []
    assert start(work, killed, sources[work]).wait(60) == 0
    assert verify(killed).faults == []
    assert kept(killed) == kept(undisturbed)
