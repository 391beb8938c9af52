"""Teasers: which cards of a page point to other stories, and the lists they stand in."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from archive.extraction import cards, furniture, phrases
from archive.extraction.answer import BlockKind as K
from archive.extraction.answer import Teaser
from archive.extraction.blocks import Block
from archive.extraction.cards import Card
from archive.extraction.kinds import FAR, Surroundings
from archive.extraction.links import absolute
from archive.extraction.skeleton import Skeleton

ENOUGH: Final = 3.0  # points from which a card is a teaser
_STORY_SIGNS: Final = frozenset({K.TEASERS, K.RELATED})
_FRAME_SIGNS: Final = frozenset({K.NAVIGATION, K.FOOTER, K.BREADCRUMB})
_OTHER_SIGNS: Final = frozenset(
    {K.TAGS, K.BYLINE, K.SHARE, K.FOLLOW, K.COMMENTS, K.CONSENT, K.LEGAL, K.NEWSLETTER, K.BIO, K.CREDIT}
)

_DIGITS: Final = re.compile(r"\d{5,}|/\d{4}[/-]\d{1,2}[/-]")
_WIDE: Final = re.compile("[\u3040-\u9fff\uac00-\ud7af]")
_WORDS: Final = re.compile(r"[^\W_]+")
_SECTION: Final = re.compile(
    r"/(?:stellen\w*|karriere|gutscheine?|coupons?|deals?|checkout|cart|tags?|topics?|thema|themen|themes?|category|categories|kategorie|rubrik|sections?|autor(?:en)?|authors?|auteur|people"
    r"|profile|emner?|amne|sujets?|tema|temas|temi|hub|users?|search|suche|login|signin|register|account|subscribe|abo|shop|store|product|products|produkt|contact|kontakt"
    r"|about|privacy|sign-?up|galer(?:y|ie)s?/?$|terms|impressum|newsletters?|jobs?|events?|help|faq|services?|rss|feed|page)(?:/|\?|$|\.)",
    re.I,
)
_VACANCY: Final = re.compile(r"\([mwfdxhv](?: ?[/|] ?(?:[mwfdxhv]|div|all)){1,3}\)", re.I)  # “(m/w/d)”
_VACANCIES: Final = re.compile(r"\bstellen(?:markt|anzeigen?)\b|\bjobs?\b|^karriere$|^careers?$", re.I)
_OFFER: Final = re.compile(r"sign-?up|newsletter|subscri(?:be|ption)|abonnement", re.I)
_STORE: Final = re.compile(r"(?:static|img|images?|cdn|media|assets)\d*\.", re.I)
_CALL: Final = re.compile(
    r"(?:get|join|sign up|try|start|buy|shop|save|subscribe|download|book|claim|order)\b.{0,60}"
    r"\b(?:free|now|my|our|your|off|today|trial|access|newsletter)\b",
    re.I,
)
_FILES: Final = (
    ".jpg",
    ".jpeg",
    ".png",
    ".webp",
    ".gif",
    ".svg",
    ".pdf",
    ".zip",
    ".mp3",
    ".mp4",
    ".doc",
    ".docx",
    ".xls",
    ".xlsx",
)
_ALL: Final = re.compile(
    r"(?:all|alle|alles|mehr|more|see all|view all|toutes?|tous|todos?|todas|tutt[ei]|все|всі|wszystkie)\s", re.I
)


@dataclass(frozen=True, slots=True)
class Found:
    """A teaser, the blocks it is made of, and why it is one."""

    teaser: Teaser
    ordinals: tuple[int, ...]
    verdict: furniture.Verdict  # TEASERS, or RELATED where the list or the line says so
    heading: int | None  # ordinal of the block that heads its list


def find(blocks: Sequence[Block], bones: Skeleton, *, base: str, surroundings: Surroundings) -> list[Found]:
    """Return the teasers of a page in page order; `bones` are those of its blocks, `base` is its address."""
    found = cards.find(blocks, bones, base=base)
    lists = _lists(found)
    host = _site(base)
    chosen: list[Found] = []
    for members in lists:
        above = _heading(blocks, members)
        heading = above.text if above else ""
        points = {id(card): _points(card, members, heading, host, surroundings) for card in members}
        typical = sorted(points.values())[len(points) // 2]
        taken = [card for card in members if points[id(card)] + _pull(typical, len(members)) >= ENOUGH]
        chosen += [
            Found(
                _row(card, at, heading, base),
                card.ordinals,
                _verdict(card, heading, surroundings),
                above.ordinal if above else None,
            )
            for at, card in enumerate(taken)
        ]
    return sorted(chosen, key=lambda one: one.teaser.ordinal)


def verdicts(found: Sequence[Found]) -> dict[int, furniture.Verdict]:
    """Return for each block of a teaser, and for the heading of its list, by ordinal, what it is."""
    said = {one.heading: replace(one.verdict, reason=_HEADS, sure=False) for one in found if one.heading is not None}
    return said | {ordinal: one.verdict for one in found for ordinal in one.ordinals}


_HEADS: Final = "heads a list of teasers"


def _lists(found: Sequence[Card]) -> list[list[Card]]:
    """Return the cards by the element around each that holds others like it."""
    grouped: dict[tuple[HtmlElement | None, str, str], list[Card]] = defaultdict(list)
    for card in found:
        around = card.container if card.container is not None else card.element.getparent()
        grouped[around, str(card.element.tag), (card.element.get("class") or "")[:40]].append(card)
    return list(grouped.values())


def _pull(typical: float, size: int) -> float:
    """Members of a list share its fate: the middle one pulls the others towards it."""
    if size < 3:
        return 0.0
    return 1.0 if typical >= ENOUGH else -1.0 if typical < ENOUGH - 2 else 0.0


def _points(card: Card, members: Sequence[Card], heading: str, host: str, surroundings: Surroundings) -> float:
    headline = card.headline
    total = _headline_points(headline) + _address_points(card.target, host)
    total += _place_points(card, surroundings)
    total += _heading_points(heading)
    total += 1.0 if cards.heading_of(headline) is not None else 0.0
    total += 1.0 if card.snippet else 0.0
    total += 1.0 if any(furniture.is_date(block.text) for block in card.beside) else 0.0
    return total + (0.5 if len(members) >= 3 else -1.0 if len(members) == 1 else 0.0)


def _heading_points(heading: str) -> float:
    if _VACANCIES.search(heading):
        return -4.0
    kind = phrases.whole(phrases.fold(heading)) if heading else None
    if kind is None or kind is K.ADVERT:  # “Sponsored”: somebody paid for a teaser
        return 0.0
    return 2.0 if kind in _STORY_SIGNS else -3.0


def _headline_points(headline: Block) -> float:
    length = len(headline.tokens) + len(_WIDE.findall(headline.text)) // 3
    said = furniture.verdict(headline.text)
    if _VACANCY.search(headline.text) or _CALL.match(headline.text):
        return -4.0
    if _ALL.match(headline.text) or (said is not None and not said.reason.startswith("opens")):
        return -2.0
    if said is not None:
        return 3.0 if said.kind is K.RELATED else -1.0
    return 2.0 if length >= 6 else 0.5 if length >= 4 else -0.5 if length == 3 else -2.0


@lru_cache(maxsize=10_000)  # the same menu stands on every page of a site
def _address_points(target: str, host: str) -> float:
    parts = urlsplit(target)
    total = 0.0 if _site(target) == host else -2.0
    path = parts.path.rstrip("/")
    slug = path.rpartition("/")[2]
    length = len(_WORDS.findall(slug))
    # A story may stand under /service/ or /events/; then its slug is a sentence.
    no_story = _OFFER.search(slug) or _STORE.match(parts.netloc) or path.lower().endswith(_FILES)
    if not path or no_story or (_SECTION.search(parts.path) and length < 5):
        return total - 2.0
    if _DIGITS.search(path) or length >= 4 or sum(map(str.isdigit, slug)) >= 4:
        return total + 2.0
    return total + (0.5 if length == 3 else -0.5)


def _site(address: str) -> str:
    """Return the last two labels of a host: enough to tell one's own pages from others."""
    return ".".join((urlsplit(address).hostname or "").split(".")[-2:])


def _place_points(card: Card, surroundings: Surroundings) -> float:
    for steps, sign in surroundings.of(card.headline.element).near(FAR):
        if sign.kind in _STORY_SIGNS:
            return 2.0
        if sign.kind in _FRAME_SIGNS or (sign.kind in _OTHER_SIGNS and steps <= 4):
            return -3.0
    return 0.0


def _heading(blocks: Sequence[Block], members: Sequence[Card]) -> Block | None:
    """Return the heading of a list: the nearest short block above it that is no link.

    A single card has one only where the words say so: the subheading above a line “Read also” is not its own.
    """
    own = members[0].ordinals
    at = own[0]
    for block in reversed(blocks[max(0, at - 3) : at]):
        if block.ordinal in own or len(block.text) > 80:
            continue
        heading = cards.heading_of(block)
        if heading is not None and heading.tag == "h1":
            return None
        if (heading is not None and len(members) > 1) or phrases.whole(phrases.fold(block.text)) in _STORY_SIGNS:
            return block
    return None


def _verdict(card: Card, heading: str, surroundings: Surroundings) -> furniture.Verdict:
    """Say what a teaser's blocks are; surely so where the heading of its list or the line itself says it."""
    listed = phrases.whole(phrases.fold(heading)) if heading else None
    opens = furniture.verdict(card.headline.text)
    inline = opens is not None and opens.kind is K.RELATED
    named = _story_sign(card, surroundings)
    related = inline or K.RELATED in (listed, named)
    sure = inline or listed in _STORY_SIGNS
    where = f"in a list under “{heading[:60]}”" if heading else "in its own card or line"
    return furniture.Verdict(K.RELATED if related else K.TEASERS, f"points to another story, {where}", sure)


def _story_sign(card: Card, surroundings: Surroundings) -> K | None:
    """Return what the nearest sign around a card says, where it speaks of teasers."""
    nearest = surroundings.of(card.headline.element).nearest(FAR)
    return nearest[1].kind if nearest is not None and nearest[1].kind in _STORY_SIGNS else None


def _row(card: Card, position: int, heading: str, base: str) -> Teaser:
    picture = image(card.element, base)
    return Teaser(card.target, card.headline.text, heading, card.snippet, picture, position, card.ordinals[0])


def image(element: HtmlElement, base: str) -> str:
    """Return the address of the first picture in an element, or ""; placeholders of lazy loading are passed over."""
    for picture in element.iter("img", "amp-img", "source"):
        for name in ("data-src", "data-lazy-src", "data-original", "src", "data-srcset", "srcset"):
            address = (picture.get(name) or "").strip().partition(" ")[0].rstrip(",")
            if address and not address.startswith("data:"):
                return absolute(base, address)
    return ""
