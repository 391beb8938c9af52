from __future__ import annotations

from dataclasses import replace

from archive.extraction.answer import BlockKind, Mark, Paragraph, ParagraphKind, SetAside, Teaser
from archive.presentation import as_json, as_markdown, as_text, printable
from archive.store import articles
from archive.store.articles import Article
from tests.archive.desk import URL, Desk, article


def shown(desk: Desk, version: int | None = None) -> Article:
    connection = desk.archive.connection
    return articles.load(connection, articles.find(connection, URL), version)


def rich() -> object:
    page = article(
        set_aside=(
            SetAside(BlockKind.PROMO, "Try our app", "It reads like a promotion.", "0/3", 7, "model", 0.12),
            "All rights reserved.",
        ),
        teasers=(Teaser("https://www.example.com/other", "Other story", "THE LATEST NEWS"),),
    )
    link = Paragraph(
        ParagraphKind.PARAGRAPH,
        "See the timetable.",
        "0/1/9",
        3,
        marks=(Mark(8, 17, "link", "https://www.example.com/times"),),
    )
    return replace(
        page, paragraphs=(Paragraph(ParagraphKind.SUMMARY, "Fares stay the same.", "0/1", 0), *page.paragraphs, link)
    )


def test_an_article_prints_headline_byline_date_and_body(desk: Desk) -> None:
    desk.visit(extraction=rich())
    lines = as_text(shown(desk)).splitlines()
    assert lines[0] == "Ferry returns to the islands"
    assert lines[1] == "Ada Quay · seen 2026-03-01T12:00:00.000Z"
    assert lines[2] == URL
    assert "- Fares stay the same." in lines
    assert not any("rights reserved" in line for line in lines)
    assert max(map(len, lines)) <= 88


def test_what_was_set_aside_prints_by_kind_with_its_reason(desk: Desk) -> None:
    desk.visit(extraction=rich())
    text = as_text(shown(desk), set_aside=True)
    assert "Set aside: 2 blocks, 1 teasers" in text
    assert "promo\n  Try our app\n    (model, 12% body: It reads like a promotion.)" in text
    assert "teasers under “THE LATEST NEWS”\n  Other story  https://www.example.com/other" in text


def test_json_says_everything_and_where_the_proof_is(desk: Desk) -> None:
    desk.visit(extraction=rich())
    answer = as_json(shown(desk))
    assert answer["headline"] == "Ferry returns to the islands"
    assert answer["authors"] == [{"name": "Ada Quay", "kind": "person"}]
    assert list(answer["paragraphs"][-1]["marks"]) == [
        {"start": 8, "end": 17, "kind": "link", "target": "https://www.example.com/times"}
    ]
    assert answer["set_aside"][0] == {
        "kind": "promo",
        "text": "Try our app",
        "reason": "It reads like a promotion.",
        "ordinal": 7,
        "by": "model",
        "probability": 0.12,
    }
    assert answer["proof"]["payload_digest"] == "sha1:1"
    assert answer["proof"]["extractor"] == "tearsheet 1"


def test_markdown_keeps_links(desk: Desk) -> None:
    desk.visit(extraction=rich())
    text = as_markdown(shown(desk))
    assert text.startswith("# Ferry returns to the islands\n")
    assert "[timetable](https://www.example.com/times)" in text


def test_an_earlier_version_can_be_shown(desk: Desk) -> None:
    desk.visit()
    desk.visit(extraction=article("Quite another text stands here now, and it is long enough to be one."))
    assert "bow doors" in as_text(shown(desk, 1))
    assert "version 2 of 2 (substantial)" in as_text(shown(desk))


def test_a_page_cannot_steer_the_terminal() -> None:
    assert printable("a\x1b[2Jb\u202ec\tद्ध 👩‍🚒") == "a\ufffd[2Jb\ufffdc\tद्ध 👩‍🚒"
