"""`tearsheet split`: move what is old into an archive of its own."""

from __future__ import annotations

from pathlib import Path

import click

from archive.cli.options import archive_option
from archive.cli.progress import working
from archive.store.database import Archive, stamp
from archive.transfer.selection import moment_given


@click.command()
@archive_option
@click.option("--before", required=True, metavar="DATE", help="Articles last seen before this day or moment (UTC).")
@click.argument("target", type=click.Path(path_type=Path, dir_okay=False), metavar="OLDER.db")
def split(*, path: Path, before: str, target: Path) -> None:
    """Move articles last seen before a date to OLDER.db, with their records; `merge` brings them back.

    Needs as much free room as the archive takes, twice. Nothing is removed before OLDER.db is whole.
    """
    from archive.split import split as run  # noqa: PLC0415

    with Archive.open(path) as archive, working(f"moving to {target}"):
        done = run(archive, target, before=stamp(moment_given(before)))
    click.echo(f"{target}: {done.articles:,} articles, {done.captures:,} captures moved")
