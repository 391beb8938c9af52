"""`tearsheet stats`: what the archive holds, in figures."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import click

from archive.cli.options import archive_option, json_option
from archive.presentation import printable
from archive.store.database import Archive
from archive.store.figures import figures

SHOWN = 12  # lines of a group; --json has all
_TITLES = {
    "sites": "Articles by site",
    "outcomes": "Captures by outcome",
    "edits": "Edits",
    "frontier": "Known addresses",
    "failures": "Attempts that came to nothing",
    "set_aside": "Blocks set aside, each once",
    "extractors": "Readings by extractor",
    "languages": "Articles by language",
}


@click.command()
@archive_option
@json_option
def stats(*, path: Path, as_json: bool) -> None:
    """Print figures of the archive: articles, edits, captures, bytes, outcomes, failures."""
    with Archive.open(path, readonly=True) as archive:
        answer = figures(archive.connection)
    if as_json:
        click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
        return
    for name, number in answer["totals"].items():
        click.echo(f"{_size(number) if name.endswith('bytes') else f'{number:,}':>12}  {name.replace('_', ' ')}")
    if answer["first_day"]:
        click.echo(f"\nArticles of {answer['first_day']} to {answer['last_day']}")
    for name, title in _TITLES.items():
        _print_group(title, answer[name])


def _print_group(title: str, counts: Mapping[str, int]) -> None:
    if not counts:
        return
    click.echo(f"\n{title}")
    for name, number in list(counts.items())[:SHOWN]:
        click.echo(f"{number:>12,}  {printable(name)}")
    if len(counts) > SHOWN:
        click.echo(f"{sum(list(counts.values())[SHOWN:]):>12,}  in {len(counts) - SHOWN:,} more")


def _size(count: int) -> str:
    size = float(count)
    for unit in ("B", "KiB", "MiB", "GiB"):
        if size < 1024:
            return f"{size:,.0f} {unit}" if unit == "B" else f"{size:,.1f} {unit}"
        size /= 1024
    return f"{size:,.1f} TiB"
