"""Two months in a newsroom by its clock: what is looked at again when, and what becomes of what happened meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from archive.store.database import moment
from tests.crawler.crawling import Desk, Ran
from tests.newsroom.server import Server
from tests.newsroom.site import Site
from tests.newsroom.stories import BY_HAND, OPENING_DAY, Story

EDITED, VANISHED, EMPTIED, KEPT = BY_HAND
LATE = Story(
    headline="The second barge of granite has arrived at the quay of Lower Tarn",
    paragraphs=KEPT.paragraphs[::-1],
    published=OPENING_DAY + timedelta(days=7, hours=3),
)
WITHDREW = "On Friday the council withdrew the plan, and nobody knows what comes next."
WAITS = ({}, {"hours": 1}, {"hours": 6}, {"days": 1}, {"days": 7}, {"days": 30}, {"days": 300})
SLACK = {"minutes": 2}  # for what the runs themselves take


@dataclass
class Months:
    """A site crawled whenever something is due."""

    desk: Desk
    site: Site
    runs: list[Ran] = field(default_factory=list)
    asked: list[list[str]] = field(default_factory=list)  # paths by run
    due: list[dict[str, float | None]] = field(default_factory=list)  # by run, path: hours from then to the next look

    def run(self) -> None:
        before = len(self.site.server.paths())
        self.runs.append(self.desk.crawl("--due"))
        self.asked.append(self.site.server.paths()[before:])
        rows = self.desk.rows("SELECT url, due_at FROM frontier WHERE kind = 'page'")
        self.due.append({row["url"].removeprefix(self.site.base): self._hours(row["due_at"]) for row in rows})

    def _hours(self, at: str | None) -> float | None:
        return None if at is None else round((moment(at) - self.site.clock.now) / timedelta(hours=1))

    def looks(self, story: Story) -> list[int]:
        """The runs that asked for a story."""
        return [run for run, paths in enumerate(self.asked) if self.site.path_of(story) in paths]


@pytest.fixture(scope="module")
def months(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Months]:
    with Server() as server:
        site = Site(server, "Tarn Courier", [*BY_HAND, LATE])
        desk = Desk(tmp_path_factory.mktemp("months"), clock=site.clock)
        desk.source("tarn", server)
        months = Months(desk, site)
        site.clock.after(lambda: site.edit(EDITED, paragraphs=(*EDITED.paragraphs[:-1], WITHDREW)), minutes=30)
        site.clock.after(lambda: site.withdraw(VANISHED, status=410), hours=5)
        site.clock.after(lambda: site.edit(EMPTIED, paragraphs=("This story was withdrawn.",)), hours=20)
        for wait in WAITS:
            site.clock.move(**wait, **(SLACK if wait else {}))
            months.run()
        yield months


@pytest.mark.timeout(900)  # seven runs, on machines that have other things to do
def test_every_run_went_well_but_the_one_that_found_the_source_silent(months: Months):
    assert [run.code for run in months.runs] == [0] * len(WAITS)


def test_what_stays_the_same_is_looked_at_after_1h_6h_1d_7d_and_30d_and_then_no_more(months: Months):
    assert months.looks(KEPT) == [0, 1, 2, 3, 4, 5]
    path = months.site.path_of(KEPT)
    assert [due[path] for due in months.due] == [1, 6, 24, 7 * 24, 30 * 24, None, None]


def test_what_was_edited_is_looked_at_sooner(months: Months):
    path = months.site.path_of(EDITED)
    assert months.runs[1].counts("tarn")["edited"] == 1
    assert [due[path] for due in months.due][:3] == [1, 1, 6]


def test_an_article_that_vanished_is_gone_and_is_not_asked_for_again(months: Months):
    assert months.looks(VANISHED) == [0, 1, 2]
    assert months.runs[2].counts("tarn")["gone"] == 1
    url = months.site.base + months.site.path_of(VANISHED)
    assert months.desk.values("SELECT state FROM articles WHERE url = ?", url) == ["gone"]
    assert VANISHED.paragraphs[0] in months.desk.articles()[months.site.path_of(VANISHED)]


def test_an_article_that_was_emptied_is_gone_and_keeps_its_last_good_text(months: Months):
    url = months.site.base + months.site.path_of(EMPTIED)
    assert months.desk.values("SELECT state FROM articles WHERE url = ?", url) == ["gone"]
    assert EMPTIED.paragraphs[0] in months.desk.articles()[months.site.path_of(EMPTIED)]


def test_what_is_published_meanwhile_is_found_at_the_next_look_at_the_feed(months: Months):
    assert months.looks(LATE)[0] == 2


def test_captures_carry_the_time_of_the_newsroom(months: Months):
    first, last = months.desk.rows("SELECT min(fetched_at), max(fetched_at) FROM captures")[0]
    assert first[:10] == "2026-03-09"
    assert moment(last) - moment(first) > timedelta(days=338)


def test_the_archive_verifies(months: Months):
    verified = months.desk.run("verify", "--archive", str(months.desk.archive))
    assert verified.code == 0, verified.stderr
