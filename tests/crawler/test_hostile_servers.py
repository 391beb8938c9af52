"""Servers that would like to fill our memory or our time: each is bounded in both, and leaves a record or a reason."""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass

import pytest

from tests.crawler.cases import head, sized
from tests.crawler.conftest import FetchAll, Fetched
from tests.crawler.raw_server import Answer, Proxy, Site, listening

MAXSIZE = 1 << 20
HEAD_MAXSIZE = 64 << 10
AT_ONCE = {"CONCURRENT_REQUESTS_PER_DOMAIN": 32}
OK, HTML = b"HTTP/1.1 200 OK", b"Content-Type: text/html"
CHUNKED = head(OK, HTML, b"Transfer-Encoding: chunked")


def endless(piece: bytes):
    async def pieces() -> AsyncIterator[bytes]:
        while True:
            yield piece * max(1, 65536 // len(piece))

    return pieces


async def dripping() -> AsyncIterator[bytes]:
    while True:
        yield b"x"
        await asyncio.sleep(0.05)


def gzip_bomb(megabytes: int) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    nothing = bytes(1 << 20)
    return b"".join(packer.compress(nothing) for _ in range(megabytes)) + packer.flush()


@dataclass(frozen=True)
class Attack:
    answer: Answer
    reason: str | None  # of the attempt; None: the exchange is whole and kept
    truncated: str | None = None  # of the capture; None: nothing came, nothing is kept
    at_most: int = 0  # bytes of response kept


BODY_BOUND = MAXSIZE + MAXSIZE // 16 + 2 * HEAD_MAXSIZE
GREEDY: dict[str, Attack] = {
    "/endless-headers": Attack(
        Answer(OK + b"\r\n", stream=endless(b"X-A: " + b"b" * 8000 + b"\r\n")), "head too large", "length", HEAD_MAXSIZE
    ),
    "/endless-header-line": Attack(
        Answer(OK + b"\r\nX-A: ", stream=endless(b"b")), "head too large", "length", HEAD_MAXSIZE
    ),
    "/endless-interim-heads": Attack(
        Answer(stream=endless(head(b"HTTP/1.1 103 Early Hints", b"Link: </a>"))),
        "head too large",
        "length",
        HEAD_MAXSIZE,
    ),
    "/endless-folded-header": Attack(
        Answer(OK + b"\r\nX-A: b\r\n", stream=endless(b" b\r\n")), "head too large", "length", HEAD_MAXSIZE
    ),
    "/many-small-headers": Attack(Answer(sized(b"okay", *[b"a:"] * 15_000)), None, "", HEAD_MAXSIZE),
    "/says-200-megabytes": Attack(
        Answer(head(OK, HTML, b"Content-Length: %d" % (200 << 20)), stream=endless(b"a")),
        "body too large",
        "length",
        BODY_BOUND,
    ),
    "/endless-body": Attack(Answer(head(OK, HTML), stream=endless(b"a")), "body too large", "length", BODY_BOUND),
    "/endless-chunks": Attack(
        Answer(CHUNKED, stream=endless(b"10000\r\n" + b"x" * 65536 + b"\r\n")), "body too large", "length", BODY_BOUND
    ),
    "/endless-tiny-chunks": Attack(
        Answer(CHUNKED, stream=endless(b"1\r\nx\r\n")), "body too large", "length", BODY_BOUND
    ),
    "/endless-chunk-extensions": Attack(
        Answer(CHUNKED, stream=endless(b"1;" + b"e" * 900 + b"\r\nx\r\n")), "body too large", "length", BODY_BOUND
    ),
    "/one-endless-chunk": Attack(
        Answer(CHUNKED + b"7fffffff\r\n", stream=endless(b"x")), "body too large", "length", BODY_BOUND
    ),
    "/gzip-bomb": Attack(Answer(sized(gzip_bomb(500), b"Content-Encoding: gzip")), None, "", BODY_BOUND),
}
SLOW: dict[str, Attack] = {
    "/silence": Attack(Answer(then="hang"), "timeout"),
    "/slow-head": Attack(Answer(OK + b"\r\nX-A: b\r\n", then="hang"), "timeout", "time", 100),
    "/dripping-head": Attack(Answer(OK + b"\r\nX-A: ", stream=dripping), "timeout", "time", 200),
    "/slow-body": Attack(Answer(head(OK, HTML, b"Content-Length: 9"), then="hang"), "timeout", "time", 100),
    "/dripping-body": Attack(
        Answer(head(OK, HTML, b"Content-Length: 100000"), stream=dripping), "timeout", "time", 300
    ),
    "/dripping-chunks": Attack(Answer(CHUNKED + b"ffff\r\n", stream=dripping), "timeout", "time", 300),
}
ATTACKS = GREEDY | SLOW


@dataclass(frozen=True)
class Attacked:
    greedy: Fetched
    slow: Fetched

    def by(self, path: str) -> tuple[Fetched, dict]:
        """The crawl that met an attack, and what Scrapy was told of it."""
        fetched, attacks = (self.greedy, GREEDY) if path in GREEDY else (self.slow, SLOW)
        return fetched, fetched.results[list(attacks).index(path)]


@pytest.fixture(scope="module")
def attacked(fetch_all: FetchAll) -> Iterator[Attacked]:
    """All attacks on memory at once, and all attacks on time, as a crawl would meet them."""
    site = Site({path: attack.answer for path, attack in ATTACKS.items()})
    with listening((site, None)):
        greedy = fetch_all(
            [site.url(path) for path in GREEDY], DOWNLOAD_MAXSIZE=MAXSIZE, DOWNLOAD_TIMEOUT=40, **AT_ONCE
        )
        slow = fetch_all([site.url(path) for path in SLOW], DOWNLOAD_TIMEOUT=1, **AT_ONCE)
    yield Attacked(greedy, slow)


@pytest.mark.parametrize("path", ATTACKS)
def test_the_attack_ends_with_a_reason_and_what_came_is_kept_within_the_bound(attacked: Attacked, path: str):
    attack, (fetched, result) = ATTACKS[path], attacked.by(path)
    assert result["reason"] == attack.reason
    if attack.truncated is None:
        assert result["capture"] is None
        return
    capture = fetched.capture(result)
    assert capture["truncated"] == attack.truncated
    assert len(fetched.block(capture["response_record"])) <= attack.at_most


@pytest.mark.parametrize("path", [path for path, attack in ATTACKS.items() if attack.reason])
def test_a_failed_fetch_is_a_row_whose_sentence_names_the_host(attacked: Attacked, path: str):
    fetched, result = attacked.by(path)
    (attempt,) = fetched.rows("SELECT * FROM attempts WHERE url = ?", result["url"])
    assert attempt["detail"].startswith("127.0.0.1:")
    assert attempt["capture_id"] == result["capture"]


def test_a_name_server_and_a_handshake_that_never_answer_end_with_the_timeout(fetch_all: FetchAll):
    silent = Proxy(refusal=b"")  # waits for a head that no TLS client sends
    with listening((silent, None)):
        urls = ["http://silent.test/", f"https://127.0.0.1:{silent.port}/"]
        fetched = fetch_all(urls, NAMES={"silent.test": []}, DOWNLOAD_TIMEOUT=0.5)
    assert [(result["reason"], result["capture"]) for result in fetched.results] == [("timeout", None)] * 2


def test_all_attacks_on_memory_at_once_stay_within_it(attacked: Attacked):
    assert attacked.greedy.rss < 160  # MiB; a crawl that fetches one small page takes about 85


def test_all_attacks_on_time_at_once_end_with_the_timeout(attacked: Attacked):
    assert attacked.slow.seconds < 6  # the timeout is one second, and starting a crawl takes another
