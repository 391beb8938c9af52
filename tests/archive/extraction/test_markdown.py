"""Markdown that shows an article as it is: every special character stays text."""

import pytest
from markdown_it import MarkdownIt

from archive.extraction.answer import Mark, Paragraph, ParagraphKind
from archive.extraction.markdown import escape, to_markdown


def paragraph(text: str, kind: ParagraphKind = ParagraphKind.PARAGRAPH, **rest: object) -> Paragraph:
    return Paragraph(kind, text, "0", 0, **rest)  # type: ignore[arg-type]


def shown(text: str) -> str:
    """The text a reader sees of rendered Markdown."""
    tokens = MarkdownIt().parse(text)
    return "".join(child.content for token in tokens for child in token.children or [] if child.type != "softbreak")


@pytest.mark.parametrize(
    "text",
    [
        "# not a heading", "1. not a list", "- nor this", "> no quote", "+ plus", "a * b * c", "_under_ and `code`",
        "[no](link)", "<script>alert(1)</script>", "back\\slash", "2024. A year", "--- rule", "=== rule", "~~~ fence",
        "&amp; stays", "a | b", "#hashtag",
    ],
)  # fmt: skip
def test_text_comes_out_as_it_went_in(text: str) -> None:
    assert shown(escape(text)) == text
    assert MarkdownIt().parse(escape(text))[0].type == "paragraph_open"


def test_marks_become_links_strong_and_emphasis() -> None:
    text = "the drawing is very good"
    marks = (Mark(4, 11, "link", "https://a.example/x(1)"), Mark(15, 19, "strong"), Mark(20, 24, "emphasis"))
    assert to_markdown([paragraph(text, marks=marks)]) == (
        "the [drawing](https://a.example/x%281%29) is **very** *good*\n"
    )


def test_marks_that_overlap_do_not_repeat_text() -> None:
    marks = (Mark(0, 8, "link", "https://a.example/"), Mark(4, 12, "strong"))
    assert to_markdown([paragraph("abcdefghijkl", marks=marks)]) == "[abcdefgh](https://a.example/)ijkl\n"


def test_items_stand_together_and_nest() -> None:
    items = [
        paragraph("one", ParagraphKind.LIST_ITEM, level=1),
        paragraph("deeper", ParagraphKind.LIST_ITEM, level=2),
        paragraph("two", ParagraphKind.LIST_ITEM, level=1, ordered=True),
    ]
    assert to_markdown(items) == "- one\n  - deeper\n1. two\n"


def test_rows_become_a_table_with_a_head() -> None:
    rows = [paragraph("Year | Level", ParagraphKind.TABLE_ROW), paragraph("2026 | 5.12 | dry", ParagraphKind.TABLE_ROW)]
    assert to_markdown(rows) == "| Year | Level |  |\n| --- | --- | --- |\n| 2026 | 5.12 | dry |\n"


def test_title_standfirst_heading_quote_and_picture() -> None:
    found = to_markdown(
        [
            paragraph("In short.", ParagraphKind.STANDFIRST),
            paragraph("Part", ParagraphKind.HEADING, level=3),
            paragraph("Said.", ParagraphKind.QUOTE),
            paragraph("A lift", ParagraphKind.IMAGE, target="https://a.example/l.jpg", credit="O. B."),
        ],
        title="The *mine*",
    )
    assert found == (
        "# The \\*mine\\*\n\n**In short.**\n\n### Part\n\n> Said.\n\n![A lift](https://a.example/l.jpg) (O. B.)\n"
    )


def test_a_fence_is_longer_than_any_in_the_text() -> None:
    assert to_markdown([paragraph("```", ParagraphKind.PREFORMATTED)]) == "````\n```\n````\n"


def test_an_entry_without_a_heading_shows_its_time() -> None:
    from datetime import UTC, datetime

    entry = paragraph("", ParagraphKind.LIVE_ENTRY, at=datetime(2026, 3, 3, 8, 15, tzinfo=UTC), level=3)
    assert to_markdown([entry]) == "### 2026-03-03 08:15 UTC\n"


def test_nothing_is_nothing() -> None:
    assert to_markdown([]) == ""
