"""Servers of raw bytes on loopback: what they send is what the test wrote, to the byte; and two kinds of proxy."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
import struct
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field

Connection = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@dataclass(frozen=True)
class Answer:
    """What goes back for one request, and what becomes of the connection afterwards."""

    sent: bytes = b""
    then: str = "keep"  # keep, close, reset, hang (until the client goes away)
    first_only: bool = False  # closed without an answer unless the connection is new
    stream: Callable[[], AsyncIterator[bytes]] | None = None  # more, after `sent`


@dataclass
class Site:
    """A server's pages by path, and what it saw."""

    answers: Mapping[str, Answer]
    port: int = 0
    scheme: str = "http"
    connections: int = 0
    requests: list[bytes] = field(default_factory=list)  # heads as received

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"{self.scheme}://{host}:{self.port}{path}"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        first = True
        while await self._exchange(reader, writer, first=first):
            first = False

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, first: bool) -> bool:
        head = await reader.readexactly(1)
        if head == b"\x16":  # a TLS handshake
            writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            return False
        head += await reader.readuntil(b"\r\n\r\n")
        self.requests.append(head)
        target = head.split(b" ")[1].decode()
        path = "/" + target.split("/", 3)[3] if target.startswith("http://") else target
        answer = self.answers[path.partition("?")[0]]
        if answer.first_only and not first:
            return False
        writer.write(answer.sent)
        await writer.drain()
        if answer.stream is not None:
            async for piece in answer.stream():
                writer.write(piece)
                await writer.drain()
        if answer.then == "reset":
            _reset(writer)
        elif answer.then == "hang":
            await reader.read()
        return answer.then == "keep"


@dataclass
class Proxy:
    """A forward proxy: CONNECT tunnels for https, absolute-form requests for http; all to loopback."""

    port: int = 0
    requests: list[bytes] = field(default_factory=list)  # heads as received
    refusal: bytes | None = None  # the answer to whatever is asked; b"" is silence

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        self.requests.append(head)
        if self.refusal is not None:
            writer.write(self.refusal)
            await reader.read()
            return
        method, target = head.split(b" ")[:2]
        authority = target if method == b"CONNECT" else target.split(b"/")[2]
        server_reader, server_writer = await asyncio.open_connection("127.0.0.1", int(authority.rpartition(b":")[2]))
        if method == b"CONNECT":
            writer.write(b"HTTP/1.1 200 Connection established\r\nVia: 1.1 test\r\n\r\n")
        else:
            server_writer.write(head)
        await asyncio.gather(_pump(reader, server_writer), _pump(server_reader, writer))


def _reset(writer: asyncio.StreamWriter) -> None:
    linger = struct.pack("ii", 1, 0)
    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    writer.transport.abort()


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(ConnectionError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    with contextlib.suppress(OSError, RuntimeError):
        writer.close()


Services = tuple[tuple[Site | Proxy, ssl.SSLContext | None], ...]


@contextlib.contextmanager
def listening(*services: tuple[Site | Proxy, ssl.SSLContext | None]) -> Iterator[None]:
    """Serve all of them from a thread of their own, on free ports, until the block ends."""
    ready, loop = threading.Event(), asyncio.new_event_loop()
    thread = threading.Thread(target=_run, args=(loop, services, ready), daemon=True)
    thread.start()
    ready.wait()
    try:
        yield
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


def _run(
    loop: asyncio.AbstractEventLoop,
    services: tuple[tuple[Site | Proxy, ssl.SSLContext | None], ...],
    ready: threading.Event,
) -> None:
    asyncio.set_event_loop(loop)
    for service, tls in services:
        server = loop.run_until_complete(asyncio.start_server(_quietly(service.serve), "127.0.0.1", 0, ssl=tls))
        service.port = server.sockets[0].getsockname()[1]
        if tls is not None:
            service.scheme = "https"
    ready.set()
    loop.run_forever()
    pending = asyncio.all_tasks(loop)
    for task in pending:
        task.cancel()
    loop.run_until_complete(asyncio.gather(*pending, return_exceptions=True))


def _quietly(serve: Connection) -> Connection:
    async def connection(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):  # the client went away, as it may
            await serve(reader, writer)
        with contextlib.suppress(OSError, RuntimeError):
            writer.close()

    return connection
