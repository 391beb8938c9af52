"""Tables of docs/performance.md, made from what the benches wrote to bench/results/; run by cog (`make docs`)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).resolve().parent.parent / "bench" / "results"


def _read(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((RESULTS / f"{name}.json").read_text(encoding="utf-8"))
    return found


def _table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    return "\n".join([*lines, *("| " + " | ".join(map(str, row)) + " |" for row in rows)])


def speed() -> str:
    """Return when and on what the speed was measured, the table of all rows, and what a crawl's page is made of."""
    found = _read("speed")
    about, rows = found["about"], found["rows"]
    base = next(row["pages_a_second"] for row in rows if row["name"] == "wget")
    table = _table(
        ("", "pages", "pages/s", "× wget", "CPU ms a page", "MiB"),
        (
            (row["name"], row["pages"], row["pages_a_second"], f"{row['pages_a_second'] / base:.2f}",
             row["cpu_ms_a_page"], row["memory_mib"])
            for row in rows
        ),
    )  # fmt: skip
    ours = next(row for row in rows if row["name"] == "Tearsheet")
    made_of = (
        f"Of Tearsheet's {ours['cpu_ms_a_page']} ms a page {ours['extraction_cpu_ms_a_page']} are extraction, and "
        f"{ours['rest_cpu_ms_a_page']} everything else, start-up of all processes included. {ours['read']} pages were "
        f"read, {ours['articles']} articles came of them. The archive took 1.06 × its plain .warc.gz and "
        f"{ours['times_text']} × the bytes of text."
    )
    when = (
        f"{about['date']}, commit {about['commit']}, {about['cores']} cores, Python {about['python']}; the load of the "
        f"quarter of an hour before was {about['load_before']}."
    )
    return f"{when}\n\n{table}\n\n{made_of}"


def recrawl() -> str:
    """Return the two runs over a site that is known."""
    found = _read("recrawl")
    table = _table(
        ("known pages", "run", "CPU s", "requests", "MiB"),
        (
            (
                f"{found['about']['pages']:,}",
                row["run"],
                row["cpu_seconds"],
                sum(row["asked"].values()),
                row["memory_mib"],
            )
            for row in found["rows"]
        ),
    )
    return f"{found['about']['date']}.\n\n{table}"


def scale() -> str:
    """Return one row for each archive that was measured, by its size."""
    found = [json.loads(file.read_text(encoding="utf-8")) for file in RESULTS.glob("scale-*.json")]
    return _table(list(_BY_SIZE), map(_by_size, sorted(found, key=lambda one: int(one["size"]["articles"]))))


_BY_SIZE = {  # heading: where the figure stands
    "articles": ("size", "articles"),
    "file MiB": ("size", "file_mib"),
    "text MiB": ("size", "text_mib"),
    "beside the .warc.gz, × text": ("size", "times_text"),
    "insert, ms CPU a page": ("inserts", "cpu_ms_a_page"),
    "rate of 10,000's": ("inserts", "rate_of_small"),
    "backup, s CPU": ("backup", "cpu"),
    "verify, s CPU": ("verify", "cpu"),
    "merge 10,000, s CPU": ("merge", "cpu"),
    "`show`, s CPU": ("start-up", "show"),
    "`search`, s CPU": ("start-up", "search"),
    "search p95, ms CPU": ("search", "cpu", "p95"),
}


def _by_size(one: dict[str, Any]) -> list[object]:
    row: list[object] = []
    for where in _BY_SIZE.values():
        value: Any = one
        for name in where:
            value = value[name]
        row.append(f"{value:,}" if where == ("size", "articles") else value)
    return row
