"""An import by many machines ends as one by a single machine."""

from __future__ import annotations

import gzip
from itertools import pairwise
from pathlib import Path

import pytest

from archive.backlog import read_backlog
from archive.backup import backup
from archive.cluster.importing import Asked, import_by_cluster
from archive.cluster.link import linked
from archive.extraction.fingerprint import fingerprint
from archive.store.database import Archive, now
from archive.store.reading import unread
from archive.transfer.ranges import cut
from archive.transfer.records_in import records
from archive.transfer.warc_in import import_file
from archive.verify.run import verify
from archive.workers import Readers
from tests.archive.cluster.conftest import Here, page, written
from tests.archive.cluster.said import said
from tests.archive.desk import LONG
from tests.cluster import cluster
from tests.conftest import make_exchange

SMALL = 4_000  # bytes: a dozen parts of the file


@pytest.fixture(scope="session")
def by_one(warc: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file, imported by one machine."""
    path = tmp_path_factory.mktemp("one") / "one.db"
    with Archive.open(path, create=True) as archive:
        import_file(archive, warc)
        with Readers(path, workers=1) as readers:
            captures = unread(archive, limit=1000, kinds=("page", "requisite"))
            read_backlog(archive, captures, readers)
    return path


def test_parts_hold_every_record_once_and_begin_where_one_does(warc: Path):
    parts = cut(warc, size=SMALL)
    assert len(parts) > 5
    assert [part.end for part in parts[:-1]] == [part.begin for part in parts[1:]]
    assert (parts[0].begin, parts[-1].end) == (0, warc.stat().st_size)
    with warc.open("rb") as file:
        found = list(records(file))
    assert {part.begin for part in parts} <= {one.offset for one in found}


def test_a_request_stays_with_its_response(warc: Path):
    with warc.open("rb") as file:
        found = list(records(file))
    begins = {part.begin for part in cut(warc, size=1)}
    for one, other in pairwise(found):
        if one.record.header("WARC-Type") == "response" and other.record.header("WARC-Type") == "request":
            assert other.offset not in begins


def test_a_file_without_members_of_its_own_for_each_record_is_one_part(warc: Path, tmp_path: Path):
    plain = tmp_path / "plain.warc"
    plain.write_bytes(gzip.decompress(warc.read_bytes()))
    whole = tmp_path / "whole.warc.gz"
    whole.write_bytes(gzip.compress(plain.read_bytes()))
    assert len(cut(plain, size=SMALL)) == 1
    assert len(cut(whole, size=100)) == 1


def by_cluster(warc: Path, folder: Path, link: Here, archive: Path | None = None) -> Path:
    path = archive or folder / "many.db"
    with Archive.open(path, create=True) as opened:
        link.result = import_by_cluster(opened, [warc], Asked(folder / "shards", size=warc.stat().st_size // 3), link)
    return path


@pytest.mark.long
def test_the_end_is_that_of_an_import_by_one_machine(warc: Path, by_one: Path, tmp_path: Path):
    link = Here()
    many = by_cluster(warc, tmp_path, link)
    assert len(link.done) > 2
    assert link.result.failures == []
    assert said(many) == said(by_one)
    assert verify(many).faults == []
    assert list((tmp_path / "shards").iterdir()) == []


@pytest.mark.long
def test_a_part_that_no_worker_can_do_is_done_here(warc: Path, by_one: Path, tmp_path: Path):
    link = Here(broken=lambda key: key.endswith("1"))
    many = by_cluster(warc, tmp_path, link)
    assert len(link.result.failures) == 1
    assert said(many) == said(by_one)


@pytest.mark.long
def test_a_file_that_is_in_is_left_out(warc: Path, tmp_path: Path):
    many = by_cluster(warc, tmp_path, Here())
    again = Here()
    by_cluster(warc, tmp_path, again, many)
    assert again.done == []
    with Archive.open(many) as archive:
        assert import_file(archive, warc).before


@pytest.mark.timeout(300)
def test_a_worker_killed_in_its_midst_costs_nothing(warc: Path, by_one: Path, tmp_path: Path):
    asked = Asked(tmp_path / "shards", size=warc.stat().st_size // 3)
    with cluster(tmp_path / "cluster", workers=3) as running, linked(running.address) as link:
        killed = running.kill_when("year-", lambda: any(asked.folder.glob("year-*.db")))
        with Archive.open(tmp_path / "many.db", create=True) as archive:
            result = import_by_cluster(archive, [warc], asked, link)
        killed.join()
    assert len(running.killed) == 1
    assert result.failures == []
    assert said(tmp_path / "many.db") == said(by_one)
    assert verify(tmp_path / "many.db").faults == []


def test_what_is_no_warc_file_is_said_and_the_others_go_on(tmp_path: Path):
    (tmp_path / "notes.txt").write_text("No records here.")
    files = [tmp_path / "missing.warc.gz", tmp_path / "notes.txt"]
    with Archive.open(tmp_path / "many.db", create=True) as archive:
        result = import_by_cluster(archive, files, Asked(tmp_path / "shards", read=False), Here())
    assert result.refused[files[0]] == f"{files[0]} cannot be read: No such file or directory."
    assert result.refused[files[1]].startswith("It is no WARC file")


class Nobody:
    """Stands for the readers of this machine where none may be asked."""

    def __init__(self, *_: object, **__: object) -> None:
        pass

    def __enter__(self) -> Nobody:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def run(self, what: str, *_: object) -> None:
        raise AssertionError(f"{what} is read here")


@pytest.mark.long
def test_workers_read_with_the_memory_of_the_archive(by_one: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    news = [make_exchange(f"http://site{n % 3}.example/2026/04/news-{n}", page(n), minutes=2000 + n) for n in range(6)]
    more = written(tmp_path / "april.warc.gz", news)
    one, many = tmp_path / "one.db", tmp_path / "many.db"
    with Archive.open(by_one) as archive:
        backup(archive, one)
    with Archive.open(one) as archive:
        remember(archive, "site1.example", LONG[2])
        backup(archive, many)
    with Archive.open(one) as archive, Readers(one, workers=1) as readers:
        import_file(archive, more)
        read_backlog(archive, unread(archive, limit=1000), readers)
    monkeypatch.setattr("archive.cluster.importing.Readers", Nobody)
    by_cluster(more, tmp_path, Here(), many)
    assert said(many) == said(one)
    assert ("memory of site1.example",) in {reading[2:3] for reading in said(many)["readings"]}


def remember(archive: Archive, domain: str, furniture: str) -> None:
    """Give a site a memory that takes a sentence for furniture."""
    with archive.transaction() as connection:
        connection.execute(
            "INSERT INTO memories (id, digest, domain, number, taken_at, articles) VALUES (7, ?, ?, 1, ?, 3)",
            (f"memory of {domain}", domain, now()),
        )
        connection.execute("INSERT INTO memory_blocks VALUES (7, ?, 3)", (fingerprint(furniture),))
