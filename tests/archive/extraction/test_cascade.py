"""The fast mode as it is called here keeps of a page what trafilatura itself keeps of it."""

from pathlib import Path

import pytest
from lxml.etree import tostring
from trafilatura import bare_extraction

from archive.extraction import containers
from archive.extraction.cascade import kept_body
from archive.extraction.dom import parse
from archive.extraction.voter import trafilatura_text

PAGES = sorted((Path(__file__).parents[2] / "pages").glob("*/*.html"))
PROSE = "<p>" + "The council met for the third time this week and put off the vote once more. " * 8 + "</p>"


def words(body: object) -> list[str]:
    return " ".join(body.itertext()).split() if body is not None else []  # type: ignore[attr-defined]


def told(html: str) -> list[str]:
    return words(kept_body(parse(html)))


def asked(html: str) -> list[str]:
    found = bare_extraction(parse(html), fast=True, include_comments=False, output_format="xml")
    return words(getattr(found, "body", None))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.parent.name)
def test_what_is_kept_of_a_page_is_what_trafilatura_keeps(page: Path) -> None:
    html = page.read_text(encoding="utf-8")
    assert told(html) == asked(html)


@pytest.mark.parametrize(
    "body",
    [
        f"<article>{PROSE}<div class='newsletter'>Sign up</div>{PROSE}</article>",
        f"<div class='entry-content'>Words first. {PROSE}<div id='comments'>{PROSE * 2}</div></div>",
        f"<main><div style='display:none'>{PROSE}</div>{PROSE * 9}</main>",
        "<div>Only a few words<br>and a line more</div>",
        f"<div id='story-body'><ul><li>one</li><li>two</li></ul>{PROSE}<h2>The end</h2></div>",
        f"<div class='x'><p>Short.</p></div><div class='y'>{PROSE * 5}</div>",
        f"<article><p>Too short.</p></article><div>{'<div>Card <a href=x>more</a> and a few words.</div>' * 90}</div>",
    ],
)
def test_furniture_comments_and_short_pages_are_read_alike(body: str) -> None:
    html = f"<html><head><title>t</title></head><body>{body}</body></html>"
    assert told(html) == asked(html)


def test_the_page_is_left_as_it_is() -> None:
    tree = parse(f"<body><div class='comments'>{PROSE}</div><article>{PROSE}</article></body>")
    before = tostring(tree)
    kept_body(tree)
    assert tostring(tree) == before


def test_control_characters_that_lxml_refuses_to_write_make_an_empty_voter() -> None:
    page = f"<body><article>{PROSE}<p>one<br>two\x0b<p>three</p></article></body>"
    assert isinstance(trafilatura_text(parse(page)), str)


def test_a_later_article_loaded_below_the_first_is_removed_unless_it_holds_the_title() -> None:
    tree = parse("<div class='infinite-scroll'><p>more</p></div><div class='infinitescroll'><h1>this</h1></div>")
    assert [element.get("class") for element in containers.appended(tree)] == ["infinite-scroll"]
