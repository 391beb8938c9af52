"""A run's counts as a Prometheus text file, for node_exporter's textfile collector."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from prometheus_client import CollectorRegistry, Gauge, write_to_textfile

from archive import clock
from archive.errors import TearsheetError
from crawler.report import COLUMNS, reasons


class NotMeasured(TearsheetError):
    """The file of metrics cannot be written."""


def write_metrics(path: Path, counts: Mapping[str, Counter[str]], *, outcome: str, seconds: float, code: int) -> None:
    """Write the figures of the last run whole or not at all; raises NotMeasured."""
    registry = CollectorRegistry()
    pages = Gauge(
        "tearsheet_run_pages", "Pages of the last run, by source and outcome", ["source", "outcome"], registry=registry
    )
    why = Gauge(
        "tearsheet_run_reasons", "By whom refused, why failed, by source", ["source", "reason"], registry=registry
    )
    for source, count in counts.items():
        for column in COLUMNS:
            pages.labels(source, column.replace(" ", "_")).set(count[column])
        for reason, number in reasons(count).items():
            why.labels(source, reason).set(number)
    for name, value, help_text in (
        ("tearsheet_run_end_time_seconds", clock.now().timestamp(), "When the last run ended"),
        ("tearsheet_run_duration_seconds", seconds, "How long the last run took"),
        ("tearsheet_run_exit_code", code, "How the last run ended: 0 well, 1 unreadable, 3 partly, 5 unhealthy"),
        ("tearsheet_run_finished", outcome == "finished", "Whether the last run came to its end"),
    ):
        Gauge(name, help_text, registry=registry).set(value)
    try:
        write_to_textfile(str(path), registry)
    except OSError as error:
        raise NotMeasured(f"The metrics cannot be written to {path}: {error.strerror}.") from error
