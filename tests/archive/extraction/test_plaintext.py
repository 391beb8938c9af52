"""Texts without markup: the shapes in which articles reach us by copy and paste. All texts here are invented."""

from hashlib import sha256
from pathlib import Path

import pytest

from archive.extraction.answer import BlockKind, Extraction, PageKind, ParagraphKind
from archive.extraction.plaintext import extract_plain

MAGAZINE = """Connect with us

Published

on

The harbour board weighs a night ferry to the outer islands ahead of the summer timetable

The harbour board and its neighbours are preparing for a longer season. The ferry company has asked for two more \
berths, and the council wants an answer before the end of the month.

A berth for the night boat

Three berths stand empty after dark. The board says that one of them could be lit and staffed for less than the \
price of a new pier, if the islands agree to share the cost.

Meeting at the town hall

The parties will meet on Thursday. Nobody expects a decision, but both sides have promised to bring figures for once.

THE LATEST NEWS

Bakery on Mill Lane reopens after the flood

The ovens are dry again and the first loaves went out at five...
Read More
Bakery on Mill Lane reopens after the flood

Choir ‘Low Tide’ wins the county cup

\u00a0-A choir of fourteen fishermen took the cup on Sunday and will now travel to...
Read More
Choir ‘Low Tide’ wins the county cup

Di Tendenza/Trending"""

BULLETS = """As the valley waits for rain, growers are increasingly worried: the reservoir has never been so low.
Points of attention
- The reservoir holds a fifth of what it held a year ago.
- Growers may have to give up the second harvest.
- The council has not yet said who would be cut off first.
The reservoir is nearly empty
The regional office, citing two engineers, writes that the outlet will fall dry within three weeks.
A meeting of growers is scheduled for Friday in the market hall, which aims to agree on a rota for the canals.
"""


def kinds(extraction: Extraction) -> list[str]:
    return [paragraph.kind.value for paragraph in extraction.paragraphs]


def test_of_the_magazine_text_standfirst_lead_and_titled_sections_remain() -> None:
    assert kinds(extract_plain(MAGAZINE)) == [
        "standfirst", "paragraph", "heading", "paragraph", "heading", "paragraph",
    ]  # fmt: skip


def test_its_latest_news_become_teasers_with_heading_headline_and_snippet() -> None:
    teasers = extract_plain(MAGAZINE).teasers
    assert [(t.heading, t.headline, t.position) for t in teasers] == [
        ("THE LATEST NEWS", "Bakery on Mill Lane reopens after the flood", 0),
        ("THE LATEST NEWS", "Choir ‘Low Tide’ wins the county cup", 1),
    ]
    assert all(teaser.snippet.endswith("...") for teaser in teasers)


def test_each_line_is_either_kept_or_set_aside_with_a_reason() -> None:
    extraction = extract_plain(MAGAZINE)
    ordinals = sorted([p.ordinal for p in extraction.paragraphs] + [s.ordinal for s in extraction.set_aside])
    assert ordinals == list(range(sum(bool(line.strip()) for line in MAGAZINE.splitlines())))
    assert all(block.reason for block in extraction.set_aside)


def test_the_furniture_of_the_magazine_text_is_named() -> None:
    aside = [block.kind for block in extract_plain(MAGAZINE).set_aside]
    assert aside[:3] == [BlockKind.FOLLOW, BlockKind.DATELINE, BlockKind.DATELINE]
    assert set(aside[3:]) == {BlockKind.TEASERS}


def test_of_the_bullet_text_nothing_is_lost() -> None:
    extraction = extract_plain(BULLETS)
    assert not extraction.set_aside
    assert kinds(extraction) == ["standfirst", "heading", *["summary"] * 3, "heading", "paragraph", "paragraph"]
    assert len(extraction.summary) == 3
    assert extraction.standfirst.startswith("As the valley")


def test_a_headline_in_the_first_line_is_the_title_and_not_repeated() -> None:
    extraction = extract_plain(
        "Ferry to run all night\n\nBy Ada Stone\n\nThe night boat starts in May. It is the first.\n"
    )
    assert extraction.metadata.title == "Ferry to run all night"
    assert extraction.text == "The night boat starts in May. It is the first."


def test_a_trending_list_of_bare_headlines_ends_at_the_next_paragraph() -> None:
    text = (
        "The mayor opened the bridge on Monday morning, and some two hundred people crossed it within the hour.\n"
        "Most read\nSeven boats sold in a day\nWhy the clock stopped\n"
        "On Tuesday the first buses followed, and by the end of the week the old ferry had been taken out of service.\n"
    )
    extraction = extract_plain(text)
    assert [t.headline for t in extraction.teasers] == ["Seven boats sold in a day", "Why the clock stopped"]
    assert len(extraction.paragraphs) == 2


def test_a_discussion_between_paragraphs_is_a_heading_and_no_comment_box() -> None:
    prose = "The committee met for three hours and went through every item on its list before it voted on the plan.\n"
    assert "heading" in kinds(extract_plain(prose * 1 + "Discussion\n" + prose.replace("three", "four")))


@pytest.mark.parametrize("text", ["", " \n\t\n", "\0\0"])
def test_a_text_without_words_is_empty(text: str) -> None:
    assert extract_plain(text).kind is PageKind.EMPTY


def test_a_line_of_many_megabytes_is_answered_and_cut() -> None:
    extraction = extract_plain("word " * 4_000_000)
    assert extraction.notes
    assert extraction.paragraphs


SEEDS = Path(__file__).parents[3].parent / "shared" / "seeds"
_KINDS = {
    "000_1acbf4c4b5da9e5b.txt": (["standfirst", "heading", *["summary"] * 3, "heading", *["paragraph"] * 10], 0, 0),
    "004_b7c38a1819e6de14.txt": (["standfirst", "paragraph", *["heading", "paragraph"] * 4], 29, 6),
}


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the two documents the issue names are not beside this checkout")
@pytest.mark.parametrize("name", sorted(_KINDS))
def test_the_two_documents_come_out_exactly(name: str) -> None:
    expected, aside, teasers = _KINDS[name]
    extraction = extract_plain((SEEDS / name).read_text(encoding="utf-8"))
    assert kinds(extraction) == expected
    assert len(extraction.set_aside) == aside
    assert [bool(t.snippet and t.heading) for t in extraction.teasers] == [True] * teasers
    assert _digest(extraction) == _DIGESTS[name]


def _digest(extraction: Extraction) -> str:
    return sha256(extraction.text.encode()).hexdigest()[:16]


_DIGESTS = {"000_1acbf4c4b5da9e5b.txt": "4999609843bf56a1", "004_b7c38a1819e6de14.txt": "1336610b1e94e43f"}


def test_a_numbered_list_stays_numbered() -> None:
    extraction = extract_plain(
        "Do this before the frost comes, in this order, and do not skip the second.\n1. Drain\n2. Wrap\n"
    )
    assert [p.ordered for p in extraction.paragraphs if p.kind is ParagraphKind.LIST_ITEM] == [True, True]
