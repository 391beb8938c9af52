from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from archive.extraction.blocks import cut
from archive.extraction.dom import parse
from archive.extraction.metadata.date_nearby import nearby
from archive.extraction.metadata.date_text import plausible
from archive.extraction.metadata.date_text import read as read_date
from archive.extraction.metadata.months import MONTHS
from tests.archive.extraction.metadata.conftest import ld


def day(text, **how):
    found = read_date(text, **how)
    return found and found[0].date().isoformat()


@pytest.mark.parametrize(
    "text",
    [
        "2025-03-02", "2025/3/2", "20250302", "2 March 2025", "March 2nd, 2025", "Mar. 2, 2025", "2. März 2025",
        "2 mars 2025", "2 de marzo de 2025", "2 de março de 2025", "2 marzo 2025", "2 maart 2025", "2 mars 2025",
        "2. marts 2025", "2 marca 2025", "2. března 2025", "2025. március 2.", "2 martie 2025", "2 Mart 2025",
        "2 марта 2025 г.", "2 березня 2025", "2 Μαρτίου 2025", "٢ مارس ٢٠٢٥", "2 במרץ 2025", "2 मार्च 2025",
        "2025年3月2日", "2025년 3월 2일", "2 Maret 2025", "Sun, 02 Mar 2025 10:00:00 GMT",
        "Veröffentlicht am 02.03.2025",
    ],
)  # fmt: skip
def test_dates_are_read_in_many_languages(text):
    assert day(text) == "2025-03-02"


def test_twelve_months_in_every_language():
    assert set(MONTHS.values()) == set(range(1, 13))


def test_three_four_depends_on_the_country():
    assert day("3/4/2025") == "2025-04-03"
    assert day("3/4/2025", day_first=False) == "2025-03-04"
    assert day("3/14/2025") == "2025-03-14"


def test_the_zone_is_kept():
    at, precision = read_date("2025-03-02T23:30:00+02:00")
    assert at.utcoffset() == timedelta(hours=2)
    assert precision == "second"


def test_half_days_are_told_apart():
    assert read_date("March 2, 2025 at 3:04 pm")[0].hour == 15
    assert read_date("March 2, 2025 12:10 a.m.")[0].hour == 0


@pytest.mark.parametrize("text", ["", "2025-13-45", "no date", "1" * 100_000, "1.1." * 50_000, "31 February 2025"])
def test_what_is_no_date_gives_none(text):
    assert read_date(text) is None


def test_the_web_is_not_older_than_itself():
    assert not plausible(datetime(1970, 1, 1))
    assert plausible(datetime(1999, 1, 1))


def test_the_future_is_not_believed():
    fetched = datetime(2025, 3, 2, tzinfo=UTC)
    assert plausible(datetime(2025, 3, 2, 20), latest=fetched)
    assert not plausible(datetime(2025, 3, 9), latest=fetched)


def test_a_declared_date_in_the_future_gives_way_to_a_printed_one(metadata):
    head = ld('{"@type":"NewsArticle","datePublished":"2031-01-01T00:00:00Z"}')
    body = '<h1>Storm</h1><time datetime="2025-03-01T08:00:00Z">1 March</time>'
    found = metadata(head, body, at=datetime(2025, 3, 2, tzinfo=UTC)).published
    assert found.at == datetime(2025, 3, 1, 8, tzinfo=UTC)


def test_declared_published_and_modified_with_their_places(metadata):
    said = metadata(
        ld(
            '{"@type":"NewsArticle","datePublished":"2025-03-02T10:00:00+01:00","dateModified":"2025-03-03T09:00:00+01:00"}'
        )
    )
    assert said.published.source == "json-ld datePublished"
    assert said.modified.at.day == 3


def test_meta_tags_are_read(metadata):
    found = metadata('<meta property="article:published_time" content="2025-03-02T10:00:00Z">').published
    assert (found.at.day, found.source) == (2, "meta article:published_time")


def test_microdata_is_read(metadata):
    assert metadata("", '<span itemprop="datePublished" content="2025-03-02">Sunday</span>').published.at.day == 2


def test_an_older_date_printed_at_the_headline_wins(metadata):
    head = ld('{"@type":"NewsArticle","datePublished":"2025-06-01T00:00:00Z"}')
    assert metadata(head, "<h1>Storm</h1><p>2 March 2019</p>").published.at.year == 2019


def test_an_update_printed_at_the_headline_does_not(metadata):
    head = ld('{"@type":"NewsArticle","datePublished":"2025-06-01T00:00:00Z"}')
    assert metadata(head, "<h1>Storm</h1><p>Last updated: 2 March 2019</p>").published.at.year == 2025


def test_the_publishers_zone_is_preferred_to_utc(metadata):
    head = ld('{"@type":"NewsArticle","datePublished":"2025-03-02T03:00:00Z"}')
    body = '<h1>Storm</h1><time datetime="2025-03-01T19:00:00-08:00">1 March</time>'
    assert metadata(head, body).published.at.utcoffset() == timedelta(hours=-8)


def test_the_date_of_a_comment_is_not_that_of_the_story(metadata):
    assert (
        metadata("", '<h1>Storm</h1><div class="comments"><time datetime="2025-03-02">x</time></div>').published is None
    )


def test_the_address_is_the_last_resort(metadata):
    found = metadata("", "<h1>Storm</h1>", url="https://www.harbour-post.co.uk/2025/03/02/storm").published
    assert (found.source, found.precision, found.at.day) == ("url", "day", 2)


def test_a_line_above_the_headline_that_is_marked_as_nothing_is_found(metadata):
    found = metadata("", "<div>2 March 2025</div><h1>Storm takes the pier</h1><p>Text.</p>").published
    assert (found.at.day, found.source) == (2, "printed near the headline")


def test_a_row_of_dated_lines_belongs_to_other_stories(metadata):
    row = "".join(f'<div class="d">{day} March 2025</div><div>Another story</div>' for day in (3, 4, 5))
    assert metadata("", f"{row}<h1>Storm takes the pier</h1><p>Text.</p>").published is None


def test_the_only_dated_line_of_a_page_is_its_date_wherever_it_stands(metadata):
    filler = "<p>The sea was high and the wind did not drop.</p>" * 30
    found = metadata("", f"<h1>Storm takes the pier</h1>{filler}<div>2 March 2025</div>").published
    assert found.at.day == 2


def test_a_caption_that_ends_in_a_date_is_no_date_line():
    caption = "<p>Fishermen look at what is left of the old pier, 2 March 2025</p>"
    blocks = cut(parse(f"<h1>Storm takes the pier</h1>{caption}<p>1 March 2025</p>"))
    assert list(nearby(blocks, "Storm takes the pier")) == ["1 March 2025", "1 March 2025"]


def test_a_printed_date_one_day_older_is_the_readers_day(metadata):
    head = ld('{"@type":"NewsArticle","datePublished":"2025-03-03T02:00:00Z"}')
    assert metadata(head, "<h1>Storm</h1><p>2 March 2025</p>").published.at.day == 2


def test_what_a_page_says_outright_wins(metadata):
    line = '<p class="date-note">This story was originally published on 2 March 2019 and is kept up to date.</p>'
    found = metadata("", f'<h1>Storm</h1><p class="date">5 May 2024</p>{line}').published
    assert found.at.year == 2019


def test_a_meta_name_nobody_listed_is_read_by_what_it_says(metadata):
    head = '<meta name="w-published-date" content="2025-03-02"><meta name="site-publisher" content="1999-01-01">'
    assert metadata(head).published.at.day == 2
