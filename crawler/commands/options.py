"""Options that the crawler's commands share, and the settings they stand for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

import click

from crawler.sources import period

F = TypeVar("F", bound=Callable[..., Any])


def sources_option(function: F) -> F:
    """Add `--sources FOLDER`, default settings/sources or $TEARSHEET_SOURCES; the parameter is `folder`."""
    option: Callable[[F], F] = click.option(
        "--sources",
        "folder",
        type=click.Path(path_type=Path, file_okay=False),
        default="settings/sources",
        envvar="TEARSHEET_SOURCES",
        show_default=True,
        show_envvar=True,
        help="The folder with a TOML file for each source.",
    )
    return option(function)


def allow_private_option(function: F) -> F:
    """Add `--allow-private HOST`, which may be given several times."""
    option: Callable[[F], F] = click.option(
        "--allow-private",
        multiple=True,
        metavar="HOST[:PORT]",
        help="Fetch from this host although its address is not public: an intranet, a test server.",
    )
    return option(function)


def log_level(verbose: int) -> str:
    """Return the log level for so many -v."""
    return ("WARNING", "INFO", "DEBUG")[min(verbose, 2)]


def time_asked(text: str) -> timedelta:
    """Return how long --max-time says; raises click.BadParameter."""
    most = period(text)
    if most is None:
        raise click.BadParameter('write a number and m, h or d, as in "10m"', param_hint="--max-time")
    return most
