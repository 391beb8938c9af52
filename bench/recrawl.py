"""What a second run costs over a site of which nothing changed: `python -m bench.recrawl --pages 10000`.

The site is invented and known: its pages are in the archive, as an earlier run left them. Its sitemap lists them all
with their dates, carries no validators, and so is read whole. Two runs: one when no page is due, and one when every
page is, which asks for each conditionally and is answered 304. The table goes to stdout, the figures to
bench/results/recrawl.json.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
import tempfile
import threading
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from archive.model import Address, AddressKind
from archive.store import frontier, standing
from archive.store.crawls import begin_crawl, end_crawl
from archive.store.database import Archive, stamp
from archive.store.sources import put_source
from bench import invented
from bench.meter import measured

HOST = "127.12.0.1"
GOAL = 10  # seconds of CPU
BATCH = 500  # pages to a transaction, where nobody waits
RESULTS = Path(__file__).parent / "results" / "recrawl.json"
YESTERDAY = datetime.now(UTC) - timedelta(days=1)
_NOT_MODIFIED = b'HTTP/1.1 304 Not Modified\r\nETag: "1"\r\n\r\n'
_NOT_HERE = b"HTTP/1.1 404 Not Found\r\nContent-Type: text/plain\r\nContent-Length: 8\r\n\r\nnot here"


class _Unchanged(asyncio.Protocol):
    """Answers 304 to every page, and the same sitemap again and again."""

    def __init__(self, sitemap: bytes, asked: Counter[str]) -> None:
        self._sitemap, self._asked, self._rest = sitemap, asked, b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        *requests, self._rest = (self._rest + data).split(b"\r\n\r\n")
        for request in requests:
            path = request.split(b" ", 2)[1]
            what = "sitemap" if path == b"/sitemap.xml" else "pages" if path.startswith(b"/story-") else "else"
            self._asked[what] += 1
            self._transport.write({"sitemap": self._sitemap, "pages": _NOT_MODIFIED}.get(what, _NOT_HERE))


def main() -> int:
    """Run both, print and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=10_000)
    pages = parser.parse_args().pages
    with tempfile.TemporaryDirectory() as name:
        rows = _measure(Path(name), pages)
    for row in rows:
        print(f"{row['run']:<24}{row['cpu_seconds']:>8.1f} s CPU  {row['asked']}  {row['counts']}")
    RESULTS.parent.mkdir(exist_ok=True)
    about = {"date": f"{datetime.now(UTC):%Y-%m-%d}", "pages": pages, "goal_cpu_seconds": GOAL}
    RESULTS.write_text(json.dumps({"about": about, "rows": rows}, indent=1) + "\n")
    return 0


def _measure(folder: Path, pages: int) -> list[dict[str, Any]]:
    asked: Counter[str] = Counter()
    loop = asyncio.new_event_loop()
    base = f"http://{HOST}:{_serve(loop, asked, pages)}"
    archive, sources = folder / "archive.db", folder / "sources"
    sources.mkdir()
    toml = f'home = "{base}/"\nsitemaps = ["{base}/sitemap.xml"]\n[politeness]\ndelay = 0\nconcurrency = 8\n'
    (sources / "known.toml").write_text(toml)
    make_known(archive, base, pages, toml)
    rows = [_run("no page is due", archive, sources, asked)]
    _let_all_be_due(archive)
    rows.append(_run("every page is due", archive, sources, asked))
    loop.call_soon_threadsafe(loop.stop)
    return rows


def _serve(loop: asyncio.AbstractEventLoop, asked: Counter[str], pages: int) -> int:
    ready: list[int] = []
    started = threading.Event()

    async def start() -> None:
        protocol: list[bytes] = [b""]
        server = await loop.create_server(lambda: _Unchanged(protocol[0], asked), HOST, 0)
        ready.append(server.sockets[0].getsockname()[1])
        protocol[0] = _sitemap(f"http://{HOST}:{ready[0]}", pages)
        started.set()

    loop.create_task(start())
    threading.Thread(target=loop.run_forever, daemon=True).start()
    started.wait()
    return ready[0]


def _sitemap(base: str, pages: int) -> bytes:
    day = f"{YESTERDAY - timedelta(days=1):%Y-%m-%d}"
    urls = "".join(f"<url><loc>{base}/story-{one}</loc><lastmod>{day}</lastmod></url>" for one in range(pages))
    body = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'.encode()
    return b"HTTP/1.1 200 OK\r\nContent-Type: application/xml\r\nContent-Length: %d\r\n\r\n" % len(body) + body


def make_known(path: Path, base: str, pages: int, toml: str) -> None:
    """Write an archive that an earlier run over the site would have left."""
    with Archive.open(path, create=True) as archive:
        archive.connection.execute("PRAGMA synchronous = OFF")
        source = put_source(archive, name="known", domain=HOST, home=f"{base}/", toml=toml)
        crawl = begin_crawl(archive, command="crawl", settings={})
        frontier.add(archive, [Address(f"{base}/sitemap.xml", AddressKind.SITEMAP, source, "seed")])
        told = list(invented.stories(base, pages))
        for start in range(0, pages, BATCH):
            batch = told[start : start + BATCH]
            addresses = [Address(exchange.url, source_id=source, found_by="sitemap") for exchange, _ in batch]
            leases = frontier.claim(archive, crawl, addresses, until=datetime.now(UTC) + timedelta(hours=1))
            ready = [
                (replace(exchange, address_id=lease.address_id, source_id=source, started_at=YESTERDAY), read)
                for (exchange, read), lease in zip(batch, leases, strict=True)
            ]
            for capture in invented.keep(archive, crawl, ready):
                place = standing.standing_of(archive, capture.id)
                assert place is not None
                standing.set_due(archive, place.address_id, datetime.now(UTC) + timedelta(days=30))
        end_crawl(archive, crawl, outcome="finished", counts={})


def _let_all_be_due(path: Path) -> None:
    with Archive.open(path) as archive, archive.transaction() as connection:
        connection.execute("UPDATE frontier SET due_at = ? WHERE kind = 'page'", (stamp(YESTERDAY),))


def _run(name: str, archive: Path, sources: Path, asked: Counter[str]) -> dict[str, Any]:
    asked.clear()
    environment = {"TEARSHEET_ALLOW_PRIVATE": HOST, "SCRAPY_SETTINGS_MODULE": "settings.dev"}
    command = [sys.executable, "-m", "crawler", "crawl", "--archive", str(archive), "--sources", str(sources), "--json"]
    cost = measured(command, env=environment | {"TEARSHEET_READERS": str(os.cpu_count())})
    counts = json.loads(cost.output)["sources"]["known"] if cost.output else {}
    return {
        "run": name,
        "cpu_seconds": round(cost.cpu, 2),
        "seconds": round(cost.seconds, 1),
        "memory_mib": round(cost.memory),
        "asked": dict(asked),
        "counts": {what: number for what, number in counts.items() if number},
        "exit": cost.exit,
    }


if __name__ == "__main__":
    sys.exit(main())
