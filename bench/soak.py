"""An hour of one crawl over a newsroom that never ends and often fails: does it grow, does it slow down?

python -m bench.soak --minutes 60
python -m bench.soak --minutes 60 --delay 0.05     20 pages a second at most, on a machine that others need too

One page in twenty fails: dropped connections, 5xx, slow answers and answers that come too late, broken gzip, redirects
to themselves, noise, pages made to cost time or memory, bombs; and once a minute a worker is ended by SIGSEGV.

Every few seconds the memory of the crawl and of its workers, its file descriptors, the CPU spent and the pages served
are noted. The first sixth is the warm-up: the lists are read, and every connection and library has what it keeps. Of
what follows the first quarter is compared with the last: medians of memory or descriptors that grew by 5 % or more, or
a page that costs a tenth more CPU (clocks on the wall tell of the neighbours), fail.
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
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from archive.store.database import Archive
from archive.verify.run import verify
from bench.meter import family
from tests.newsroom.server import Answer, Asked, Server

SENTENCE = (
    "The ferry number {n} between the two islands sails again from Monday, the harbour office said after {n} repairs."
)
A_SITEMAP = 20_000  # addresses
MOST_A_SECOND = 100  # pages that are more than a crawl of one host can fetch
WARM_UP = 1 / 6  # of the time
GROWTH = 0.05
DEARER = 0.1
CRASH_EVERY = 60  # seconds
TOO_LATE = 6  # seconds: more than settings.test waits
CLOCK_TICKS = os.sysconf("SC_CLK_TCK")


def story(asked: Asked) -> Answer:
    """Answer for any story; one in twenty fails, each in another way."""
    number = int(asked.path.rpartition("-")[2])
    text = "".join(f"<p>{SENTENCE.format(n=number * 7 + line)}</p>" for line in range(6))
    page = f"<html><head><title>Ferry {number}</title></head><body><article><h1>Ferry {number}</h1>{text}</article>"
    fault = FAULTS.get(number % 180) or RARE_FAULTS.get(number % 3600)
    return fault(asked, page) if fault else Answer(page)


def _after(seconds: float, page: str) -> Answer:
    time.sleep(seconds)  # each connection has a thread of its own
    return Answer(page)


def _gzipped(packed: bytes) -> Answer:
    return Answer(packed, headers={"Content-Encoding": "gzip"})


BOMB = gzip.compress(b"<p>ferry " * (4 << 20))  # 36 MiB
Fault = Callable[[Asked, str], Answer]
FAULTS: dict[int, Fault] = {
    3: lambda _, page: Answer(page, 500),
    7: lambda _, page: Answer("", 404),
    11: lambda _, page: Answer(page, cut_at=200),
    13: lambda _, page: _gzipped(gzip.compress(page.encode())[:-9] + b"broken"),
    17: lambda _, page: Answer("<div>" * 3000 + page),
    19: lambda asked, _: Answer("", 302, headers={"Location": asked.path}),
    23: lambda *_: Answer(os.urandom(20_000)),
    29: lambda _, page: Answer(page + "<p>" + "word " * 50_000),
    31: lambda _, page: Answer(page, 502),
    37: lambda _, page: _after(1, page),
    41: lambda _, page: Answer(page, cut_at=0),
}
RARE_FAULTS: dict[int, Fault] = {
    1000: lambda _, page: _after(TOO_LATE, page),
    1100: lambda *_: _gzipped(BOMB),
    1200: lambda *_: Answer("<html><body><article><p>" + "<span>word</span> " * 100_000),
    1300: lambda *_: Answer('<script type="application/ld+json">{"author":"' + '\\"' * 200_000 + "</script><p>ferry"),
}


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
    cpu: float  # seconds so far, of all
    pages: int  # asked for so far


def samples(run: subprocess.Popen[bytes], server: Server, seconds: float, every: float) -> Iterator[Sample]:
    """Yield how the crawl stands until its time is over, or until it ends; a worker is made to crash now and then."""
    began, crashed = time.monotonic(), 0.0
    while (at := time.monotonic() - began) < seconds and run.poll() is None:
        time.sleep(every)
        try:
            yield _sample(run.pid, at, len(server.asked))
            if at - crashed >= CRASH_EVERY:
                crashed = at
                _crash_a_worker(run.pid)
        except (FileNotFoundError, ProcessLookupError):  # the crawl ended just now
            return


def _sample(pid: int, at: float, pages: int) -> Sample:
    _, *others = family(pid)
    descriptors = len(list(Path(f"/proc/{pid}/fd").iterdir()))
    cpu = _cpu(pid) + sum(map(_cpu, others))
    return Sample(at, _memory(pid), sum(map(_memory, others)), descriptors, cpu, pages)


def _memory(pid: int) -> float:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE") / (1 << 20)
    except (FileNotFoundError, ProcessLookupError):  # a worker that has just been replaced
        return 0.0


def _cpu(pid: int) -> float:
    """Return the seconds of CPU of a process and of its children that have ended (proc(5): utime to cstime)."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return sum(map(int, fields[11:15])) / CLOCK_TICKS


def _crash_a_worker(pid: int) -> None:
    # What the crawl starts itself are the server that workers are forked from, and what keeps account of resources.
    for child in _started_by(pid):
        for worker in _started_by(child):
            os.kill(worker, signal.SIGSEGV)
            return


def _started_by(pid: int) -> list[int]:
    return [one for one in family(pid)[1:] if _parent(one) == pid]


def _parent(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


@dataclass(frozen=True)
class Comparison:
    """One figure soon after the warm-up and at the end."""

    name: str
    before: float
    after: float
    bound: float  # growth that fails

    @property
    def failed(self) -> bool:
        """Whether it grew by as much as its bound."""
        return self.after >= self.before * (1 + self.bound)

    def __str__(self) -> str:
        growth = (self.after / self.before - 1) * 100 if self.before else 0.0
        verdict = f"GREW by {self.bound:.0%} or more" if self.failed else "flat"
        return f"{self.name:24} {self.before:8.1f} {self.after:8.1f} {growth:+6.1f} %  {verdict}"


def compare(series: list[Sample]) -> list[Comparison]:
    """Compare the first quarter after the warm-up with the last."""
    steady = [sample for sample in series if sample.at >= series[-1].at * WARM_UP]
    quarter = max(len(steady) // 4, 2)
    first, last = steady[:quarter], steady[-quarter:]

    def medians(name: str, what: str) -> Comparison:
        before, after = (median(getattr(sample, name) for sample in part) for part in (first, last))
        return Comparison(what, before, after, GROWTH)

    return [
        medians("crawl", "crawl, MiB"),
        medians("workers", "workers, MiB"),
        medians("descriptors", "descriptors"),
        Comparison("CPU a page, ms", _cpu_a_page(first), _cpu_a_page(last), DEARER),
    ]


def _cpu_a_page(part: list[Sample]) -> float:
    return (part[-1].cpu - part[0].cpu) * 1000 / max(part[-1].pages - part[0].pages, 1)


def start(folder: Path, server: Server, sitemaps: list[str], delay: float) -> subprocess.Popen[bytes]:
    """Start the crawl, its talk going to a file."""
    sources = folder / "sources"
    sources.mkdir()
    toml = f'home = "{server.base}/"\nsitemaps = {sitemaps}\n[politeness]\nconcurrency = 8\ndelay = {delay}\n'
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


def _lost(path: Path) -> list[str]:
    """Say what was read and what not, and return what should not be."""
    with Archive.open(path, readonly=True) as archive:
        query = "SELECT state, outcome, count(*) FROM captures GROUP BY 1, 2 ORDER BY 3 DESC"
        counts = {f"{row[0]} {row[1] or ''}".strip(): row[2] for row in archive.connection.execute(query)}
        reasons = dict(archive.connection.execute("SELECT reason, count(*) FROM attempts GROUP BY 1").fetchall())
    print("captures:", counts)
    print("attempts that came to nothing:", reasons)
    unread = counts.get("recorded", 0)  # one whose worker crashed says so, and waits for the next run
    return ([f"{unread} captures were left unread"] if unread else []) + [str(fault) for fault in verify(path).faults]


def main() -> int:
    """Soak, print the series, and say what grew."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--every", type=float, default=5, help="seconds between samples")
    parser.add_argument("--delay", type=float, default=0, help="seconds between two requests")
    arguments = parser.parse_args()
    seconds = arguments.minutes * 60
    series: list[Sample] = []
    with Server() as server, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        run = start(
            folder, server, newsroom(server, int(seconds / max(arguments.delay, 1 / MOST_A_SECOND))), arguments.delay
        )
        print("seconds\tcrawl MiB\tworkers MiB\tdescriptors\tCPU s\tpages")
        for one in samples(run, server, seconds, arguments.every):
            series.append(one)
            figures = f"{one.crawl:.0f}\t{one.workers:.0f}\t{one.descriptors}\t{one.cpu:.1f}\t{one.pages}"
            print(f"{one.at:.0f}\t{figures}", flush=True)
        ended_early = run.poll() is not None
        run.send_signal(signal.SIGTERM)
        run.wait(timeout=300)
        talk = (folder / "talk.txt").read_text()
        found = [f"the crawl ended early: {talk[-500:]}"] if ended_early else []
        found += ["the crawl wrote a stack trace"] if "Traceback" in talk else []
        found += _lost(folder / "archive.db")
    if len(series) < 16:
        found.append("too short to say anything")
    else:
        compared = compare(series)
        print(f"{'':24} {'before':>8} {'at end':>8}", *compared, sep="\n")
        found += [one.name for one in compared if one.failed]
    print(f"FAILED: {'; '.join(found)}" if found else "Nothing grew, nothing slowed down, and the archive verifies.")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
