"""`tearsheet status`: how each source is doing, and what is known but not archived."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from archive.cli.group import EXIT_UNHEALTHY
from archive.cli.options import archive_option, json_option
from archive.store.database import Archive
from archive.store.quality import gaps
from archive.store.sources import StoredSource, all_sources

_WAITING = """
    SELECT state, count(*) AS number FROM frontier
    WHERE source_id = ? AND kind = 'page' GROUP BY state"""
_SHOWN = ("new", "edited", "gone", "no article", "refused", "failed")


@click.command()
@archive_option
@json_option
@click.option("--gaps", "show_gaps", is_flag=True, help="List each address known but not archived, with the reason.")
def status(path: Path, as_json: bool, show_gaps: bool) -> None:
    """Show how each source is doing; exits 5 where one is in trouble, with a sentence that says why."""
    with Archive.open(path, readonly=True) as archive:
        if show_gaps:
            _print_gaps(archive, as_json)
            return
        found = [_status(archive, source) for source in all_sources(archive)]
    if as_json:
        click.echo(json.dumps(found, indent=2))
    else:
        _print(found)
    if any(source["troubles"] for source in found):
        sys.exit(EXIT_UNHEALTHY)


def _status(archive: Archive, source: StoredSource) -> dict[str, Any]:
    states = {row["state"]: row["number"] for row in archive.connection.execute(_WAITING, (source.id,))}
    runs = source.health.get("runs", [])
    return {
        "source": source.name,
        "home": source.home,
        "last_run": runs[0] if runs else None,
        "last_new": source.health.get("last_new", ""),
        "addresses": states,
        "troubles": source.health.get("troubles", []),
    }


def _print(found: list[dict[str, Any]]) -> None:
    for source in found:
        run = source["last_run"] or {"at": "never", "counts": {}}
        counts = ", ".join(_counted(run["counts"], name) for name in _SHOWN if run["counts"].get(name))
        waiting = source["addresses"].get("new", 0)
        click.echo(f"{source['source']}\tlast run {run['at']}\t{counts or 'nothing new'}\t{waiting} waiting")
        for trouble in source["troubles"]:
            click.echo(f"tearsheet: {trouble}", err=True)


def _counted(counts: dict[str, int], name: str) -> str:
    """Return "3 failed (timeout 2, dns 1)"."""
    why = [f"{key.partition(': ')[2]} {number}" for key, number in counts.items() if key.startswith(f"{name}: ")]
    return f"{counts[name]} {name}" + (f" ({', '.join(sorted(why))})" if why else "")


def _print_gaps(archive: Archive, as_json: bool) -> None:
    for line in _gap_lines(archive, as_json):
        click.echo(line)


def _gap_lines(archive: Archive, as_json: bool) -> Iterator[str]:
    for gap in gaps(archive):
        if as_json:
            yield json.dumps(gap.as_json(), ensure_ascii=False)
        else:
            yield f"{gap.source or '-'}\t{gap.state}\t{gap.reason}\t{gap.url}"
