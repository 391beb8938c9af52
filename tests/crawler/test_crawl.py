"""A crawl finds everything once, notices edits, bothers nobody, and can be stopped."""

from __future__ import annotations

import signal
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from archive.store.database import Archive
from crawler.locks import SourceLocks
from tests.crawler.crawling import Desk, Ran
from tests.newsroom import theme
from tests.newsroom.server import Answer, Asked, Server
from tests.newsroom.site import Site
from tests.newsroom.stories import BY_HAND, invented


@dataclass
class Week:
    """One site crawled five times, with things happening in between."""

    desk: Desk
    server: Server
    site: Site
    runs: list[Ran] = field(default_factory=list)
    asked: list[list[str]] = field(default_factory=list)  # paths by run

    def run(self, *words: str) -> None:
        before = len(self.server.paths())
        self.runs.append(self.desk.crawl(*words))
        self.asked.append(self.server.paths()[before:])


EDITED, VANISHED, MOVED, KEPT = BY_HAND
FORBIDDEN = invented(4)[2]


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Week]:
    with Server() as server:
        site = Site(server, "Tarn Courier", [*BY_HAND, *invented(4)], look=theme.magazine)
        week = Week(Desk(tmp_path_factory.mktemp("week"), clock=site.clock), server, site)
        week.desk.source(
            "tarn", server, 'feeds = ["{base}/feed", "{base}/atom.xml"]\nsitemaps = ["{base}/sitemap.xml"]'
        )
        rules = f"User-agent: *\nDisallow: {site.path_of(FORBIDDEN)}\n"
        server.put("/robots.txt", Answer(rules, content_type="text/plain"))
        week.run()  # 0: everything
        week.run()  # 1: nothing new
        late = site.publish(invented(5)[4])
        week.run("--due")  # 2: not due yet
        site.edit(
            EDITED,
            paragraphs=(
                *EDITED.paragraphs[:-1],
                "On Friday the council withdrew the plan, and nobody knows what comes next.",
            ),
        )
        site.withdraw(VANISHED)
        server.put(site.path_of(MOVED), Answer(status=301, headers={"Location": f"{site.base}/moved-story"}))
        server.put("/moved-story", Answer(theme.plain(MOVED, name="", base="", url="", others=())))
        site.clock.move(hours=2)
        week.run("--due")  # 3: an hour later
        week.late = late  # type: ignore[attr-defined]
        yield week


def test_every_page_the_lists_name_becomes_an_article(week: Week):
    allowed = [path for path in week.asked[0] if path.startswith("/2026/")]
    assert len(allowed) == len(set(allowed)) > 5
    assert week.runs[0].code == 0
    assert week.runs[0].counts("tarn")["new"] == len(allowed)
    assert set(allowed) <= set(week.desk.articles())


def test_a_page_named_by_three_lists_is_fetched_once(week: Week):
    counts = Counter(week.asked[0])
    assert {path for path, number in counts.items() if number > 1} == set()


def test_robots_txt_is_kept_and_obeyed(week: Week):
    path = week.site.path_of(FORBIDDEN)
    assert path not in week.server.paths()
    assert week.runs[0].counts("tarn")["refused"] == 1
    [row] = week.desk.rows("SELECT state, reason, due_at FROM frontier WHERE url LIKE ?", f"%{path}")
    assert (row["state"], row["reason"]) == ("refused", "robots")
    assert row["due_at"] is not None  # rules change
    assert week.desk.values("SELECT count(*) FROM captures WHERE kind = 'robots' AND response_record IS NOT NULL") >= [
        1
    ]


def test_a_second_run_fetches_no_page_again(week: Week):
    assert [path for path in week.asked[1] if path.startswith("/2026/")] == []
    assert week.runs[1].code == 0


def test_a_run_that_looks_only_at_what_is_due_leaves_fresh_lists_alone(week: Week):
    assert week.asked[2] == []


def test_what_is_new_is_fetched_once_its_feed_is_due(week: Week):
    assert week.late.split("/", 3)[3] in "".join(week.asked[3])  # type: ignore[attr-defined]


def test_an_article_is_asked_for_again_with_its_validator_and_answered_304(week: Week):
    path = week.site.path_of(KEPT)
    again = [asked for asked in week.server.asked if asked.path == path][-1]
    assert "If-None-Match" in again.headers
    [row] = week.desk.rows(
        "SELECT state, outcome, revisit_of FROM captures WHERE status = 304 AND url LIKE ?", f"%{path}"
    )
    assert (row["state"], row["outcome"]) == ("read", "not modified")
    assert row["revisit_of"] is not None


def test_an_edit_is_a_second_version(week: Week):
    assert week.runs[3].counts("tarn")["edited"] == 1
    texts = week.desk.articles()
    assert "withdrew the plan" in texts[week.site.path_of(EDITED)]
    ordinals = week.desk.values(
        "SELECT ordinal FROM versions JOIN articles ON articles.id = versions.article_id WHERE url LIKE ?",
        f"%{week.site.path_of(EDITED)}",
    )
    assert ordinals == [1, 2]


def test_a_vanished_article_is_gone_and_keeps_its_text(week: Week):
    path = week.site.path_of(VANISHED)
    assert week.desk.values("SELECT state FROM articles WHERE url LIKE ?", f"%{path}") == ["gone"]
    assert VANISHED.paragraphs[0] in week.desk.articles()[path]


def test_a_moved_article_is_followed(week: Week):
    assert "/moved-story" in week.asked[3]
    assert week.desk.values("SELECT outcome FROM captures WHERE status = 301") == ["redirect"]


def test_nothing_is_left_leased_or_unread(week: Week):
    assert week.desk.values("SELECT url FROM frontier WHERE state IN ('leased', 'recorded')") == []
    assert week.desk.values("SELECT url FROM captures WHERE state = 'recorded'") == []


def test_the_archive_verifies(week: Week):
    verified = week.desk.run("verify", "--archive", str(week.desk.archive))
    assert (verified.code, verified.stderr) == (0, "")


def test_each_run_is_a_row_with_its_counts(week: Week):
    assert week.desk.values("SELECT outcome FROM crawls") == ["finished"] * 4


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_a_source_whose_feed_cannot_be_read_makes_the_run_fail_and_the_others_go_on(desk: Desk):
    with Server() as broken, Server() as good:
        Site(good, "Good", BY_HAND[:1])
        broken.put("/feed", Answer("<html><body>We have moved</body></html>"))
        desk.source("broken", broken)
        desk.source("good", good)
        (desk.sources / "typo.toml").write_text('home = "https://a.example/"\nfeds = ["https://a.example/feed"]\n')
        ran = desk.crawl()
    assert ran.code == 1
    assert ran.counts("good")["new"] == 1
    assert ran.counts("broken") == {"fetched": 1, "failed": 1}
    assert "is an HTML page, no feed" in ran.stderr
    assert "Nothing of broken could be read" in ran.stderr
    assert "typo.toml, line 2: feds is no setting of a source. Did you mean feeds?" in ran.stderr


def test_an_answer_that_breaks_off_is_one_failure_or_one_article(desk: Desk):
    with Server() as server:
        cut, whole, wordless = invented(3)
        site = Site(server, "Tarn", [cut, whole, wordless])
        for story, at in ((cut, 1500), (wordless, 60)):
            page = server.pages[site.path_of(story)]
            server.put(site.path_of(story), lambda asked, page=page, at=at: replace(page(asked), cut_at=at))
        desk.source("tarn", server)
        ran = desk.crawl()
    assert ran.counts("tarn") == {"found": 3, "fetched": 4, "new": 2, "failed": 1}


def test_a_host_that_asks_for_a_moment_is_waited_for(desk: Desk):
    with Server() as server:
        site = Site(server, "Brief Rest", invented(6))
        served: list[str] = []
        for path in list(site.stories):
            server.put(path, _busy_once(server.pages[path], served))
        desk.source("brief", server, 'feeds = ["{base}/feed"]\n[politeness]\nconcurrency = 1')
        desk.crawl()
    busy = served[2]
    assert set(served) == set(site.stories), "the run ended with the host's rest"
    assert served.count(busy) == 1, "the page that was refused waits for another run"


def _busy_once(page: Callable[[Asked], Answer], served: list[str]) -> Callable[[Asked], Answer]:
    def answer(asked: Asked) -> Answer:
        served.append(asked.path)
        return page(asked) if len(served) != 3 else Answer("One moment", 429, headers={"Retry-After": "5"})

    return answer


def test_a_second_run_of_a_source_is_turned_away(desk: Desk):
    with Server() as server:
        Site(server, "Tarn", BY_HAND[:1])
        desk.source("tarn", server)
        locks = SourceLocks(desk.archive)  # as a run in another process holds them
        assert locks.take(["tarn"]) == []
        second = desk.crawl()
        locks.release()
        third = desk.crawl()
    assert (second.code, second.stdout) == (75, "")
    assert "Another run is crawling tarn" in second.stderr
    assert third.code == 0


def test_the_first_signal_finishes_what_is_in_flight_and_keeps_it(desk: Desk):
    with Server() as server:
        site = Site(server, "Tarn", invented(12))
        desk.source("tarn", server, 'feeds = ["{base}/feed"]\n[politeness]\ndelay = 0.05\nconcurrency = 1')
        reached, go_on = _gate(server, site.path_of(site.listed()[3][0]))
        run = desk.start("crawl", "--json")
        assert reached.wait(60)
        run.send_signal(signal.SIGTERM)
        go_on.set()
        _, stderr = run.communicate(timeout=60)
    assert run.returncode == 130, stderr
    assert "the next run goes on" in stderr
    assert 4 <= len(desk.articles()) < 12
    assert desk.values("SELECT outcome FROM crawls") == ["interrupted"]
    assert desk.values("SELECT count(*) FROM frontier WHERE state IN ('leased', 'recorded')") == [0]


def test_an_archive_that_another_holds_too_long_ends_the_run_and_the_next_goes_on(desk: Desk):
    desk.environment["BUSY_SECONDS"] = "1"
    with Server() as server:
        site = Site(server, "Tarn", invented(8))
        desk.source("tarn", server)
        reached, go_on = _gate(server, site.path_of(site.listed()[3][0]))
        run = desk.start("crawl", "--json")
        assert reached.wait(120)
        with Archive.open(desk.archive) as other, other.transaction():
            go_on.set()
            _, stderr = run.communicate(timeout=240)
        again = desk.crawl()
    assert run.returncode == 75, stderr
    assert stderr.splitlines()[-1].endswith("was being written by another run for 1 s. Try again later.")
    assert again.code == 0, again.stderr
    assert len(desk.articles()) == 8


def test_strangers_are_not_crawled_by_nobody(desk: Desk):
    desk.sources.mkdir()
    (desk.sources / "a.toml").write_text('home = "https://news.example/"\nfeeds = ["https://news.example/feed"]\n')
    ran = desk.crawl()
    assert ran.code == 2
    assert "set TEARSHEET_CONTACT" in ran.stderr


def test_a_dry_run_says_what_it_would_fetch_and_keeps_nothing(desk: Desk):
    with Server() as server:
        site = Site(server, "Tarn", BY_HAND)
        desk.source("tarn", server)
        ran = desk.run("crawl", "--dry-run", "--limit", "2")
        assert [path for path in server.paths() if path != "/feed"] == []
    assert [line.split("\t")[2] for line in ran.stdout.splitlines()] == [url for _, url in site.listed()[:2]]
    assert not desk.archive.exists()


def test_limit_and_since_bound_a_run(desk: Desk):
    with Server() as server:
        site = Site(server, "Tarn", invented(8))
        desk.source("tarn", server)
        newest = [url for _, url in site.listed()]
        first = desk.crawl("--limit", "2")
        second = desk.crawl("--since", f"{site.listed()[3][0].published.isoformat()}")
    assert first.counts("tarn")["new"] == 2
    assert second.counts("tarn")["new"] == 2
    assert set(desk.articles()) == {"/" + url.split("/", 3)[3] for url in newest[:4]}


def _gate(server: Server, path: str) -> tuple[threading.Event, threading.Event]:
    """Hold up the answer at a path until it is told to go on."""
    page, reached, go_on = server.pages[path], threading.Event(), threading.Event()

    def held(asked: Asked) -> Answer:
        reached.set()
        go_on.wait(60)
        return page(asked)

    server.put(path, held)
    return reached, go_on
