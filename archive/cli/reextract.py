"""`tearsheet reextract`: stored pages read again with today's extractor."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

import click

from archive.cli.options import GivenCluster, archive_option, dask_options, given_cluster, json_option
from archive.cli.progress import progress
from archive.presentation import printable
from archive.reextract.choice import Choice, Chosen
from archive.reextract.prune import prune as remove_old
from archive.reextract.report import Example, Report
from archive.store.database import Archive, stamp
from archive.transfer.selection import moment_given

SHOWN = 200  # characters of an example
KILLER_SECONDS = 120  # for pages that cost two workers: nobody waits for them


@click.command()
@archive_option
@json_option
@click.option("--since", metavar="DATE", help="Only captures fetched on this day or later (UTC).")
@click.option("--source", "sources", multiple=True, metavar="NAME", help="Only captures of this source.")
@click.option(
    "--where", default="", metavar="SQL", help="Only where this holds of `captures` and its `newest` reading."
)
@click.option("--quarantined", is_flag=True, help="Only pages that could not be read before, with more time for each.")
@click.option("--dry-run", is_flag=True, help="Store nothing; say what would change.")
@click.option("--diff", is_flag=True, help="Print each changed text, changed words in place.")
@click.option("--prune", is_flag=True, help="Afterwards remove old readings that nothing needs any more.")
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    help="Processes that read pages; default: one a core, or with --dask 1 for each task.",
)
@dask_options
def reextract(
    *,
    path: Path,
    as_json: bool,
    since: str | None,
    sources: tuple[str, ...],
    where: str,
    quarantined: bool,
    dry_run: bool,
    diff: bool,
    prune: bool,
    workers: int | None,
    dask: str | None,
    shards: Path | None,
) -> None:
    """Read stored captures again with today's extractor, site memory and rules, and say what changed.

    A run that was interrupted goes on where it ended. A publisher's edit stays an edit and our progress is never taken
    for one: visits are compared as read by the same extractor and memory. Old readings stay until --prune.

    With --dask, ranges of captures are read by the workers of a cluster. The end is the same.
    """
    if as_json and diff:
        raise click.UsageError("--diff prints changed words in place; with --json there are examples instead.")
    choice = Choice(stamp(moment_given(since)) if since else "", sources, where, quarantined)
    report = Report(show=_print_whole if diff else None)
    timeout = KILLER_SECONDS if quarantined else 20
    run = partial(_read_again, path, choice, dry_run=dry_run, report=report, timeout=timeout)
    if dask or shards:
        _by_cluster(run, given_cluster(dask, shards), workers=workers or 1, timeout=timeout)
    else:
        run(workers=workers or os.cpu_count() or 1)
    _print_json(report) if as_json else _print(report)
    if prune and not dry_run:
        with Archive.open(path) as archive:
            click.echo(f"{remove_old(archive):,} old readings removed", err=True)


def _read_again(path: Path, choice: Choice, **how: Any) -> None:
    from archive.reextract.run import reextract as read_again  # noqa: PLC0415  (brings the worker pool)

    read_again(path, choice, progress=_progress, **how)


def _by_cluster(run: Callable[..., None], given: GivenCluster, *, workers: int, timeout: float) -> None:
    from archive.cluster.link import linked  # noqa: PLC0415
    from archive.cluster.rereading import ByCluster  # noqa: PLC0415

    with linked(given.address) as link:
        read = ByCluster(link, given.shards, workers=workers, timeout=timeout)
        run(workers=workers, read=read)
    for sentence in read.failures:
        click.echo(f"tearsheet: {sentence}", err=True)


def _progress(captures: Sequence[Chosen]) -> Iterator[Chosen]:
    click.echo(f"{len(captures):,} captures to read", err=True)
    with progress("reading", "captures") as tell:
        for number, capture in enumerate(captures, 1):
            yield capture
            tell(number, len(captures))


def _print(report: Report) -> None:
    for change, count in sorted(report.counts.items(), key=lambda item: -item[1]):
        click.echo(f"{count:>10,}  {change}")
    for example in sorted(report.examples, key=lambda one: one.change):
        click.echo(f"\n{_title(example)}\n{_shortened(_difference(example, whole=False))}")


def _print_json(report: Report) -> None:
    examples = [asdict(example) for example in report.examples]
    click.echo(json.dumps({"changes": report.counts, "examples": examples}, ensure_ascii=False))


def _print_whole(example: Example) -> None:
    click.echo(f"{_title(example)}\n{_difference(example, whole=True)}\n")


def _title(example: Example) -> str:
    return printable(f"{example.change}: {example.url}")


def _difference(example: Example, *, whole: bool) -> str:
    if example.change not in ("text", "headline"):
        return printable(f"  {example.before or 'not read'} → {example.after}" if example.after else "")
    from archive.text_diff import as_plain, word_diff  # noqa: PLC0415  (needed only here)

    pieces = word_diff(example.before, example.after)
    return printable(as_plain(pieces if whole else tuple(piece for piece in pieces if piece.change != "same")))


def _shortened(text: str) -> str:
    line = "  " + " ".join(text.split())
    return line if len(line) <= SHOWN else line[: SHOWN - 1] + "…"
