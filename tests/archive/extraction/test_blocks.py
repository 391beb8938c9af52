"""Claims about cutting: what a reader would call a paragraph is one block."""

import pytest

from archive.extraction import blocks
from archive.extraction.blocks import cut
from archive.extraction.dom import parse


def texts(html):
    return [block.text for block in cut(parse(html))]


def test_paragraphs_headings_and_items_are_blocks_in_page_order():
    page = "<h1>Head</h1><p>One.</p><ul><li>a b</li><li>c</li></ul><table><tr><td>x</td><td>y</td></tr></table>"
    assert texts(page) == ["Head", "One.", "a b", "c", "x", "y"]


def test_text_beside_block_elements_is_a_block_of_its_own():
    assert texts("<div>before<p>inside</p>after</div>") == ["before", "inside", "after"]


def test_two_line_breaks_part_a_block_and_one_does_not():
    assert texts("<p>one<br>two<br> <br>three</p>") == ["one two", "three"]


def test_inline_elements_do_not_part_words():
    assert texts("<p>in<b>ter</b>rupt &nbsp; ed\n soft&shy;ly</p>") == ["interrupt ed softly"]


def test_scripts_styles_and_form_fields_are_no_text():
    assert texts(
        "<script>x</script><style>y</style><select><option>z</select><noscript>n</noscript><p>text</p>tail"
    ) == [
        "text",
        "tail",
    ]


def test_a_block_without_a_word_is_none():
    assert texts("<p>* * *</p><p>—</p><p></p>") == []


def test_spans_say_which_characters_are_linked_and_strong():
    block = cut(parse('<p>See <a href="/x">the <b>full</b> report</a> now</p>'))[0]
    found = {(span.kind, block.text[span.start : span.end], span.target) for span in block.spans}
    assert found == {("link", "the full report", "/x"), ("strong", "full", "")}
    assert block.link_share == pytest.approx(13 / len(block.text))  # white space does not count


def test_a_link_around_paragraphs_covers_each_of_them():
    assert [block.link_share for block in cut(parse("<a href=x><h3>Head</h3><p>Snippet</p></a>"))] == [1.0, 1.0]


def test_blocks_are_counted_up_to_their_bound(monkeypatch):
    monkeypatch.setattr(blocks, "MAX_BLOCKS", 5)
    assert len(texts("<p>x</p>" * 50)) == 5


def test_a_hundred_thousand_nested_spans_are_cut():
    assert texts("<p>" + "<span>" * 100_000 + "text</p>") == ["text"]
