"""Near copies are found whatever their editors changed a little, and nothing else is."""

from __future__ import annotations

import json
from statistics import median

import pytest

from archive.store import copies as store
from archive.store.copies import copies
from archive.store.simhash import distance, simhash
from tests.archive.conftest import publish
from tests.newsroom.stories import BY_HAND, invented

STORY = BY_HAND[0].paragraphs
ORIGIN = "https://coast-press.example/story"
COPY = "https://tarn-courier.example/copy"


@pytest.fixture
def printed(archive, crawl):
    """Publish a page, and return the key of its article."""

    def publish_one(url, *paragraphs, headline="A headline"):
        _, outcome = publish(archive, crawl, url, headline, *paragraphs)
        row = archive.connection.execute("SELECT id FROM articles WHERE article_id = ?", (outcome.article_id,))
        return row.fetchone()["id"]

    return publish_one


@pytest.mark.parametrize(
    "edited",
    [
        pytest.param(STORY, id="the very same text"),
        pytest.param(("LOWER TARN (Coast Press) – " + STORY[0], *STORY[1:]), id="a dateline before it"),
        pytest.param(STORY[:-1], id="the last paragraph cut"),
        pytest.param((*STORY, "Additional reporting by our staff."), id="a line behind it"),
        pytest.param(tuple(text.replace("council", "board") for text in STORY), id="a word changed throughout"),
    ],
)
def test_a_copy_is_found_from_either_side(archive, printed, edited):
    origin, copy = printed(ORIGIN, *STORY), printed(COPY, *edited)
    [found] = copies(archive.connection, origin, 1)
    assert found.article == copy and found.shared > 0.7
    assert [back.article for back in copies(archive.connection, copy, 1)] == [origin]


def test_other_stories_are_no_copies_even_of_one_mould(archive, printed):
    keys = [
        printed(f"https://paper-{number}.example/story", *story.paragraphs) for number, story in enumerate(invented(40))
    ]
    assert [copies(archive.connection, key, 1) for key in keys] == [()] * 40


def test_a_near_copy_on_the_same_site_is_none_and_the_very_text_is(archive, printed):
    origin = printed(ORIGIN, *STORY)
    printed("https://coast-press.example/longer", *STORY, "And a sentence more.")
    assert copies(archive.connection, origin, 1) == ()
    twin = printed("https://coast-press.example/twin", *STORY)
    assert [copy.article for copy in copies(archive.connection, origin, 1)] == [twin]


def test_short_texts_are_copies_only_where_they_are_the_same(archive, printed):
    origin = printed(ORIGIN, "Herring fetched fourteen crowns at the auction on Monday.")
    printed(COPY, "Herring fetched fourteen crowns at the auction on Tuesday.")
    assert copies(archive.connection, origin, 1) == ()


def test_a_version_without_text_or_that_is_none_has_no_copies(archive, printed):
    origin = printed(ORIGIN)
    assert copies(archive.connection, origin, 1) == copies(archive.connection, origin, 7) == ()


def test_the_look_up_reads_an_index_and_no_more(archive):
    for shift in store._BANDS:
        plan = archive.connection.execute(
            "EXPLAIN QUERY PLAN " + store._NEAR.format(shift=shift), (json.dumps([1]), 1)
        ).fetchall()
        assert f"USING COVERING INDEX extractions_band_{shift} " in plan[0]["detail"]


def test_most_stories_are_near_enough_with_their_last_paragraph_cut_and_few_at_three_bits():
    stories = invented(200)
    apart = [
        distance(simhash("\n\n".join(story.paragraphs)), simhash("\n\n".join(story.paragraphs[:-1])))
        for story in stories
    ]
    assert median(apart) <= 8
    assert sum(bits <= store.DISTANCE for bits in apart) > 0.85 * len(apart)
    assert sum(bits <= 3 for bits in apart) < 0.2 * len(apart)


def test_every_simhash_within_the_distance_shares_a_band_with_a_probe():
    own = 0x0123456789ABCDEF
    far = own ^ 0x0007_0007_0007_0003  # three bits in each band but the last, which has two: 11 in all
    flips = {flip for some in store._FLIPS for flip in some}
    assert len(flips) == 1 + 16 + 120
    assert any((far >> shift & 0xFFFF) ^ (own >> shift & 0xFFFF) in flips for shift in store._BANDS)
