"""What cannot be kept is not fetched: a full disk ends the crawl with a sentence, and what was kept stands."""

from __future__ import annotations

import os

from archive.store.database import Archive
from tests.crawler.cases import sized
from tests.crawler.conftest import FetchAll
from tests.crawler.raw_server import Answer, Site, listening


def test_a_full_disk_ends_the_crawl_with_one_sentence(fetch_all: FetchAll):
    pages = {f"/{number}": Answer(sized(os.urandom(100_000))) for number in range(100)}
    site = Site(pages)
    with listening((site, None)):
        fetched = fetch_all([site.url(path) for path in pages], FILE_LIMIT=2 << 20, CONCURRENT_REQUESTS=4)
    kept = [result for result in fetched.results if result["capture"]]
    assert 0 < len(kept) < 30
    assert len(site.requests) < 50  # it stopped asking
    assert fetched.stderr.count("The crawl ends here: ") == 1
    assert "No room left for" in fetched.stderr
    with Archive.open(fetched.path, readonly=True) as archive:
        assert archive.connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert archive.connection.execute("SELECT count(*) FROM captures").fetchone()[0] == len(kept)
