"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
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
