"""What is logged, at the finest level there is, names addresses and reasons: no text of articles, and no secrets."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from archive.store.database import Archive
from tests.crawler.crawling import Desk
from tests.newsroom.server import Answer, Server
from tests.newsroom.site import Site
from tests.newsroom.stories import BY_HAND, Story, invented

ROOT = Path(__file__).parents[2]
TOKEN, COOKIE = "t0ken-of-the-operator", "c00kie-of-the-operator"
SECRETS = """feeds = ["{base}/feed"]
headers = { Authorization = "env:TOKEN", X-Key = "env:TOKEN" }
cookies = { session = "env:COOKIE" }"""
STORIES = [*BY_HAND, *invented(6)]


def phrases(stories: list[Story]) -> set[str]:
    """Return runs of five words of every paragraph: no address has them."""
    words = [paragraph.split() for story in stories for paragraph in story.paragraphs]
    return {" ".join(some[at : at + 5]) for some in words for at in range(0, max(len(some) - 4, 0), 5)}


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What each command says on stderr with every logger at DEBUG, its workers' too; some pages of the crawl fail."""
    talkative = tmp_path_factory.mktemp("talkative")
    (talkative / "sitecustomize.py").write_text("import logging; logging.basicConfig(level=logging.DEBUG)")
    path = os.pathsep.join((str(talkative), str(ROOT)))  # workers have it, too
    environment = {"PYTHONPATH": path, "TOKEN": TOKEN, "COOKIE": COOKIE}
    desk = Desk(tmp_path_factory.mktemp("desk"), environment)
    other = Desk(tmp_path_factory.mktemp("other"), environment)
    with Server() as server:
        site = Site(server, "Tarn Courier", STORIES)
        desk.source("tarn", server, SECRETS)
        broken, cut, hostile = list(site.stories)[:3]
        page = server.pages[broken]
        server.put(broken, lambda asked: Answer(page(asked).body, 500))
        server.put(cut, lambda asked: Answer(page(asked).body, cut_at=900))
        server.put(hostile, lambda asked: Answer("<div>" * 50_000 + str(page(asked).body)))
        first = desk.crawl("-vv")
        assert TOKEN in {asked.headers.get("X-Key") for asked in server.asked}
    with Archive.open(desk.archive) as archive, archive.transaction() as connection:
        connection.execute("UPDATE extractions SET extractor = 'tearsheet of old'")  # so that all is read again
    warc = str(desk.folder / "all.warc.gz")
    return {
        "crawl": first.stderr,
        "export": desk.run("export", "--warc", warc, "--archive", str(desk.archive)).stderr,
        "import": other.run("import", warc, "--archive", str(other.archive)).stderr,
        "reextract": desk.run("reextract", "--archive", str(desk.archive)).stderr,
        "merge": other.run("merge", str(desk.archive), "--archive", str(other.archive)).stderr,
        "verify": desk.run("verify", "--deep", "--archive", str(desk.archive)).stderr,
    }


def test_at_the_finest_level_much_is_said(said: dict[str, str]):
    assert said["crawl"].count("DEBUG") > 20
    assert "DEBUG" in said["reextract"]  # by its workers: the command itself says next to nothing


@pytest.mark.parametrize("command", ["crawl", "export", "import", "reextract", "merge", "verify"])
def test_no_text_of_an_article_is_logged(said: dict[str, str], command: str):
    assert [phrase for phrase in phrases(STORIES) if phrase in said[command]] == []


@pytest.mark.parametrize("command", ["crawl", "export", "import", "reextract", "merge", "verify"])
def test_no_secret_is_logged(said: dict[str, str], command: str):
    assert TOKEN not in said[command]
    assert COOKIE not in said[command]
    assert "Traceback" not in said[command]
