"""How a crawl goes, while it goes: a line for each source with its rate."""

from __future__ import annotations

import io
import re
import sys
from collections import Counter
from dataclasses import dataclass, field

import pytest

from crawler.progress import Progress


@dataclass
class Counts:
    """What a session has counted."""

    counts: dict[str, Counter[str]] = field(default_factory=dict)


def lines(**sources: Counter[str]) -> list[str]:
    progress = Progress()
    progress.watch(Counts(dict(sources)))
    return progress.lines()


def test_each_source_has_its_rate_and_all_have_theirs():
    said = lines(tarn=Counter(fetched=3, new=2), vessel=Counter(fetched=1, failed=1))
    assert [re.sub(r"[\d.]+/s", "N/s", line) for line in said] == [
        "tarn: 3 fetched (N/s), 2 new, 0 edited, 0 failed",
        "vessel: 1 fetched (N/s), 0 new, 0 edited, 1 failed",
        "2 sources: 4 fetched (N/s), 2 new, 0 edited, 1 failed",
    ]


def test_of_many_sources_only_the_sum_is_shown():
    [line] = lines(**{f"source{number}": Counter(fetched=1) for number in range(100)})
    assert line.startswith("100 sources: 100 fetched")


def test_nothing_is_shown_before_there_is_a_session():
    assert Progress().lines() == []


def test_a_pipe_gets_no_table_that_redraws(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    progress = Progress()
    progress.watch(Counts({"tarn": Counter(fetched=1)}))
    with progress.shown():
        pass
    assert "\x1b" not in sys.stderr.getvalue()
