"""A proxy that refuses, is silent or is gone is said to be; nothing of the proxy is kept as if the site had sent it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.crawler.cases import head
from tests.crawler.conftest import FetchAll, Fetched
from tests.crawler.raw_server import Proxy, listening

REFUSAL = head(b"HTTP/1.1 407 Proxy Authentication Required", b"Content-Length: 0")


@pytest.fixture(scope="module")
def fetched(fetch_all: FetchAll) -> Iterator[Fetched]:
    refusing, silent, gone = Proxy(refusal=REFUSAL), Proxy(refusal=b""), Proxy()
    with listening((gone, None)):
        pass
    with listening((refusing, None), (silent, None)):
        requests = [
            {"url": "https://news.test/", "meta": {"proxy": f"http://operator:s3cret@127.0.0.1:{proxy.port}"}}
            for proxy in (refusing, silent, gone)
        ]
        yield fetch_all(requests, DOWNLOAD_TIMEOUT=1)


@pytest.mark.parametrize(
    ("number", "reason", "sentence"),
    [
        (0, "connection broken", "No tunnel was opened to news.test (through the proxy 127.0.0.1:"),
        (1, "timeout", "news.test (through the proxy 127.0.0.1:"),
        (2, "connection refused", "news.test (through the proxy 127.0.0.1:"),
    ],
    ids=["refuses", "is silent", "is gone"],
)
def test_no_tunnel_is_a_row_that_says_so_and_no_record(fetched: Fetched, number: int, reason: str, sentence: str):
    assert (fetched.results[number]["reason"], fetched.results[number]["capture"]) == (reason, None)
    (attempt,) = [attempt for attempt in fetched.attempts() if attempt["reason"] == reason]
    assert attempt["detail"].startswith(sentence)
    assert "s3cret" not in attempt["detail"]
