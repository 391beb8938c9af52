"""The pages of an article as one reading."""

from __future__ import annotations

import pytest

from archive.extraction.answer import BlockKind, Extraction, PageKind, ParagraphKind, SetAside
from archive.extraction.joining import continues, join
from tests.archive.desk import LONG, article

FOOTER = SetAside(BlockKind.FOOTER, "All rights reserved.", "Stands in the page's footer.", "0/9", 9)
ONE, TWO = article(*LONG[:3], set_aside=(FOOTER,)), article(LONG[0], *LONG[3:], set_aside=(FOOTER,))


def test_the_text_is_that_of_all_pages_in_their_order():
    assert join([ONE, TWO]).text == "\n\n".join(LONG)


def test_what_stands_on_every_page_is_there_once():
    assert [block.text for block in join([ONE, TWO]).set_aside] == ["All rights reserved."]


def test_what_the_article_says_of_itself_stands_on_page_one():
    other = article(*LONG[3:], headline="Ferry returns, page 2")
    assert join([ONE, other]).metadata == ONE.metadata


def test_a_block_says_on_which_page_it_stands_and_ordinals_count_on():
    joined = join([ONE, TWO])
    assert [one.path.partition(":")[0] for one in joined.paragraphs[3:]] == ["2"] * 4
    ordinals = [one.ordinal for one in joined.paragraphs]
    assert ordinals == sorted(set(ordinals))


def test_a_standfirst_on_page_two_is_a_paragraph():
    page = article(*LONG[3:])
    standfirst = type(page.paragraphs[0])(ParagraphKind.STANDFIRST, LONG[3], "0/1", 0)
    second = Extraction(PageKind.ARTICLE, "", paragraphs=(standfirst, *page.paragraphs[1:]))
    assert join([ONE, second]).standfirst == ONE.standfirst
    assert LONG[3] in join([ONE, second]).text


def test_one_page_is_itself():
    assert join([ONE]) == ONE


def test_a_page_that_adds_text_continues_the_article():
    assert continues([ONE], TWO)
    assert not continues([ONE], ONE)
    assert not continues([ONE], article("Page 2 of 2."))


@pytest.mark.parametrize("kind", [PageKind.CONSENT_WALL, PageKind.ERROR_PAGE, PageKind.PAYWALL_STUB, PageKind.SECTION])
def test_a_wall_continues_nothing(kind: PageKind):
    page = Extraction(kind, "", paragraphs=TWO.paragraphs)
    assert not continues([ONE], page)
