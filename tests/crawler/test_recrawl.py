"""Pages are looked at again at growing intervals, sooner after a change, and conditionally where that is possible."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from archive.extraction.answer import PageKind
from archive.model import AddressKind, Lease
from crawler import recrawl
from crawler.sources import Recrawl

AT = datetime(2026, 3, 9, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.mark.parametrize(
    ("unchanged", "wait"), [(0, HOUR), (1, 6 * HOUR), (2, DAY), (3, 7 * DAY), (4, 30 * DAY), (5, None), (99, None)]
)
def test_an_article_that_stays_the_same_is_looked_at_after_1h_6h_1d_7d_30d(unchanged: int, wait: timedelta | None):
    due = recrawl.article_due(at=AT, unchanged=unchanged, after=Recrawl().after)
    assert due == (AT + wait if wait else None)


def test_a_list_that_names_nothing_new_is_asked_less_and_less_often_but_never_forgotten():
    waits = [recrawl.list_due(at=AT, unchanged=number, every=HOUR) - AT for number in range(200)]
    assert waits[:2] == [HOUR, HOUR]
    assert waits == sorted(waits)
    assert waits[-1] == 32 * HOUR


def test_a_wall_is_looked_at_again_and_a_section_page_is_not():
    assert recrawl.page_due(PageKind.CONSENT_WALL, at=AT, unchanged=0) == AT + DAY
    assert recrawl.page_due(PageKind.CONSENT_WALL, at=AT, unchanged=9) is None
    assert recrawl.page_due(PageKind.SECTION, at=AT, unchanged=0) is None


def test_a_404_may_be_an_accident_and_a_410_is_none():
    assert recrawl.gone_due(404, at=AT, attempts=0) == AT + DAY
    assert recrawl.gone_due(410, at=AT, attempts=0) is None


def test_validators_make_a_request_conditional():
    lease = Lease(1, "https://a.example/", AddressKind.PAGE, None, 0, 0, etag='"x"', last_modified="")
    assert recrawl.validators(lease) == {"If-None-Match": '"x"'}
    assert recrawl.validators(Lease(1, "https://a.example/", AddressKind.PAGE, None, 0, 0)) == {}
