"""An hour of one crawl over a newsroom that never ends and often fails: does it grow, does it slow down?

python -m bench.soak --minutes 60

Every few seconds the crawl's memory, its workers', their file descriptors and the pages served are noted. After a
warm-up (a third of the time) the first quarter of what follows is compared with the last: memory or descriptors that
grew by 5 % or more, or a crawl that became a fifth slower, fail. Caches of SQLite (16 MiB a connection) fill for some
thousand pages: less than half an hour says little of memory.
"""

from __future__ import annotations

import argparse
import gzip
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from archive.verify.run import verify
from tests.newsroom.server import Answer, Asked, Server

SENTENCE = (
    "The ferry number {n} between the two islands sails again from Monday, the harbour office said after {n} repairs."
)
A_SITEMAP = 20_000  # addresses
MOST_A_SECOND = 100  # pages that are more than a crawl of one host can fetch
GROWTH = 0.05
SLOWER = 0.2


def story(asked: Asked) -> Answer:
    """Answer for any story; one in twenty fails, each in another way."""
    number = int(asked.path.rpartition("-")[2])
    text = "".join(f"<p>{SENTENCE.format(n=number * 7 + line)}</p>" for line in range(6))
    page = f"<html><head><title>Ferry {number}</title></head><body><article><h1>Ferry {number}</h1>{text}</article>"
    faults = {
        3: Answer(page, 500),
        7: Answer("", 404),
        11: Answer(page, cut_at=200),
        13: Answer(gzip.compress(page.encode())[:-9] + b"broken", headers={"Content-Encoding": "gzip"}),
        17: Answer("<div>" * 3000 + page),
        19: Answer("", 302, headers={"Location": asked.path}),
        23: Answer(os.urandom(20_000)),
        29: Answer(page + "<p>" + "word " * 50_000),
        31: Answer("", 429, headers={"Retry-After": "1"}),
    }
    return faults.get(number % 180, Answer(page))


def newsroom(server: Server, stories: int) -> list[str]:
    """Fill the server with stories, and return the addresses of the sitemaps that name them."""
    for number in range(stories):
        server.pages[f"/2026/03/ferry-{number}"] = story
    sitemaps = []
    for start in range(0, stories, A_SITEMAP):
        numbers = range(start, min(start + A_SITEMAP, stories))
        urls = "".join(f"<url><loc>{server.base}/2026/03/ferry-{number}</loc></url>" for number in numbers)
        path = f"/sitemap-{start}.xml"
        sitemaps.append(server.put(path, Answer(f"<urlset>{urls}</urlset>", content_type="application/xml")))
    return sitemaps


@dataclass(frozen=True)
class Sample:
    """How a crawl stood at one moment."""

    at: float  # seconds since the start
    crawl: float  # MiB of memory of the crawl's own process
    workers: float  # MiB of all others it started
    descriptors: int  # of the crawl's own process
    pages: int  # asked for so far


def samples(run: subprocess.Popen[bytes], server: Server, seconds: float, every: float) -> Iterator[Sample]:
    """Yield how the crawl stands until its time is over, or until it ends."""
    began = time.monotonic()
    while (at := time.monotonic() - began) < seconds and run.poll() is None:
        time.sleep(every)
        try:
            descriptors = len(list(Path(f"/proc/{run.pid}/fd").iterdir()))
            yield Sample(at, _memory(run.pid), sum(map(_memory, _children(run.pid))), descriptors, len(server.asked))
        except FileNotFoundError:  # it ended just now
            return


def _memory(pid: int) -> float:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE") / (1 << 20)
    except (FileNotFoundError, ProcessLookupError):  # a worker that has just been replaced
        return 0.0


def _children(pid: int) -> list[int]:
    # Each thread knows the children that it started.
    found = (task / "children" for task in Path(f"/proc/{pid}/task").iterdir())
    return [int(child) for children in found if children.exists() for child in children.read_text().split()]


def complaints(series: list[Sample]) -> list[str]:
    """Return what grew or slowed down after the warm-up."""
    steady = series[len(series) // 3 :]
    quarter = max(len(steady) // 4, 2)
    first, last = steady[:quarter], steady[-quarter:]
    found = []
    for name in ("crawl", "descriptors"):
        before, after = (median(getattr(sample, name) for sample in part) for part in (first, last))
        if after >= before * (1 + GROWTH):
            found.append(f"{name}: {before:.0f} after the warm-up, {after:.0f} at the end")
    before, after = _rate(first), _rate(last)
    if after < before * (1 - SLOWER):
        found.append(f"pages a second: {before:.1f} after the warm-up, {after:.1f} at the end")
    return found


def _rate(part: list[Sample]) -> float:
    return (part[-1].pages - part[0].pages) / max(part[-1].at - part[0].at, 0.001)


def start(folder: Path, server: Server, sitemaps: list[str]) -> subprocess.Popen[bytes]:
    """Start the crawl, its talk going to a file."""
    sources = folder / "sources"
    sources.mkdir()
    toml = f'home = "{server.base}/"\nsitemaps = {sitemaps}\n[politeness]\nconcurrency = 8\n'
    (sources / "ferries.toml").write_text(toml)
    environment = {
        "SCRAPY_SETTINGS_MODULE": "settings.test",
        "TEARSHEET_ARCHIVE": str(folder / "archive.db"),
        "TEARSHEET_SOURCES": str(sources),
        "TEARSHEET_CONTACT": "",
    }
    return subprocess.Popen(
        [sys.executable, "-m", "crawler", "crawl", "--json"],
        env=os.environ | environment,
        stdout=subprocess.DEVNULL,
        stderr=(folder / "talk.txt").open("wb"),
    )


def main() -> int:
    """Soak, print the series, and say what grew."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--every", type=float, default=5, help="seconds between samples")
    arguments = parser.parse_args()
    seconds = arguments.minutes * 60
    series: list[Sample] = []
    with Server() as server, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        run = start(folder, server, newsroom(server, int(seconds * MOST_A_SECOND)))
        print("seconds\tcrawl MiB\tworkers MiB\tdescriptors\tpages")
        for sample in samples(run, server, seconds, arguments.every):
            series.append(sample)
            print(
                f"{sample.at:.0f}\t{sample.crawl:.0f}\t{sample.workers:.0f}\t{sample.descriptors}\t{sample.pages}",
                flush=True,
            )
        ended_early = run.poll() is not None
        run.send_signal(signal.SIGTERM)
        run.wait(timeout=300)
        found = complaints(series) if len(series) > 8 else ["too short to say anything"]
        found += [f"the crawl ended early: {(folder / 'talk.txt').read_text()[-500:]}"] if ended_early else []
        found += [str(fault) for fault in verify(folder / "archive.db").faults]
    print("\n".join(found) or "Nothing grew, nothing slowed down, and the archive verifies.")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
