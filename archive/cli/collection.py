"""`tearsheet collection`: what is said of the whole archive."""

from __future__ import annotations

import json
from pathlib import Path

import click

from archive.cli.options import archive_option, json_option
from archive.store.collection import KEYS, describe, description
from archive.store.database import Archive


@click.command()
@archive_option
@json_option
@click.argument("said", nargs=-1, metavar="[KEY=VALUE]…")
def collection(*, path: Path, as_json: bool, said: tuple[str, ...]) -> None:
    """Say who collects what, and by which right; without arguments, print it.

    Keys: title, description, collector, rights, contact. They go into each crawl's warcinfo record, into WACZ files and
    onto the front page. KEY= takes one back.
    """
    pairs = dict(one.partition("=")[::2] for one in said)
    if any("=" not in one for one in said):
        raise click.UsageError(f"Write KEY=VALUE, with a key of {', '.join(KEYS)}.")
    with Archive.open(path, create=bool(said), readonly=not said) as archive:
        if said:
            describe(archive, pairs)
        now = description(archive)
    if as_json:
        click.echo(json.dumps(now, ensure_ascii=False, indent=2))
        return
    for key, value in now.items():
        click.echo(f"{key}\t{value}")
