"""A clock that jumps back between two runs of a crawl loses nothing, and forgets nothing that was due."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.verify.run import verify
from tests.crawler.crawling import Desk
from tests.newsroom.clock import Clock
from tests.newsroom.server import Server
from tests.newsroom.site import Site
from tests.newsroom.stories import invented


@pytest.mark.timeout(300)
def test_a_clock_that_jumps_back_between_two_runs_loses_nothing(tmp_path: Path):
    with Server() as server:
        site = Site(server, "Tarn Courier", invented(4))
        desk = Desk(tmp_path, clock=Clock(site.clock.now))  # the publisher's goes on
        desk.source("tarn", server)
        assert desk.crawl().code == 0
        before = desk.articles()
        path, story = next(iter(site.stories.items()))
        site.clock.move(hours=1)
        site.edit(story, paragraphs=("Corrected at noon: the bakery was full by ten.", *story.paragraphs))
        desk.clock.move(days=-3)
        back = desk.crawl()
        assert back.code == 0, back.stderr
        assert desk.articles() == before
        assert desk.values("SELECT 1 FROM frontier WHERE state = 'leased'") == []
        assert verify(desk.archive).clean
        desk.clock.move(days=5)
        assert desk.crawl().code == 0
        assert "Corrected at noon" in desk.articles()[path]
    ordered = desk.values("SELECT seen_at FROM versions ORDER BY article_id, ordinal")
    assert len(ordered) == len(before) + 1
    assert verify(desk.archive, deep=True).clean
