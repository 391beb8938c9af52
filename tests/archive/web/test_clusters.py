"""Copies elsewhere: on the article page, and on a page that says who printed a story when and what each changed."""

from __future__ import annotations

import pytest

from archive.urls import article_id_of
from tests.archive.web import press

FERRY, MAINLAND, VALLEY = (article_id_of(story.url) for story in (press.FERRY, *press.COPIES))
ALONE = article_id_of(press.KEEPER.url)


def test_the_article_page_names_its_copies_and_leads_to_their_timeline(reader):
    story = reader.json(f"/article/{FERRY}.json")
    assert {copy["id"] for copy in story["copies"]} == {MAINLAND, VALLEY}
    text = reader.get(f"/article/{FERRY}").text
    assert "Copies elsewhere" in text and f'href="/cluster/{FERRY}"' in text


def test_a_cluster_says_who_printed_it_when_and_how_many_words_differ(reader):
    page = reader.json(f"/cluster/{FERRY}.json")
    assert [one["article"]["id"] for one in page["printed"]] == [MAINLAND, FERRY, VALLEY]
    assert page["sites"] == 3 and page["against"] == MAINLAND
    assert page["printed"][0]["added"] == page["printed"][0]["removed"] == 0
    assert page["printed"][1]["removed"] >= 4  # "PORT ELLAN (Coast Press) –"


def test_the_timeline_shows_the_words_that_differ_and_leaves_out_the_rest(reader):
    text = reader.get(f"/cluster/{FERRY}?against={FERRY}").text
    assert "<ins>PORT ELLAN (Coast Press) – </ins>" in text
    assert "<del>crowns</del><ins>kroner</ins>" in text
    assert "as in the other" in text and "wardrobes, two ponies" not in text
    assert 'class="chart moments"' in text and "<title>valley-star.example, 2026-03-18T07:55</title>" in text


def test_a_story_that_nobody_copied_says_so(reader):
    answer = reader.get(f"/cluster/{ALONE}")
    assert answer.status_code == 200 and "No other site in this archive" in answer.text
    assert reader.json(f"/article/{ALONE}.json")["copies"] == []


@pytest.mark.parametrize("path", ["/cluster/none", f"/cluster/{FERRY}?against={ALONE}", "/cluster/none.json"])
def test_what_is_no_cluster_is_answered_in_a_sentence(reader, path):
    assert reader.get(path).status_code == 404
