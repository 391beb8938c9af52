"""How far long work has come, on standard error: a bar on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

EVERY = 10.0  # seconds between two plain lines; what takes less says nothing

Told = Callable[[int, int], None]  # is told how much is done, and of how much: 0 where nobody knows


@contextmanager
def progress(label: str, unit: str = "") -> Iterator[Told]:
    """Show how far work has come while the block runs; what it yields is told so after each step."""
    if sys.stderr.isatty():
        with _bar(label, unit) as tell:
            yield tell
    else:
        yield _lines(label, unit)


@contextmanager
def reached(label: str, length: int) -> Iterator[Callable[[int], None]]:
    """Do the same for work of a known length, told only the step reached."""
    with progress(label) as tell:
        yield lambda step: tell(step, length)


@contextmanager
def working(label: str) -> Iterator[None]:
    """Show that one step, which cannot say how far it is, goes on: the seconds on a terminal, one line elsewhere."""
    if sys.stderr.isatty():
        with _bar(label, ""):
            yield
    else:
        click.echo(f"{label} …", err=True)
        yield


@contextmanager
def _bar(label: str, unit: str) -> Iterator[Told]:
    from rich.console import Console  # noqa: PLC0415  (not needed where nobody looks)
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TextColumn("{task.fields[said]}"))
    with Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task(label, total=None, said="")

        def tell(done: int, of: int) -> None:
            shown.update(task, completed=done, total=of or None, said=_said(done, of, unit))

        yield tell


def _lines(label: str, unit: str) -> Told:
    due = time.monotonic() + EVERY

    def tell(done: int, of: int) -> None:
        nonlocal due
        if time.monotonic() >= due:
            due = time.monotonic() + EVERY
            click.echo(f"{label}: {_said(done, of, unit)}", err=True)

    return tell


def _said(done: int, of: int, unit: str) -> str:
    return f"{done:,}{f' of {of:,}' if of else ''} {unit}".rstrip()
