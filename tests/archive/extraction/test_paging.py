"""Which address continues an article: by its stem and its number, never by what a page calls next."""

from __future__ import annotations

import pytest
from lxml import html

from archive.extraction.paging import MAX_PAGES, first_page, is_further, next_page, numbered

STORY = "https://news.example/2026/03/ferry-returns"


@pytest.mark.parametrize(
    "url",
    [
        f"{STORY}?page=2",
        f"{STORY}?pagewanted=2",
        f"{STORY}/2",
        f"{STORY}/2/",
        f"{STORY}/page/2/",
        f"{STORY}/seite-2",
        f"{STORY}-page-2",
    ],
)
def test_page_two_is_known_by_its_stem_and_its_number(url: str):
    assert numbered(url) == ("news.example/2026/03/ferry-returns", 2)
    assert is_further(url, STORY)
    assert is_further(url, STORY + "/")
    assert is_further(url, f"{STORY}?page=1")


@pytest.mark.parametrize("url", [f"{STORY}-2.html", f"{STORY}_2.html", f"{STORY},2.html", f"{STORY}-p2.html"])
def test_a_number_before_the_ending_counts(url: str):
    assert is_further(url, f"{STORY}.html")
    assert not is_further(url, STORY)


@pytest.mark.parametrize(
    "url",
    [
        STORY,
        f"{STORY}?page=1",
        f"{STORY}?page={MAX_PAGES + 1}",
        f"{STORY}?page=²",
        f"{STORY}?comments=2",
        f"{STORY}-2",  # the second story of that headline, in many a content management system
        "https://news.example/2026/03/another-story?page=2",
        "https://elsewhere.example/2026/03/ferry-returns?page=2",
        "https://[news.example/2",
        "",
    ],
)
def test_what_is_no_further_page(url: str):
    assert not is_further(url, STORY)


def test_other_parameters_must_be_the_same():
    assert is_further("https://news.example/story?id=7&page=2", "https://news.example/story?id=7")
    assert not is_further("https://news.example/story?id=8&page=2", "https://news.example/story?id=7")


def test_page_one_is_where_the_stem_is():
    assert first_page(f"{STORY}?page=3") == STORY
    assert first_page(STORY) == ""


def found(markup: str, *, url: str = STORY, declared: str = "") -> str:
    return next_page(html.fromstring(f"<html><body>{markup}</body></html>"), url=url, base=url, declared=declared)


def test_a_link_that_says_the_next_number_leads_on():
    assert found('<b>1</b> <a href="?page=2">2</a> <a href="?page=3">3</a>') == f"{STORY}?page=2"
    assert found('<a href="?page=2">2</a> <a href="?page=3"> 3 </a>', url=f"{STORY}?page=2") == f"{STORY}?page=3"


def test_a_link_that_says_something_else_does_not():
    assert found('<a href="?page=2">More comments</a>') == ""
    assert found('<a href="/2026/03/another-story/2">2</a>') == ""


def test_rel_next_leads_on_within_the_article_and_not_to_the_next_story():
    assert found("", declared=f"{STORY}/2/") == f"{STORY}/2/"
    assert found("", declared="https://news.example/2026/03/the-next-story") == ""
    assert found("", declared=f"{STORY}/5/") == ""


def test_an_article_ends_at_its_tenth_page():
    last = f"{STORY}?page={MAX_PAGES}"
    assert found(f'<a href="?page={MAX_PAGES + 1}">{MAX_PAGES + 1}</a>', url=last) == ""
