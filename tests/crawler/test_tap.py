"""However the network cuts an exchange up, and whatever a server sends, the tap holds what came and no more."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from twisted.internet.error import ConnectionDone, ConnectionLost
from twisted.internet.protocol import Protocol
from twisted.internet.testing import StringTransport
from twisted.python.failure import Failure
from twisted.web._newclient import Request
from twisted.web.http import _MalformedChunkedDataError
from twisted.web.http_headers import Headers

from crawler.tap import ChunkDecoder, Tap, TappedRequest, WireProtocol
from tests.crawler.cases import BROKEN, WHOLE

LIMIT = 100_000
HEAD_LIMIT = 64 << 10


class Exchange:
    """One connection without a network."""

    def __init__(self, *, limit: int = LIMIT, head_limit: int = HEAD_LIMIT) -> None:
        self.protocol = WireProtocol()
        self.transport = StringTransport()
        self.body = bytearray()
        self.protocol.makeConnection(self.transport)
        self.tap = self.ask(limit=limit, head_limit=head_limit)

    def ask(self, *, limit: int = LIMIT, head_limit: int = HEAD_LIMIT) -> Tap:
        tap = Tap(head_limit=head_limit, limit=limit)
        request = Request(b"GET", b"/", Headers({b"Host": [b"news.test"]}), None, persistent=True)
        response = self.protocol.request(TappedRequest(request, tap))
        response.addCallbacks(self._deliver, lambda failure: None)
        return tap

    def _deliver(self, response) -> None:
        body = self.body

        class Collector(Protocol):
            def dataReceived(self, data: bytes) -> None:
                body.extend(data)

        if response.length != 0:
            response.deliverBody(Collector())

    def receive(self, pieces: Sequence[bytes]) -> None:
        for piece in pieces:
            if not self.transport.disconnecting and not self.transport.disconnected:
                self.protocol.dataReceived(piece)

    def end(self, reason: type[Exception] = ConnectionDone) -> None:
        self.protocol.connectionLost(Failure(reason()))


def cut(data: bytes, places: Sequence[int]) -> list[bytes]:
    edges = sorted({place % (len(data) + 1) for place in places} | {0, len(data)})
    return [data[start:end] for start, end in pairwise(edges)]


@pytest.mark.parametrize("path", WHOLE)
@settings(max_examples=20, deadline=None)
@given(places=st.lists(st.integers(0, 100_000), max_size=30))
def test_where_packets_end_makes_no_difference(path: str, places: list[int]):
    sent = WHOLE[path].answer.sent
    exchange, whole = Exchange(), Exchange()
    whole.receive([sent])
    exchange.receive(cut(sent, places))
    exchange.end()
    whole.end()
    assert bytes(exchange.tap.received) == bytes(whole.tap.received)
    assert exchange.body == whole.body
    assert exchange.tap.whole
    assert sent.startswith(bytes(exchange.tap.received))


@pytest.mark.parametrize("path", BROKEN)
def test_what_breaks_off_is_kept_until_there(path: str):
    sent = BROKEN[path].answer.sent
    exchange = Exchange()
    exchange.receive([sent[at : at + 1] for at in range(len(sent))])
    exchange.end(ConnectionLost)
    # Where no HTTP can be made of it, the rest is not waited for.
    assert sent.startswith(bytes(exchange.tap.received))
    assert len(exchange.tap.received) > 10
    assert not exchange.tap.whole


TOKENS = st.sampled_from(
    [
        b"HTTP/1.1 200 OK\r\n",
        b"HTTP/1.1 103 Hint\r\n",
        b"HTTP/1.1 204 No\r\n",
        b"HTTP/9 x\r\n",
        b"Content-Length: 5\r\n",
        b"Content-Length: -1\r\n",
        b"Transfer-Encoding: chunked\r\n",
        b"Connection: close\r\n",
        b"5\r\nhello\r\n",
        b"ffffffff\r\n",
        b"0\r\n",
        b"\r\n",
        b"\n",
        b" ",
        b":",
        b"x" * 70_000,
        b"\x00\xff",
    ]
)
ENDS = st.sampled_from([ConnectionDone, ConnectionLost])


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.one_of(TOKENS, st.binary(max_size=50)), max_size=30), st.sampled_from([ConnectionDone, ConnectionLost])
)
def test_no_bytes_whatsoever_get_past_the_bounds_or_raise(pieces: list[bytes], end: type[Exception]):
    exchange = Exchange()
    exchange.receive(pieces)
    exchange.end(end)
    received = bytes(exchange.tap.received)
    assert b"".join(pieces).startswith(received)
    assert len(received) <= LIMIT
    assert not (exchange.tap.whole and exchange.tap.overflow)


def test_a_head_of_exactly_the_bound_is_taken_and_one_byte_more_is_not():
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-A: "
    fits = head + b"a" * (1000 - len(head) - 4) + b"\r\n\r\n"
    assert len(fits) == 1000
    taken, refused = Exchange(head_limit=1000), Exchange(head_limit=999)
    taken.receive([fits + b"ok"])
    refused.receive([fits + b"ok"])
    assert (taken.tap.whole, taken.tap.overflow) == (True, "")
    assert (refused.tap.whole, refused.tap.overflow, len(refused.tap.received)) == (False, "head", 999)


def test_the_next_exchange_on_a_connection_begins_empty():
    connection = Exchange()
    connection.receive([WHOLE["/plain"].answer.sent])
    second = connection.ask()
    connection.receive([WHOLE["/gzip"].answer.sent])
    assert bytes(connection.tap.received) == WHOLE["/plain"].answer.sent
    assert bytes(second.received) == WHOLE["/gzip"].answer.sent
    assert bytes(second.sent) == bytes(connection.tap.sent)


@pytest.mark.parametrize("late", [False, True], ids=["with the response", "after it"])
def test_a_connection_with_bytes_nobody_asked_for_is_not_used_again(late: bool):
    connection = Exchange()
    plain = WHOLE["/plain"].answer.sent
    connection.receive([plain, b"HTTP/1.1"] if late else [plain + b"HTTP/1.1"])
    assert bytes(connection.tap.received) == plain
    assert connection.transport.disconnecting or connection.transport.disconnected


def test_chunks_of_one_byte_reach_the_body_in_one_piece_a_read():
    delivered: list[bytes] = []
    decoder = ChunkDecoder(delivered.append, delivered.append)
    decoder.dataReceived(b"1\r\nx\r\n" * 1000)
    decoder.dataReceived(b"1\r\ny\r\n" * 1000 + b"0\r\n\r\nrest")
    assert delivered == [b"x" * 1000, b"y" * 1000, b"rest"]


def test_what_came_before_broken_chunks_is_handed_on():
    delivered: list[bytes] = []
    decoder = ChunkDecoder(delivered.append, delivered.append)
    with pytest.raises(_MalformedChunkedDataError):
        decoder.dataReceived(b"5\r\nhello\r\nno number\r\n")
    assert delivered == [b"hello"]
