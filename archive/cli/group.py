"""A click group that imports a command's module only when the command runs, so that `show` and `search` start fast."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Mapping
from typing import Any

import click

from archive.errors import TearsheetError

EXIT_FAILED = 1  # the command could not do what was asked; its sentence says why
EXIT_USAGE = 2  # the command line was wrong (click's own)
EXIT_PARTLY = 3  # some of several things failed, each with a line on stderr
EXIT_NOT_FOUND = 4  # no such article, capture or record
EXIT_UNHEALTHY = 5  # verify found damage, or a source is in trouble
EXIT_BUSY = 75  # EX_TEMPFAIL of sysexits.h: another run holds it, try later
EXIT_INTERRUPTED = 130  # 128 + SIGINT, as shells say it: told to stop, and stopped well


class LazyGroup(click.Group):
    """Commands named as "package.module:attribute"; an error is a sentence on stderr and an exit code."""

    def __init__(self, *args: Any, lazy: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lazy = dict(lazy or {})

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order they were given."""
        return [*self.lazy, *super().list_commands(ctx)]

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Import the command's module now, and no other."""
        if name not in self.lazy:
            return super().get_command(ctx, name)
        module, attribute = self.lazy[name].split(":")
        command = getattr(importlib.import_module(module), attribute)
        assert isinstance(command, click.Command)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; what a user can act on is a sentence, not a stack trace."""
        try:
            return super().invoke(ctx)
        except TearsheetError as error:
            click.echo(f"tearsheet: {error}", err=True)
            sys.exit(error.exit_code)
