"""`tearsheet compact`: give back space, and put the search indexes in order."""

from __future__ import annotations

from pathlib import Path

import click

from archive.cli.options import archive_option
from archive.cli.progress import working
from archive.store.database import Archive


@click.command()
@archive_option
@click.option(
    "--into",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Leave the archive as it is, and write a compact copy that `browse --immutable` can open.",
)
def compact(*, path: Path, into: Path | None) -> None:
    """Rewrite the archive without the space of what is gone, and make its search indexes anew.

    Needs as much free room as the archive takes. An archive of an older Tearsheet is brought up to date, and a copy of
    it kept.
    """
    from archive.compact import compact as run  # noqa: PLC0415
    from archive.compact import compact_into  # noqa: PLC0415

    if into is not None:
        with Archive.open(path, readonly=True) as archive, working(f"copying to {into}"):
            length = compact_into(archive, into)
        click.echo(f"{into}: {length:,} bytes")
        return
    with Archive.open(path) as archive, working("rewriting the file and its search indexes"):
        done = run(archive)
    click.echo(f"{path}: {done.before:,} bytes before, {done.after:,} after")
