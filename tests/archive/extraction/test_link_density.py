"""The share of links in an element is measured as trafilatura measures it, each link once."""

from __future__ import annotations

import pytest
from lxml.html import HtmlElement, fromstring
from trafilatura.htmlprocessing import link_density_test

from archive.extraction.link_density import Links

LINK = '<ref href="/a">{}</ref>'
SENTENCE = "The ferry to the northern islands sails again from Monday, the harbour office said on Friday. "
SHAPES = {
    "no links": f"<p>{SENTENCE}</p>",
    "one long link": f"<p>{LINK.format(SENTENCE * 2)}</p>",
    "one long link in as much text": f"<p>{LINK.format(SENTENCE * 2)}{SENTENCE * 2}</p>",
    "one long link and a word": f"<p>{LINK.format(SENTENCE * 2)} now</p>",
    "a menu": "<p>" + " ".join(LINK.format(word) for word in ("Home", "Local", "Sport")) + "</p>",
    "a link and a picture": f"<p>{LINK.format('Home')}<graphic/></p>",
    "empty links": f"<p>{LINK.format('')}{LINK.format(' ')}</p>",
    "a sentence with a link": f"<p>{SENTENCE}{LINK.format('more')}</p>",
    "many links in a long text": f"<p>{SENTENCE * 9}" + LINK.format("the harbour office") * 5 + "</p>",
    "a farm": "<p>" + LINK.format("Baker wins her case over the bell") * 9 + "</p>",
    "a catalogue": "<p>" + LINK.format(SENTENCE * 2) * 6 + "</p>",
    "a listing": "<div>" + f"<p>{LINK.format(SENTENCE[:60])}</p>" * 9 + "</div>",
    "a short line with a link": f"<p>The harbour office {LINK.format('more')}</p>",
    "nested": f"<div><div><p>{LINK.format('Home')}</p></div><p>{SENTENCE * 4}</p></div>",
}


def parts(markup: str) -> list[HtmlElement]:
    frame = fromstring(f"<section>{markup}<p>{SENTENCE}</p></section>")
    return [*frame.iter("p", "div"), frame]


@pytest.mark.parametrize("shape", SHAPES)
def test_it_says_what_trafilatura_says(shape: str) -> None:
    elements = parts(SHAPES[shape])
    links = Links(elements[-1])
    for element in elements:
        assert links.fill(element) == tuple(map(bool, link_density_test(element)))


def test_the_shapes_call_for_every_answer() -> None:
    answers = {Links(elements[-1]).fill(elements[0]) for elements in map(parts, SHAPES.values())}
    assert answers == {(False, False), (True, False), (False, True), (True, True)}
