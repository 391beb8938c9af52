"""How long pages take: `python -m bench.browse big.db`, in-process, so that only the server's own time is counted.

The mix: front page, older pages of it, articles drawn at random, searches for words that few and many articles hold,
for phrases and within a site, site pages, copies elsewhere, archived pages as they were. A stop word, which more than
half of all articles hold, has a row of its own.
"""

from __future__ import annotations

import asyncio
import json
import random
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from statistics import median, quantiles
from typing import Any
from urllib.parse import quote

import click

from archive.cli.browse import library
from archive.web.replay.moments import digits_of

MEDIAN, P95 = 60, 250  # milliseconds that a page may take


@click.command()
@click.argument("path", type=click.Path(path_type=Path, exists=True))
@click.option("--times", default=60, show_default=True, help="Requests of each kind.")
def main(path: Path, times: int) -> None:
    """Print median and p95 of each kind of page in milliseconds, of the clock and of the processor.

    On a machine that is busy with other things the processor's time is the one to believe.
    """
    dice = random.Random(1)
    mix = _mix(path, dice, times)
    datasette = library(path)
    # Templates are compiled and figures summed when they are first asked for, which is once.
    asyncio.run(_ask(datasette, [*(paths[0] for paths in mix.values()), "/sites"]))
    click.echo(f"{'':<18}{'clock':>8}{'p95':>8}{'cpu':>10}{'p95':>8}  ms, {times} requests each")
    for name, paths in mix.items():
        clock, cpu = zip(*asyncio.run(_ask(datasette, paths)), strict=True)
        verdict = "" if median(cpu) <= MEDIAN and _late(cpu) <= P95 else "  too slow"
        click.echo(
            f"{name:<18}{median(clock):>8.1f}{_late(clock):>8.1f}{median(cpu):>10.1f}{_late(cpu):>8.1f}{verdict}"
        )


def _late(taken: Sequence[float]) -> float:
    return quantiles(taken, n=20)[-1]


async def _ask(datasette: Any, paths: list[str]) -> list[tuple[float, float]]:
    taken = []
    for path in paths:
        begun = time.perf_counter(), time.process_time()
        answer = await datasette.client.get(path)
        taken.append(((time.perf_counter() - begun[0]) * 1000, (time.process_time() - begun[1]) * 1000))
        if answer.status_code != 200:
            raise click.ClickException(f"{path} answered {answer.status_code}")
    return taken


@dataclass(frozen=True, slots=True)
class Sample:
    """An article drawn at random, and words of it by how many articles hold them."""

    id: str
    site: str
    listed_at: str
    rare: str  # in less than one article in two hundred
    middling: str  # in up to one in twenty
    common: str  # in up to one in three
    everywhere: str  # in more than half: "the", "of"
    phrase: str  # three words in a row, one of them rare or middling


def _mix(path: Path, dice: random.Random, times: int) -> dict[str, list[str]]:
    found = list(islice(samples(path, dice), times))
    kept = _replayed(path, dice, times)
    return {
        "front": ["/"] * times,
        "front, older": [f"/?before={one.listed_at}" for one in found],
        "article": [f"/article/{one.id}" for one in found],
        "whole page": [f"/article/{one.id}?view=whole" for one in found],
        "search, rare": [f"/search?q={one.rare}" for one in found],
        "search, middling": [f"/search?q={one.middling}" for one in found],
        "search, common": [f"/search?q={one.common}" for one in found],
        "search, two": [f"/search?q={one.common}+{one.middling}" for one in found],
        "search, phrase": [f"/search?q={quote(one.phrase)}" for one in found],
        "search, site": [f"/search?q={one.middling}&site={one.site}" for one in found],
        "search, newest": [f"/search?q={one.common}&sort=newest" for one in found],
        "search, stop word": [f"/search?q={one.everywhere}" for one in found],
        "cluster": [f"/cluster/{one.id}" for one in found],
        "cluster, copied": [f"/cluster/{name}" for name in _copied(path, dice, times)],
        "replay": [f"/web/{at}/{url}" for at, url in kept],
        "replay, inside": [f"/web/{at}mp_/{url}" for at, url in kept],
        "captures": [f"/web/*/{url}" for _, url in kept],
        "site": [f"/site/{one.site}" for one in found],
        "edits": ["/edits"] * times,
    }


def _copied(path: Path, dice: random.Random, times: int) -> list[str]:
    """Return ids of articles whose text is a copy of another site's."""
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        rows = connection.execute(
            """SELECT article_id FROM articles JOIN texts ON texts.id = articles.id
                WHERE texts.text LIKE '%Port Ellan (Coast Press)%' LIMIT 2000"""
        ).fetchall()
    return [dice.choice(rows)[0] for _ in range(times)]


def _replayed(path: Path, dice: random.Random, times: int) -> list[tuple[str, str]]:
    """Return time and address of captures whose bytes are kept."""
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        most = connection.execute("SELECT max(id) FROM captures WHERE response_record IS NOT NULL").fetchone()[0]
        rows = [
            connection.execute(
                """SELECT fetched_at, url FROM captures WHERE id >= ? AND response_record IS NOT NULL
                    ORDER BY id LIMIT 1""",
                (dice.randint(1, most),),
            ).fetchone()
            for _ in range(times)
        ]
    return [(digits_of(at), url) for at, url in rows]


def samples(path: Path, dice: random.Random) -> Iterator[Sample]:
    """Yield articles drawn at random that have words of each kind."""
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        connection.execute("CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab('main', 'article_search', 'row')")
        most = connection.execute("SELECT max(id) FROM articles").fetchone()[0]
        while True:
            row = connection.execute(
                """SELECT articles.article_id, articles.domain, articles.listed_at, texts.text FROM articles
                    JOIN texts ON texts.id = articles.id WHERE articles.id = ?""",
                (dice.randint(1, most),),
            ).fetchone()
            if row and (sample := _sample(connection, row, most)):
                yield sample


def _sample(connection: sqlite3.Connection, row: tuple[str, ...], articles: int) -> Sample | None:
    words = row[3].lower().replace(".", "").split()
    terms = connection.execute(
        "SELECT term, doc FROM temp.vocabulary WHERE term IN (SELECT value FROM json_each(?))", (json.dumps(words),)
    )
    share = {term: documents / articles for term, documents in terms}
    bands = [
        next((word for word in words if low < share.get(word, 0) <= high), "")
        for low, high in ((0, 0.005), (0.005, 0.05), (0.05, 0.33), (0.5, 1))
    ]
    phrase = next((words[at : at + 3] for at in range(len(words) - 3) if share.get(words[at + 1], 1) < 0.05), [])
    return Sample(*row[:3], *bands, '"' + " ".join(phrase) + '"') if all(bands) and phrase else None


if __name__ == "__main__":
    main()
