import threading

import pytest
from click.testing import CliRunner

from archive.backup import backup
from archive.cli.backup import backup as backup_command
from archive.cli.compact import compact as compact_command
from archive.compact import compact
from archive.errors import ArchiveBusy, ArchiveError, NotAnArchive
from archive.store.database import Archive
from archive.store.recording import record
from archive.verify.run import verify
from tests.archive.conftest import publish
from tests.conftest import begin, make_exchange


def test_a_backup_is_the_archive_as_it_stands(archive, crawl, tmp_path):
    publish(archive, crawl, "http://news.example/a", "Bridge opens", "The bridge opens on Monday.")
    backup(archive, tmp_path / "copy.db")
    assert verify(tmp_path / "copy.db").checked == verify(archive.path).checked
    with Archive.open(tmp_path / "copy.db") as copy:
        assert copy.connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
        assert copy.connection.execute("PRAGMA auto_vacuum").fetchone()[0] == 2


def test_a_backup_is_whole_while_a_crawl_writes(archive, crawl, tmp_path):
    stop = threading.Event()

    def write():
        with Archive.open(archive.path) as writer:
            number = 0
            while not stop.is_set():
                number += 1
                record(writer, crawl, [make_exchange(f"http://news.example/{number}/{n}") for n in range(5)])

    writing = threading.Thread(target=write)
    writing.start()
    try:
        for _ in range(5):
            backup(archive, tmp_path / "copy.db")
            report = verify(tmp_path / "copy.db")
            assert report.faults == []
            assert report.checked["captures"] % 5 == 0
    finally:
        stop.set()
        writing.join()


def test_an_earlier_backup_is_replaced_and_nothing_else(archive, tmp_path):
    backup(archive, tmp_path / "copy.db")
    begin(archive)
    backup(archive, tmp_path / "copy.db")
    with Archive.open(tmp_path / "copy.db") as copy:
        assert copy.connection.execute("SELECT count(*) FROM crawls").fetchone()[0] == 1
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(NotAnArchive):
        backup(archive, tmp_path / "notes.txt")
    assert (tmp_path / "notes.txt").read_text() == "mine"
    with pytest.raises(ArchiveError, match="is the archive itself"):
        backup(archive, archive.path)


def test_where_no_backup_can_be_written_is_named(archive, tmp_path):
    with pytest.raises(ArchiveError, match="cannot be opened or written"):
        backup(archive, tmp_path / "absent" / "copy.db")


def test_compacting_gives_space_back_and_changes_nothing(archive, crawl):
    publish(archive, crawl, "http://news.example/a", "Bridge opens", "The bridge opens on Monday.")
    record(archive, crawl, [make_exchange(f"http://news.example/{n}", body=bytes(range(256)) * 900) for n in range(9)])
    with archive.transaction() as connection:
        connection.execute("DELETE FROM captures WHERE id > 1")
        connection.execute("DELETE FROM members WHERE id > 3")
        connection.execute("DELETE FROM records WHERE id > 3")
    done = compact(archive)
    assert done.after < done.before
    assert verify(archive.path).faults == []
    assert archive.connection.execute("PRAGMA page_size").fetchone()[0] == 8192


def test_compacting_mends_a_search_index_that_is_out_of_step(archive, crawl):
    publish(archive, crawl, "http://news.example/a", "橋が開通", "橋は月曜日に開通します。")
    for damage in (
        "INSERT INTO article_search (article_search) VALUES ('delete-all')",
        "INSERT INTO cjk_search (rowid, bigrams) VALUES (99, 'ghost')",
    ):
        archive.connection.execute(damage)
        assert verify(archive.path).faults
        compact(archive)
        assert verify(archive.path).faults == []
    assert archive.connection.execute("SELECT rowid FROM cjk_search('開通')").fetchall()[0][0] == 1


def test_compacting_beside_another_writer_says_so(archive):
    archive.connection.execute("PRAGMA busy_timeout = 10")
    with Archive.open(archive.path) as second, second.transaction(), pytest.raises(ArchiveBusy):
        compact(archive)


def test_the_commands_say_what_they_did(archive, tmp_path):
    done = CliRunner().invoke(backup_command, ["--archive", str(archive.path), str(tmp_path / "copy.db")])
    assert done.stdout.startswith(f"{tmp_path / 'copy.db'}: ")
    archive.close()
    done = CliRunner().invoke(compact_command, ["--archive", str(archive.path)])
    assert done.exit_code == 0, done.output
    assert "bytes before" in done.stdout
