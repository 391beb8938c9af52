"""Claims about the shipped model, on an invented page."""

import numpy as np
import pytest

from archive.extraction.dom import parse
from archive.extraction.model import Model, best_threshold, judge, shipped
from archive.extraction.survey import survey

STORY = [
    "The town council of Little Harrow voted on Tuesday to repair the old stone bridge before the winter.",
    "Nine members were in favour and two against, after a debate that lasted for almost four hours.",
    "“The bridge has stood for three hundred years, and it will stand for three hundred more,” said the mayor.",
    "Work is to begin in October and is expected to cost 1.2 million pounds, half of it paid by the county.",
]
PAGE = f"""<html><head><title>Council votes to repair bridge | Harrow Herald</title>
<meta property="og:title" content="Council votes to repair bridge"></head><body>
<nav class="main-menu"><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li>
<li><a href="/about">About us</a></li></ul></nav>
<article class="story"><h1>Council votes to repair bridge</h1><p class="byline">By Ann Other</p>
<div class="article-body">{"".join(f"<p>{line}</p>" for line in STORY)}</div></article>
<aside class="related"><h3>Read more</h3><ul><li><a href="/a">Ferry stops for the winter</a></li>
<li><a href="/b">Library opens on Sundays</a></li></ul></aside>
<footer class="site-footer"><p>© Harrow Herald. All rights reserved.</p></footer></body></html>"""


@pytest.fixture(scope="module")
def judged():
    tree = parse(PAGE)
    page = survey(tree, url="")
    return {block.text: p for block, p in zip(page.blocks, judge(page, tree).probabilities, strict=True)}


def test_the_paragraphs_of_the_story_are_body(judged):
    assert min(judged[line] for line in STORY) > 0.7


@pytest.mark.parametrize("text", ["Home", "About us", "Read more", "Ferry stops for the winter"])
def test_menus_and_teasers_are_not_body(judged, text):
    assert judged[text] is None or judged[text] < 0.3


def test_the_footer_is_not_body(judged):
    assert judged["© Harrow Herald. All rights reserved."] < 0.4


def test_the_same_page_is_judged_the_same_twice():
    tree = parse(PAGE)
    assert judge(survey(tree, url=""), tree) == judge(survey(tree, url=""), tree)


def test_judging_leaves_the_tree_as_it_is():
    tree = parse(PAGE)
    before = tree.text_content()
    judge(survey(tree, url=""), tree)
    assert tree.text_content() == before


def test_a_page_of_one_block_is_judged():
    tree = parse("<p>Alone")
    assert len(judge(survey(tree, url=""), tree).probabilities) == 1


def test_a_page_of_nothing_is_judged():
    assert judge(survey(parse(""), url=""), parse("")).probabilities == ()


def test_the_model_is_loaded_once():
    assert shipped() is shipped()


def test_weights_that_are_missing_are_named(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"lexicon\.json"):
        Model(tmp_path)


def test_a_page_where_all_is_clear_is_parted_at_one_half():
    assert best_threshold(np.array([0.99, 0.98, 0.01]), np.array([50, 50, 50])) == pytest.approx(0.5, abs=0.01)


def test_a_page_where_little_is_sure_is_parted_lower():
    assert best_threshold(np.array([0.9, 0.3, 0.3, 0.3]), np.array([10, 100, 100, 100])) < 0.3
