"""The scheduler, apart from a crawl."""

from __future__ import annotations

from contextlib import ExitStack
from types import SimpleNamespace
from typing import Any, cast

from scrapy import Request
from scrapy.crawler import Crawler

from crawler.frontier import FrontierScheduler
from crawler.hands import MOST, Hands


def test_a_fault_of_ours_ends_the_crawl_as_failed_and_not_as_finished():
    ended: list[Exception] = []
    session = SimpleNamespace(
        sources={1: None}, fail=ended.append, archive=None, hands=Hands(), rests_within=lambda _: False
    )
    spider = SimpleNamespace(limit=None, since=None)
    crawler: Any = SimpleNamespace(spider=spider, get_extension=lambda _: session)
    assert FrontierScheduler(cast("Crawler", crawler)).next_request() is None
    assert [type(error) for error in ended] == [AttributeError]  # None has no transaction: any fault does


def test_nothing_is_fetched_while_too_many_captures_wait_to_be_read():
    session = SimpleNamespace(sources={}, hands=Hands(), is_resting=lambda _: False, rests_within=lambda _: False)
    downloader = SimpleNamespace(
        active=(), per_slot_settings={}, domain_concurrency=1, get_slot_key=lambda request: request.url
    )
    crawler: Any = SimpleNamespace(
        spider=SimpleNamespace(limit=None),
        get_extension=lambda _: session,
        engine=SimpleNamespace(downloader=downloader),
    )
    scheduler = FrontierScheduler(cast("Crawler", crawler))
    scheduler._requests.append(Request("http://news.example/"))
    with ExitStack() as held:
        for _ in range(MOST):
            held.enter_context(session.hands.taking())
        assert scheduler.next_request() is None
        assert scheduler.has_pending_requests()
    assert scheduler.next_request() is not None
