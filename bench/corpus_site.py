"""The corpus as live sites on loopback, and one command that crawls them all and counts what came of it.

    python -m bench.corpus_site serve --port 8902 --sources /tmp/sources     until it is stopped
    python -m bench.corpus_site check [--archive FILE] [--pages N]           crawl, verify, count

Every site of gold.jsonl has a loopback address of its own (Linux answers on all of 127.0.0.0/8), with its pages at
their own paths, an RSS feed and a sitemap. TEARSHEET_CORPUS names the corpus; ../shared/corpus where it does not.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

from archive.store.database import Archive
from archive.urls import normalise, registered_domain
from bench import corpus as real_pages


@dataclass(frozen=True)
class Page:
    """One page of the corpus at its loopback address."""

    id: str
    host: str
    path: str
    file: Path
    date: str


def load(corpus: Path, most: int | None) -> list[Page]:
    """Give each page of gold.jsonl a host and a path of its own."""
    rows = [json.loads(line) for line in (corpus / "gold.jsonl").open(encoding="utf-8")][:most]
    hosts: dict[str, str] = {}
    taken: set[tuple[str, str]] = set()
    pages = []
    for row in rows:
        site, path = _place(row)
        host = hosts.setdefault(site, f"127.10.{len(hosts) // 250}.{len(hosts) % 250 + 1}")
        if (host, path) in taken:
            path = f"/{row['id']}.html"
        taken.add((host, path))
        pages.append(Page(row["id"], host, path, corpus / row["html"], row.get("date") or ""))
    return pages


def _place(row: dict[str, Any]) -> tuple[str, str]:
    parts = urlsplit(row["url"])
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.hostname == "web.archive.org":
        return row["id"], f"/{row['id']}.html"
    url = urlsplit(normalise(row["url"]))
    path = "/" + url.path.lstrip("/") + (f"?{url.query}" if url.query else "")  # http.server folds "//"
    return registered_domain(row["url"]), path if len(path) < 1500 and path != "/" else f"/{row['id']}.html"


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), ConnectionError):  # a crawl that was killed hangs up
            super().handle_error(request, client_address)


class Corpus:
    """Serves the pages, and counts how often each was asked for."""

    def __init__(self, pages: list[Page], port: int = 0) -> None:
        self.sites: dict[str, dict[str, Page]] = defaultdict(dict)
        for page in pages:
            self.sites[page.host][page.path] = page
        self.asked: Counter[str] = Counter()
        self._lock = threading.Lock()
        self.http = _Server(("", port), _handler(self))
        self.port = self.http.server_address[1]

    def url(self, page: Page) -> str:
        """The address a page is served at."""
        return f"http://{page.host}:{self.port}{page.path}"

    def answer(self, host: str, path: str) -> tuple[int, str, bytes, bool]:
        """Status, type, body, and whether it is gzipped."""
        with self._lock:
            self.asked[f"http://{host}:{self.port}{path}"] += 1
        site = self.sites.get(host, {})
        if path in site:
            return 200, "text/html", site[path].file.read_bytes(), True
        if path == "/feed.xml":
            return 200, "application/rss+xml", self._rss(site), False
        if path == "/sitemap.xml":
            return 200, "application/xml", self._sitemap(site), False
        return 404, "text/plain", b"not here", False

    def _rss(self, site: dict[str, Page]) -> bytes:
        items = "".join(f"<item><link>{escape(self.url(page))}</link>{_dated(page)}</item>" for page in site.values())
        return f'<?xml version="1.0"?><rss version="2.0"><channel><title>c</title>{items}</channel></rss>'.encode()

    def _sitemap(self, site: dict[str, Page]) -> bytes:
        urls = "".join(f"<url><loc>{escape(self.url(page))}</loc></url>" for page in site.values())
        return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'.encode()

    def write_sources(self, folder: Path) -> None:
        """Write a source for each site."""
        folder.mkdir(parents=True, exist_ok=True)
        for host in self.sites:
            base = f"http://{host}:{self.port}"
            toml = f'home = "{base}/"\nfeeds = ["{base}/feed.xml"]\nsitemaps = ["{base}/sitemap.xml"]\n'
            (folder / f"{host.replace('.', '-')}.toml").write_text(toml + "[politeness]\ndelay = 0\n")


def _dated(page: Page) -> str:
    try:
        at = datetime.fromisoformat(page.date)
    except ValueError:
        return ""
    return f"<pubDate>{format_datetime(at if at.tzinfo else at.replace(tzinfo=UTC))}</pubDate>"


def _handler(corpus: Corpus) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            host = self.connection.getsockname()[0]
            if not host.startswith("127."):  # the socket hears every interface; nobody outside gets a page
                self.close_connection = True
                return
            status, kind, body, packed = corpus.answer(host, self.path)
            self.send_response(status)
            self.send_header("Content-Type", kind)
            if packed:
                self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    return Handler


def start(corpus: Corpus, archive: Path, sources: Path) -> subprocess.Popen[bytes]:
    """Start `tearsheet crawl` over every site."""
    environment = os.environ | {
        "TEARSHEET_ALLOW_PRIVATE": " ".join(corpus.sites),
        "TEARSHEET_DEPTH_LIMIT": "0",
        "SCRAPY_SETTINGS_MODULE": "settings.dev",
    }
    command = ["tearsheet", "crawl", "--archive", str(archive), "--sources", str(sources), "--json"]
    return subprocess.Popen(
        [str(Path(sys.executable).with_name(command[0])), *command[1:]], env=environment, stdout=subprocess.PIPE
    )


def crawl(corpus: Corpus, archive: Path, sources: Path) -> dict[str, Any]:
    """Run `tearsheet crawl` over every site, and return what it counted."""
    done = start(corpus, archive, sources)
    report = json.loads(done.communicate()[0])
    totals: Counter[str] = Counter()
    for counts in report["sources"].values():
        totals.update(counts)
    return {"exit": done.returncode, **totals}


def outcomes(archive: Path, corpus: Corpus) -> tuple[Counter[str], list[str]]:
    """Return how many pages became what, and the addresses that have no record or no stated outcome."""
    ends: Counter[str] = Counter()
    lost = []
    query = """SELECT captures.state, captures.outcome, captures.response_record,
        (SELECT count(*) FROM articles WHERE url = captures.url) AS article
        FROM captures WHERE url = ? AND kind = 'page'"""
    with Archive.open(archive, readonly=True) as opened:
        for site in corpus.sites.values():
            for page in site.values():
                url = corpus.url(page)
                rows = opened.connection.execute(query, (normalise(url),)).fetchall()
                if len(rows) != 1 or rows[0]["response_record"] is None or rows[0]["state"] not in ("read", "failed"):
                    lost.append(f"{page.id} {url} {[tuple(row) for row in rows]}")
                else:
                    ends["article" if rows[0]["article"] else rows[0]["outcome"]] += 1
    return ends, lost


def check(corpus: Corpus, archive: Path) -> int:
    """Crawl twice, verify, count; return the exit code."""
    with tempfile.TemporaryDirectory() as folder:
        sources = Path(folder)
        corpus.write_sources(sources)
        began = time.monotonic()
        first = crawl(corpus, archive, sources)
        took = time.monotonic() - began
        pages = [corpus.url(page) for site in corpus.sites.values() for page in site.values()]
        more_than_once = [url for url in pages if corpus.asked[url] != 1]
        second = crawl(corpus, archive, sources)
        again = [url for url in pages if corpus.asked[url] > 1]
    ends, lost = outcomes(archive, corpus)
    verified = subprocess.run([sys.executable, "-m", "archive", "verify", "--archive", str(archive)], check=False)
    print(f"{len(pages)} pages of {len(corpus.sites)} sites in {took:.0f} s: {len(pages) / took:.1f} pages/s")
    print(f"first run {first}")
    print(f"second run {second}")
    print(
        f"not fetched exactly once by the first run: {len(more_than_once)}; fetched again by the second: {len(again)}"
    )
    print(f"ended as {dict(ends.most_common())}; without record or outcome: {len(lost)}")
    for line in (*more_than_once[:10], *lost[:10]):
        print(f"  {line}")
    return int(bool(lost or more_than_once or again or verified.returncode))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("serve", "check"))
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--pages", type=int)
    parser.add_argument("--archive", type=Path)
    parser.add_argument("--sources", type=Path)
    arguments = parser.parse_args()
    root = real_pages.located()
    if root is None:
        return 1
    corpus = Corpus(load(root, arguments.pages), arguments.port)
    if arguments.what == "serve":
        if arguments.sources:
            corpus.write_sources(arguments.sources)
        print(f"{len(corpus.sites)} sites on port {corpus.port}, the first at http://127.10.0.1:{corpus.port}/feed.xml")
        corpus.http.serve_forever()
    threading.Thread(target=corpus.http.serve_forever, daemon=True).start()
    with tempfile.TemporaryDirectory() as folder:
        return check(corpus, arguments.archive or Path(folder) / "archive.db")


if __name__ == "__main__":
    sys.exit(main())
