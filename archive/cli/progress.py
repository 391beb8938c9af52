"""How far long work has come: a bar on a terminal, nothing in a pipe."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click


@contextmanager
def reached(label: str, length: int) -> Iterator[Callable[[int], None]]:
    """Show a bar of `length` steps on standard error, and yield what is told the step reached."""
    with click.progressbar(length=length, label=label, file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:

        def tell(step: int) -> None:
            bar.update(step - bar.pos)

        yield tell
