"""A re-extraction by many machines ends as one by a single machine."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from archive.backlog import read_backlog
from archive.cluster.link import linked
from archive.cluster.rereading import ByCluster
from archive.model import Reading
from archive.reextract.choice import Choice
from archive.reextract.run import reextract
from archive.store.database import Archive
from archive.store.reading import store_readings, unread
from archive.store.recording import record
from archive.verify.run import verify
from archive.workers import Readers
from tests.archive.cluster.conftest import Here, visits
from tests.archive.cluster.said import said
from tests.archive.conftest import told
from tests.archive.desk import LONG
from tests.cluster import cluster
from tests.conftest import begin

SIZE = 5  # captures to a range


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Visits to twelve stories on three sites, read by an old reader that took every story for another."""
    path = tmp_path_factory.mktemp("old") / "old.db"
    with Archive.open(path, create=True) as archive:
        crawl = begin(archive)
        for number, exchange in enumerate(visits()):
            [capture] = record(archive, crawl, [exchange])
            if b" 200 " in exchange.response[:20] and capture.revisit_of is None:
                store_readings(archive, [Reading(capture.id, told(f"Ferry {number}", *LONG, f"Old text {number}."))])
        with Readers(path, workers=1) as readers:
            read_backlog(archive, unread(archive, limit=1000), readers)
    return path


@pytest.fixture(scope="module")
def by_one(old: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Read again by one machine."""
    path = copied(old, tmp_path_factory.mktemp("one") / "one.db")
    assert reextract(path, Choice(), workers=1).counts["text"] > 5
    return path


def copied(old: Path, path: Path) -> Path:
    with Archive.open(old) as archive:
        archive.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy(old, path)
    return path


@pytest.mark.long
def test_the_end_is_that_of_a_run_by_one_machine(old: Path, by_one: Path, tmp_path: Path):
    path = copied(old, tmp_path / "many.db")
    read = ByCluster(Here(), tmp_path / "shards", size=SIZE)
    report = reextract(path, Choice(), workers=1, read=read)
    assert read.failures == []
    assert report.counts["text"] > 5
    assert said(path) == said(by_one)
    assert list((tmp_path / "shards").iterdir()) == []
    assert reextract(path, Choice(), workers=1).counts["read before"] == sum(report.counts.values())


@pytest.mark.long
def test_a_range_that_no_worker_can_read_is_read_here(old: Path, by_one: Path, tmp_path: Path):
    path = copied(old, tmp_path / "many.db")
    read = ByCluster(Here(broken=lambda key: key.endswith("5")), tmp_path / "shards", size=SIZE)
    reextract(path, Choice(), workers=1, read=read)
    assert len(read.failures) >= 1
    assert said(path) == said(by_one)


@pytest.mark.timeout(300)
def test_a_worker_killed_in_its_midst_costs_nothing(old: Path, by_one: Path, tmp_path: Path):
    path, folder = copied(old, tmp_path / "many.db"), tmp_path / "shards"
    with cluster(tmp_path / "cluster", workers=3) as running, linked(running.address) as link:
        killed = running.kill_when("many-", lambda: any(folder.glob("*.answers.part")))
        read = ByCluster(link, folder, size=SIZE)
        reextract(path, Choice(), workers=1, read=read)
        killed.join()
    assert (len(running.killed), read.failures) == (1, [])
    assert said(path) == said(by_one)
    assert verify(path).faults == []
