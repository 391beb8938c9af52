"""Where a crawl may go: by URL, by what a name resolves to, and by who answers."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from crawler.guard import BadException, BadUrl, Guard, NotPublic, is_public, literal
from tests.crawler.cases import head, sized
from tests.crawler.conftest import FetchAll, Fetched
from tests.crawler.raw_server import Answer, Proxy, Site, listening

PUBLIC = ["93.184.215.14", "2606:4700::1111", "::ffff:93.184.215.14", "64:ff9b::5db8:d70e", "2002:5db8:d70e::1"]
PRIVATE = {
    "loopback": "127.0.0.1",
    "unspecified": "0.0.0.0",
    "intranet": "10.1.2.3",
    "link-local, cloud metadata": "169.254.169.254",
    "carrier-grade NAT": "100.64.0.1",
    "benchmarking": "198.18.0.1",
    "documentation": "192.0.2.1",
    "multicast": "224.0.0.1",
    "reserved": "240.0.0.1",
    "broadcast": "255.255.255.255",
    "loopback v6": "::1",
    "unspecified v6": "::",
    "link-local v6": "fe80::1",
    "site-local v6": "fec0::1",
    "unique local v6": "fd00::1",
    "multicast v6": "ff0e::1",
    "documentation v6": "2001:db8::1",
    "new documentation v6": "3fff::1",
    "not given out v6": "5f00::1",
    "v4-mapped": "::ffff:127.0.0.1",
    "v4-compatible": "::127.0.0.1",
    "NAT64": "64:ff9b::7f00:1",
    "local NAT64": "64:ff9b:1::7f00:1",
    "6to4": "2002:7f00:1::",
    "Teredo with a private client": "2001:0:5db8:d70e::f5fe:fdfc",  # 10.1.2.3
}


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_is_public_in_every_form(address: str):
    assert is_public(address)


@pytest.mark.parametrize("address", PRIVATE.values(), ids=PRIVATE)
def test_an_address_that_not_everybody_can_reach_is_not_public(address: str):
    assert not is_public(address)


@pytest.mark.parametrize(
    "spelling", ["127.0.0.1", "2130706433", "0x7f000001", "0177.0.0.1", "127.1", "127.0.0.1.", "[::ffff:127.0.0.1]"]
)
def test_every_spelling_of_a_number_is_seen_as_an_address(spelling: str):
    found = literal(spelling)
    assert found is not None
    assert not is_public(found)


@pytest.mark.parametrize("name", ["news.test", "1.2.3.4.5", "", "dead.beef", "münchen.test"])
def test_a_name_is_no_number(name: str):
    assert literal(name) is None


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "data:text/html,hi",
        "javascript:alert(1)",
        "ftp://news.test/",
        "http://",
        "http:///x",
        "news",
    ],
)
def test_only_http_and_https_addresses_with_a_host_are_fetched(url: str):
    with pytest.raises(BadUrl):
        Guard().check_url(url)


@pytest.mark.parametrize(
    "url", ["http://news.test:99999/", "http://news.test:0/", "http://[::1/", "http://news.test:x/"]
)
def test_a_url_that_cannot_be_taken_apart_is_refused(url: str):
    with pytest.raises(BadUrl):
        Guard().check_url(url)


def test_a_url_with_a_password_is_refused_and_the_password_not_repeated():
    with pytest.raises(BadUrl) as refused:
        Guard().check_url("http://me:s3cret@news.test/")
    assert "news.test" in str(refused.value)
    assert "s3cret" not in str(refused.value)


def test_a_refusal_says_how_to_allow_the_host():
    with pytest.raises(NotPublic, match=r"intranet\.test is at 10\.1\.2\.3.*--allow-private intranet\.test"):
        Guard().check_peer("intranet.test", 80, "10.1.2.3")


@pytest.mark.parametrize(
    ("entry", "host", "port", "ip", "allowed"),
    [
        ("intranet.test", "intranet.test", 80, "10.1.2.3", True),
        ("Intranet.Test", "INTRANET.test.", 80, "10.1.2.3", True),
        ("intranet.test:8080", "intranet.test", 8080, "10.1.2.3", True),
        ("intranet.test:8080", "intranet.test", 80, "10.1.2.3", False),
        ("intranet.test", "evil.test", 80, "10.1.2.3", False),
        ("intranet.test", "sub.intranet.test", 80, "10.1.2.3", False),
        ("10.1.2.3", "intranet.test", 80, "10.1.2.3", True),
        ("10.1.2.3:80", "intranet.test", 81, "10.1.2.3", False),
        ("::1", "[::1]", 80, "::1", True),
        ("[::1]:80", "::1", 80, "::1", True),
        ("[::1]:80", "::1", 81, "::1", False),
    ],
)
def test_an_exception_holds_for_its_host_and_port_only(entry: str, host: str, port: int, ip: str, allowed: bool):
    guard = Guard.allowing([entry])
    if allowed:
        guard.check_peer(host, port, ip)
    else:
        with pytest.raises(NotPublic):
            guard.check_peer(host, port, ip)


@pytest.mark.parametrize("entry", ["", "http://a.test", "a.test/path", "a.test:http", "[::1", ":80"])
def test_an_exception_that_is_no_host_is_an_error(entry: str):
    with pytest.raises(BadException, match="--allow-private takes a host"):
        Guard.allowing([entry])


FOUND = b"HTTP/1.1 302 Found"
NAMES = {
    "private.test": ["127.0.0.1"],
    "rebinding.test": ["93.184.215.14", "127.0.0.1"],
    "allowed.test": ["127.0.0.1"],
}
HIDDEN = {
    "literal": "http://127.0.0.1:{port}/",
    "decimal": "http://2130706433:{port}/",
    "hex": "http://0x7f.0.0.1:{port}/",
    "octal": "http://0177.0.0.1:{port}/",
    "short": "http://127.1:{port}/",
    "other loopback": "http://127.8.8.8:{port}/",
    "v6": "http://[::1]:{port}/",
    "v4-mapped": "http://[::ffff:127.0.0.1]:{port}/",
    "NAT64": "http://[64:ff9b::7f00:1]:{port}/",
    "6to4": "http://[2002:7f00:1::]:{port}/",
    "full-width digits": "http://１２７.0.0.1:{port}/",
    "localhost": "http://localhost:{port}/",
    "under localhost": "http://news.localhost:{port}/",
    "a name": "http://private.test:{port}/",
    "a name over TLS": "https://private.test:{port}/",
    "a name that changes its mind": "http://rebinding.test:{port}/",
}


@dataclass(frozen=True)
class Visit:
    fetched: Fetched
    open: Site
    hidden: Site
    asked: dict[str, str]

    def result(self, name: str) -> dict:
        return self.fetched.results[list(self.asked).index(name)]


@pytest.fixture(scope="module")
def visit(fetch_all: FetchAll, tls: ssl.SSLContext) -> Iterator[Visit]:
    """Two servers on loopback; the operator allows the port of one, and a name."""
    hidden = Site({"/": Answer(sized(b"a secret"))})
    refresh = b'<meta http-equiv="refresh" content="0;url=http://127.0.0.1:%d/">'
    site = Site({})
    with listening((hidden, None), (site, None)):
        site.answers = {
            "/": Answer(sized(b"for all")),
            "/redirect": Answer(
                head(b"HTTP/1.1 302 Found", b"Location: %b" % hidden.url("/").encode(), b"Content-Length: 0")
            ),
            "/refresh": Answer(sized(refresh % hidden.port)),
            "/to-file": Answer(head(FOUND, b"Location: file:///etc/hostname", b"Content-Length: 0")),
        }
        asked = {name: url.format(port=hidden.port) for name, url in HIDDEN.items()} | {
            "allowed port": site.url("/"),
            "allowed name": f"http://allowed.test:{site.port}/",
            "redirect": site.url("/redirect"),
            "meta refresh": site.url("/refresh"),
            "redirect to a file": site.url("/to-file"),
            "file": "file:///etc/hostname",
            "data": "data:text/html,hi",
            "ftp": "ftp://127.0.0.1/",
            "s3": "s3://bucket/key",
            "no such name": "http://nosuchname.test/",
            "nobody listens": f"http://127.0.0.2:{_free_port()}/",
            "no TLS there": f"https://allowed.test:{site.port}/",
        }
        fetched = fetch_all(
            list(asked.values()),
            TEARSHEET_ALLOW_PRIVATE=[f"127.0.0.1:{site.port}", "allowed.test", "127.0.0.2"],
            NAMES=NAMES,
            DOWNLOADER_MIDDLEWARES={"scrapy.downloadermiddlewares.retry.RetryMiddleware": None},
        )
    yield Visit(fetched, site, hidden, asked)


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.2", 0))
        return taken.getsockname()[1]


@pytest.mark.parametrize("name", [*HIDDEN, "redirect", "meta refresh"])
def test_no_way_leads_to_a_private_address(visit: Visit, name: str):
    result = visit.result(name)
    assert (result["reason"], result["error"]) == ("address not public", "NotPublic")
    (detail,) = visit.fetched.rows("SELECT DISTINCT detail FROM attempts WHERE url = ?", result["url"])
    assert "--allow-private" in detail[0]


def test_the_private_server_saw_no_request(visit: Visit):
    assert visit.hidden.requests == []


def test_only_a_name_that_changes_its_mind_gets_as_far_as_a_connection(visit: Visit):
    assert visit.hidden.connections == 1


@pytest.mark.parametrize("name", ["allowed port", "allowed name"])
def test_what_the_operator_allows_is_fetched(visit: Visit, name: str):
    assert visit.result(name)["status"] == 200


@pytest.mark.parametrize("name", ["file", "data", "ftp", "s3", "redirect to a file"])
def test_other_schemes_have_no_handler(visit: Visit, name: str):
    result = visit.result(name)
    assert result.get("error") == "NotSupported" or result["status"] == 302  # Scrapy follows no redirect to a file
    assert not result["url"].startswith("file:") or result["capture"] is None


@pytest.mark.parametrize(
    ("name", "reason", "sentence"),
    [
        ("no such name", "dns", "No address was found for nosuchname.test"),
        ("nobody listens", "connection refused", "127.0.0.2:"),
        ("no TLS there", "tls", "No secure connection to allowed.test:"),
    ],
)
def test_a_host_that_cannot_be_reached_is_a_row_that_says_why(visit: Visit, name: str, reason: str, sentence: str):
    result = visit.result(name)
    assert (result["reason"], result["capture"]) == (reason, None)
    (attempt,) = visit.fetched.rows("SELECT * FROM attempts WHERE url = ?", result["url"])
    assert attempt["detail"].startswith(sentence)


def test_a_private_proxy_is_the_operators_choice_but_leads_to_no_private_literal(fetch_all: FetchAll):
    site, proxy = Site({"/": Answer(sized(b"for all"))}), Proxy()
    with listening((site, None), (proxy, None)):
        through = {"proxy": f"http://127.0.0.1:{proxy.port}"}
        urls = [
            f"http://news.test:{site.port}/",
            f"http://127.0.0.1:{site.port}/",
            f"http://169.254.169.254:{site.port}/",
        ]
        fetched = fetch_all([{"url": url, "meta": through} for url in urls], TEARSHEET_ALLOW_PRIVATE=[])
    assert [result.get("status") for result in fetched.results] == [200, None, None]
    assert [result["reason"] for result in fetched.results] == [None, "address not public", "address not public"]
    assert len(site.requests) == 1


def test_a_password_in_a_url_reaches_no_row(fetch_all: FetchAll):
    fetched = fetch_all(["http://me:s3cret@news.test/story"])
    (attempt,) = fetched.attempts()
    assert (attempt["reason"], attempt["url"]) == ("bad url", "http://news.test/story")
    assert b"s3cret" not in fetched.path.read_bytes()
