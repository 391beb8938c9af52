"""`tearsheet import`: take in what other crawlers archived."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive.cli.group import EXIT_PARTLY
from archive.cli.options import GivenCluster, archive_option, dask_options, given_cluster
from archive.cli.progress import progress, reached
from archive.errors import ArchiveMissing, BadRecord
from archive.store.database import Archive

if TYPE_CHECKING:
    from archive.transfer.intake import Wanted
    from archive.transfer.warc_in import Imported, Part

_AT_A_TIME = 200  # captures asked of the archive at once
_UNREAD = """
    FROM captures JOIN crawls ON crawls.id = captures.crawl_id
    WHERE captures.state = 'recorded' AND captures.state <> 'read' AND crawls.command = 'import' AND captures.id > ?"""


@click.command("import")
@archive_option
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
    from archive.transfer.warc_in import STDIN, import_file  # noqa: PLC0415

    wanted = Wanted(tuple(host.lower() for host in hosts), tuple(tag.lower() for tag in languages))
    if dask or shards:
        given = given_cluster(dask, shards)
        if part or STDIN in files:
            raise click.UsageError(
                "With --dask, name whole files: the workers open them, and cut large ones themselves."
            )
        sys.exit(_by_cluster(path, files, given, wanted=wanted, again=again, read=not no_read, workers=workers or 1))
    failed = 0
    with Archive.open(path, create=True) as archive:
        for file in files:
            try:
                with reached(file.name, file.stat().st_size if file.exists() else 0) as progress:
                    done = import_file(archive, file, wanted=wanted, again=again, part=_part(part), progress=progress)
                _say(file, done)
            except (BadRecord, ArchiveMissing) as error:
                failed += 1
                click.echo(f"{file}: {error}", err=True)
        if not no_read:
            _read(archive, workers or 2)
    if failed:
        sys.exit(EXIT_PARTLY)


def _part(text: str | None) -> Part | None:
    from archive.transfer.warc_in import Part  # noqa: PLC0415

    if text is None:
        return None
    begin, _, end = text.partition("-")
    if not (begin.isascii() and begin.isdecimal() and end.isascii() and end.isdecimal()):
        raise click.BadParameter('write two offsets, as in "0-1000000"', param_hint="--bytes")
    return Part(int(begin), int(end))


def _by_cluster(
    path: Path, files: tuple[Path, ...], given: GivenCluster, *, wanted: Wanted, again: bool, read: bool, workers: int
) -> int:
    from archive.cluster.importing import Asked, import_by_cluster  # noqa: PLC0415
    from archive.cluster.link import linked  # noqa: PLC0415

    asked = Asked(given.shards, wanted=wanted, again=again, read=read, workers=workers)
    with (
        Archive.open(path, create=True) as archive,
        linked(given.address) as link,
        progress("importing", "parts") as tell,
    ):
        done = import_by_cluster(archive, files, asked, link, progress=tell)
    for sentence in done.failures:
        click.echo(f"tearsheet: {sentence}", err=True)
    for file, imported in done.files.items():
        _say(file, imported)
    for file, why in done.refused.items():
        click.echo(f"{file}: {why}", err=True)
    _say_read(done.read)
    return EXIT_PARTLY if done.refused else 0


def _say(file: Path, done: Imported) -> None:
    for problem in done.problems:
        click.echo(f"{file}: {problem}", err=True)
    counts = ", ".join(f"{number:,} {what}" for what, number in sorted(done.counts.items()) if number) or "no records"
    said = f"imported before, on {done.before} (--again goes through it): {counts}" if done.before else counts
    click.echo(f"{file}: {said}")


def _read(archive: Archive, workers: int) -> None:
    from archive.backlog import read_backlog  # noqa: PLC0415  (brings the extractor)
    from archive.workers import Readers  # noqa: PLC0415

    if not (captures := _unread(archive, 0)):
        return
    counts: Counter[str] = Counter()
    length = archive.connection.execute(f"SELECT count(*) {_UNREAD}", (0,)).fetchone()[0]
    with Readers(archive.path, workers=workers) as readers, reached("reading", length) as progress:
        while captures:
            counts += read_backlog(archive, captures, readers)
            progress(sum(counts.values()))
            captures = _unread(archive, captures[-1])
    _say_read(counts)


def _say_read(counts: Counter[str]) -> None:
    if counts:
        click.echo("read: " + ", ".join(f"{number:,} {what}" for what, number in sorted(counts.items())))


def _unread(archive: Archive, after: int) -> list[int]:
    """Return captures of imports that nobody has read, oldest first; those of a crawl are its own to read."""
    query = f"SELECT captures.id {_UNREAD} ORDER BY captures.id LIMIT ?"
    rows: Iterator[tuple[int]] = archive.connection.execute(query, (after, _AT_A_TIME))
    return [row[0] for row in rows]
