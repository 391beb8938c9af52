"""Claims about the rules' opinions as the model sees them."""

import numpy as np

from archive.extraction.dom import parse
from archive.extraction.signs import NAMES, signs
from archive.extraction.survey import survey

PAGE = """<html><head><title>Ferry stops for the winter</title></head><body>
<h1>Ferry stops for the winter</h1>
<div class="newsletter-signup"><p>The best of the harbour, every Friday morning</p></div>
<p>The ferry between the two towns will rest until the ice has gone, said its captain on Monday.</p>
<div hidden><p>Seen by nobody at all</p></div>
<p>Photo: Getty Images</p></body></html>"""


def said(text: str) -> dict[str, float]:
    page = survey(parse(PAGE), url="https://harbour.example/ferry")
    table = signs(page.blocks, page.namer)
    row = next(table[at] for at, block in enumerate(page.blocks) if block.text == text)
    return {name: float(value) for name, value in zip(NAMES, row, strict=True) if value}


def test_what_an_element_around_a_block_says_is_told_with_its_distance():
    found = said("The best of the harbour, every Friday morning")
    assert found["near_say_newsletter"] == found["far_say_newsletter"] == found["name_say_newsletter"] == 1
    assert found["near_up"] == 1


def test_what_the_words_of_a_block_say_is_told():
    assert said("Photo: Getty Images")["words_say_credit"] == 1


def test_the_repeated_headline_and_the_hidden_block_are_told():
    assert said("Ferry stops for the winter")["repeats_title"] == 1
    assert said("Seen by nobody at all")["not_shown"] == 1


def test_of_a_paragraph_the_rules_have_nothing_to_say():
    found = said("The ferry between the two towns will rest until the ice has gone, said its captain on Monday.")
    assert set(found) == {"name_say_other", "near_up", "far_up"}


def test_a_page_without_blocks_has_no_rows():
    page = survey(parse(""), url="")
    assert signs(page.blocks, page.namer).shape == (0, len(NAMES))


def test_every_group_says_at_most_one_kind():
    page = survey(parse(PAGE), url="")
    table = signs(page.blocks, page.namer)
    for group in ("words", "near", "far", "name"):
        columns = [at for at, name in enumerate(NAMES) if name.startswith(f"{group}_say_")]
        assert np.all(table[:, columns].sum(axis=1) <= 1)


def test_what_an_article_is_tagged_with_is_not_what_it_is():
    html = '<div class="post-7 type-post hentry tag-newsletter category-promo"><p>Ice came early.</p></div>'
    page = survey(parse(html), url="")
    row = dict(zip(NAMES, signs(page.blocks, page.namer)[0], strict=True))
    assert not any(value for name, value in row.items() if name.startswith("far_say"))
