from __future__ import annotations

import pytest

from archive.errors import BadQuery, NotFound
from archive.store.watches import add_watch, all_watches, remove_watch, report
from tests.archive.desk import STORY, URL, Desk, article


def news(desk: Desk) -> dict[str, list[str]]:
    return {one.query: [hit.url for hit in one.hits] for one in report(desk.archive)}


def test_a_watch_reports_what_came_after_it_once(desk: Desk) -> None:
    desk.visit("https://www.example.com/before")
    assert add_watch(desk.archive, "ferry")
    assert not add_watch(desk.archive, "ferry")
    assert news(desk) == {}
    desk.visit()
    desk.visit(
        "https://www.example.com/other", article("Nothing of that here, only the market hall.", headline="Market")
    )
    assert news(desk) == {"ferry": [URL]}
    assert news(desk) == {}


def test_an_edit_is_news_an_unchanged_visit_is_not(desk: Desk) -> None:
    desk.visit()
    add_watch(desk.archive, "ferry site:example.com")
    desk.visit()
    assert news(desk) == {}
    desk.visit(extraction=article(*STORY[:2]))
    assert news(desk) == {"ferry site:example.com": [URL]}


def test_versions_derived_again_are_no_news(desk: Desk) -> None:
    first, second = desk.capture(), desk.capture()
    desk.read(first)
    desk.read(second, article(*STORY[:2]))
    add_watch(desk.archive, "ferry")
    desk.read(first, article(extractor="tearsheet 2"))
    assert news(desk) == {}


def test_words_of_both_indexes_can_be_watched(desk: Desk) -> None:
    add_watch(desk.archive, "東京 OR ferry")
    desk.visit()
    desk.visit("https://www.example.com/tokyo", article("東京都は港を開いた。", language="ja"))
    assert news(desk) == {"東京 OR ferry": [URL, "https://www.example.com/tokyo"]}


def test_a_watch_can_be_removed(desk: Desk) -> None:
    add_watch(desk.archive, "ferry")
    remove_watch(desk.archive, "ferry")
    assert all_watches(desk.archive.connection) == ()
    with pytest.raises(NotFound, match="is not watched"):
        remove_watch(desk.archive, "ferry")


def test_a_search_that_cannot_be_read_is_not_saved(desk: Desk) -> None:
    with pytest.raises(BadQuery):
        add_watch(desk.archive, '"open')
