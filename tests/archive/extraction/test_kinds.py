"""The kind of a block and its reason, from where it stands and what it says."""

import pytest

from archive.extraction.answer import BlockKind as K
from archive.extraction.blocks import cut
from archive.extraction.dom import parse
from archive.extraction.furniture import is_byline, is_credit, is_date, verdict
from archive.extraction.kinds import Namer, Surroundings, title_words


def name(html: str, title: str = "") -> tuple[K, str]:
    (block,) = cut(parse(f"<body>{html}</body>"))
    said = Namer(Surroundings(), title_words(title), {}).name(block)
    return said.kind, said.reason


@pytest.mark.parametrize(
    ("html", "kind"),
    [
        ('<div class="breadcrumbs"><a href="/">Local</a></div>', K.BREADCRUMB),
        ("<nav><a href='/x'>Local matters</a></nav>", K.NAVIGATION),
        ("<footer><p>Some words</p></footer>", K.FOOTER),
        ("<figure><figcaption>A lift</figcaption></figure>", K.CAPTION),
        ("<figure><figcaption>Photo: O. Brandt</figcaption></figure>", K.CREDIT),
        ('<div id="onetrust-banner-sdk"><p>Some words</p></div>', K.CONSENT),
        ('<div class="c-newsletterSignup"><p>Every Friday</p></div>', K.NEWSLETTER),
        ('<blockquote class="twitter-tweet"><p>What a rook</p></blockquote>', K.EMBED),
        ('<div class="authorBio"><p>She keeps two dogs</p></div>', K.BIO),
        ('<span itemprop="author">Ida Marlow</span>', K.BYLINE),
        ('<p style="display:none">Not for the eye</p>', K.HIDDEN),
        ('<div class="share-buttons"><a href="/s">Send it round</a></div>', K.SHARE),
        ('<div role="search"><p>Find a story</p></div>', K.NAVIGATION),
        ('<ul class="page-numbers"><li>Older</li></ul>', K.PAGINATION),
        ("<p>Nobody knows what this is for</p>", K.OTHER),
    ],
)
def test_surroundings_name_a_block_and_say_why(html: str, kind: K) -> None:
    found, reason = name(html)
    assert found is kind
    assert reason


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Share this article", K.SHARE), ("Teilen", K.SHARE), ("Síguenos en", K.FOLLOW), ("Lire aussi", K.RELATED),
        ("Potrebbe interessarti anche", K.TEASERS), ("Mais lidas", K.TEASERS), ("Nieuwsbrief", K.NEWSLETTER),
        ("Реклама", K.ADVERT), ("Коментарі", K.COMMENTS), ("Czytaj także", K.RELATED), ("الأكثر قراءة", K.TEASERS),
        ("相关新闻", K.RELATED), ("人気記事", K.TEASERS), ("12 comments", K.COMMENTS), ("— Advertisement —", K.ADVERT),
        ("Published on 3 May 2024, 10:05 GMT", K.DATELINE), ("Stand: 04.03.2026, 17:20 Uhr", K.DATELINE),
        ("2026年3月3日 10時05分", K.DATELINE), ("il y a 3 heures", K.DATELINE), ("5 min read", K.DATELINE),
        ("By Ida Marlow and Ole Brandt", K.BYLINE), ("Von Petra Kühn", K.BYLINE), ("© 2026 Harbour Post", K.LEGAL),
        ("Page 2 of 5", K.PAGINATION), ("#ferry #islands", K.TAGS), ("Foto: dpa/Ole Brandt", K.CREDIT),
        ("View this post on Instagram", K.EMBED), ("Already a subscriber? Log in", K.PAYWALL),
    ],
)  # fmt: skip
def test_words_name_a_block_in_many_languages(text: str, kind: K) -> None:
    said = verdict(text)
    assert said is not None
    assert said.kind is kind


@pytest.mark.parametrize(
    "text",
    [
        "By the time the boat came, everybody had gone home.", "Von der Brücke aus sah man nichts.",
        "May was colder than April that year.", "In 1994 the bridge was destroyed.", "The conversation went on.",
        "Share prices fell by a third within the hour after the news had broken.",
    ],
)  # fmt: skip
def test_prose_is_not_mistaken_for_furniture(text: str) -> None:
    said = verdict(text)
    assert said is None or not said.sure


def test_the_headline_is_a_title_wherever_it_stands() -> None:
    assert name("<p>The Night Boat, at last!</p>", "The night boat at last")[0] is K.TITLE


def test_a_word_that_is_also_a_subheading_overrules_nobody() -> None:
    (block,) = cut(parse("<body><h2>Discussion</h2></body>"))
    assert Namer(Surroundings(), (), {}).overrule(block) is None


def test_figures_in_a_table_are_not_datelines() -> None:
    (block,) = cut(parse("<body><table><tr><td>12.03.2026</td></tr></table></body>"))
    assert Namer(Surroundings(), (), {}).overrule(block) is None


def test_dates_bylines_and_credits() -> None:
    assert is_date("Updated 14:20, 3 March 2026")
    assert not is_date("3 people were hurt")
    assert is_byline("Por Pilar Asenjo")
    assert not is_byline("By noon nobody was left")
    assert is_credit("(Getty Images)")
    assert not is_credit("He apologised for the picture")
