"""The frontier with a thousand addresses and with a million: what handing out the next batch costs.

python -m bench.frontier [--rows N]
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from archive.store.crawls import begin_crawl
from archive.store.database import Archive, stamp
from archive.store.frontier import lease
from archive.store.sources import put_source

FEW = 1_000
BATCH = 16
BATCHES = 50
SOURCES = 10
FOUND = datetime(2026, 1, 1, tzinfo=UTC)
NOW = datetime(2026, 6, 1, tzinfo=UTC)
_ADD = """
    INSERT INTO frontier (url, host, kind, source_id, found_by, found_at, rank, state, due_at)
    VALUES (?, ?, 'page', ?, 'sitemap', ?, ?, ?, ?)"""


@click.command()
@click.option("--rows", default=1_000_000, show_default=True)
def main(rows: int) -> None:
    """Print the CPU time of a batch of leases over a small frontier and a large one."""
    with tempfile.TemporaryDirectory(prefix="frontier-") as folder:
        few, many = (_cost(Path(folder) / f"{number}.db", number) for number in (FEW, rows))
    click.echo(f"{BATCH} leases of {FEW:>9,} addresses: {few:.2f} ms CPU")
    click.echo(f"{BATCH} leases of {rows:>9,} addresses: {many:.2f} ms CPU, {many / few:.2f} times as much")


def _cost(path: Path, rows: int) -> float:
    with Archive.open(path, create=True) as archive:
        crawl = begin_crawl(archive, command="crawl", settings={})
        names = [f"source{number}" for number in range(SOURCES)]
        sources = [put_source(archive, name=one, domain=f"{one}.example", home="", toml="") for one in names]
        with archive.transaction() as connection:
            connection.executemany(_ADD, _addresses(sources, rows))
        until, began = NOW + timedelta(hours=1), time.process_time()
        for _ in range(BATCHES):
            lease(archive, crawl, source_ids=sources, limit=BATCH, now=NOW, until=until)
        return (time.process_time() - began) * 1000 / BATCHES


def _addresses(sources: list[int], rows: int) -> Iterator[tuple[object, ...]]:
    """Yield half of them new, half of them read and due again."""
    for number in range(rows):
        source, at = sources[number % len(sources)], stamp(FOUND + timedelta(seconds=number))
        host = f"source{number % len(sources)}.example"
        state, due = ("new", None) if number // len(sources) % 2 else ("read", at)
        yield f"https://{host}/{number}", host, source, stamp(FOUND), at, state, due


if __name__ == "__main__":
    main()
