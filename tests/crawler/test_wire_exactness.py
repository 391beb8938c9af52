"""What is stored equals what was sent, as the design defines it: over plain HTTP, TLS, and through proxies."""

from __future__ import annotations

import gzip
import ssl
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass, replace

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


# The test's own proxy cannot hand on a reset as one.
PAIRS = [(path, way) for path in CASES for way in WAYS if "reset" not in path or way in {"plain", "tls"}]


@pytest.mark.parametrize(("path", "way"), PAIRS)
def test_the_stored_response_is_what_was_sent(crawled: Crawled, way: str, path: str):
    case = CASES[path]
    capture = crawled.fetched.capture(crawled.result(way, path))
    assert crawled.fetched.block(capture["response_record"]) == case.expected
    assert (capture["status"], capture["truncated"]) == (case.status, case.truncated)


@pytest.mark.parametrize("way", WAYS)
def test_the_stored_request_is_what_the_server_got_but_for_secrets(crawled: Crawled, way: str):
    result = crawled.result(way, "/plain")
    stored = crawled.fetched.block(crawled.fetched.capture(result)["request_record"])
    seen = [*crawled.sites["plain"].requests, *crawled.sites["tls"].requests, *crawled.proxy.requests]
    target = f"/plain?{way} ".encode()
    sent = {head for head in seen if target in head}
    assert b"s3cret" not in stored
    assert b"\r\nCookie: [redacted]\r\n" in stored
    assert {_redacted(head) for head in sent} == {stored}


def _redacted(head: bytes) -> bytes:
    secrets = b"session=s3cret", b"Basic " + b64encode(b"operator:s3cret")
    for secret in secrets:
        head = head.replace(secret, b"[redacted]")
    return head


def test_the_proxys_password_goes_to_the_proxy_and_nowhere_else(crawled: Crawled):
    password = b"Proxy-Authorization: Basic " + b64encode(b"operator:s3cret")
    assert crawled.proxy.requests
    assert all(password in head for head in crawled.proxy.requests if head.startswith(b"CONNECT"))
    assert not any(password in head for head in crawled.sites["tls"].requests)


def test_no_secret_is_anywhere_in_the_archive(crawled: Crawled):
    encoded = b64encode(b"operator:s3cret")
    for row in crawled.fetched.rows("SELECT member FROM members"):
        assert not any(secret in gzip.decompress(row["member"]) for secret in (b"s3cret", encoded))
    stored = crawled.fetched.path.read_bytes()
    assert b"s3cret" not in stored
    assert encoded not in stored
    assert "s3cret" not in crawled.fetched.stderr


def test_through_a_proxy_the_target_is_absolute_and_through_a_tunnel_it_is_not(crawled: Crawled):
    def first_line(way: str) -> bytes:
        capture = crawled.fetched.capture(crawled.result(way, "/plain"))
        return crawled.fetched.block(capture["request_record"]).split(b"\r\n")[0]

    assert first_line("proxy") == f"GET {crawled.sites['plain'].url('/plain?proxy')} HTTP/1.1".encode()
    assert first_line("tunnel") == b"GET /plain?tunnel HTTP/1.1"


def test_a_tunnel_itself_leaves_no_record(crawled: Crawled):
    assert any(head.startswith(b"CONNECT") for head in crawled.proxy.requests)
    for row in crawled.fetched.rows("SELECT member FROM members"):
        assert b"CONNECT" not in gzip.decompress(row["member"])
        assert b"Connection established" not in gzip.decompress(row["member"])


@pytest.mark.parametrize("path", WHOLE)
def test_scrapy_gets_a_response_once_it_is_kept(crawled: Crawled, path: str):
    result = crawled.result("plain", path)
    assert (result["status"], result["reason"]) == (WHOLE[path].status, None)
    assert result["capture"]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("path", NOTHING)
def test_where_nothing_came_an_attempt_says_so(crawled: Crawled, way: str, path: str):
    result = crawled.result(way, path)
    assert (result["capture"], result["reason"]) == (None, "connection broken")
    (attempt,) = crawled.fetched.rows("SELECT * FROM attempts WHERE url = ?", result["url"])
    assert attempt["detail"].startswith("The connection to 127.0.0.1:")


@pytest.mark.parametrize("path", ["/garbage", "/lengths-disagree"])
def test_what_is_not_http_is_kept_and_named_so(crawled: Crawled, path: str):
    result = crawled.result("plain", path)
    assert result["reason"] == "not http"
    (attempt,) = crawled.fetched.rows("SELECT * FROM attempts WHERE url = ?", result["url"])
    assert attempt["capture_id"] == result["capture"]


def test_connections_were_kept_alive(crawled: Crawled):
    kept_alive = sum(case.answer.then == "keep" for case in CASES.values())
    assert kept_alive > 20
    assert crawled.sites["plain"].connections < 2 * len(CASES)


def test_the_peers_address_is_kept_unless_a_proxy_hides_it(crawled: Crawled):
    captures = {way: crawled.fetched.capture(crawled.result(way, "/plain")) for way in WAYS}
    assert {way: capture["ip"] for way, capture in captures.items()} == {
        "plain": "127.0.0.1",
        "tls": "127.0.0.1",
        "proxy": "",
        "tunnel": "",
    }
    assert crawled.fetched.record(captures["tls"]["response_record"])[0]["WARC-IP-Address"] == "127.0.0.1"


def test_request_and_response_name_each_other(crawled: Crawled):
    capture = crawled.fetched.capture(crawled.result("tls", "/plain"))
    request, _ = crawled.fetched.record(capture["request_record"])
    response, _ = crawled.fetched.record(capture["response_record"])
    assert request["WARC-Concurrent-To"] == response["WARC-Record-ID"]
    assert request["WARC-Target-URI"] == response["WARC-Target-URI"] == crawled.sites["tls"].url("/plain?tls")


def test_a_truncated_record_says_so(crawled: Crawled):
    capture = crawled.fetched.capture(crawled.result("plain", "/cut"))
    assert crawled.fetched.record(capture["response_record"])[0]["WARC-Truncated"] == "disconnect"


def test_only_codings_that_every_tool_reads_are_offered(crawled: Crawled):
    requests = crawled.sites["plain"].requests
    assert all(b"\r\nAccept-Encoding: gzip, deflate\r\n" in head for head in requests)


def test_a_kept_connection_that_died_leaves_one_request_in_the_record(fetch_all: FetchAll):
    site = Site({"/plain": WHOLE["/plain"].answer, "/stale": replace(WHOLE["/plain"].answer, first_only=True)})
    with listening((site, None)):
        fetched = fetch_all([site.url("/plain"), site.url("/stale")], CONCURRENT_REQUESTS=1)
    assert [head.split(b" ")[1] for head in site.requests] == [b"/plain", b"/stale", b"/stale"]
    capture = fetched.capture(fetched.results[1])
    assert fetched.block(capture["request_record"]) == site.requests[-1]
    assert fetched.block(capture["response_record"]) == WHOLE["/plain"].expected
