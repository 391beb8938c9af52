"""A status says what an answer is, and Retry-After when to come back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from crawler.answers import Answer, answer_of, retry_after

NOW = datetime(2026, 3, 9, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("status", "location", "answer"),
    [
        (200, "", Answer.CONTENT),
        (206, "", Answer.CONTENT),
        (301, "https://a.example/b", Answer.REDIRECT),
        (302, "", Answer.BROKEN),
        (304, "", Answer.UNCHANGED),
        (403, "", Answer.DENIED),
        (404, "", Answer.GONE),
        (410, "", Answer.GONE),
        (429, "", Answer.RATE_LIMITED),
        (500, "", Answer.BROKEN),
        (503, "", Answer.RATE_LIMITED),
        (999, "", Answer.BROKEN),
        (None, "", Answer.BROKEN),
    ],
)
def test_a_status_says_what_an_answer_is(status: int | None, location: str, answer: Answer):
    assert answer_of(status, location) is answer


@pytest.mark.parametrize(
    ("value", "at"),
    [
        ("120", NOW + timedelta(minutes=2)),
        ("99999999999999999999", NOW + DAY),
        ("Mon, 09 Mar 2026 13:00:00 GMT", NOW + timedelta(hours=1)),
        ("Mon, 09 Mar 2020 13:00:00 GMT", NOW),
        ("Mon, 09 Mar 2099 13:00:00 GMT", NOW + DAY),
        ("soon", None),
        ("", None),
        ("-5", None),
        ("٣", None),
    ],
)
def test_retry_after_is_believed_within_bounds(value: str, at: datetime | None):
    assert retry_after(value, now=NOW, cap=DAY) == at
