"""`tearsheet search`: articles by words, phrases and filters."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from archive.cli.options import archive_option, json_option
from archive.presentation import hit_lines
from archive.store.database import Archive
from archive.store.search import Order, Results
from archive.store.search import search as find


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("words", nargs=-1, required=True, metavar="WORDS...", type=click.UNPROCESSED)
@archive_option
@json_option
@click.option("--newest", "order", flag_value="newest", default="best", help="Newest first; else the best match.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=20, show_default=True, help="How many to print.")
def search(*, words: tuple[str, ...], path: Path, as_json: bool, order: Order, limit: int) -> None:
    """Find articles.

    Words must all occur, "a phrase" stands together, elec* is the beginning of a word; AND, OR, NOT and parentheses
    combine; a leading - leaves out. Filters: site:example.org author:"Ada Quay" after:2026-01-31 before:2026 lang:en
    kind:article. Letters count without case and accents.
    """
    with Archive.open(path, readonly=True) as archive:
        results = find(archive.connection, " ".join(words), order=order, limit=limit)
    if as_json:
        click.echo(json.dumps(_json(results), ensure_ascii=False, indent=2))
        return
    for hit in results.hits:
        click.echo("\n".join(hit_lines(hit)))
    click.echo(_count(results), err=True)


def _json(results: Results) -> dict[str, object]:
    return {"total": results.total, "capped": results.capped, "hits": [asdict(hit) for hit in results.hits]}


def _count(results: Results) -> str:
    found = f"more than {results.total:,}" if results.capped else f"{results.total:,}"
    shown = f", {len(results.hits):,} shown" if len(results.hits) < results.total else ""
    return f"{found} article{'' if results.total == 1 and not results.capped else 's'}{shown}"
