"""Kept blocks as paragraphs: what each is, where its links lead, which pictures belong to it."""

from datetime import UTC, datetime

import pytest

from archive.extraction import body, pictures
from archive.extraction.answer import NO_MEMORY, NO_RULES, Paragraph
from archive.extraction.answer import ParagraphKind as P
from archive.extraction.blocks import cut
from archive.extraction.decide import Decision
from archive.extraction.dom import at_path, parse
from archive.extraction.kinds import Namer, Surroundings
from archive.extraction.links import absolute
from archive.extraction.overrides import Overrides
from archive.extraction.tear import tear

BASE = "https://www.harbour.example/local/ferry.html"
LONG = "The ferry company said that the night boat will run from May, whatever the weather is going to be."
OTHER = "Three berths stand empty after dark, and the board would rather light one of them than build a pier."


def article(html: str, description: str = "") -> list[Paragraph]:
    """Everything on the page taken for body, but for what policy sets aside."""
    tree = parse(f"<body><article>{html}</article></body>")
    blocks = cut(tree)
    surroundings = Surroundings()
    everything = Decision((1.0,) * len(blocks), "rule")
    torn = tear(blocks, everything, Namer(surroundings, (), {}), NO_MEMORY, Overrides.of(NO_RULES, tree))
    paragraphs = body.to_paragraphs(torn.kept, base=BASE, description=description)
    return pictures.placed(paragraphs, torn, surroundings, BASE)


def kinds(html: str, description: str = "") -> list[P]:
    return [paragraph.kind for paragraph in article(html, description)]


@pytest.mark.parametrize(
    "standfirst",
    [
        f'<p class="article__standfirst">{LONG}</p>',
        f'<div class="entry-subtitle"><p>{LONG}</p></div>',
        f'<h2 itemprop="alternativeHeadline">{LONG}</h2>',
        f"<p><strong>{LONG}</strong></p>",
        f"<h2>{LONG}</h2>",
    ],
)
def test_a_standfirst_is_known_by_name_type_or_weight(standfirst: str) -> None:
    assert kinds(f"{standfirst}<p>{OTHER}</p>") == [P.STANDFIRST, P.PARAGRAPH]


def test_a_first_paragraph_that_says_what_the_description_says_is_a_standfirst() -> None:
    assert kinds(f"<p>{LONG}</p><p>{OTHER}</p>", description=LONG)[0] is P.STANDFIRST
    assert kinds(f"<p>{LONG}</p><p>{OTHER}</p>", description=OTHER)[0] is P.PARAGRAPH


def test_an_article_set_all_in_bold_has_no_standfirst() -> None:
    assert kinds(f"<p><b>{LONG}</b></p><p><b>{OTHER}</b></p>") == [P.PARAGRAPH, P.PARAGRAPH]


def test_bullets_in_a_box_of_that_name_are_the_summary() -> None:
    box = f'<ul class="o-keypoints__list key-points"><li>{LONG}</li><li>{OTHER}</li></ul>'
    assert kinds(f"{box}<p>And so it was decided on Monday by the board.</p>") == [P.SUMMARY, P.SUMMARY, P.PARAGRAPH]


def test_bullet_signs_in_paragraphs_below_key_points_go() -> None:
    paragraphs = article(f"<h3>Key points</h3><p>• {LONG}</p><p>• {OTHER}</p><p>{LONG} Again.</p>")
    assert [p.kind for p in paragraphs] == [P.HEADING, P.SUMMARY, P.SUMMARY, P.PARAGRAPH]
    assert paragraphs[1].text == LONG


def test_paths_lead_back_to_the_elements_they_came_from() -> None:
    html = f"<div><p>{LONG}</p><ul><li>{OTHER}</li></ul></div>"
    tree = parse(f"<body><article>{html}</article></body>")
    for paragraph in article(html):
        assert " ".join(at_path(tree, paragraph.path).text_content().split()) == paragraph.text


def test_cells_are_joined_and_their_links_move_along() -> None:
    row = '<table><tr><td>Level</td><td><a href="/x">five metres</a></td></tr></table>'
    (paragraph,) = article(row)
    (mark,) = paragraph.marks
    assert paragraph.text == "Level | five metres"
    assert paragraph.text[mark.start : mark.end] == "five metres"
    assert mark.target == "https://www.harbour.example/x"


def test_a_table_that_lays_out_the_page_is_none() -> None:
    assert kinds(f"<table><tr><td>{LONG * 5}</td><td>{OTHER * 5}</td></tr></table>") == [P.PARAGRAPH, P.PARAGRAPH]


def test_preformatted_text_keeps_its_lines() -> None:
    (paragraph,) = article("<pre>one\n  two</pre>")
    assert (paragraph.kind, paragraph.text) == (P.PREFORMATTED, "one\n  two")


def test_pictures_have_captions_and_credits_and_icons_are_left_out() -> None:
    html = (
        f'<p>{LONG}</p><figure><img src="/boat.jpg"><figcaption><span>The boat at night</span></figcaption></figure>'
        '<img src="/img/icon-print.svg"><img src="/tiny.jpg" width="40">'
        '<div class="author-box"><img src="/ida.jpg"></div>'
        f"<p>{OTHER}</p>"
    )
    (picture,) = (paragraph for paragraph in article(html) if paragraph.kind is P.IMAGE)
    assert (picture.target, picture.text) == ("https://www.harbour.example/boat.jpg", "The boat at night")


def test_a_picture_stands_between_its_paragraphs() -> None:
    assert kinds(f'<p>{LONG}</p><img src="/boat.jpg"><p>{OTHER}</p>') == [P.PARAGRAPH, P.IMAGE, P.PARAGRAPH]


def entry(time: str, text: str) -> str:
    return f'<div class="liveblog-entry"><time datetime="{time}">x</time><p>{text}</p></div>'


def test_entries_of_a_live_blog_have_their_time_in_utc() -> None:
    texts = [f"{LONG} {n}." for n in range(3)]
    times = ("2026-03-03T10:00:00+02:00", "2026-03-03T09:30:00+02:00", "2026-03-03T09:00:00Z")
    found = article("".join(map(entry, times, texts)))
    assert [p.at for p in found if p.kind is P.LIVE_ENTRY] == [
        datetime(2026, 3, 3, 8, tzinfo=UTC),
        datetime(2026, 3, 3, 7, 30, tzinfo=UTC),
        datetime(2026, 3, 3, 9, tzinfo=UTC),
    ]


def test_one_time_does_not_make_a_live_blog() -> None:
    assert P.LIVE_ENTRY not in kinds(entry("2026-03-03T10:00:00Z", LONG) + f"<p>{OTHER}</p>")


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("/a b", "https://www.harbour.example/ab"), ("../x", "https://www.harbour.example/x"), ("#top", ""),
        ("javascript:alert(1)", ""), ("data:text/html,x", ""), ("mailto:a@b.example", "mailto:a@b.example"),
        ("//cdn.example/i.jpg", "https://cdn.example/i.jpg"), ("http://[", ""), ("", ""),
    ],
)  # fmt: skip
def test_addresses_become_absolute_or_nothing(address: str, target: str) -> None:
    assert absolute(BASE, address) == target
