from datetime import UTC, datetime

import pytest

from archive.transfer.selection import BadSelection, end_given, moment_given


@pytest.mark.parametrize(
    ("given", "begin", "end"),
    [
        ("2026", (2026, 1, 1), (2027, 1, 1)),
        ("2026-03", (2026, 3, 1), (2026, 4, 1)),
        ("2026-12", (2026, 12, 1), (2027, 1, 1)),
        ("2026-03-01", (2026, 3, 1), (2026, 3, 2)),
        ("2026-03-01T08:30Z", (2026, 3, 1, 8, 30), (2026, 3, 1, 8, 30)),
        ("2026-03-01T08:30+02:00", (2026, 3, 1, 6, 30), (2026, 3, 1, 6, 30)),
    ],
)
def test_a_year_a_month_and_a_day_are_meant_with_all_their_hours(given, begin, end):
    assert (moment_given(given), end_given(given)) == (datetime(*begin, tzinfo=UTC), datetime(*end, tzinfo=UTC))


@pytest.mark.parametrize("given", ["", "soon", "2026-13", "0000", "9999", "9999-12", "9999-12-31"])
def test_what_is_no_date_gets_a_sentence(given):
    with pytest.raises(BadSelection, match="date"):
        end_given(given)
