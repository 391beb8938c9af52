"""Files that cannot be browsed, each with a sentence."""

from __future__ import annotations

import socket
import sqlite3

import pytest
from click.testing import CliRunner
from datasette import Response, hookimpl
from datasette.app import Datasette
from datasette.plugins import pm

from archive.__main__ import main
from archive.cli.browse import library
from archive.errors import ArchiveError
from archive.urls import article_id_of
from tests.archive.web import press
from tests.archive.web.visitor import Reader


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
    done = CliRunner().invoke(main, ["compact", "--archive", str(copied), "--into", str(tmp_path / "compact.db")])
    assert done.exit_code == 0, done.output
    reader = open_archive(tmp_path / "compact.db", immutable=True)
    assert reader.get("/").status_code == 200
    assert reader.get("/archive/articles.json").status_code == 200
    assert reader.json("/search.json?q=gulls")["total"] > 20
    again = CliRunner().invoke(main, ["compact", "--archive", str(copied), "--into", str(tmp_path / "compact.db")])
    assert again.exit_code == 1 and "exists" in again.output
    assert sorted(path.name for path in tmp_path.iterdir() if "part" in path.name) == []


def test_a_live_file_called_immutable_raises(copied):
    with pytest.raises(ArchiveError, match="torn pages"):
        library(copied, immutable=True)


def test_a_port_that_is_taken_is_answered_in_a_sentence(printed):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = browse(printed, "--port", str(taken.getsockname()[1]))
    assert done.exit_code == 1 and "Choose another --port" in done.output


def test_ctrl_c_ends_it_in_peace(printed, monkeypatch):
    def interrupted(self, sockets):
        sockets[0].close()
        raise KeyboardInterrupt

    monkeypatch.setattr("uvicorn.Server.run", interrupted)
    done = browse(printed, "--port", "0")
    assert done.exit_code == 0 and "Aborted" not in done.output


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


def test_a_plugin_that_signs_people_in_may_show_its_login_on_our_pages(printed, open_archive):
    class Login:
        __name__ = "Login"

        @hookimpl
        def forbidden(self, request):
            return Response.text(f"log in to see {request.path}", status=403)

    reader = open_archive(printed)
    reader.datasette._metadata_local["allow"] = {"id": "editor"}
    assert "only to people who have logged in" in reader.get("/sites").text
    assert "only to people" in reader.get("/sites.json").json()["error"]
    pm.register(Login(), "login")
    try:
        assert reader.get("/sites").text == "log in to see /sites"
    finally:
        pm.unregister(name="login")


@pytest.mark.parametrize(("version", "said"), [(99, "newer Tearsheet"), (1, "older Tearsheet")])
def test_datasette_on_a_file_of_another_schema_says_so_on_every_page(copied, version, said):
    with sqlite3.connect(copied) as connection:
        connection.execute(f"pragma user_version = {version}")
    reader = Reader(Datasette(files=[str(copied)]))
    for path in ("/", "/search?q=ferry", "/web/2026/https://harbour-post.example/"):
        answer = reader.get(path)
        assert answer.status_code == 503 and said in answer.text


def test_datasette_with_the_plugin_shows_an_archive_under_its_own_name(copied):
    reader = Reader(Datasette(files=[str(copied)]))
    assert "The Skerries Collection" in reader.get("/").text
    assert reader.get("/archive/members.json").status_code == 403
    assert reader.get("/archive.json?sql=select+1").status_code == 403


def test_datasette_on_other_peoples_files_is_left_alone(tmp_path):
    with sqlite3.connect(tmp_path / "cats.db") as connection:
        connection.execute("create table members (name)")
    reader = Reader(Datasette(files=[str(tmp_path / "cats.db")]))
    assert "cats" in reader.get("/").text
    assert reader.get("/cats/members.json").status_code == 200
    assert "content-security-policy" not in reader.get("/").headers


def test_a_row_that_was_damaged_costs_its_own_page_only(copied, open_archive):
    with sqlite3.connect(copied) as connection:
        connection.execute("update extractions set structure = x'00', set_aside = x'00' where headline like '%ferry%'")
    reader = open_archive(copied)
    answer = reader.get(f"/article/{article_id_of(press.FERRY.url)}")
    assert answer.status_code == 500 and "run `verify`" in answer.text
    assert reader.get("/").status_code == 200


def test_a_page_that_reads_too_long_ends_with_a_sentence(copied, open_archive, monkeypatch):
    monkeypatch.setattr("archive.web.shelf.TIME_LIMIT", -1.0)
    monkeypatch.setattr("archive.web.shelf._STEPS", 1)
    answer = open_archive(copied).get("/sites")
    assert answer.status_code == 503 and "took longer" in answer.text


def test_a_page_is_read_while_somebody_writes(copied, open_archive):
    reader = open_archive(copied)
    with sqlite3.connect(copied, isolation_level=None) as writer:
        writer.execute("begin immediate")
        writer.execute("delete from article_days")
        assert reader.json("/index.json")["totals"]["articles"] > 100
        writer.execute("rollback")
