from __future__ import annotations

import numpy as np

from archive.extraction.pagekind_words import GROUPS, Spoken
from bench.pagekind_wordlist import MIN_SITES, learn, met


def page(*labels: str) -> Spoken:
    return {group: frozenset(labels) if group == "labels" else frozenset() for group in GROUPS}


STORIES, SHOPS = [page("said", "home")] * 6, [page("cart", "home", "4you")] * 6
DOMAINS = [f"site-{number}.example" for number in range(12)]


def test_a_word_counts_only_where_enough_sites_have_it():
    assert MIN_SITES > 1
    assert met([page("cart")] * 6, ["one.example"] * 6) == []
    assert met(SHOPS, DOMAINS[:6]) == [("labels", "cart"), ("labels", "home")]


def test_words_of_articles_weigh_more_than_words_of_shops():
    labels = np.array([1.0] * 6 + [0.0] * 6)
    weights = learn(STORIES + SHOPS, DOMAINS, labels, np.ones(12)).weights
    assert set(weights) == set(GROUPS)
    assert weights["labels"]["cart"] < -0.1 < 0.1 < weights["labels"]["said"]
    assert abs(weights["labels"]["home"]) < 0.2
