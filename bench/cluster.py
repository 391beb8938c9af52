"""What a cluster costs beside the reading: `python -m bench.cluster`, CPU on this machine, for docs/operations.md.

Real pages of the corpus are recorded, cut out as a shard, read as a worker reads them, stored from its answers, and
merged; a source of a loopback site is crawled as a worker crawls it. CPU time, not the clock: it holds under load.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from archive.backlog import read_backlog
from archive.cluster.answers import answered
from archive.cluster.reader import read_shard
from archive.cluster.seed import write_captures
from archive.merge.run import merge
from archive.model import Exchange
from archive.store.crawls import begin_crawl
from archive.store.database import Archive
from archive.store.reading import unread
from archive.store.recording import record
from archive.transfer.selection import Selection
from archive.transfer.warc_in import import_file
from archive.transfer.warc_out import write
from archive.transfer.written import Options
from archive.workers import Readers
from bench import corpus, corpus_site
from crawler.cluster import tasks
from crawler.shards import crawl_source
from crawler.sources import load_sources
from tests.newsroom.sites import sample_newsroom, write_sources

RESULTS = Path(__file__).parent / "results" / "cluster.json"


def main() -> int:
    """Measure, print a table, write the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=400)
    pages = parser.parse_args().pages
    root = corpus.located()
    if root is None:
        return 1
    with tempfile.TemporaryDirectory() as folder:
        figures = {"pages": pages} | bulk(root, Path(folder), pages) | crawling(Path(folder))
    for name, figure in figures.items():
        print(f"{figure:>12,.1f}  {name}")
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(figures, indent=1) + "\n")
    return 0


def bulk(root: Path, folder: Path, most: int) -> dict[str, float]:
    """Return what a page costs where, in ms of CPU, and its bytes."""
    spent: dict[str, float] = {}
    with Archive.open(folder / "whole.db", create=True) as archive:
        _record(archive, root, most)
        captures = unread(archive, limit=most)
        pages = len(captures)
        shard, answers = folder / "shard.db", folder / "shard.answers"
        with _spent(spent, "cut out as a shard, ms a page", pages):
            write_captures(archive, captures, shard)
        with _spent(spent, "read by a worker, ms a page", pages):
            read_shard(shard, answers, workers=1, timeout=60)
        with (
            Readers(archive.path, workers=1) as here,
            answered(answers, archive=archive, here=here) as readers,
            _spent(spent, "stored from the answers, ms a page", pages),
        ):
            read_backlog(archive, captures, readers)
        write(archive, Selection(), folder / "whole.warc.gz", Options())
    with (
        Archive.open(folder / "taken.db", create=True) as taken,
        _spent(spent, "taken in from a WARC, ms a page", pages),
    ):
        import_file(taken, folder / "whole.warc.gz")
    with Archive.open(folder / "target.db", create=True) as target, _spent(spent, "merged, ms a page", pages):
        merge(target, folder / "whole.db")
    members = _one(folder / "whole.db", "SELECT sum(member_length) FROM records WHERE type = 'response'")
    texts = _one(folder / "whole.db", "SELECT sum(length(CAST(text AS BLOB))) FROM texts")
    return spent | {
        "records, KB a page": members / pages / 1e3,
        "archive, KB a page": (folder / "whole.db").stat().st_size / pages / 1e3,
        "text, KB a page": texts / pages / 1e3,
        "answers, KB a page": answers.stat().st_size / pages / 1e3,
    }


def _record(archive: Archive, root: Path, most: int) -> None:
    crawl = begin_crawl(archive, command="import", settings={})
    for page in corpus_site.load(root, most):
        head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n"
        request = f"GET {page.path} HTTP/1.1\r\nHost: {page.host}\r\n\r\n".encode()
        url = f"http://{page.host}{page.path}"
        record(
            archive, crawl, [Exchange(url, datetime(2026, 3, 1, tzinfo=UTC), request, head + page.file.read_bytes())]
        )


def crawling(folder: Path) -> dict[str, float]:
    """Return what a task costs that finds nothing new, in ms of CPU."""
    spent: dict[str, float] = {}
    with sample_newsroom(stories=4) as sites:
        (folder / "sources").mkdir()
        write_sources(sites, folder / "sources")
        sources, _ = load_sources(folder / "sources", ["tarn-courier"])
        told = {"SCRAPY_SETTINGS_MODULE": "settings.test"}
        words = [word for n in (1, 2, 3) for word in ("--allow-private", f"127.0.0.{n}")]

        def crawl(only_due: bool) -> None:
            asked = tasks(
                sources, folder=folder / "shards", words=words, only_due=only_due, most=None, environment=told
            )
            answer = crawl_source(asked["tarn-courier"] | {"run": "bench"})
            assert answer["code"] == 0, answer

        crawl(False)
        with _spent(spent, "a source with nothing new, ms a task", 1):
            crawl(False)
        with _spent(spent, "a source with nothing due, ms a task", 1):
            crawl(True)
    return spent


@contextmanager
def _spent(spent: dict[str, float], name: str, pages: int) -> Iterator[None]:
    before = _cpu()
    yield
    spent[name] = (_cpu() - before) * 1000 / pages


def _cpu() -> float:
    """Seconds of this process and of those it has waited for."""
    used = [resource.getrusage(whose) for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _one(path: Path, query: str) -> float:
    with Archive.open(path, readonly=True) as archive:
        return float(archive.connection.execute(query).fetchone()[0])


if __name__ == "__main__":
    sys.exit(main())
