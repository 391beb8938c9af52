"""The model is asked about everything but the short links of a page's frame."""

from __future__ import annotations

import pytest

from archive.extraction.answer import NO_MEMORY, NO_RULES
from archive.extraction.blocks import cut
from archive.extraction.candidates import bones_of, candidates
from archive.extraction.decide import decide
from archive.extraction.dom import parse
from archive.extraction.model import judge
from archive.extraction.overrides import Overrides
from archive.extraction.skeleton import skeleton
from archive.extraction.survey import survey
from archive.extraction.tear import tear

LINK = "<a href='/harbour'>News of the harbour</a>"
SENTENCE = "The ferry sails again from Monday, the harbour office said on Friday."


def asked(html: str) -> list[bool]:
    blocks = cut(parse(f"<body>{html}</body>"))
    return list(candidates(blocks, skeleton(blocks)))


@pytest.mark.parametrize(
    "html",
    [
        f"<nav><ul><li>{LINK}</li></ul></nav>",
        f"<article><header><div>{LINK}</div></header></article>",
        f"<footer><div>{LINK}</div></footer>",
        f"<div><ul><li>{LINK}</li></ul></div>",
    ],
)
def test_a_short_link_of_the_frame_is_not_asked_about(html: str) -> None:
    assert asked(html) == [False]


@pytest.mark.parametrize(
    "html",
    [
        f"<nav><p>{SENTENCE}</p></nav>",
        f"<nav><div>{SENTENCE}</div></nav>",
        f"<nav><p>{LINK}</p></nav>",
        f"<nav><div>{LINK} today, tomorrow, on Sunday</div></nav>",
        f"<div><a href='/harbour'>{SENTENCE}</a></div>",
        f"<article><ul><li>{LINK}</li></ul></article>",
        f"<main><div>{LINK}</div></main>",
        f"<table><tr><td>{LINK}</td></tr></table>",
    ],
)
def test_everything_else_is(html: str) -> None:
    assert asked(html) == [True]


def test_the_bones_of_some_blocks_are_the_same_elements_with_fewer_holders() -> None:
    blocks = cut(
        parse(f"<body><nav><div>{LINK}</div></nav><article><p>{SENTENCE}</p><p>{SENTENCE}</p></article></body>")
    )
    bones = skeleton(blocks)
    fewer = bones_of(bones, candidates(blocks, bones))
    assert fewer.elements is bones.elements
    assert [fewer.elements[at].tag for at in fewer.holder] == ["p", "p"]
    assert fewer.above.shape == (2, bones.above.shape[1])


def test_a_page_of_nothing_but_such_links_has_no_body() -> None:
    tree = parse(f"<body><nav><div>{LINK}</div><div>{LINK}</div></nav></body>")
    assert judge(survey(tree, url=""), tree).probabilities == (None, None)


def test_what_the_model_was_not_asked_about_is_set_aside_by_a_rule() -> None:
    tree = parse(f"<body><nav><div>{LINK}</div></nav><article><p>{SENTENCE}</p></article></body>")
    page = survey(tree, url="")
    torn = tear(page.blocks, decide(page, tree), page.namer, NO_MEMORY, Overrides.of(NO_RULES, tree))
    assert [(one.by, one.probability) for one in torn.aside if one.text == "News of the harbour"] == [("rule", None)]
