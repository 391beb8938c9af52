"""The bytes of one exchange, copied where they enter and leave the connection, before any parser sees them."""

# Twisted's HTTP client is untyped, and its interfaces are zope's, which mypy reads as classes.
# mypy: disable-error-code="no-untyped-call, misc"

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import Any

from scrapy.core.downloader.handlers.http11 import _LenientHTTP11ClientFactory, _LenientHTTP11ClientProtocol
from twisted.internet.defer import Deferred
from twisted.internet.error import ConnectionDone
from twisted.internet.interfaces import IAddress
from twisted.internet.protocol import connectionDone
from twisted.python.failure import Failure
from twisted.web._newclient import HEADER, STATUS
from twisted.web._newclient import Request as TxRequest
from twisted.web.client import HTTPConnectionPool
from twisted.web.http import _ChunkedTransferDecoder
from twisted.web.iweb import IResponse

from archive import clock


class Tap:
    """What crossed the wire for one request, bounded; holds the last try where a connection had to be replaced.

    `head_limit` and `limit` are bytes: of everything up to the end of the final head (1xx heads included), and of the
    whole response with its chunk framing.
    """

    def __init__(self, *, head_limit: int, limit: int) -> None:
        self.head_limit = head_limit
        self.limit = limit
        self.begin("")

    def begin(self, ip: str) -> None:
        """A connection to `ip` starts on the request; what an earlier one brought is no part of this exchange."""
        self.ip = ip
        self.started_at = clock.now()
        self.sent = bytearray()
        self.received = bytearray()
        self.whole = False  # the response ended where it said it would
        self.broken = False  # the connection did not end in good order
        self.overflow = ""  # "head" or "body": which bound was reached

    def room(self, *, in_head: bool) -> int:
        """Bytes that may still come."""
        return (self.head_limit if in_head else self.limit) - len(self.received)

    def finish(self, surplus: int) -> None:
        """The parser saw the end of the response, `surplus` bytes before the end of what came."""
        del self.received[len(self.received) - surplus :]
        self.whole = not self.broken


class Tee:
    """A transport that copies what is written to it."""

    def __init__(self, transport: Any, copy: bytearray) -> None:
        self._transport = transport
        self._copy = copy

    def write(self, data: bytes) -> None:
        """Write and copy."""
        self._copy += data
        self._transport.write(data)

    def writeSequence(self, parts: Iterable[bytes]) -> None:
        """Write and copy."""
        self.write(b"".join(parts))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)


class TappedRequest(TxRequest):
    """A request that knows its tap, also where Twisted sends it a second time over a new connection."""

    def __init__(self, request: TxRequest, tap: Tap) -> None:
        super().__init__(request.method, request.uri, request.headers, request.bodyProducer, request.persistent)
        self._parsedURI = request._parsedURI
        self.tap = tap

    def writeTo(self, transport: Any) -> Deferred[None]:
        """Send, with a copy to the tap."""
        sent: Deferred[None] = super().writeTo(Tee(transport, self.tap.sent))
        return sent


class ChunkDecoder(_ChunkedTransferDecoder):
    """Hands on what one read brought as one piece.

    Scrapy sends a signal for every piece of a body: chunks of a single byte would cost it a minute of CPU for 10 MiB.
    """

    def __init__(self, dataCallback: Callable[[bytes], None], finishCallback: Callable[[bytes], None]) -> None:
        super().__init__(self._take, self._end)
        self._deliver = dataCallback
        self._finish = finishCallback
        self._pieces: list[bytes] = []

    def dataReceived(self, data: bytes) -> None:
        """Decode; what came before an error is handed on too."""
        try:
            super().dataReceived(data)
        finally:
            self._flush()

    def _take(self, piece: bytes) -> None:
        self._pieces.append(piece)

    def _end(self, rest: bytes) -> None:
        self._flush()
        self._finish(rest)

    def _flush(self) -> None:
        pieces, self._pieces = self._pieces, []
        if pieces:
            self._deliver(b"".join(pieces))


class WireProtocol(_LenientHTTP11ClientProtocol):
    """Scrapy's HTTP/1.1 connection, tapped and bounded."""

    transport: Any  # TCP or TLS
    _tap: Tap | None = None

    def request(self, request: TxRequest) -> Deferred[IResponse]:
        """Start an exchange: from here on every byte belongs to the tap of the request, a TappedRequest."""
        assert isinstance(request, TappedRequest)
        self._tap = tap = request.tap
        tap.begin(self.transport.getPeer().host)
        response = super().request(request)
        assert self._parser is not None
        # Twisted drops the connection at a header line of 16 KiB; policies and cookies of real sites are longer.
        self._parser.MAX_LENGTH = tap.head_limit
        self._parser._transferDecoders = {b"chunked": ChunkDecoder}
        return response

    def dataReceived(self, data: bytes) -> None:
        """Copy, then parse, piece by piece so that no bound is overstepped."""
        while data and self._tap is not None and self._parser is not None:
            in_head = self._parser.state in {STATUS, HEADER}
            piece, data = _split(data, self._tap.room(in_head=in_head))
            if not piece:
                self._tap.overflow = "head" if in_head else "body"
                break
            self._tap.received += piece
            super().dataReceived(piece)
        if data:  # beyond a bound, or nobody asked: this connection must not carry another exchange
            self.transport.abortConnection()

    def _finishResponse(self, rest: bytes) -> None:
        if self._tap is not None:
            self._tap.finish(len(rest))
            self._tap = None
        if rest and self._currentRequest is not None:
            self._currentRequest.persistent = False  # the next response on it would be the server's choice, not ours
        super()._finishResponse(rest)

    def connectionLost(self, reason: Failure = connectionDone) -> None:
        """Note how the connection ended; a body without a length is whole only if it was closed in good order."""
        if self._tap is not None and not reason.check(ConnectionDone):
            self._tap.broken = True
        super().connectionLost(reason)


def _split(data: bytes, room: int) -> tuple[bytes, bytes]:
    return (data, b"") if len(data) <= room else (data[: max(room, 0)], data[max(room, 0) :])


class WireFactory(_LenientHTTP11ClientFactory):
    """Builds tapped connections for the pool."""

    def buildProtocol(self, addr: IAddress | None) -> WireProtocol:
        """One connection."""
        return WireProtocol(self._quiescentCallback)


class TappedPool(HTTPConnectionPool):
    """The shared connection pool as one request sees it: its connections are guarded and write to its tap."""

    def __init__(self, pool: HTTPConnectionPool, tap: Tap, endpoint: Callable[[Any], Any]) -> None:
        self._pool = pool
        self._tap = tap
        self._endpoint = endpoint  # wraps an endpoint, or hands it back
        self.persistent = pool.persistent

    def getConnection(self, key: Hashable, endpoint: Any) -> Deferred[Any]:
        """A connection, new or kept alive, whose next request is copied to the tap."""
        connection = self._pool.getConnection(key, self._endpoint(endpoint))
        return connection.addCallback(TappedConnection, self._tap)


class TappedConnection:
    """A pooled connection for the length of one request."""

    def __init__(self, connection: Any, tap: Tap) -> None:
        self._connection = connection
        self._tap = tap

    def request(self, request: TxRequest) -> Deferred[IResponse]:
        """Send the request over the connection."""
        response: Deferred[IResponse] = self._connection.request(TappedRequest(request, self._tap))
        return response
