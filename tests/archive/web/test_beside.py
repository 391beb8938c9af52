"""Several archives side by side: each whole below its own name, one page and one search over all of them."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner
from datasette.app import Datasette

from archive.__main__ import main
from archive.cli.browse import side_by_side
from archive.urls import article_id_of
from archive.web.beside import names_of
from tests.archive.web import hostile, press
from tests.archive.web.visitor import Reader

FERRY = article_id_of(press.FERRY.url)


class Visitor:
    """Somebody who asks several archives for pages."""

    def __init__(self, app) -> None:
        self.app = app

    def get(self, path: str) -> httpx.Response:
        return asyncio.run(self._get(path))

    async def _get(self, path: str) -> httpx.Response:
        transport = httpx.ASGITransport(app=self.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return await client.get(path)


@pytest.fixture(scope="module")
def files(printed, tmp_path_factory) -> tuple[Path, Path]:
    """The press's archive, and a smaller one."""
    other = tmp_path_factory.mktemp("other") / "other.db"
    hostile.fill(other, "http://trap.example", "")
    return printed, other


@pytest.fixture(scope="module")
def visitor(files) -> Visitor:
    return Visitor(side_by_side(files))


def test_the_first_page_shows_each_archive_with_its_newest_articles(visitor):
    text = visitor.get("/").text
    assert 'href="/archive/"' in text and 'href="/other/"' in text
    assert "The Skerries Collection" in text and press.QUESO.headline in text
    archives = visitor.get("/index.json").json()["archives"]
    assert [one["name"] for one in archives] == ["archive", "other"]
    assert archives[0]["totals"]["articles"] > 100 and archives[1]["totals"]["captures"] > 5


def test_one_search_asks_all_of_them(visitor):
    first, second = visitor.get("/search.json?q=gulls").json()["archives"]
    assert first["total"] > 20 and len(first["articles"]) == 5 and second["total"] == 0
    text = visitor.get("/search?q=gulls").text
    assert 'href="/archive/search?q=gulls"' in text and "Nothing in this archive matches." in text


@pytest.mark.parametrize(
    ("path", "status"),
    [("/search?q=gulls+OR", 400), ("/nothing", 404), ("/nothing.json", 404), (f"/search?q={'x' * 11_000}", 400)],
)
def test_what_cannot_be_answered_gets_a_sentence(visitor, path, status):
    answer = visitor.get(path)
    assert answer.status_code == status and "Traceback" not in answer.text


def test_every_link_of_every_archive_stays_below_its_name_or_leads_to_all(visitor):
    pages = ["/archive/", f"/archive/article/{FERRY}", "/archive/search?q=gulls", "/archive/sites", "/archive/nothing"]
    for path in [*pages, f"/other/web/{hostile.DIGITS}mp_/{hostile.URL}", "/other/archive", "/other/"]:
        text = visitor.get(path).text
        name = "/" + path.split("/")[1] + "/"
        links = set(re.findall(r'(?:href|src|action)="(/[^"]*)"', text))
        assert links and all(link.startswith(name) or link == "/" for link in links), path
    for link in re.findall(r'href="(/archive/[^"#]*)"', visitor.get("/archive/").text)[:40]:
        assert visitor.get(link.replace("&amp;", "&")).status_code == 200, link


def test_a_name_without_its_slash_leads_to_the_archive_and_style_is_there(visitor):
    assert visitor.get("/archive").headers["location"] == "/archive/"
    assert visitor.get("/-/static-plugins/tearsheet/tearsheet.css").status_code == 200


def test_everything_works_below_a_path_of_a_proxy_that_keeps_it_or_strips_it(files):
    visitor = Visitor(side_by_side(files, base_url="/papers"))
    assert 'href="/papers/archive/"' in visitor.get("/papers/").text
    for path in ("/papers/archive/sites", "/archive/sites"):
        assert 'href="/papers/archive/site/harbour-post.example"' in visitor.get(path).text


@pytest.mark.parametrize("name", ["archive", "other"])
def test_the_bytes_are_closed_in_each_of_them(visitor, name):
    assert visitor.get(f"/{name}/archive/members.json").status_code == 403
    assert visitor.get(f"/{name}/archive.json?sql=select+1").status_code == 403
    assert visitor.get(f"/{name}/archive.db").status_code == 403


def test_the_bytes_are_closed_in_each_archive_that_datasette_itself_opened(files):
    reader = Reader(Datasette(files=list(map(str, files))))
    for name in ("archive", "other"):
        assert reader.get(f"/{name}/members.json").status_code == 403
        assert reader.get(f"/{name}.json?sql=select+1").status_code == 403
    reader = Reader(Datasette(files=list(map(str, files)), metadata={"plugins": {"tearsheet": {"sql": True}}}))
    for name in ("archive", "other"):
        answer = reader.get(f"/{name}.json", params={"sql": "select hex(member) from members"})
        assert answer.status_code == 400 and "prohibited" in answer.text


def test_files_of_one_name_get_numbers_and_our_own_names_are_left_alone():
    paths = [Path("a/shard.db"), Path("b/shard.db"), Path("search.db"), Path("häfen 1.db"), Path("-.db")]
    assert names_of(paths) == ["shard", "shard-2", "search-2", "h-fen-1", "archive"]


def test_a_file_that_is_none_ends_the_command_with_a_sentence(printed, tmp_path):
    with sqlite3.connect(tmp_path / "cats.db") as connection:
        connection.execute("create table cats (name)")
    done = CliRunner().invoke(main, ["browse", str(printed), str(tmp_path / "cats.db")])
    assert done.exit_code == 1 and "is not a Tearsheet archive" in done.output


def test_the_command_opens_all_that_it_is_given(files, monkeypatch):
    monkeypatch.setattr("uvicorn.Server.run", lambda self, sockets: [one.close() for one in sockets])
    done = CliRunner().invoke(main, ["browse", *map(str, files), "--port", "0"])
    assert done.exit_code == 0 and "archive.db" in done.output and "other.db at http://127.0.0.1:" in done.output
