"""What an archive costs as it grows: `python -m bench.scale --articles 50000`, `--archive FILE` for one that is there.

Invented articles (bench.make_archive), then everything that is done with an archive: one more crawl's pages kept and
read, beside the same on a small archive; backup, verify, merge, start-up, search and browse. The table goes to stdout,
the figures to bench/results/scale-N.json. The file itself is only added to by what is inserted: 1,000 articles.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from archive.store.crawls import begin_crawl
from archive.store.database import Archive
from bench import invented, make_archive, storage
from bench.meter import measured

SMALL = 10_000  # articles that the rate of inserting is compared with
INSERTED = 1_000
BATCH = 8  # pages to a transaction, as a crawl on two cores has them
RESULTS = Path(__file__).parent / "results"
TEARSHEET = [sys.executable, "-m", "archive"]
_BROWSED = re.compile(r"(\S.*?)\s{2,}([\d.]+)\s+([\d.]+)\s+([\d.]+)\s+([\d.]+)")


def main() -> int:
    """Measure, print, and write the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=50_000)
    parser.add_argument("--archive", type=Path, help="measure this one; it is made where it is not there")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=arguments.archive.parent if arguments.archive else None) as name:
        folder = Path(name)
        path = arguments.archive or folder / "big.db"
        figures: dict[str, Any] = {}
        for what, found in _steps(path, folder, arguments.articles):
            figures[what] = found
            print(f"{what:<12}{json.dumps(found)}", flush=True)
    articles = figures["size"]["articles"]
    RESULTS.mkdir(exist_ok=True)
    about = {"date": f"{datetime.now(UTC):%Y-%m-%d}", "cores": os.cpu_count(), "load": round(os.getloadavg()[2], 1)}
    (RESULTS / f"scale-{articles}.json").write_text(json.dumps({"about": about} | figures, indent=1) + "\n")
    return 0


def _steps(path: Path, folder: Path, articles: int) -> Iterator[tuple[str, dict[str, Any]]]:
    if not path.exists():
        yield "build", build(path, articles)
    else:
        yield "opening", opening(path)
    yield "size", size(path)
    small = folder / "small.db"
    build(small, SMALL)
    yield "inserts", inserts(small, path)
    copy = folder / "copy.db"
    yield "backup", _run([*TEARSHEET, "backup", "--archive", str(path), str(copy)])
    yield "verify", _run([*TEARSHEET, "verify", "--archive", str(copy)])
    yield "merge", _run([*TEARSHEET, "merge", "--archive", str(copy), str(small)])
    copy.unlink()
    yield "start-up", start_up(path)
    yield "search", search(path, folder / "search.json")
    yield "browse", browse(path)


def build(path: Path, articles: int) -> dict[str, Any]:
    """Make an archive of invented articles."""
    began, used = time.monotonic(), time.process_time()
    with Archive.open(path, create=True) as archive:
        archive.connection.execute("PRAGMA synchronous = OFF")
        archive.connection.execute("PRAGMA foreign_keys = OFF")
        make_archive.fill(archive.connection, articles, np.random.default_rng(1))
    cpu = time.process_time() - used
    return {
        "articles": articles,
        "seconds": round(time.monotonic() - began, 1),
        "cpu": round(cpu, 1),
        "articles_a_cpu_second": round(articles / cpu),
    }


def opening(path: Path) -> dict[str, Any]:
    """Open an archive that is there; one of an older schema is migrated, and its copy removed."""
    with closing(sqlite3.connect(path)) as connection:
        before = connection.execute("PRAGMA user_version").fetchone()[0]
    began, used = time.monotonic(), time.process_time()
    with Archive.open(path) as archive:
        after = archive.connection.execute("PRAGMA user_version").fetchone()[0]
    spent = {"seconds": round(time.monotonic() - began, 1), "cpu": round(time.process_time() - used, 1)}
    for aside in path.parent.glob(f"{path.name}.schema-*.backup"):
        aside.unlink()
    return {"schema_before": before, "schema": after} | spent


def size(path: Path) -> dict[str, Any]:
    """Measure the file."""
    with closing(sqlite3.connect(path)) as connection:
        articles = connection.execute("SELECT count(*) FROM articles").fetchone()[0]
        found = storage.measure(connection, path)
    return {
        "articles": articles,
        "file_mib": round(found.file / 2**20),
        "warc_mib": round(found.warc / 2**20),
        "text_mib": round(found.text / 2**20),
        "times_text": round(found.rest, 2),
    }


def inserts(small: Path, big: Path) -> dict[str, Any]:
    """Keep and read the same invented pages in both archives, in turns, as a crawl does; the goal is 0.8 or more."""
    site = f"https://news-{time.time_ns():x}.example"  # that neither archive knows
    stories = list(invented.stories(site, INSERTED))
    taken: dict[Path, list[float]] = {small: [], big: []}
    with Archive.open(small) as one, Archive.open(big) as other:
        crawls = {archive.path: begin_crawl(archive, command="crawl", settings={}) for archive in (one, other)}
        for start in range(0, len(stories), BATCH):
            for archive in (one, other):
                used = time.process_time()
                invented.keep(archive, crawls[archive.path], stories[start : start + BATCH])
                taken[archive.path].append((time.process_time() - used) / BATCH)
    ms = {path: sum(each) / len(each) * 1000 for path, each in taken.items()}
    return {
        "cpu_ms_a_page_small": round(ms[small], 2),
        "cpu_ms_a_page": round(ms[big], 2),
        "median_ms_small": round(median(taken[small]) * 1000, 2),
        "median_ms": round(median(taken[big]) * 1000, 2),
        "rate_of_small": round(ms[small] / ms[big], 2),
    }


def start_up(path: Path) -> dict[str, Any]:
    """CPU seconds of the commands that people type."""
    with closing(sqlite3.connect(path)) as connection:
        named = connection.execute("SELECT article_id FROM articles ORDER BY id DESC LIMIT 1").fetchone()[0]
        word = connection.execute("SELECT headline FROM extractions ORDER BY id DESC LIMIT 1").fetchone()[0].split()[-1]
    commands = {
        "--help": [sys.executable, "-m", "crawler", "--help"],
        "show": [*TEARSHEET, "show", named, "--archive", str(path)],
        "search": [*TEARSHEET, "search", word, "--archive", str(path)],
    }
    return {name: round(min(measured(words).cpu for _ in range(5)), 3) for name, words in commands.items()}


def search(path: Path, out: Path) -> dict[str, Any]:
    """The mix of 50 searches of bench.search: milliseconds."""
    measured([sys.executable, "-m", "bench.search", str(path), "--json", str(out)])
    rows = json.loads(out.read_text())
    return {
        name: {"median": round(median(values), 1), "p95": round(float(np.percentile(values, 95)), 1)}
        for name in ("clock", "cpu")
        if (values := [row[name] for row in rows])
    }


def browse(path: Path) -> dict[str, Any]:
    """Each kind of page of bench.browse: milliseconds of the processor, median and p95."""
    said = measured([sys.executable, "-m", "bench.browse", str(path)]).output.decode()
    rows = (found.groups() for line in said.splitlines() if (found := _BROWSED.match(line)))
    return {name: {"median": float(cpu), "p95": float(late)} for name, _, _, cpu, late in rows}


def _run(command: list[str]) -> dict[str, Any]:
    cost = measured(command)
    said = {"seconds": round(cost.seconds, 1), "cpu": round(cost.cpu, 1), "memory_mib": round(cost.memory)}
    return said | ({"exit": cost.exit} if cost.exit else {})


if __name__ == "__main__":
    sys.exit(main())
