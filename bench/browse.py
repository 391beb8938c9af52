"""How long pages take: `python -m bench.browse big.db`, in-process, so that only the server's own time is counted.

The mix: front page, older pages of it, articles drawn at random, searches for rare, middling and common words with and
without filters, site pages. Each is asked once to open files, then measured.
"""

from __future__ import annotations

import asyncio
import random
import sqlite3
import time
from pathlib import Path
from statistics import median, quantiles
from typing import Any
from urllib.parse import quote

import click

from archive.cli.browse import library

MEDIAN, P95 = 60, 250  # milliseconds that a page may take


@click.command()
@click.argument("path", type=click.Path(path_type=Path, exists=True))
@click.option("--times", default=60, show_default=True, help="Requests of each kind.")
def main(path: Path, times: int) -> None:
    """Print median, p95 and maximum of each kind of page in milliseconds."""
    dice = random.Random(1)
    mix = _mix(path, dice, times)
    datasette = library(path)
    asyncio.run(_ask(datasette, ["/", "/search?q=warm", "/sites"]))
    click.echo(f"{'':<16}{'median':>8}{'p95':>8}{'max':>8}  ms, {times} requests each")
    for name, paths in mix.items():
        taken = asyncio.run(_ask(datasette, paths))
        middle, late = median(taken), quantiles(taken, n=20)[-1]
        verdict = "" if middle <= MEDIAN and late <= P95 else "  too slow"
        click.echo(f"{name:<16}{middle:>8.1f}{late:>8.1f}{max(taken):>8.1f}{verdict}")


async def _ask(datasette: Any, paths: list[str]) -> list[float]:
    taken = []
    for path in paths:
        begun = time.perf_counter()
        answer = await datasette.client.get(path)
        taken.append((time.perf_counter() - begun) * 1000)
        if answer.status_code != 200:
            raise click.ClickException(f"{path} answered {answer.status_code}")
    return taken


def _mix(path: Path, dice: random.Random, times: int) -> dict[str, list[str]]:
    with sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True) as connection:
        most = connection.execute("SELECT max(id) FROM articles").fetchone()[0]
        rows = [
            connection.execute(
                """SELECT articles.article_id, articles.domain, articles.listed_at, texts.text FROM articles
                    JOIN texts ON texts.id = articles.id WHERE articles.id = ?""",
                (dice.randint(1, most),),
            ).fetchone()
            for _ in range(times)
        ]
    words = [sorted(row[3].lower().replace(".", "").split(), key=len) for row in rows]
    return {
        "front": ["/"] * times,
        "front, older": [f"/?before={row[2]}" for row in rows],
        "article": [f"/article/{row[0]}" for row in rows],
        "whole page": [f"/article/{row[0]}?view=whole" for row in rows],
        "search, rare": [f"/search?q={word[-1]}" for word in words],
        "search, common": [f"/search?q={word[0]}" for word in words],
        "search, two": [f"/search?q={word[0]}+{word[len(word) // 2]}" for word in words],
        "search, phrase": [f"/search?q={quote(_phrase(row[3]))}" for row in rows],
        "search, filters": [
            f"/search?q={word[len(word) // 2]}&site={row[1]}" for row, word in zip(rows, words, strict=True)
        ],
        "search, newest": [f"/search?q={word[0]}&sort=newest" for word in words],
        "site": [f"/site/{row[1]}" for row in rows],
        "edits": ["/edits"] * times,
    }


def _phrase(text: str) -> str:
    return '"' + " ".join(text.replace(".", "").lower().split()[30:33]) + '"'


if __name__ == "__main__":
    main()
