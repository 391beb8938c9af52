"""A crawl walks into every trap of the newsroom at once, and comes out with all there is to be had."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import pairwise

import pytest

from tests.crawler.crawling import Desk, Ran
from tests.newsroom.obstacles import OBSTACLES
from tests.newsroom.server import Server
from tests.newsroom.traps import TRAPS

SECRETS = {"MEMBER_KEY": "s3cret-key", "MEMBER_COOKIE": "s3cret-cookie"}


@dataclass
class Trapped:
    """What three runs over all traps left, the third a day later."""

    desk: Desk
    servers: dict[str, Server] = field(default_factory=dict)
    runs: list[Ran] = field(default_factory=list)

    def states(self, source: str) -> dict[str, int]:
        """Page addresses of a source by state."""
        rows = self.desk.rows(
            """SELECT state, count(*) AS number FROM frontier JOIN sources ON sources.id = frontier.source_id
            WHERE name = ? AND kind = 'page' GROUP BY state""",
            source,
        )
        return {row["state"]: row["number"] for row in rows}

    def articles(self, source: str) -> int:
        """Articles of a source."""
        query = "SELECT count(*) FROM articles JOIN sources ON sources.id = articles.source_id WHERE name = ?"
        return int(self.desk.values(query, source)[0])


@pytest.fixture(scope="module")
def trapped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trapped]:
    desk = Desk(tmp_path_factory.mktemp("traps"), SECRETS)
    trapped = Trapped(desk)
    with ExitStack() as running:
        for number, (name, trap) in enumerate(TRAPS.items()):
            server = running.enter_context(Server(host=f"127.0.1.{number + 1}"))
            trapped.servers[name] = server
            desk.source(name, server, trap(server))
        allowed = [word for server in trapped.servers.values() for word in ("--allow-private", server.host)]
        trapped.runs.append(desk.crawl(*allowed))
        trapped.runs.append(desk.crawl(*allowed))
        desk.clock.move(days=1)
        trapped.runs.append(desk.crawl(*allowed))
        yield trapped


@pytest.mark.timeout(240)
def test_a_crawl_delay_is_kept(trapped: Trapped):
    times = [
        one.at
        for one in trapped.servers["crawl-delay"].asked
        if one.path not in ("/robots.txt", "/.well-known/tdmrep.json")
    ]
    gaps = [(later - before).total_seconds() for before, later in pairwise(times)]
    assert len(gaps) >= 4
    assert min(gaps[1:]) > 0.14  # Scrapy varies a delay by half, so that requests do not beat time


def test_a_robots_txt_that_cannot_be_had_means_not_now(trapped: Trapped):
    assert trapped.servers["robots-down"].paths() == []
    assert "robots.txt answered 503" in trapped.runs[0].stderr
    assert trapped.runs[0].code == 1


def test_a_huge_robots_txt_is_read_as_far_as_it_must_be(trapped: Trapped):
    assert trapped.states("robots-huge") == {"read": 2, "refused": 1}


def test_a_host_that_wants_fewer_requests_is_left_alone_and_nothing_is_given_up(trapped: Trapped):
    pages = [path for path in trapped.servers["rate-limited"].paths() if path != "/feed"]
    assert len(pages) == 4  # two that came, and one try each day
    states = trapped.states("rate-limited")
    assert states["read"] == 2
    assert states["new"] + states["failed"] == 6


def test_a_run_says_who_refused_and_why_something_failed(trapped: Trapped):
    reasons = trapped.runs[0].json["reasons"]
    assert reasons["robots-huge"] == {"refused: robots": 1}
    assert reasons["slow"] == {"failed: timeout": 1}
    assert reasons["reserved"] == {"refused: tdm reservation": 2}
    assert trapped.runs[0].counts("slow")["failed"] == 1


def test_a_page_that_never_ends_is_given_up_and_the_others_are_not(trapped: Trapped):
    assert trapped.articles("slow") == 2
    reasons = trapped.desk.values("SELECT reason FROM attempts WHERE url LIKE ?", trapped.servers["slow"].base + "%")
    assert set(reasons) == {"timeout"}


def test_gzipped_sitemaps_within_indexes_are_all_found(trapped: Trapped):
    assert trapped.articles("sitemaps") == 6
    assert trapped.servers["sitemaps"].paths().count("/b.xml.gz") <= 2


def test_a_section_page_gives_its_stories_and_a_calendar_is_not_walked(trapped: Trapped):
    assert trapped.articles("sections") == 4
    assert not [path for path in trapped.servers["sections"].paths() if "calendar" in path or "tag" in path]


def test_teasers_are_followed_for_a_few_steps_and_not_for_ever(trapped: Trapped):
    assert trapped.articles("endless-teasers") == 4
    assert trapped.states("endless-teasers")["refused"] == 1


def test_tracking_parameters_and_fragments_do_not_make_a_second_story(trapped: Trapped):
    assert trapped.articles("strange-links") == 2
    paths = trapped.servers["strange-links"].paths()
    assert not [path for path in paths if "utm" in path]


def test_links_to_files_and_to_the_inside_of_a_network_lead_nowhere(trapped: Trapped):
    urls = trapped.desk.values("SELECT url FROM frontier WHERE url NOT LIKE 'http%'")
    assert urls == []
    [row] = trapped.desk.rows("SELECT state, reason FROM frontier WHERE url LIKE '%169.254.169.254%'")
    assert (row["state"], row["reason"]) == ("refused", "address not public")
    asked = trapped.desk.values("SELECT url FROM attempts WHERE url LIKE '%169.254.169.254%'")
    assert len(asked) == 1  # neither for its robots.txt nor in the runs that followed


def test_a_circle_is_left_and_a_move_is_followed(trapped: Trapped):
    assert trapped.articles("redirect-circle") == 1
    assert "redirect loop" in trapped.desk.values("SELECT reason FROM attempts")


def test_a_chain_of_redirects_without_end_is_left_after_ten(trapped: Trapped):
    query = "SELECT state FROM frontier WHERE url LIKE '%/further?step=1%' ORDER BY length(url)"
    assert trapped.desk.values(query) == ["read"] * 9 + ["failed"]


def test_a_consent_wall_does_not_replace_an_article(trapped: Trapped):
    assert trapped.articles("walled") == 2
    outcomes = trapped.desk.values(
        "SELECT outcome FROM captures WHERE url LIKE ? AND kind = 'page'", trapped.servers["walled"].base + "%"
    )
    assert sorted(outcomes)[:2] == ["article", "article"]
    assert set(outcomes) - {"article", "not modified"}  # the wall, and no article
    assert max(trapped.desk.values("SELECT ordinal FROM versions")) == 1


@pytest.mark.parametrize("kind", OBSTACLES)
def test_what_stands_where_an_article_stood_is_named_and_does_not_replace_it(trapped: Trapped, kind: str):
    url = trapped.servers["obstacles"].base + "%"
    [row] = trapped.desk.rows("SELECT url FROM captures WHERE url LIKE ? AND outcome = ?", url, kind)
    versions = trapped.desk.rows(
        """SELECT ordinal, words FROM versions JOIN articles ON articles.id = versions.article_id
        JOIN extractions ON extractions.id = versions.extraction_id JOIN texts ON texts.id = extractions.text_id
        WHERE articles.url = ?""",
        row["url"],
    )
    assert [version["ordinal"] for version in versions] == [1]
    assert versions[0]["words"] > 100
    [state] = trapped.desk.values("SELECT state FROM articles WHERE url = ?", row["url"])
    assert state == ("gone" if kind == "error page" else "alive")


def test_amp_and_mobile_editions_are_one_article(trapped: Trapped):
    assert trapped.articles("twins") == 1
    [url] = trapped.desk.values("SELECT url FROM articles WHERE url LIKE ?", trapped.servers["twins"].base + "%")
    assert not url.endswith(("/amp", "mobile"))
    assert max(trapped.desk.values("SELECT ordinal FROM versions")) == 1


def test_articles_in_several_pages_are_two_articles(trapped: Trapped):
    assert trapped.articles("several-pages") == 2
    assert trapped.states("several-pages") == {"read": 5}


def test_what_is_reserved_is_not_read(trapped: Trapped):
    assert trapped.articles("reserved") == 1
    reasons = trapped.desk.values(
        "SELECT reason FROM attempts WHERE url LIKE ?", trapped.servers["reserved"].base + "%"
    )
    assert set(reasons) == {"tdm reservation"}
    rights = trapped.desk.values("SELECT rights FROM captures WHERE rights LIKE '%tdm-reservation-header%'")
    assert json.loads(rights[0])["tdm-reservation-header"] == "1"


def test_secrets_open_the_door_and_are_not_kept(trapped: Trapped):
    assert trapped.articles("members-only") == 1
    exported = trapped.desk.folder / "out.warc.gz"
    assert trapped.desk.run("export", "--warc", str(exported)).code == 0
    kept = gzip.decompress(exported.read_bytes())
    assert b"s3cret" not in kept
    assert kept.count(b"[redacted]") >= 2
    assert b"s3cret" not in trapped.desk.archive.read_bytes()


def test_status_lists_what_is_known_and_not_archived_with_the_reason(trapped: Trapped):
    listed = trapped.desk.run("status", "--gaps", "--json")
    gaps = [json.loads(line) for line in listed.stdout.splitlines()]
    reasons = {gap["source"]: gap["reason"] for gap in gaps}
    assert reasons["slow"] == "timeout"
    assert {"rate-limited", "reserved", "robots-huge"} <= set(reasons)
    assert all(gap["reason"] for gap in gaps)


def test_status_shows_each_source(trapped: Trapped):
    shown = {row["source"]: row for row in trapped.desk.run("status", "--json").json}
    assert set(shown) == set(TRAPS)
    assert shown["sitemaps"]["addresses"] == {"read": 6}


def test_the_archive_verifies(trapped: Trapped):
    verified = trapped.desk.run("verify", "--archive", str(trapped.desk.archive))
    assert (verified.code, verified.stderr) == (0, "")
