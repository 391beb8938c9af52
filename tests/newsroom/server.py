"""A web server on loopback that plays the invented sites, each on an address of its own where the system has them."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

RULES = ("/robots.txt", "/.well-known/tdmrep.json")


@dataclass(frozen=True)
class Asked:
    """One request as the server saw it."""

    method: str
    path: str
    headers: Mapping[str, str]
    at: datetime = field(default_factory=lambda: datetime.now(UTC))


@dataclass(frozen=True)
class Answer:
    """One response."""

    body: bytes | str = b""
    status: int = 200
    content_type: str = "text/html; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)
    cut_at: int | None = None  # bytes of body after which the connection ends

    @property
    def payload(self) -> bytes:
        """The body as bytes."""
        return self.body.encode() if isinstance(self.body, str) else self.body


class _Listener(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of clients that hang up: some are killed on purpose."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


Page = Callable[[Asked], Answer]


class Server:
    """Serves whatever its pages say; `pages` maps a path to what makes the answer, and may change at any time."""

    def __init__(self, *, host: str = "127.0.0.1", port: int = 0) -> None:
        self.pages: dict[str, Page] = {}
        self.asked: list[Asked] = []
        self._lock = threading.Lock()
        self._http = _Listener((host, port), _handler(self))
        self.host, self.port = host, self._http.server_address[1]
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    @property
    def base(self) -> str:
        """The address of the site, without a slash at its end."""
        return f"http://{self.host}:{self.port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.shutdown()
        self._http.server_close()

    def put(self, path: str, answer: Answer | Page) -> str:
        """Serve an answer at a path, and return its address."""
        self.pages[path] = answer if callable(answer) else lambda _: answer
        return self.base + path

    def paths(self) -> list[str]:
        """The paths asked for so far, those of rules for crawlers left out."""
        with self._lock:
            return [asked.path for asked in self.asked if asked.path not in RULES]

    def answer(self, asked: Asked) -> Answer:
        """Note a request, and say what is answered."""
        with self._lock:
            self.asked.append(asked)
        page = self.pages.get(asked.path) or self.pages.get(asked.path.partition("?")[0])
        return page(asked) if page else Answer("<h1>Not found</h1>", 404)


def _handler(server: Server) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 10

        def do_GET(self) -> None:
            answer = server.answer(Asked("GET", self.path, dict(self.headers)))
            payload = b"" if answer.status == 304 else answer.payload
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.content_type)
            self.send_header("Content-Length", str(len(payload)))
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(payload[: answer.cut_at])
            self.close_connection = self.close_connection or answer.cut_at is not None

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    return Handler
