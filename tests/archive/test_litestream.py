"""What docs/operations.md promises to a tool that copies the write-ahead log, such as Litestream."""

from __future__ import annotations

import sqlite3

import pytest

from archive.compact import wipe
from archive.errors import ArchiveBusy
from archive.store.database import Archive
from archive.store.recording import record
from tests.conftest import make_exchange


@pytest.fixture
def copier(archive):
    """A connection that reads a snapshot of the file, as a copier does between two checkpoints."""
    connection = sqlite3.connect(archive.path, isolation_level=None)
    connection.execute("BEGIN")
    connection.execute("SELECT count(*) FROM records").fetchone()
    yield connection
    connection.close()


def test_the_file_is_in_wal_mode_and_every_connection_waits_for_locks(archive):
    for readonly in (False, True):
        with Archive.open(archive.path, readonly=readonly) as opened:
            asked = [
                opened.connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "busy_timeout")
            ]
            assert asked == ["wal", 30_000]


def test_writing_goes_on_while_a_copier_holds_its_snapshot(archive, crawl, copier):
    for number in range(50):
        record(archive, crawl, [make_exchange(f"http://news.example/{number}", b"x" * 50_000)])
    assert archive.path.with_name("archive.db-wal").stat().st_size > 50 * 1_000


def test_the_log_can_be_emptied_once_the_copier_lets_go(archive, crawl, copier):
    record(archive, crawl, [make_exchange()])
    copier.execute("COMMIT")
    assert copier.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0
    assert archive.path.with_name("archive.db-wal").stat().st_size == 0


def test_what_rewrites_the_file_says_that_another_process_has_it_open(archive, crawl, copier):
    archive.connection.execute("PRAGMA busy_timeout = 10")
    record(archive, crawl, [make_exchange()])
    with pytest.raises(ArchiveBusy, match="being read by another process"):
        wipe(archive)
