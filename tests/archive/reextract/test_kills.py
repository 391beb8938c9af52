"""A re-extraction killed in its midst goes on, and ends as one that nobody disturbed."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from pathlib import Path

from archive.model import Reading
from archive.reextract.choice import Choice
from archive.reextract.run import reextract
from archive.store.database import Archive
from archive.store.reading import store_readings
from archive.store.recording import record
from tests.archive.conftest import told
from tests.archive.desk import LONG, html
from tests.archive.reextract.test_run import LATER, NAGGING
from tests.conftest import make_exchange

ROOT = Path(__file__).parents[3]
SCRIPT = """
import os, signal, sys
from pathlib import Path
from archive.reextract import run
from archive.reextract.choice import Choice

def dying(captures):
    for number, capture in enumerate(captures):
        if number == int(sys.argv[2]):
            os.kill(os.getpid(), signal.SIGKILL)
        yield capture

run.BATCH, run.AHEAD = 2, 2
run.reextract(Path(sys.argv[1]), Choice(), workers=1, progress=dying)
"""
SAID = """
    SELECT articles.url, versions.ordinal, versions.edit, versions.first_capture, versions.last_capture,
        extractions.extractor, texts.text
    FROM articles JOIN versions ON versions.article_id = articles.id
    JOIN extractions ON extractions.id = versions.extraction_id JOIN texts ON texts.id = extractions.text_id
    ORDER BY 1, 2"""


def said(path: Path) -> list[tuple[object, ...]]:
    with Archive.open(path) as archive:
        with archive.transaction() as connection:
            connection.execute("INSERT INTO article_search (article_search, rank) VALUES ('integrity-check', 1)")
        assert archive.connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        return [tuple(row) for row in archive.connection.execute(SAID)]


def test_a_run_killed_twice_ends_like_one_that_was_not(archive: Archive, crawl: int, tmp_path: Path) -> None:
    for number in range(5):
        for minutes, story in ((0, LONG), (60, (*LONG, LATER))):
            exchange = make_exchange(f"http://news.example/{number}", html(*story), minutes=minutes)
            [capture] = record(archive, crawl, [exchange])
            store_readings(archive, [Reading(capture.id, told("Ferry returns to the islands", *story, NAGGING))])
    archive.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    disturbed = tmp_path / "disturbed.db"
    shutil.copy(archive.path, disturbed)
    for number in (5, 4):
        killed = subprocess.run([sys.executable, "-c", SCRIPT, str(disturbed), str(number)], cwd=ROOT, check=False)
        assert killed.returncode == -signal.SIGKILL
    last = reextract(disturbed, Choice(), workers=1)
    reextract(archive.path, Choice(), workers=1)
    assert last.counts["read before"] > 0
    assert said(disturbed) == said(archive.path)
    assert len(said(disturbed)) == 10
