"""`tearsheet verify`: is everything in the archive what it says it is?"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from archive.cli.counts import counted
from archive.cli.group import EXIT_UNHEALTHY
from archive.cli.options import archive_option, json_option
from archive.cli.progress import progress
from archive.store.database import stamp
from archive.transfer.selection import moment_given


@click.command()
@archive_option
@click.option("--deep", is_flag=True, help="Also read each article's capture again and compare (slow).")
@click.option("--since", metavar="DATE", help="Leave out the records of crawls that ended before.")
@json_option
def verify(*, path: Path, deep: bool, since: str | None, as_json: bool) -> None:
    """Check every record, digest, reference and article of the archive.

    Each member decompresses and parses, block and payload digests hold, every article leads back to its record, the
    search index is in step, and SQLite finds its file sound. Exits 5 where anything is wrong.
    """
    from archive.verify.run import verify as run  # noqa: PLC0415  (only when it runs)

    with progress("verify", "records and readings" if deep else "records") as tell:
        report = run(path, deep=deep, since=stamp(moment_given(since)) if since else "", progress=tell)
    if as_json:
        click.echo(json.dumps(report.as_json(), ensure_ascii=False, indent=2))
    else:
        for fault in report.faults:
            click.echo(f"{fault.check}\t{fault.where}\t{fault.problem}")
        for note in report.notes:
            click.echo(note, err=True)
        faults = len(report.faults) + report.further
        click.echo(f"{counted(report.checked)}: {f'{faults:,} faults' if faults else 'all sound'}.", err=bool(faults))
    if not report.clean:
        sys.exit(EXIT_UNHEALTHY)
