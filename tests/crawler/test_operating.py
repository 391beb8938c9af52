"""What an operator has around a crawl: sources written by a scout, watches that tell, figures for Prometheus."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.crawler.crawling import Desk
from tests.newsroom.server import Answer, Server
from tests.newsroom.site import Site
from tests.newsroom.stories import BY_HAND, invented
from tests.newsroom.traps import WALL


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as server:
        yield server


def name_of(server: Server) -> str:
    return f"127.0.0.1-{server.port}"


def test_a_scout_writes_a_source_that_works(desk: Desk, server: Server):
    site = Site(server, "Tarn", BY_HAND)
    server.put("/robots.txt", Answer(f"Sitemap: {server.base}/sitemap.xml\n", content_type="text/plain"))
    added = desk.run("sources", "add", server.base)
    assert added.code == 0, added.stderr
    assert f"feed\t4 stories\t{server.base}/feed" in added.stdout.splitlines()
    assert f"sitemap\t4 stories\t{server.base}/sitemap.xml" in added.stdout.splitlines()
    listed = desk.run("sources", "list")
    assert listed.stdout == f"{name_of(server)}\t{server.base}/\t2 feeds, 1 sitemaps, 0 sections\n"
    checked = desk.run("sources", "check", name_of(server), "--limit", "9")
    assert {line.split("\t")[2] for line in checked.stdout.splitlines()} == {url for _, url in site.listed()}
    assert not desk.archive.exists()
    assert desk.run("sources", "rm", name_of(server)).code == 0
    assert list(desk.sources.iterdir()) == []


def test_a_home_that_redirects_to_another_domain_is_written_with_both(desk: Desk, server: Server):
    with Server(host="127.0.0.2") as moved:
        moved.put("/", Answer(status=301, headers={"Location": f"{server.base}/"}))
        site = Site(server, "Tarn", BY_HAND)
        allowed = ("--allow-private", "127.0.0.1", "--allow-private", "127.0.0.2")
        added = desk.run("sources", "add", moved.base, "--name", "tarn", *allowed)
        assert added.code == 0, added.stderr
        [listed] = desk.run("sources", "list", "--json").json
        assert (listed["home"], listed["hosts"]) == (f"{server.base}/", ["127.0.0.2"])
        ran = desk.crawl(*allowed)
    assert ran.counts("tarn")["new"] == len(site.stories)


def test_a_site_with_nothing_to_begin_with_is_said_so(desk: Desk, server: Server):
    server.put("/", Answer("<html><body><h1>Welcome</h1></body></html>"))
    ran = desk.run("sources", "add", server.base)
    assert ran.code == 1
    assert "has no feed, sitemap or section page" in ran.stderr


def test_a_site_that_cannot_be_reached_is_said_so(desk: Desk):
    ran = desk.run("sources", "add", "http://nowhere.invalid/")
    assert ran.code == 1
    assert "No address was found for nowhere.invalid" in ran.stderr


def test_a_folder_that_may_not_be_written_is_said_so(desk: Desk, server: Server):
    Site(server, "Tarn", BY_HAND)
    desk.environment["TEARSHEET_SOURCES"] = "/proc/self/sources"  # where not even root may write
    ran = desk.run("sources", "add", server.base)
    assert ran.code == 1
    assert "/proc/self/sources" in ran.stderr
    assert "cannot be written" in ran.stderr
    assert ran.stdout == ""


def test_what_a_scout_found_is_json_where_it_is_asked_for(desk: Desk, server: Server):
    Site(server, "Tarn", BY_HAND)
    found = desk.run("sources", "add", server.base, "--name", "tarn", "--json").json
    assert found["source"] == "tarn"
    assert [f"{server.base}/feed", 4] in found["feeds"]


def test_reading_that_collapsed_makes_the_run_exit_5_with_a_sentence(desk: Desk, server: Server):
    site = Site(server, "Tarn", invented(6))
    desk.source("tarn", server)
    well = desk.crawl()
    for path in site.stories:
        server.put(path, Answer(WALL))
    desk.clock.move(days=1)
    ill = desk.crawl("--due")
    assert (well.code, ill.code) == (0, 5)
    assert "Reading tarn has collapsed: only 0% of its pages gave an article, usually 100%" in ill.stderr
    assert ill.json["troubles"]
    shown = desk.run("status")
    assert (shown.code, "has collapsed" in shown.stderr) == (5, True)


def test_a_source_is_not_written_over(desk: Desk, server: Server):
    desk.source(name_of(server), server)
    ran = desk.run("sources", "add", server.base)
    assert (ran.code, "is there already" in ran.stderr) == (1, True)


def test_a_crawl_tells_what_watched_searches_found_and_writes_its_figures(desk: Desk, server: Server):
    Site(server, "Tarn", [*BY_HAND, *invented(2)])
    desk.source("tarn", server)
    assert desk.crawl("--limit", "0").code == 0  # makes the archive
    assert desk.run("watch", "--archive", str(desk.archive), "add", "breakwater").code == 0
    told, metrics = desk.folder / "told.jsonl", desk.folder / "tearsheet.prom"
    ran = desk.crawl("--notify-command", f"tee {told}", "--metrics", str(metrics))
    assert ran.code == 0, ran.stderr
    [hit] = ran.json["watches"]
    assert (hit["query"], hit["headline"]) == ("breakwater", BY_HAND[0].headline)
    assert json.loads(told.read_text()) == hit
    lines = metrics.read_text().splitlines()
    assert 'tearsheet_run_pages{outcome="new",source="tarn"} 6.0' in lines
    assert "tearsheet_run_exit_code 0.0" in lines
    assert desk.crawl("--notify-command", "false").code == 0  # nothing new, nobody told


def test_a_command_that_fails_is_a_sentence_and_an_exit_code(desk: Desk, server: Server):
    Site(server, "Tarn", BY_HAND[:1])
    desk.source("tarn", server)
    desk.crawl("--limit", "0")
    desk.run("watch", "--archive", str(desk.archive), "add", "breakwater")
    ran = desk.crawl("--notify-command", "no-such-program")
    assert ran.code == 1
    assert "no-such-program" in ran.stderr


def test_a_run_ends_in_time_and_the_next_goes_on(desk: Desk, server: Server):
    Site(server, "Tarn", invented(8))
    desk.source("tarn", server, 'feeds = ["{base}/feed"]\n[politeness]\ndelay = 30')
    ran = desk.crawl("--max-time", "0m")
    assert ran.code == 0, ran.stderr
    assert desk.values("SELECT outcome FROM crawls") == ["finished"]
    assert desk.values("SELECT DISTINCT state FROM frontier WHERE kind = 'page' AND state <> 'read'") in (["new"], [])
