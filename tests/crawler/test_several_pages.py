"""Articles in several pages: each page is a capture of its own, and their bodies are one article."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.crawler.crawling import Desk, Ran
from tests.newsroom.clock import Clock
from tests.newsroom.server import Answer, Server
from tests.newsroom.several import Serial, serials

VERSIONS = """
    SELECT versions.ordinal, versions.edit, texts.text FROM versions
    JOIN articles ON articles.id = versions.article_id
    JOIN extractions ON extractions.id = versions.extraction_id JOIN texts ON texts.id = extractions.text_id
    WHERE articles.url = ? ORDER BY ordinal"""
EDITED = "On Friday the harbour office withdrew every figure on this page, and gave no reason for having printed them."


@dataclass
class Read:
    """Two stories in pages, crawled, edited on page two, and crawled again two hours later."""

    desk: Desk
    server: Server
    by_query: Serial
    by_path: Serial
    runs: list[Ran] = field(default_factory=list)
    asked: list[list[str]] = field(default_factory=list)

    def run(self) -> None:
        before = len(self.server.paths())
        self.runs.append(self.desk.crawl("--due"))
        self.asked.append(self.server.paths()[before:])

    def versions(self, serial: Serial) -> list[tuple[int, str]]:
        return [(row["ordinal"], row["edit"]) for row in self.desk.rows(VERSIONS, serial.url)]

    def text(self, serial: Serial) -> list[str]:
        return str(self.desk.rows(VERSIONS, serial.url)[-1]["text"]).split("\n\n")


pytestmark = pytest.mark.timeout(600)


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Read]:
    with Server() as server:
        clock = Clock()
        desk = Desk(tmp_path_factory.mktemp("several"), clock=clock)
        desk.source("serial", server, 'feeds = ["{base}/feed"]\n[articles]\nallow = ["-read/?$"]')
        read = Read(desk, server, *serials(server))
        read.run()
        read.first_text = read.text(read.by_query)  # type: ignore[attr-defined]
        read.by_query.pages[1][-1] = EDITED
        clock.move(hours=2)
        read.run()
        server.put("/2026/03/04/a-longer-read/2/", Answer("<h1>Not here</h1>", 404))
        clock.move(days=1)
        read.run()
        assert [run.code for run in read.runs] == [0, 0, 0], read.runs
        yield read


def test_the_pages_of_an_article_are_joined_in_their_order(read: Read):
    story = read.by_query.story
    assert sorted(read.first_text) == sorted(story.paragraphs)  # type: ignore[attr-defined]
    assert read.first_text[: len(read.by_query.pages[0])] == read.by_query.pages[0]  # type: ignore[attr-defined]
    assert read.text(read.by_path) == read.by_path.text


def test_an_article_in_three_pages_is_one_article(read: Read):
    assert read.runs[0].code == 0
    assert read.runs[0].counts("serial") == {"found": 2, "fetched": 6, "new": 2}
    assert read.desk.values("SELECT count(*) FROM articles") == [2]


def test_each_page_is_fetched_once_and_kept_as_a_capture_of_its_own(read: Read):
    paths = [path for path in read.asked[0] if path != "/feed"]
    assert len(paths) == len(set(paths)) == 5
    kept = read.desk.values("SELECT url FROM captures WHERE kind = 'page' AND status = 200 GROUP BY url")
    assert {url.removeprefix(read.server.base) for url in kept} == set(paths)


def test_the_next_page_follows_right_after_the_first(read: Read):
    paths = [path for path in read.asked[0] if "a-long-read" in path]
    assert [path.partition("=")[2] for path in paths] == ["", "2", "3"]


def test_an_edit_on_page_two_is_an_edit_of_the_article(read: Read):
    assert read.versions(read.by_query) == [(1, "first"), (2, "substantial")]
    assert EDITED in read.text(read.by_query)
    assert read.runs[1].counts("serial")["edited"] == 1


def test_a_page_that_vanished_takes_nothing_from_the_article(read: Read):
    assert read.versions(read.by_path) == [(1, "first")]
    assert read.desk.values("SELECT state FROM articles WHERE url = ?", read.by_path.url) == ["alive"]
    assert read.desk.values("SELECT state FROM frontier WHERE url = ?", read.by_path.url_of(2)) == ["gone"]


def test_an_article_is_found_by_the_address_of_any_of_its_pages(read: Read):
    shown = read.desk.run("show", "--json", read.by_query.url_of(2)).json
    assert (shown["url"], shown["proof"]["url"]) == (read.by_query.url, read.by_query.url)
    assert len(shown["proof"]["further"]) == 2


def test_what_was_joined_is_reproduced_from_its_records(read: Read):
    verified = read.desk.run("verify", "--deep", "--archive", str(read.desk.archive))
    assert verified.code == 0, verified.stderr


def test_reading_everything_again_changes_nothing(read: Read):
    again = read.desk.run("reextract")
    assert again.code == 0, again.stderr
    assert read.versions(read.by_query) == [(1, "first"), (2, "substantial")]
    assert read.versions(read.by_path) == [(1, "first")]
    assert EDITED in read.text(read.by_query)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_fetching_page_one_by_name_brings_the_whole_article(desk: Desk):
    with Server() as server:
        serial, _ = serials(server)
        ran = desk.run("fetch", "--json", serial.url)
    assert ran.code == 0, ran.stderr
    assert ran.json["text"].split("\n\n") == serial.text


def test_a_further_page_asked_for_on_its_own_is_an_article_until_its_first_page_comes(desk: Desk):
    with Server() as server:
        serial, _ = serials(server)
        alone = desk.run("fetch", "--json", serial.url_of(2)).json
        whole = desk.run("fetch", "--json", serial.url).json
    assert (alone["url"], alone["text"].split("\n\n")) == (serial.url_of(2), serial.pages[1])
    assert (whole["url"], whole["text"].split("\n\n")) == (serial.url, serial.text)
    assert desk.values("SELECT url FROM articles") == [serial.url]


def test_a_further_page_that_cannot_be_had_leaves_the_rest_readable_and_is_named(desk: Desk):
    with Server() as server:
        serial, _ = serials(server)
        server.put(serial.url_of(2).removeprefix(server.base), Answer("Later", 500))
        ran = desk.run("fetch", serial.url)
    assert ran.code == 0
    assert serial.pages[0][0][:40] in ran.stdout
    assert f"goes on at {serial.url_of(2)}" in ran.stderr


def test_the_same_article_with_other_comments_is_no_further_page(desk: Desk):
    with Server() as server:
        serial, _ = serials(server)
        serial.pages[1:] = [serial.pages[0]]
        ran = desk.run("fetch", "--json", serial.url)
    assert ran.json["text"].split("\n\n") == serial.pages[0]
    assert desk.values("SELECT count(*) FROM versions") == [1]
