"""The scheduler, apart from a crawl."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

from scrapy.crawler import Crawler

from crawler.frontier import FrontierScheduler


def test_a_fault_of_ours_ends_the_crawl_as_failed_and_not_as_finished():
    ended: list[Exception] = []
    session = SimpleNamespace(sources={1: None}, fail=ended.append, archive=None)
    spider = SimpleNamespace(limit=None, since=None)
    crawler: Any = SimpleNamespace(spider=spider, get_extension=lambda _: session)
    assert FrontierScheduler(cast("Crawler", crawler)).next_request() is None
    assert [type(error) for error in ended] == [AttributeError]  # None has no transaction: any fault does
