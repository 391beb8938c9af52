"""What a crawl did: reports of single addresses, a table for people, JSON for programs, an exit code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from archive.cli.group import EXIT_FAILED, EXIT_PARTLY, EXIT_UNHEALTHY
from archive.model import Outcome

COLUMNS = ("found", "fetched", "new", "edited", "unchanged", "gone", "no article", "refused", "failed")


@dataclass(frozen=True, slots=True)
class Report:
    """What became of an address that a person asked for by name."""

    asked: str
    capture_id: int | None = None  # captures.id, of the last hop
    outcome: Outcome | None = None  # None: not read anew, or failed
    failure: str = ""  # a sentence
    text: str = ""  # what could be read of a page that is no article

    @property
    def is_article(self) -> bool:
        """Whether it led to an article."""
        return self.outcome is not None and self.outcome.version > 0


def table(counts: Mapping[str, Counter[str]]) -> str:
    """Return the counts of each source and their sum as an aligned table.

    >>> print(table({"tarn": Counter(found=2, fetched=3, new=2)}))  # doctest: +ELLIPSIS
    source  found  fetched  new  edited ...
    tarn        2        3    2       0 ...
    """
    rows = [[source or "-", *(str(number) for number in _numbers(count))] for source, count in sorted(counts.items())]
    if len(rows) > 1:
        rows.append(["all", *(str(number) for number in _numbers(sum(counts.values(), Counter())))])
    lines = [["source", *COLUMNS], *rows]
    widths = [max(len(line[place]) for line in lines) for place in range(len(lines[0]))]
    return "\n".join("  ".join(_cells(line, widths)) for line in lines)


def _numbers(count: Counter[str]) -> list[int]:
    return [count[column] for column in COLUMNS]


def _cells(line: Sequence[str], widths: Sequence[int]) -> Iterable[str]:
    yield line[0].ljust(widths[0])
    yield from (cell.rjust(width) for cell, width in zip(line[1:], widths[1:], strict=True))


def as_json(crawl_id: int, counts: Mapping[str, Counter[str]], problems: Sequence[str], outcome: str) -> dict[str, Any]:
    """Return a run as `--json` prints it; the schema is in docs/cli.md."""
    sources = {source: dict(zip(COLUMNS, _numbers(count), strict=True)) for source, count in sorted(counts.items())}
    why = {source: found for source, count in sorted(counts.items()) if (found := reasons(count))}
    return {"crawl": crawl_id, "outcome": outcome, "sources": sources, "reasons": why, "problems": list(problems)}


def reasons(count: Mapping[str, int]) -> dict[str, int]:
    """Return by whom addresses were refused and why they failed, of a source's counts.

    >>> reasons({"failed": 2, "failed: timeout": 2, "refused: robots": 1})
    {'failed: timeout': 2, 'refused: robots': 1}
    """
    return {name: number for name, number in sorted(count.items()) if ": " in name and number}


def unreachable(counts: Mapping[str, Counter[str]]) -> list[str]:
    """Return the sources of which no feed, sitemap or section page could be read."""
    return [source for source, count in sorted(counts.items()) if count["lists failed"] and not count["lists read"]]


def exit_code(counts: Mapping[str, Counter[str]], *, skipped: Sequence[object], troubles: Sequence[object]) -> int:
    """Return 1 where a source could not be read at all, 5 where one is in trouble, 3 where one was skipped, else 0."""
    if unreachable(counts):
        return EXIT_FAILED
    if troubles:
        return EXIT_UNHEALTHY
    return EXIT_PARTLY if skipped else 0
