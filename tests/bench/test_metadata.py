"""The floor of the metadata."""

from __future__ import annotations

from bench import metadata


def test_a_score_below_its_floor_is_told():
    told = metadata.fallen({"news-dev": {"authors": [True] * 2 + [False] * 98, "date": [True]}})
    assert len(told) == 1
    assert told[0].startswith("news-dev: authors fell from 0.89")


def test_a_corpus_without_a_floor_is_not_held_against_one():
    assert metadata.fallen({"elsewhere": {"authors": [False]}}) == []
