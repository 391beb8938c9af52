"""`tearsheet merge`: other archives into this one."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from archive.cli.counts import counted, positive
from archive.cli.options import archive_option, json_option
from archive.cli.progress import progress
from archive.store.database import Archive


@click.command()
@archive_option
@json_option
@click.argument("others", nargs=-1, required=True, type=click.Path(path_type=Path, dir_okay=False), metavar="OTHER.db…")
def merge(*, path: Path, as_json: bool, others: tuple[Path, ...]) -> None:
    """Bring everything of other archives into this one; they are left as they are.

    Any overlap is fine, and merging again changes nothing. Versions are derived from the captures of all, as if one
    crawl had made them.
    """
    from archive.merge.run import merge as run  # noqa: PLC0415

    came: dict[str, dict[str, int]] = {}
    with Archive.open(path, create=True) as archive:
        for other in others:
            with _tables(other) as begun:
                found = run(archive, other, progress=begun)
            came[str(other)] = positive(found)
            if not as_json:
                click.echo(f"{other}: {counted(came[str(other)]).replace('_', ' ') or 'nothing new'}")
    if as_json:
        click.echo(json.dumps(came, ensure_ascii=False))


@contextmanager
def _tables(other: Path) -> Iterator[Callable[[str], None]]:
    """Show which of the tables is being merged."""
    from archive.merge.stages import STAGES  # noqa: PLC0415

    begun = itertools.count(1)
    with progress(f"merge {other.name}", "tables") as tell:
        yield lambda table: tell(next(begun), len(STAGES) + 1)
