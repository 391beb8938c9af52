"""A small site on loopback for crawlers that are not ours: pages, chunks, a redirect, a page that is gone."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager

PAGES = {
    "/": (
        200,
        b'<a href="/story">Story</a> <a href="/chunked">More</a> <a href="/gone">Gone</a> <a href="/moved">M</a>',
    ),
    "/story": (200, b"<p>The bridge opens on Monday.</p>"),
    "/chunked": (200, b"<p>In parts.</p>"),
    "/gone": (404, b"<p>No such page.</p>"),
    "/moved": (301, b""),
}


class Site(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        status, body = PAGES.get(self.path, (404, b""))
        chunked = self.path == "/chunked"
        self.send_response(status)
        self.send_header("Content-Type", "text/html")
        if status == 301:
            self.send_header("Location", "/story")
        self.send_header(*(("Transfer-Encoding", "chunked") if chunked else ("Content-Length", str(len(body)))))
        self.end_headers()
        self.wfile.write(b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body) if chunked else body)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def serving() -> Iterator[str]:
    """Serve the pages, and yield the address of the server."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()
