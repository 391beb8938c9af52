"""`tearsheet backup`: a consistent copy, also while a crawl writes."""

from __future__ import annotations

from pathlib import Path

import click

from archive.cli.options import archive_option
from archive.cli.progress import working
from archive.store.database import Archive


@click.command()
@archive_option
@click.argument("target", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE")
def backup(*, path: Path, target: Path) -> None:
    """Copy the archive, as it stands at this moment, to FILE; an earlier backup there is replaced."""
    from archive.backup import backup as run  # noqa: PLC0415

    with Archive.open(path, readonly=True) as archive, working(f"copying to {target}"):
        length = run(archive, target)
    click.echo(f"{target}: {length:,} bytes")
