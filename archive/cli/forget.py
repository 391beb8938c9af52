"""`tearsheet forget`: remove an article or a source for good."""

from __future__ import annotations

from pathlib import Path

import click

from archive.cli.counts import counted, positive
from archive.cli.options import archive_option
from archive.store.database import Archive


@click.command()
@archive_option
@click.argument("urls", nargs=-1, metavar="URL…")
@click.option("--source", metavar="NAME", help="Remove this source with everything fetched for it.")
@click.option("--reason", required=True, metavar="TEXT", help="What the tombstone says; never quote what is removed.")
@click.option("--with-revisits", is_flag=True, help="Also remove captures elsewhere that hold the same payload.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def forget(
    *, path: Path, urls: tuple[str, ...], source: str | None, reason: str, with_revisits: bool, yes: bool
) -> None:
    """Remove what lives at an address, or a whole source, so that no byte of the file says it any more.

    Records, texts, versions, search entries and dictionary go; a tombstone stays and keeps a crawl from fetching it
    again. Backups and exports are other files: remove it there too. What other pages say of it stays.
    """
    from archive.compact import wipe  # noqa: PLC0415
    from archive.forget import forget_source, forget_urls  # noqa: PLC0415

    if bool(urls) == bool(source):
        raise click.UsageError("Name addresses, or a source with --source.")
    if not yes:
        click.confirm(f"Remove {source or ', '.join(urls)} from {path} for good?", abort=True, err=True)
    with Archive.open(path) as archive:
        if source:
            done = forget_source(archive, source, reason=reason, with_revisits=with_revisits)
        else:
            done = forget_urls(archive, urls, reason=reason, with_revisits=with_revisits)
        wipe(archive)
    click.echo(f"removed: {counted(positive(done.rows)) or 'nothing but addresses'}")
