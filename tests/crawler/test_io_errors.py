"""A disk that fails under a crawl ends it with a sentence; what was kept stands, and the next run ends it."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.verify.run import verify
from tests.crawler.crawling import Desk
from tests.failing_disk import FAULTS, NEVER, FailingDisk, compiled
from tests.newsroom.server import Server
from tests.newsroom.site import Site
from tests.newsroom.stories import invented

SAYS = {
    "a write error": "No room left for {}, or its disk fails",
    "no room": "No room left for {}: ",
    "a sync error": "{} cannot be read or written: disk I/O error",
}


@pytest.mark.timeout(900)
@pytest.mark.parametrize(
    "fault", [fault if fault == "a write error" else pytest.param(fault, marks=pytest.mark.long) for fault in SAYS]
)
def test_a_disk_that_fails_ends_the_crawl_and_the_next_one_ends_it(fault: str, tmp_path: Path):
    assert fault in FAULTS
    library = compiled(tmp_path)
    with Server() as server:
        site = Site(server, "Tarn Courier", invented(12))
        peaceful, victim = _desk(tmp_path / "peaceful", server), _desk(tmp_path / "victim", server)
        disk = FailingDisk(library, peaceful.archive, tmp_path / "calls")
        peaceful.environment.update(disk.after(NEVER, fault))
        assert peaceful.crawl().code == 0
        passed, _ = disk.calls()
        disk = FailingDisk(library, victim.archive, tmp_path / "calls")
        victim.environment.update(disk.after(passed // 2, fault))
        failed = victim.crawl()
        assert disk.calls()[1], "the fault met no call"
        assert failed.code == 1, failed.stderr
        assert "Traceback" not in failed.stderr
        assert SAYS[fault].format(victim.archive) in failed.stderr
        assert verify(victim.archive).clean
        kept = set(victim.values("SELECT capture_id FROM captures"))
        victim.environment.clear()
        assert victim.crawl().code == 0
    assert verify(victim.archive, deep=True).clean
    assert kept <= set(victim.values("SELECT capture_id FROM captures"))
    assert victim.articles() == peaceful.articles()
    assert len(victim.articles()) == len(site.stories)


def _desk(folder: Path, server: Server) -> Desk:
    folder.mkdir()
    desk = Desk(folder)
    desk.source("tarn", server)
    return desk
