"""`tearsheet compact`: give back space, and put the search indexes in order."""

from __future__ import annotations

from pathlib import Path

import click

from archive.cli.options import archive_option
from archive.cli.progress import working
from archive.store.database import Archive


@click.command()
@archive_option
def compact(*, path: Path) -> None:
    """Rewrite the archive without the space of what is gone, and make its search indexes anew.

    Needs as much free room as the archive takes. An archive of an older Tearsheet is brought up to date, and a copy of
    it kept.
    """
    from archive.compact import compact as run  # noqa: PLC0415

    with Archive.open(path) as archive, working("rewriting the file and its search indexes"):
        done = run(archive)
    click.echo(f"{path}: {done.before:,} bytes before, {done.after:,} after")
