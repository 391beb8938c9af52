"""What a crawl tells its operator at its end: sentences on stderr, and a file of metrics."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import click

from archive.errors import TearsheetError


def say(sentences: Iterable[str]) -> None:
    """Print each of these sentences on stderr, once."""
    for sentence in dict.fromkeys(sentences):
        click.echo(f"tearsheet: {sentence}", err=True)


def told(tell: Callable[[], None]) -> bool:
    """Tell somebody of the run; where that fails, say why and return False: what was crawled is kept all the same."""
    try:
        tell()
    except TearsheetError as error:
        say([str(error)])
        return False
    return True


def measured(path: Path | None, counts: Mapping[str, Counter[str]], *, outcome: str, seconds: float, code: int) -> bool:
    """Write the run's counts for Prometheus where that is asked for; return whether nothing failed."""
    from crawler.metrics import write_metrics  # noqa: PLC0415  (needed only here)

    return path is None or told(
        lambda: write_metrics(path, counts, outcome=outcome, seconds=seconds, code=code),
    )
