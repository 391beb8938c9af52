from __future__ import annotations

import pytest

from archive.extraction.metadata.title_candidates import candidates, clean, cuts, key

HEADLINE = "Lighthouse reopens after the winter storm"


def test_site_name_is_taken_off_the_end(metadata):
    said = metadata(f'<title>{HEADLINE} | Harbour Post</title><meta property="og:site_name" content="Harbour Post">')
    assert said.title == HEADLINE


@pytest.mark.parametrize("separator", [" | ", " - ", " – ", " — ", " · ", "｜"])
def test_any_separator_before_the_site_name_will_do(metadata, separator):
    said = metadata(
        f'<meta property="og:title" content="{HEADLINE}{separator}Harbour Post">'
        f'<title>{HEADLINE}{separator}Harbour Post</title><meta property="og:site_name" content="Harbour Post">'
    )
    assert said.title == HEADLINE


def test_a_logo_in_an_h1_is_not_the_headline(metadata):
    head = f'<meta property="og:title" content="{HEADLINE}"><meta property="og:site_name" content="Harbour Post">'
    said = metadata(head, f"<h1>Harbour Post</h1><h1>{HEADLINE}</h1>")
    assert said.title == HEADLINE


def test_agreement_beats_a_search_engine_title(metadata):
    head = f'<title>Lighthouse news 2025: all you need</title><meta property="og:title" content="{HEADLINE}">'
    assert metadata(head, f"<h1>{HEADLINE}</h1>").title == HEADLINE


def test_the_heading_that_readers_see_beats_an_h1_made_for_machines(metadata):
    head = f"""<title>Harbour news: lighthouse is open after storm</title>
        <meta property="og:title" content="{HEADLINE}">"""
    shown = (
        f"<h2><span>Coast</span> <span>{HEADLINE}</span></h2><p>{'The keeper opened the door again today. ' * 9}</p>"
    )
    said = metadata(head, f"<nav><h1>Harbour news: lighthouse is open after storm</h1></nav>{shown}")
    assert said.title == HEADLINE


def test_the_name_of_a_blog_in_its_only_h1_is_not_the_headline(metadata):
    head = f'<title>{HEADLINE} • Jo Keeper</title><meta property="og:title" content="{HEADLINE}">'
    assert metadata(head, "<h1>Jo Keeper</h1><p>Text.</p>").title == HEADLINE


def test_of_two_printings_the_one_that_most_places_share_is_shown():
    found = [("h1", "The keeper’s return"), ("og:title", "The keeper's return"), ("title", "The keeper's return")]
    assert [one.text for one in candidates(found)] == ["The keeper's return"]


def test_a_printing_that_sets_the_kicker_off_is_shown():
    found = [
        ("h1", "Coast Lighthouse reopens"),
        ("title", "Coast Lighthouse reopens"),
        ("og:title", "Coast / Lighthouse reopens"),
    ]
    assert candidates(found)[0].text == "Coast / Lighthouse reopens"


def test_entities_and_soft_hyphens_are_resolved(metadata):
    written = "Light&amp;shy;house &amp;amp; harbour &amp;ndash; reopened"
    said = metadata(f'<meta property="og:title" content="{written}">', f"<h1>{written}</h1>")
    assert said.title == "Lighthouse & harbour – reopened"


def test_a_kicker_keeps_its_colon_without_the_space(metadata):
    assert (
        metadata("", "<h1><span>Coast</span> : Lighthouse reopens</h1>", lang="en").title == "Coast: Lighthouse reopens"
    )


def test_french_sets_a_space_before_the_colon(metadata):
    assert metadata("", "<h1>Côte : le phare rouvre</h1>", lang="fr").title == "Côte : le phare rouvre"


def test_apostrophes_stay_as_printed(metadata):
    assert metadata("", "<h1>The keeper’s return to ‘the rock’</h1>").title == "The keeper’s return to ‘the rock’"


def test_a_page_without_any_has_none(metadata):
    assert metadata("", "<p>Some text.</p>").title == ""


def test_an_endless_title_is_no_headline(metadata):
    said = metadata(f"<title>{'storm ' * 30_000}</title>", f"<h1>{HEADLINE}</h1>")
    assert said.title == HEADLINE


def test_the_source_is_named(metadata):
    assert metadata("", f"<h1>{HEADLINE}</h1>").title_source == "h1"


def test_cuts_yield_both_ends():
    assert ("A", "tail", "B") in list(cuts("A | B"))
    assert ("B", "head", "A") in list(cuts("A | B"))


def test_key_ignores_case_punctuation_and_width():
    assert key("Storm — over: ＡＢＣ!") == key("storm over abc")


def test_clean_folds_white_space():
    assert clean("  a \n\t b\xa0 c ") == "a b c"
