from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from archive.errors import NotFound
from archive.extraction.answer import BlockKind, FoundDate, PageKind, SetAside, Teaser
from archive.model import Edit, Reading, Refusal
from archive.store.database import Archive
from archive.store.reading import (
    mark_gone,
    mark_read,
    mark_unreadable,
    settle,
    store_readings,
    to_read_again,
    unread,
)
from archive.store.versions import EMPTIED
from tests.archive.desk import STORY, URL, Desk, article

OTHER = (
    "The town council voted late on Tuesday to close the covered market hall until its roof has been made safe.",
    "Traders were told that stalls may stand in the square meanwhile, and that no rent is due for them.",
)


def found(desk: Desk, word: str) -> list[object]:
    rows = desk.all("SELECT rowid FROM article_search WHERE article_search MATCH ?", f'"{word}"')
    return [row[0] for row in rows]


def index_is_whole(desk: Desk) -> bool:
    with desk.archive.transaction() as connection:
        connection.execute("INSERT INTO article_search (article_search, rank) VALUES ('integrity-check', 1)")
    counted = desk.one("SELECT sum(articles) FROM article_days")
    return counted == desk.one("SELECT count(*) FROM articles WHERE current_version IS NOT NULL")


def test_a_first_reading_becomes_an_article_that_search_finds(desk: Desk) -> None:
    outcome = desk.visit()
    assert (outcome.version, outcome.edit, outcome.kind) == (1, Edit.FIRST, "article")
    assert desk.one("SELECT url FROM articles WHERE article_id = ?", outcome.article_id) == URL
    assert found(desk, "ferry") == [1]
    assert desk.one("SELECT state FROM captures") == "read"
    assert index_is_whole(desk)


def test_the_same_text_at_a_second_visit_is_no_version(desk: Desk) -> None:
    desk.visit()
    outcome = desk.visit()
    assert (outcome.version, outcome.edit) == (1, None)
    assert desk.all("SELECT first_capture, last_capture FROM versions") == [(1, 2)]
    assert desk.one("SELECT count(*) FROM texts") == 1


def test_white_space_and_invisible_characters_are_no_edit(desk: Desk) -> None:
    desk.visit()
    outcome = desk.visit(
        extraction=article(STORY[0].replace(" ", "\u00a0"), *STORY[1:], headline="Ferry\u200b  returns to the islands")
    )
    assert outcome.edit is None


def test_a_changed_text_is_a_version_and_search_finds_only_the_new_words(desk: Desk) -> None:
    desk.visit()
    outcome = desk.visit(
        extraction=article(STORY[0], "The captain said that walruses delayed the first crossing by an hour or more.")
    )
    assert (outcome.version, outcome.edit) == (2, Edit.SUBSTANTIAL)
    assert found(desk, "walruses") == [1]
    assert found(desk, "bicycles") == []
    assert index_is_whole(desk)


def test_of_two_versions_in_one_batch_search_finds_the_newer_one(desk: Desk) -> None:
    desk.visit()
    walruses = article(STORY[0], "The captain said that walruses delayed the first crossing by an hour or more.")
    otters = article(STORY[0], "The captain said that otters delayed the second crossing by two hours or more.")
    other = "https://www.example.com/market"
    captures = [desk.capture(), desk.capture(other), desk.capture()]
    read = [Reading(key, text) for key, text in zip(captures, (walruses, article(*OTHER), otters), strict=True)]
    store_readings(desk.archive, read)
    assert (found(desk, "bicycles"), found(desk, "walruses"), found(desk, "otters")) == ([], [], [1])
    assert found(desk, "stalls") == [2]
    assert index_is_whole(desk)


def test_an_article_has_the_language_and_kind_of_the_version_it_shows(desk: Desk) -> None:
    query = "SELECT language || ' ' || kind FROM articles"
    desk.visit(URL, article(*STORY))
    assert desk.one(query) == "en article"
    desk.visit(URL, article("De veerboot vaart weer.", *STORY[1:], language="nl", kind=PageKind.LIVE_BLOG))
    assert desk.one(query) == "nl live blog"


def test_storing_a_reading_again_changes_nothing(desk: Desk) -> None:
    capture = desk.capture()
    desk.read(capture)
    desk.read(capture)
    assert desk.one("SELECT count(*) FROM extractions") == 1
    assert desk.all("SELECT ordinal, first_capture, last_capture FROM versions") == [(1, 1, 1)]
    assert index_is_whole(desk)


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        (PageKind.CONSENT_WALL, "alive"),
        (PageKind.BOT_CHALLENGE, "alive"),
        (PageKind.PAYWALL_STUB, "alive"),
        (PageKind.SECTION, "alive"),
        (PageKind.ERROR_PAGE, "gone"),
        (PageKind.EMPTY, "gone"),
    ],
)
def test_a_page_without_an_article_never_replaces_one(desk: Desk, kind: PageKind, state: str) -> None:
    desk.visit()
    outcome = desk.visit(extraction=article("Please accept our cookies.", kind=kind))
    assert outcome.edit is None
    assert desk.one("SELECT count(*) FROM versions") == 1
    assert desk.one("SELECT state FROM articles") == state
    assert found(desk, "ferry") == [1]


def test_an_emptied_article_is_gone_and_keeps_its_last_good_version(desk: Desk) -> None:
    desk.visit()
    outcome = desk.visit(extraction=article("Removed."))
    assert outcome.edit is Edit.EMPTIED
    assert desk.one("SELECT state FROM articles") == "gone"
    assert desk.one("SELECT ordinal FROM versions JOIN articles ON current_version = versions.id") == 1
    assert found(desk, "ferry") == [1]


def test_a_page_on_which_too_little_is_left_to_call_it_an_article_shows_it_to_be_gone(desk: Desk) -> None:
    desk.visit()
    left = replace(article("This story was withdrawn."), kind=PageKind.OTHER, kind_reason="It has four words of body.")
    outcome = desk.visit(extraction=left)
    assert (outcome.version, outcome.gone) == (0, True)
    assert desk.all("SELECT state, gone_reason FROM articles") == [("gone", EMPTIED)]
    assert found(desk, "ferry") == [1]


def test_a_page_of_another_kind_that_still_has_its_text_leaves_the_article_alive(desk: Desk) -> None:
    desk.visit()
    outcome = desk.visit(extraction=replace(article(), kind=PageKind.OTHER))
    assert (outcome.version, outcome.gone) == (0, False)
    assert desk.one("SELECT state FROM articles") == "alive"


def test_an_article_that_comes_back_is_alive_again(desk: Desk) -> None:
    desk.visit()
    mark_gone(desk.archive, desk.capture(status=404), "The server answered 404.")
    assert desk.all("SELECT state, gone_reason FROM articles") == [("gone", "The server answered 404.")]
    desk.visit()
    assert desk.all("SELECT state, gone_reason FROM articles") == [("alive", "")]


def test_a_better_extractor_is_no_edit_where_the_version_before_was_read_again(desk: Desk) -> None:
    first = desk.capture()
    desk.read(first, article(*STORY, "Sign up for our newsletter and never miss a thing."))
    second = desk.capture()
    reading = Reading(second, article(extractor="tearsheet 2"))
    assert to_read_again(desk.archive, reading) == first
    earlier = Reading(first, article(extractor="tearsheet 2"))
    outcome = store_readings(desk.archive, [Reading(second, article(extractor="tearsheet 2"), earlier=earlier)])[0]
    assert outcome.edit is None
    assert desk.one("SELECT count(*) FROM versions") == 1
    assert found(desk, "newsletter") == []
    assert index_is_whole(desk)


def test_an_edit_seen_by_a_better_extractor_is_still_an_edit(desk: Desk) -> None:
    first = desk.capture()
    desk.read(first, article(*STORY, "Sign up for our newsletter and never miss a thing."))
    second = desk.capture()
    edited = article(*STORY, "Two sailings a day were added on Thursday evening.", extractor="tearsheet 2")
    earlier = Reading(first, article(extractor="tearsheet 2"))
    outcome = store_readings(desk.archive, [Reading(second, edited, earlier=earlier)])[0]
    assert (outcome.version, outcome.edit, outcome.reason) == (2, Edit.SUBSTANTIAL, "")


def test_the_same_bytes_are_never_an_edit(desk: Desk) -> None:
    desk.read(desk.capture(payload="sha1:same"))
    second = desk.capture(payload="sha1:same")
    reading = Reading(second, article("Read quite differently.", *STORY, extractor="tearsheet 2"))
    assert to_read_again(desk.archive, reading) is None
    assert store_readings(desk.archive, [reading])[0].edit is None


def test_a_comparison_across_extractors_says_so(desk: Desk) -> None:
    desk.visit()
    outcome = desk.visit(
        extraction=article("A new sentence about the weather at sea.", *STORY, extractor="tearsheet 2")
    )
    assert outcome.edit is Edit.SUBSTANTIAL
    assert "two extractors" in outcome.reason


def test_versions_do_not_depend_on_the_order_of_reading(desk: Desk) -> None:
    texts = [article(STORY[0]), article(*STORY[:2]), article(*STORY)]
    captures = [desk.capture(at=f"2026-03-0{day}T00:00:00.000Z") for day in (1, 2, 3)]
    for turn in (2, 0, 1):
        desk.read(captures[turn], texts[turn])
    assert desk.all("SELECT ordinal, first_capture, edit FROM versions ORDER BY ordinal") == [
        (1, 1, "first"),
        (2, 2, "substantial"),
        (3, 3, "substantial"),
    ]
    assert desk.one("SELECT first_seen_at FROM articles") == "2026-03-01T00:00:00.000Z"
    assert found(desk, "bicycles") == [1]
    assert index_is_whole(desk)


def test_a_canonical_url_is_believed_within_its_domain_only(desk: Desk) -> None:
    desk.visit(extraction=article(canonical_url="https://example.com/ferry?utm_source=x"))
    assert desk.one("SELECT url FROM articles") == "https://example.com/ferry"
    assert desk.one("SELECT url FROM aliases") == URL
    desk.visit("https://www.example.org/stolen", article(canonical_url=URL))
    assert desk.one("SELECT url FROM articles WHERE id = 2") == "https://www.example.org/stolen"


def test_a_front_page_is_no_canonical_url_of_a_story(desk: Desk) -> None:
    desk.visit(extraction=article(canonical_url="https://www.example.com/"))
    assert desk.one("SELECT url FROM articles") == URL


def test_one_canonical_url_on_every_page_does_not_look_like_a_site_that_edits(desk: Desk) -> None:
    same = "https://www.example.com/news"
    desk.visit(extraction=article(canonical_url=same))
    outcome = desk.visit(f"{URL}-2", article(*OTHER, headline="Market hall closes", canonical_url=same))
    assert outcome.edit is Edit.FIRST
    assert desk.one("SELECT count(*) FROM articles") == 2


def test_amp_pages_and_redirects_are_aliases(desk: Desk) -> None:
    short = desk.capture("https://www.example.com/s/1", status=301, location=URL)
    with desk.archive.transaction() as connection:
        connection.execute(
            "INSERT INTO frontier (url, host, kind, found_by, found_on, found_at, rank)"
            " VALUES (?, '', 'page', 'redirect', ?, '', '')",
            (URL, short),
        )
    outcome = desk.visit(extraction=article(amp_url=f"{URL}/amp"))
    assert {row[0] for row in desk.all("SELECT url FROM aliases")} == {
        f"{URL}/amp",
        "https://www.example.com/s/1",
    }
    assert desk.visit(f"{URL}/amp").article_id == outcome.article_id


def test_blocks_set_aside_are_stored_once_a_site(desk: Desk) -> None:
    for page in range(3):
        desk.visit(
            f"{URL}-{page}", article(headline=f"Story {page}", set_aside=("12 comments", "All rights reserved."))
        )
    assert desk.one("SELECT count(*) FROM boilerplate") == 2
    assert desk.one("SELECT unpacked(set_aside) FROM extractions WHERE id = 3") == "[[1,1,3,null],[2,1,4,null]]"


def test_prose_set_aside_comes_back_with_its_own_figures(desk: Desk) -> None:
    prose = "Editors of this paper have visited {} harbours since the year it was founded by the two sisters."
    for number in (12, 13):
        desk.visit(f"{URL}-{number}", article(headline=f"Story {number}", set_aside=(prose.format(number),)))
    assert desk.one("SELECT count(*) FROM boilerplate") == 2


def test_teasers_are_stored_once_with_each_sighting_and_enter_the_frontier_of_a_source(desk: Desk) -> None:
    with desk.archive.transaction() as connection:
        connection.execute("INSERT INTO sources (name, domain, added_at) VALUES ('post', 'example.com', '')")
    teasers = (
        Teaser("https://www.example.com/other", "Other story", "THE LATEST NEWS"),
        Teaser("https://www.example.net/ad", "Buy this", "THE LATEST NEWS", position=1),
        Teaser("javascript:void(0)", "Nothing", position=2),
    )
    desk.visit(extraction=article(teasers=teasers))
    desk.visit(extraction=article(teasers=teasers))
    assert desk.one("SELECT count(*) FROM teasers") == 3
    assert desk.one("SELECT count(*) FROM teaser_sightings") == 6
    assert desk.all("SELECT url, found_by, depth FROM frontier") == [("https://www.example.com/other", "teaser", 1)]


def test_lists_sort_by_publication_but_never_by_a_date_in_the_future(desk: Desk) -> None:
    day = FoundDate(datetime(2026, 2, 27), "url", "day")
    desk.visit(extraction=article(published=day))
    future = FoundDate(datetime(2031, 1, 1, tzinfo=UTC), "json-ld")
    desk.visit(f"{URL}-2", article(*OTHER, published=future), at="2026-03-02T12:00:00.000Z")
    assert desk.all("SELECT listed_at FROM articles ORDER BY id") == [
        ("2026-02-27T00:00:00.000Z",),
        ("2026-03-02T12:00:00.000Z",),
    ]
    assert desk.all("SELECT day, articles FROM article_days") == [("2026-02-27", 1), ("2026-03-02", 1)]


def test_what_sqlite_cannot_hold_costs_a_character_not_the_batch(desk: Desk) -> None:
    outcome = desk.visit(
        extraction=article("A lone \ud800 surrogate and a \x00.", headline="\udfff", set_aside=("\ud800",))
    )
    assert outcome.edit is Edit.FIRST
    assert desk.one("SELECT text FROM texts") == "A lone \ufffd surrogate and a \ufffd."


def test_a_batch_is_stored_whole_or_not_at_all(desk: Desk) -> None:
    capture = desk.capture()
    with pytest.raises(NotFound):
        store_readings(desk.archive, [Reading(capture, article()), Reading(999, article())])
    assert desk.one("SELECT count(*) FROM extractions") == 0
    assert unread(desk.archive, limit=9) == [capture]


def test_a_revisit_confirms_the_version_it_shows(desk: Desk) -> None:
    first = desk.capture()
    desk.read(first)
    again = desk.capture(status=304, revisit_of=first)
    mark_read(desk.archive, again, "not modified")
    assert desk.one("SELECT last_capture FROM versions") == again
    assert desk.one("SELECT last_checked_at FROM articles") == "2026-03-02T12:00:00.000Z"


def test_a_capture_that_kills_twice_is_quarantined(desk: Desk) -> None:
    capture = desk.capture()
    mark_unreadable(desk.archive, capture, Refusal.KILLED, "The worker died.")
    assert unread(desk.archive, limit=9) == [capture]
    mark_unreadable(desk.archive, capture, Refusal.KILLED, "The worker died.")
    assert desk.one("SELECT state FROM captures") == "quarantined"
    assert desk.one("SELECT count(*) FROM attempts WHERE capture_id = ?", capture) == 2


@pytest.mark.parametrize(
    ("status", "location", "state", "outcome"),
    [
        (404, "", "read", "gone"),
        (410, "", "read", "gone"),
        (304, "", "read", "not modified"),
        (301, "https://www.example.com/elsewhere", "read", "redirect"),
        (302, "https://www.example.com/", "read", "gone"),
        (500, "", "failed", "http status"),
        (200, "", "recorded", ""),
    ],
)
def test_a_status_line_alone_explains_most_answers(
    desk: Desk, status: int, location: str, state: str, outcome: str
) -> None:
    desk.visit()
    capture = desk.capture(status=status, location=location)
    assert settle(desk.archive, capture) is (status != 200)
    assert desk.all("SELECT state, outcome FROM captures WHERE id = ?", capture) == [(state, outcome)]
    assert desk.one("SELECT state FROM articles") == ("gone" if outcome == "gone" else "alive")


def test_cjk_text_is_indexed_by_pairs(desk: Desk, archive: Archive) -> None:
    desk.visit(extraction=article("東京都は新しい港を開いた。"))
    assert desk.all("SELECT rowid FROM cjk_search WHERE cjk_search MATCH '\"東京 京都\"'") == [(1,)]
    desk.visit(extraction=article("大阪市は古い橋を閉じた。"))
    assert desk.all("SELECT rowid FROM cjk_search WHERE cjk_search MATCH '\"東京 京都\"'") == []


def test_a_block_by_the_model_keeps_its_probability_in_percent(desk: Desk) -> None:
    block = SetAside(BlockKind.PROMO, "Try our app", "It reads like a promotion.", "0/3", 7, "model", 0.123)
    desk.visit(extraction=article(set_aside=(block,)))
    assert desk.one("SELECT unpacked(set_aside) FROM extractions") == "[[1,1,7,12]]"


def test_an_old_capture_does_not_say_that_an_article_is_gone(desk: Desk) -> None:
    early = desk.capture(status=404, at="2026-02-01T00:00:00.000Z")
    desk.visit()
    mark_gone(desk.archive, early, "The server answered 404.")
    assert desk.one("SELECT state FROM articles") == "alive"
