"""`tearsheet crawl --dask`: the crawl of many sources by the workers of a cluster, as a command."""

from __future__ import annotations

import json
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

import click

from archive.cli.group import EXIT_FAILED
from archive.errors import TearsheetError
from crawler.commands.options import time_asked
from crawler.commands.telling import measured, say

# What reads or writes one archive, and there is none.
_NOT_WITH_SHARDS = {"dry_run": "--dry-run", "notify_command": "--notify-command", "verbose": "--verbose"}


def crawl_by_cluster(names: Sequence[str], folder: Path, asked: dict[str, Any]) -> NoReturn:
    """Crawl as `tearsheet crawl --dask … --shards DIR` asks, print the report, and exit with the run's code."""
    _check(asked)
    from archive.cluster.link import linked  # noqa: PLC0415  (needed only here)
    from crawler import cluster  # noqa: PLC0415
    from crawler.progress import Progress  # noqa: PLC0415
    from crawler.sources import load_sources  # noqa: PLC0415

    sources, skipped = load_sources(folder, names)
    if not sources:
        raise skipped[0]
    work = cluster.tasks(
        sources,
        folder=asked["shards"],
        words=_words(asked),
        only_due=asked["due"],
        most=time_asked(asked["max_time"]) if asked["max_time"] else None,
    )
    crawled, began = cluster.Crawled(), time.monotonic()
    crawled.said += [str(error) for error in skipped]
    progress = Progress()
    progress.watch(crawled)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with linked(asked["dask"]) as link, progress.shown():
        failed = _crawl(link, work, crawled)
    code = EXIT_FAILED if failed and not crawled.interrupted else crawled.exit_code(skipped=skipped)
    _print(crawled, asked["as_json"])
    written = measured(
        asked["metrics"], crawled.counts, outcome=crawled.outcome, seconds=time.monotonic() - began, code=code
    )
    sys.exit(code or (0 if written else EXIT_FAILED))


def _check(asked: dict[str, Any]) -> None:
    if not (asked["dask"] and asked["shards"]):
        raise click.UsageError(
            "--dask and --shards go together: the scheduler, and the folder for an archive a source."
        )
    for name, option in _NOT_WITH_SHARDS.items():
        if asked[name]:
            raise click.UsageError(f"{option} is for a crawl into one archive, and --dask makes one of each source.")


def _words(asked: dict[str, Any]) -> list[str]:
    words = [f"--allow-private={host}" for host in asked["allow_private"]]
    words += ["--due"] if asked["due"] else []
    words += [f"--limit={asked['limit']}"] if asked["limit"] is not None else []
    return [*words, f"--since={asked['since']}"] if asked["since"] else words


def _crawl(link: Any, work: dict[str, Any], crawled: Any) -> bool:
    """Crawl, and return whether the cluster was lost on the way: what was done by then is reported all the same."""
    from crawler.cluster import crawl  # noqa: PLC0415

    try:
        crawl(link, work, crawled)
    except TearsheetError as error:
        crawled.said.append(str(error))
        return True
    return False


def _print(crawled: Any, as_json: bool) -> None:
    from crawler import report  # noqa: PLC0415

    if as_json:
        summary = report.as_json(0, crawled.counts, crawled.problems, crawled.outcome)
        del summary["crawl"]  # there is one in each shard
        click.echo(json.dumps(summary | {"troubles": crawled.troubles} | crawled.as_json()))
    else:
        click.echo(report.table(crawled.counts))
    say([*crawled.said, *crawled.problems, *crawled.troubles])
