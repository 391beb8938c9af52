import os
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlite_utils import Database

from archive.errors import (
    ArchiveBusy,
    ArchiveError,
    ArchiveMissing,
    ArchiveTooNew,
    ArchiveTooOld,
    DiskFull,
    NotAnArchive,
)
from archive.migrations import migrations
from archive.store import database
from archive.store.database import Archive, moment, now, stamp

PUT = "INSERT INTO collection (key, value) VALUES (?, ?)"


def pragma(archive: Archive, name: str) -> object:
    return archive.connection.execute(f"PRAGMA {name}").fetchone()[0]


def test_what_must_be_set_at_birth_is_set(archive):
    assert pragma(archive, "page_size") == 8192
    assert pragma(archive, "auto_vacuum") == 2
    assert pragma(archive, "journal_mode") == "wal"
    assert pragma(archive, "application_id") == database.APPLICATION_ID


def test_each_connection_checks_references_and_syncs_fully(archive):
    with Archive.open(archive.path) as second:
        assert (pragma(second, "foreign_keys"), pragma(second, "synchronous")) == (1, 2)


def test_the_version_in_the_header_counts_the_migrations(archive):
    assert pragma(archive, "user_version") == database.SCHEMA_VERSION
    assert len(migrations.applied(Database(archive.connection))) == database.SCHEMA_VERSION
    assert migrations.pending(Database(archive.connection)) == []


def test_opening_an_archive_does_not_import_sqlite_utils(archive):
    script = (
        "import sys; from pathlib import Path; from archive.store.database import Archive; "
        f"Archive.open(Path({str(archive.path)!r})).close(); print('sqlite_utils' in sys.modules)"
    )
    answer = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "False"


def test_a_missing_archive_is_made_only_when_asked(tmp_path):
    with pytest.raises(ArchiveMissing, match=r"none\.db"):
        Archive.open(tmp_path / "none.db")
    assert not (tmp_path / "none.db").exists()


@pytest.mark.parametrize("content", [b"", b"not a database at all" * 100, b"SQLite format 3\0" + bytes(84)])
def test_a_file_that_is_no_archive_is_refused_and_left_alone(tmp_path, content):
    path = tmp_path / "notes.db"
    path.write_bytes(content)
    with pytest.raises(NotAnArchive, match="not a Tearsheet archive"):
        Archive.open(path, create=True)
    assert path.read_bytes() == content


def test_a_database_of_another_program_is_refused_and_left_alone(tmp_path):
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE captures (id)")
    before = path.read_bytes()
    with pytest.raises(NotAnArchive):
        Archive.open(path)
    assert path.read_bytes() == before


def test_an_archive_of_a_newer_tearsheet_is_refused(archive):
    archive.connection.execute("PRAGMA user_version = 999")
    with pytest.raises(ArchiveTooNew, match="Update Tearsheet"):
        Archive.open(archive.path)


def make_older(path: Path) -> None:
    """Make an archive as it stood before its last migration."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute(f"PRAGMA application_id = {database.APPLICATION_ID}")
    connection.execute("PRAGMA journal_mode = WAL")
    migrations.apply(Database(connection), stop_before=migrations._migrations[-1].name)
    connection.execute(f"PRAGMA user_version = {database.SCHEMA_VERSION - 1}")
    connection.execute(PUT, ("title", "Kept"))
    connection.close()


def test_an_older_archive_is_copied_aside_and_then_migrated(tmp_path):
    make_older(tmp_path / "old.db")
    with Archive.open(tmp_path / "old.db") as archive:
        assert pragma(archive, "user_version") == database.SCHEMA_VERSION
        assert archive.connection.execute("SELECT value FROM collection").fetchone()[0] == "Kept"
    [copy] = tmp_path.glob("old.db.schema-*.backup")
    with sqlite3.connect(copy) as kept:
        assert kept.execute("PRAGMA user_version").fetchone()[0] == database.SCHEMA_VERSION - 1
        assert kept.execute("SELECT value FROM collection").fetchone()[0] == "Kept"


def test_many_who_open_an_older_archive_migrate_it_once_and_keep_one_copy(tmp_path):
    make_older(tmp_path / "old.db")
    opening = [
        subprocess.Popen(
            [sys.executable, "-c", OPEN_WHEN_TOLD, str(tmp_path / "old.db")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    for one in opening:
        assert one.stdout.readline() == "ready\n"
    for one in opening:
        one.stdin.write("go\n")
        one.stdin.flush()
    assert [one.communicate()[0] for one in opening] == [f"{database.SCHEMA_VERSION}\n"] * 3
    assert len(list(tmp_path.glob("*.backup"))) == 1
    assert list(tmp_path.glob("*.part")) == []


OPEN_WHEN_TOLD = """
import sys
from pathlib import Path
import archive.migrations
from archive.store.database import Archive
print("ready", flush=True)
sys.stdin.readline()
with Archive.open(Path(sys.argv[1])) as archive:
    print(archive.connection.execute("PRAGMA user_version").fetchone()[0])
"""


def test_an_older_archive_cannot_be_migrated_readonly(tmp_path):
    make_older(tmp_path / "old.db")
    with pytest.raises(ArchiveTooOld, match="brings it up to date"):
        Archive.open(tmp_path / "old.db", readonly=True)


def test_a_migration_that_fails_leaves_the_archive_as_it_was(tmp_path, monkeypatch):
    make_older(tmp_path / "old.db")

    def fail(db: Database) -> None:
        db.execute("CREATE TABLE half (id)")
        raise sqlite3.OperationalError("no")

    monkeypatch.setattr(migrations._migrations[-1], "fn", fail)
    with pytest.raises(sqlite3.OperationalError):
        Archive.open(tmp_path / "old.db")
    with sqlite3.connect(tmp_path / "old.db") as left:
        assert left.execute("PRAGMA user_version").fetchone()[0] == database.SCHEMA_VERSION - 1
        assert left.execute("SELECT count(*) FROM sqlite_schema WHERE name = 'half'").fetchone()[0] == 0


def test_many_makers_of_one_file_all_get_the_same_whole_archive(tmp_path):
    path = tmp_path / "archive.db"

    def write(name: str) -> None:
        with Archive.open(path, create=True) as archive, archive.transaction() as connection:
            connection.execute(PUT, (name, name))

    with ThreadPoolExecutor(4) as makers:
        list(makers.map(write, "abcd"))
    with Archive.open(path) as archive:
        assert archive.connection.execute("SELECT count(*) FROM collection").fetchone()[0] == 4
    assert list(tmp_path.glob(".archive.db.*")) == []


def test_a_transaction_is_all_or_nothing(archive):
    with pytest.raises(ZeroDivisionError), archive.transaction() as connection:
        connection.execute(PUT, ("title", "x"))
        raise ZeroDivisionError
    assert archive.connection.execute("SELECT count(*) FROM collection").fetchone()[0] == 0
    assert not archive.connection.in_transaction


def test_a_transaction_within_another_joins_it(archive):
    with pytest.raises(ZeroDivisionError), archive.transaction():
        with archive.transaction() as inner:
            inner.execute(PUT, ("title", "x"))
        raise ZeroDivisionError
    assert archive.connection.execute("SELECT count(*) FROM collection").fetchone()[0] == 0


def test_another_writer_is_waited_for_and_then_named(archive):
    with Archive.open(archive.path) as second, archive.transaction():
        second.connection.execute("PRAGMA busy_timeout = 10")
        with pytest.raises(ArchiveBusy, match="another run"), second.transaction():
            pass
    assert ArchiveBusy.exit_code == 75


def test_a_reader_sees_the_last_commit_while_a_writer_writes(archive):
    with Archive.open(archive.path, readonly=True) as reader, archive.transaction() as connection:
        connection.execute(PUT, ("title", "x"))
        assert reader.connection.execute("SELECT count(*) FROM collection").fetchone()[0] == 0


def test_a_readonly_archive_cannot_be_written(archive):
    reader = Archive.open(archive.path, readonly=True)
    with pytest.raises(ArchiveError, match="cannot be opened or written"), reader.transaction() as connection:
        connection.execute(PUT, ("title", "x"))
    reader.close()


def test_a_full_disk_is_said_and_leaves_nothing_half_written(archive):
    with archive.transaction() as connection:
        connection.execute(PUT, ("before", "stands"))
    archive.connection.execute(f"PRAGMA max_page_count = {pragma(archive, 'page_count')}")
    with pytest.raises(DiskFull, match="No room left"), archive.transaction() as connection:
        connection.execute(PUT, ("first", "fits"))
        connection.execute(PUT, ("second", "x" * 1_000_000))
    assert [row[0] for row in archive.connection.execute("SELECT key FROM collection")] == ["before"]
    assert pragma(archive, "integrity_check") == "ok"


def test_a_damaged_file_is_named_as_such(archive):
    archive.close()
    content = bytearray(archive.path.read_bytes())
    content[8192 : 8192 * 6] = os.urandom(8192 * 5)
    archive.path.write_bytes(content)
    with (
        pytest.raises(ArchiveError, match="damaged"),
        Archive.open(archive.path) as damaged,
        damaged.transaction() as c,
    ):
        c.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        c.execute("SELECT * FROM collection").fetchall()


def test_a_directory_that_may_not_be_written_is_named():
    with pytest.raises(ArchiveError, match=r"No archive can be made at /proc/self/archive\.db"):
        Archive.open(Path("/proc/self/archive.db"), create=True)  # where not even root may write


def test_a_directory_that_is_not_there_is_named(tmp_path):
    with pytest.raises(ArchiveError, match="No archive can be made"):
        Archive.open(tmp_path / "absent" / "archive.db", create=True)


def test_a_directory_is_no_archive(tmp_path):
    with pytest.raises(ArchiveError):
        Archive.open(tmp_path)


def test_times_sort_as_text_and_come_back():
    assert stamp(moment("2026-01-02T03:04:05.678Z")) == "2026-01-02T03:04:05.678Z"
    assert stamp(moment("2026-01-02T05:04:05+02:00")) == "2026-01-02T03:04:05.000Z"
    assert moment(now()).tzinfo is not None
