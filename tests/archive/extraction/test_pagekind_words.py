from __future__ import annotations

import math

import pytest

from archive.extraction.blocks import cut
from archive.extraction.dom import parse
from archive.extraction.metadata import arbitrate, listen
from archive.extraction.pagekind import read
from archive.extraction.pagekind_features import prose
from archive.extraction.pagekind_words import GROUPS, Spoken, Wordlist, shipped

NOTHING: Spoken = {group: frozenset() for group in GROUPS}


def spoken(html: str, url: str = "https://www.harbour.co.uk/") -> Spoken:
    tree = parse(html)
    blocks = cut(tree)
    said = listen(tree)
    return read(said, arbitrate(said, url=url, blocks=blocks), prose(blocks), url=url)[1]


def test_words_are_told_by_where_they_stand():
    found = spoken(
        '<html><head><title>Brass lamp</title><meta property="og:type" content="product">'
        '<script type="application/ld+json">{"@type":"Product"}</script></head><body class="page-product">'
        "<button>Add to cart</button><p>This lamp was cast by hand in the old foundry by the harbour.</p>",
        "https://shop.harbour.co.uk/products/brass-lamp?colour=red",
    )
    assert {"host:shop", "in:products", "brass", "query:colour", "depth:2"} <= found["address"]
    assert {"brass", "title:lamp"} <= found["title"]
    assert "product" in found["page"]
    assert {"add", "cart"} <= found["labels"]
    assert "foundry" in found["prose"]
    assert "cart" not in found["prose"]
    assert {"product", "og:product", "og:type"} <= found["declared"]


def test_the_front_page_says_so():
    assert "front:" in spoken("<p>Harbour</p>")["address"]


def test_every_group_is_there_on_an_empty_page():
    assert set(spoken("")) == set(GROUPS)


def test_weights_are_summed_over_the_root_of_how_many_words_were_known():
    wordlist = Wordlist({"prose": {"cart": -2.0, "said": 1.0}, "title": {"lamp": 0.5}})
    found = wordlist.figures({**NOTHING, "prose": {"cart", "said", "unheard"}, "title": {"unheard"}})
    assert found["words prose"] == pytest.approx(-1 / math.sqrt(2))
    assert found["words title"] == 0.0
    assert found["words"] == found["words prose"]


def test_the_shipped_wordlist_knows_a_shop_from_a_story():
    shop = {**NOTHING, "labels": {"add", "cart", "checkout", "quantity"}}
    story = {**NOTHING, "declared": {"newsarticle", "og:article"}}
    figures = shipped().figures
    assert figures(shop)["words"] < 0 < figures(story)["words"]


def test_the_shipped_wordlist_has_weights_for_every_group():
    assert set(shipped().weights) == set(GROUPS)
    assert all(abs(weight) < 100 for words in shipped().weights.values() for weight in words.values())
