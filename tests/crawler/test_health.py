"""A source that is not as it was is said so in a sentence; a quiet day is not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from archive.store.quality import Quality
from crawler.health import run_entry, troubles, with_run

START = datetime(2026, 3, 1, tzinfo=UTC)
GOOD = Quality(pages=20, with_text=0.95, words=400, set_aside=0.4, without_title=0.0, without_date=0.05)


def history(days: int, *, new: int = 3, quality: Quality = GOOD) -> dict[str, Any]:
    health: dict[str, Any] = {}
    for day in range(days):
        health = with_run(health, run(day, new=new, quality=quality), [])
    return health


def run(day: float, *, new: int = 0, quality: Quality = GOOD) -> dict[str, Any]:
    return run_entry(crawl="x", at=START + timedelta(days=day), counts={"new": new, "failed": 0}, quality=quality)


def test_a_quiet_day_is_no_trouble():
    assert troubles("tarn", history(10), run(11)) == []


def test_a_source_that_went_quiet_is():
    [sentence] = troubles("tarn", history(10), run(16))
    assert sentence.startswith(
        "tarn has gone quiet: nothing new for 7 days, and never before for longer than 24 hours."
    )


def test_a_young_source_may_be_quiet():
    assert troubles("tarn", history(3), run(60)) == []


@pytest.mark.parametrize(
    ("now", "why"),
    [
        (Quality(20, 0.1, 400, 0.4, 0, 0), "only 10% of its pages gave an article, usually 95%"),
        (Quality(20, 0.95, 60, 0.4, 0, 0), "its articles have 60 words in the median, usually 400"),
        (Quality(20, 0.95, 400, 0.4, 0.9, 0), "90% of its articles came without a title, usually 0%"),
        (Quality(20, 0.95, 400, 0.4, 0, 1), "100% of its articles came without a date, usually 5%"),
    ],
)
def test_reading_that_collapsed_is_trouble(now: Quality, why: str):
    [sentence] = troubles("tarn", history(10), run(10, new=3, quality=now))
    assert why in sentence


def test_a_handful_of_odd_pages_is_no_collapse():
    assert troubles("tarn", history(10), run(10, new=1, quality=Quality(3, 0.0, 0, 0, 0, 0))) == []


def test_history_is_bounded_and_newest_first():
    health = history(100)
    assert len(health["runs"]) == 60
    assert health["runs"][0]["at"] == health["last_new"] > health["runs"][1]["at"]
