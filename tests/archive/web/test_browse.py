"""Files that cannot be browsed, each with a sentence."""

from __future__ import annotations

import socket
import sqlite3

import pytest
from click.testing import CliRunner

from archive.__main__ import main
from archive.cli.browse import library
from archive.errors import ArchiveError


def browse(path, *more):
    return CliRunner().invoke(main, ["browse", "--archive", str(path), *more])


def test_a_missing_file_is_answered_in_a_sentence(tmp_path):
    done = browse(tmp_path / "none.db")
    assert done.exit_code == 1 and "There is no archive at" in done.output


def test_a_file_of_somebody_else_is_answered_in_a_sentence(tmp_path):
    with sqlite3.connect(tmp_path / "other.db") as connection:
        connection.execute("create table cats (name)")
    done = browse(tmp_path / "other.db")
    assert done.exit_code == 1 and "is not a Tearsheet archive" in done.output


def test_a_newer_schema_is_answered_in_a_sentence(copied):
    with sqlite3.connect(copied) as connection:
        connection.execute("pragma user_version = 99")
    done = browse(copied)
    assert done.exit_code == 1 and "newer Tearsheet" in done.output


def test_half_a_file_is_answered_in_a_sentence(copied):
    connection = sqlite3.connect(copied)
    connection.execute("pragma wal_checkpoint(truncate)")
    connection.close()
    copied.write_bytes(copied.read_bytes()[: copied.stat().st_size // 3])
    done = browse(copied)
    if done.exit_code == 0:  # the head of the file is whole: the pages say what is missing
        pytest.fail("half a file was served")
    assert done.exit_code == 1 and "Traceback" not in done.output


def test_immutable_refuses_a_live_file_with_the_reason(copied):
    done = browse(copied, "--immutable")
    assert done.exit_code == 1 and "live archive" in done.output


def test_immutable_serves_a_compacted_copy(copied, tmp_path, open_archive):
    with sqlite3.connect(copied) as connection:
        connection.execute("vacuum into ?", (str(tmp_path / "compact.db"),))
    reader = open_archive(tmp_path / "compact.db", immutable=True)
    assert reader.get("/").status_code == 200
    assert reader.get("/archive/articles.json").status_code == 200


def test_a_live_file_called_immutable_raises(copied):
    with pytest.raises(ArchiveError, match="torn pages"):
        library(copied, immutable=True)


def test_a_port_that_is_taken_is_answered_in_a_sentence(printed):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = browse(printed, "--port", str(taken.getsockname()[1]))
    assert done.exit_code == 1 and "Choose another --port" in done.output


@pytest.mark.parametrize(("more", "page"), [((), "web/"), (("https://a.example/x",), "web/https://a.example/x")])
def test_replay_says_where_a_page_is(printed, monkeypatch, more, page):
    monkeypatch.setattr("uvicorn.Server.run", lambda self, sockets: [one.close() for one in sockets])
    done = CliRunner().invoke(main, ["replay", "--archive", str(printed), "--port", "0", *more])
    assert done.exit_code == 0 and f"/{page} (Ctrl-C ends)" in done.output


def test_behind_a_login_our_pages_are_closed_too(printed, open_archive):
    reader = open_archive(printed)
    reader.datasette._metadata_local["allow"] = {"id": "editor"}
    for path in ("/", "/search?q=ferry", "/web/*/https://harbour-post.example/", "/index.json", "/archive"):
        assert reader.get(path).status_code == 403
    cookie = {"ds_actor": reader.datasette.sign({"a": {"id": "editor"}}, "actor")}
    assert reader.get("/", cookies=cookie).status_code == 200
