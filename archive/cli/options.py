"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])


def archive_option(function: F) -> F:
    """Add `--archive PATH`, default archive.db or $TEARSHEET_ARCHIVE; the parameter is `path`."""
    option: Callable[[F], F] = click.option(
        "--archive",
        "path",
        type=click.Path(path_type=Path, dir_okay=False),
        default="archive.db",
        envvar="TEARSHEET_ARCHIVE",
        show_default=True,
        show_envvar=True,
        help="The archive file.",
    )
    return option(function)


def json_option(function: F) -> F:
    """Add `--json`; the parameter is `as_json`."""
    option: Callable[[F], F] = click.option(
        "--json", "as_json", is_flag=True, help="Print JSON, schema in docs/json.md."
    )
    return option(function)


@dataclass(frozen=True, slots=True)
class GivenCluster:
    """Where the workers are."""

    address: str  # of dask's scheduler
    shards: Path  # a folder that they and this machine share


def dask_options(function: F) -> F:
    """Add `--dask ADDRESS` and `--shards DIR`."""
    for option in (
        click.option(
            "--shards",
            type=click.Path(path_type=Path, file_okay=False),
            metavar="DIR",
            help="With --dask: a folder that this machine and the workers share, for what is on its way.",
        ),
        click.option("--dask", metavar="tcp://HOST:PORT", help="Have the workers of this scheduler read the pages."),
    ):
        function = option(function)
    return function


def given_cluster(address: str | None, shards: Path | None) -> GivenCluster:
    """Return the two where both are given; raises click.UsageError."""
    if address is None or shards is None:
        raise click.UsageError("--dask and --shards go together: the scheduler, and a folder shared with its workers.")
    return GivenCluster(address, shards)
