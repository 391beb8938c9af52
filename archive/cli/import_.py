"""`tearsheet import`: take in what other crawlers archived."""

from __future__ import annotations

import json
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archive.cli.counts import counted, positive
from archive.cli.group import EXIT_PARTLY
from archive.cli.options import GivenCluster, archive_option, dask_options, given_cluster, json_option
from archive.cli.progress import progress, reached
from archive.errors import ArchiveMissing, BadRecord
from archive.store.database import Archive

if TYPE_CHECKING:
    from archive.cluster.importing import Asked
    from archive.transfer.intake import Wanted
    from archive.transfer.warc_in import Imported, Part

_AT_A_TIME = 200  # captures asked of the archive at once


@dataclass(slots=True)
class _Account:
    """What came of each file and of the reading: told as it comes, or as one JSON object at the end."""

    as_json: bool
    files: dict[str, dict[str, Any]] = field(default_factory=dict)
    read: Counter[str] = field(default_factory=Counter)

    def came(self, file: Path, done: Imported) -> None:
        """Tell what came of a file."""
        for problem in done.problems:
            click.echo(f"{file}: {problem}", err=True)
        counts = positive(dict(sorted(done.counts.items())))
        self.files[str(file)] = {"counts": counts, "before": done.before, "problems": done.problems}
        if not self.as_json:
            before = f"imported before, on {done.before} (--again goes through it): " if done.before else ""
            click.echo(f"{file}: {before}{counted(counts) or 'no records'}")

    def refused(self, file: Path, why: str) -> None:
        """Tell why a file was not taken."""
        self.files[str(file)] = {"refused": why}
        click.echo(f"{file}: {why}", err=True)

    def was_read(self, counts: Counter[str]) -> None:
        """Tell how the pages read, by outcome."""
        self.read = counts
        if counts and not self.as_json:
            click.echo(f"read: {counted(dict(sorted(counts.items())))}")

    def end(self) -> int:
        """Print the JSON object, if that is wanted; return the exit code."""
        if self.as_json:
            click.echo(json.dumps({"files": self.files, "read": self.read}, ensure_ascii=False))
        return EXIT_PARTLY if any("refused" in told for told in self.files.values()) else 0


@click.command("import")
@archive_option
@json_option
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path, allow_dash=True), metavar="FILE.warc[.gz|.zst]…"
)
@click.option("--host", "hosts", multiple=True, metavar="HOST", help="Only this host and those below it.")
@click.option(
    "--language", "languages", multiple=True, metavar="TAG", help="Only pages that say this language, or none."
)
@click.option("--again", is_flag=True, help="Go through files that were imported before.")
@click.option("--no-read", is_flag=True, help="Keep the records, and leave the reading to a later run.")
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    help="Processes that read pages; default: 2, or with --dask 1 for each task.",
)
@click.option("--bytes", "part", metavar="FROM-TO", help="Only the records that begin within these bytes of the file.")
@dask_options
def import_(
    *,
    path: Path,
    as_json: bool,
    files: tuple[Path, ...],
    hosts: tuple[str, ...],
    languages: tuple[str, ...],
    again: bool,
    no_read: bool,
    workers: int | None,
    part: str | None,
    dask: str | None,
    shards: Path | None,
) -> None:
    """Keep the records of WARC files and read their articles; `-` is standard input.

    Gzip members are kept byte for byte. Records that are here already, and those that are damaged, are counted and
    left out. A file that was interrupted goes on where it stopped.

    With --dask, files and ranges of large ones are read by the workers of a cluster. The end is the same.
    """
    from archive.transfer.intake import Wanted  # noqa: PLC0415
    from archive.transfer.warc_in import STDIN  # noqa: PLC0415

    account = _Account(as_json)
    wanted = Wanted(tuple(host.lower() for host in hosts), tuple(tag.lower() for tag in languages))
    if dask or shards:
        from archive.cluster.importing import Asked  # noqa: PLC0415

        given = given_cluster(dask, shards)
        if part or STDIN in files:
            raise click.UsageError(
                "With --dask, name whole files: the workers open them, and cut large ones themselves."
            )
        asked = Asked(given.shards, wanted=wanted, again=again, read=not no_read, workers=workers or 1)
        _by_cluster(path, files, given, asked, account)
    else:
        _here(path, files, wanted, account, again=again, part=part, workers=None if no_read else workers or 2)
    if code := account.end():
        sys.exit(code)


def _here(
    path: Path,
    files: tuple[Path, ...],
    wanted: Wanted,
    account: _Account,
    *,
    again: bool,
    part: str | None,
    workers: int | None,
) -> None:
    from archive.transfer.warc_in import import_file  # noqa: PLC0415

    with Archive.open(path, create=True) as archive:
        for file in files:
            try:
                with reached(file.name, file.stat().st_size if file.exists() else 0) as progress:
                    done = import_file(archive, file, wanted=wanted, again=again, part=_part(part), progress=progress)
                account.came(file, done)
            except (BadRecord, ArchiveMissing) as error:
                account.refused(file, str(error))
        if workers is not None:
            account.was_read(_read(archive, workers))


def _part(text: str | None) -> Part | None:
    from archive.transfer.warc_in import Part  # noqa: PLC0415

    if text is None:
        return None
    begin, _, end = text.partition("-")
    if not (begin.isascii() and begin.isdecimal() and end.isascii() and end.isdecimal()):
        raise click.BadParameter('write two offsets, as in "0-1000000"', param_hint="--bytes")
    return Part(int(begin), int(end))


def _by_cluster(path: Path, files: tuple[Path, ...], given: GivenCluster, asked: Asked, account: _Account) -> None:
    from archive.cluster.importing import import_by_cluster  # noqa: PLC0415
    from archive.cluster.link import linked  # noqa: PLC0415

    with (
        Archive.open(path, create=True) as archive,
        linked(given.address) as link,
        progress("importing", "parts") as tell,
    ):
        done = import_by_cluster(archive, files, asked, link, progress=tell)
    for sentence in done.failures:
        click.echo(f"tearsheet: {sentence}", err=True)
    for file, imported in done.files.items():
        account.came(file, imported)
    for file, why in done.refused.items():
        account.refused(file, why)
    account.was_read(done.read)


def _read(archive: Archive, workers: int) -> Counter[str]:
    from archive.backlog import read_backlog  # noqa: PLC0415  (brings the extractor)
    from archive.store.reading import count_unread_of_imports, unread_of_imports  # noqa: PLC0415
    from archive.workers import Readers  # noqa: PLC0415

    counts: Counter[str] = Counter()
    if not (captures := unread_of_imports(archive, limit=_AT_A_TIME)):
        return counts
    with (
        Readers(archive.path, workers=workers) as readers,
        reached("reading", count_unread_of_imports(archive)) as progress,
    ):
        while captures:
            counts += read_backlog(archive, captures, readers)
            progress(sum(counts.values()))
            captures = unread_of_imports(archive, after=captures[-1], limit=_AT_A_TIME)
    return counts
