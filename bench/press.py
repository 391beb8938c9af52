"""The corpus on a few loopback hosts, served from bytes made beforehand by a process that costs next to nothing.

python -m bench.press --hosts 8 --pages 400 --port 8907     until it is stopped

Each host has its share of the pages at paths of their own, a sitemap, and an index page that links to all of them.
Answers are gzipped for those who offer to take that, plain for others, as real servers do it.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from xml.sax.saxutils import escape

from bench import corpus
from bench.corpus_site import Page, load

HOSTS = 8
INDEX, SITEMAP = "/all-stories", "/sitemap.xml"
LONGEST_PATH = 120  # characters; wget names files after them


def shelved(root: Path, hosts: int, most: int | None) -> dict[str, dict[str, Page]]:
    """Return the pages by host and path: each host has as many, none two of one path."""
    sites: dict[str, dict[str, Page]] = defaultdict(dict)
    for number, page in enumerate(load(root, most)):
        host = f"127.11.0.{number % hosts + 1}"
        path = page.path if len(page.path) <= LONGEST_PATH and page.path not in sites[host] else f"/{page.id}.html"
        sites[host][path] = replace(page, host=host, path=path)
    return dict(sites)


class _Connection(asyncio.Protocol):
    """Answers requests one after the other; the press knows what to say."""

    def __init__(self, press: _Press) -> None:
        self._press, self._rest = press, b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._host = transport.get_extra_info("sockname")[0]
        if not self._host.startswith("127."):  # the socket hears every interface; nobody outside gets a page
            transport.abort()

    def data_received(self, data: bytes) -> None:
        *requests, self._rest = (self._rest + data).split(b"\r\n\r\n")
        for request in requests:
            path = request.split(b" ", 2)[1].decode("latin-1")
            self._transport.write(self._press.answer(self._host, path, packed=b"gzip" in request))


class _Press:
    def __init__(self, sites: dict[str, dict[str, Page]]) -> None:
        self._pages = {
            (host, path): page.file.read_bytes() for host, site in sites.items() for path, page in site.items()
        }
        self._lists: dict[tuple[str, str], bytes] = {}
        self._sites = sites

    def add_lists(self, port: int) -> None:
        for host, site in self._sites.items():
            urls = [escape(f"http://{host}:{port}{path}", {'"': "&quot;"}) for path in site]
            links = "".join(f'<li><a href="{url}">story</a>' for url in urls)
            self._lists[host, INDEX] = f"<!doctype html><title>All</title><ul>{links}</ul>".encode()
            places = "".join(f"<url><loc>{url}</loc></url>" for url in urls)
            self._lists[host, SITEMAP] = (
                f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{places}</urlset>'.encode()
            )

    def answer(self, host: str, path: str, *, packed: bool) -> bytes:
        if body := self._pages.get((host, path)):
            coding = b"Content-Encoding: gzip\r\n" if packed else b""
            return _message(b"200 OK", b"text/html", body if packed else gzip.decompress(body), coding)
        if body := self._lists.get((host, path)):
            return _message(b"200 OK", b"text/html" if path == INDEX else b"application/xml", body)
        return _message(b"404 Not Found", b"text/plain", b"not here")


def _message(status: bytes, kind: bytes, body: bytes, coding: bytes = b"") -> bytes:
    head = b"HTTP/1.1 %s\r\nContent-Type: %s\r\n%sContent-Length: %d\r\n\r\n" % (status, kind, coding, len(body))
    return head + body


@dataclass(frozen=True)
class Address:
    """Where a press that runs can be asked."""

    port: int
    hosts: tuple[str, ...]
    pages: int

    def each(self, path: str) -> list[str]:
        """The address of a path on each host."""
        return [f"http://{host}:{self.port}{path}" for host in self.hosts]


@contextmanager
def running(*, hosts: int = HOSTS, pages: int | None = None) -> Iterator[Address]:
    """Run a press in a process of its own."""
    command = [sys.executable, "-m", "bench.press", "--hosts", str(hosts)]
    command += ["--pages", str(pages)] if pages else []
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            said = json.loads(process.stdout.readline())
            yield Address(said["port"], tuple(said["hosts"]), said["pages"])
        finally:
            process.terminate()


async def _serve(press: _Press, sites: dict[str, dict[str, Page]], port: int) -> None:
    server = await asyncio.get_running_loop().create_server(lambda: _Connection(press), "0.0.0.0", port)
    port = server.sockets[0].getsockname()[1]
    press.add_lists(port)
    print(json.dumps({"port": port, "hosts": list(sites), "pages": sum(map(len, sites.values()))}), flush=True)
    await server.serve_forever()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hosts", type=int, default=HOSTS)
    parser.add_argument("--pages", type=int)
    parser.add_argument("--port", type=int, default=0)
    arguments = parser.parse_args()
    root = corpus.located()
    if root is None:
        return 1
    sites = shelved(root, arguments.hosts, arguments.pages)
    asyncio.run(_serve(_Press(sites), sites, arguments.port))
    return 0


if __name__ == "__main__":
    sys.exit(main())
