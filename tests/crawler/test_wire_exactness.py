"""What is stored equals what was sent, as the design defines it: over plain HTTP, TLS, and through proxies."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.crawler.cases import BROKEN, NOTHING, WHOLE
from tests.crawler.conftest import FetchAll, Fetched
from tests.crawler.raw_server import Answer, Proxy, Site, listening

CASES = WHOLE | BROKEN
WAYS = ["plain", "tls", "proxy", "tunnel"]


@dataclass(frozen=True)
class Crawled:
    fetched: Fetched
    sites: dict[str, Site]
    proxy: Proxy
    asked: list[tuple[str, str]]  # way and path

    def result(self, way: str, path: str) -> dict:
        return self.fetched.results[self.asked.index((way, path))]


@pytest.fixture(scope="module")
def crawled(fetch_all: FetchAll, tls: ssl.SSLContext) -> Iterator[Crawled]:
    """All cases, in all four ways, in one crawl with connections kept alive."""
    answers: dict[str, Answer] = {path: case.answer for path, case in CASES.items()} | NOTHING
    sites = {"plain": Site(answers), "tls": Site(answers)}
    proxy = Proxy()
    with listening((sites["plain"], None), (sites["tls"], tls), (proxy, None)):
        asked = [(way, path) for path in answers for way in WAYS]
        requests = [_request(way, path, sites, proxy) for way, path in asked]
        fetched = fetch_all(requests)
    return Crawled(fetched, sites, proxy, asked)


def _request(way: str, path: str, sites: dict[str, Site], proxy: Proxy) -> dict:
    site = sites["tls" if way in {"tls", "tunnel"} else "plain"]
    proxied = {"proxy": f"http://operator:s3cret@127.0.0.1:{proxy.port}"} if way in {"proxy", "tunnel"} else {}
    return {"url": site.url(f"{path}?{way}"), "headers": {"Cookie": "session=s3cret", "X-Odd": "1"}, "meta": proxied}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("path", CASES)
def test_the_stored_response_is_what_was_sent(crawled: Crawled, way: str, path: str):
    case = CASES[path]
    capture = crawled.fetched.capture(crawled.result(way, path))
    assert crawled.fetched.block(capture["response_record"]) == case.expected
    assert (capture["status"], capture["truncated"]) == (case.status, case.truncated)
