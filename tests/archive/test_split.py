import pytest
from click.testing import CliRunner

from archive import split as splitting
from archive.cli.split import split as command
from archive.errors import ArchiveError
from archive.merge.run import merge
from archive.model import Address
from archive.split import split
from archive.store import frontier
from archive.store.database import Archive
from archive.store.recording import record
from archive.verify.run import verify
from tests.archive.conftest import publish
from tests.archive.merge.test_run import said
from tests.conftest import make_exchange

NOON = "2026-03-01T12:00:00.000Z"
OLD, STILL_VISITED, NEW = "http://n.example/old", "http://n.example/still", "http://n.example/new"


@pytest.fixture
def full(archive, crawl):
    """Articles from before noon, after noon, and one that was visited on both sides; a page that is no article."""
    publish(archive, crawl, OLD, "Old", "The old pier was closed at ten.")
    publish(archive, crawl, OLD, "Old", "The old pier was closed at ten, and then opened.", minutes=20)
    publish(archive, crawl, STILL_VISITED, "Still", "The ferry sails at eight.", minutes=1)
    publish(archive, crawl, STILL_VISITED, "Still", "The ferry sails at nine, not at eight.", minutes=600)
    publish(archive, crawl, NEW, "New", "The new pier was opened at two.", minutes=601)
    record(archive, crawl, [make_exchange("http://n.example/robots.txt", minutes=minutes) for minutes in (0, 5, 700)])
    record(archive, crawl, [make_exchange("http://n.example/feed", minutes=2)])
    frontier.add(archive, [Address("http://n.example/next")])
    return archive


def urls(archive, table):
    return sorted(row[0] for row in archive.connection.execute(f"SELECT url FROM {table}"))


def test_what_is_older_moves_whole_and_both_halves_are_sound(full, tmp_path):
    split(full, tmp_path / "older.db", before=NOON)
    assert verify(full.path).faults == []
    assert verify(tmp_path / "older.db").faults == []
    with Archive.open(tmp_path / "older.db") as older:
        assert urls(older, "articles") == [OLD]
        assert urls(full, "articles") == [NEW, STILL_VISITED]
        assert older.connection.execute("SELECT count(*) FROM versions").fetchone()[0] == 2
        assert "http://n.example/feed" in urls(older, "captures")
        assert urls(older, "frontier") == []
    assert urls(full, "frontier") == ["http://n.example/next"]


def test_what_a_revisit_that_stays_stands_for_stays(full, tmp_path):
    split(full, tmp_path / "older.db", before=NOON)
    assert urls(full, "captures").count("http://n.example/robots.txt") == 2
    with Archive.open(tmp_path / "older.db") as older:
        assert urls(older, "captures").count("http://n.example/robots.txt") == 2


def test_merging_the_halves_gives_the_whole_back(full, tmp_path):
    before = said(full)
    split(full, tmp_path / "older.db", before=NOON)
    merge(full, tmp_path / "older.db")
    assert said(full) == before
    assert verify(full.path).faults == []


def test_a_split_that_was_interrupted_is_ended_by_running_it_again(full, tmp_path, monkeypatch):
    def killed(archive, target):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(splitting, "_remove_moved", killed)
        split(full, tmp_path / "older.db", before=NOON)
    assert OLD in urls(full, "articles")
    done = split(full, tmp_path / "older.db", before=NOON)
    assert done.articles == 1
    assert OLD not in urls(full, "articles")


def test_nothing_is_removed_where_the_target_holds_something_else(full, tmp_path):
    Archive.open(tmp_path / "older.db", create=True).close()
    with pytest.raises(ArchiveError, match="lacks 4 captures"):
        split(full, tmp_path / "older.db", before=NOON)
    assert OLD in urls(full, "articles")


def test_the_command_says_what_moved(full, tmp_path):
    full.close()
    done = CliRunner().invoke(
        command, ["--archive", str(full.path), "--before", "2026-03-01T12:00", str(tmp_path / "older.db")]
    )
    assert done.exit_code == 0, done.output
    assert "1 articles, 4 captures moved" in done.stdout
