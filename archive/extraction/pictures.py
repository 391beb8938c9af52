"""The pictures of an article: address, caption and credit, placed among its paragraphs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from lxml.html import HtmlElement

from archive.extraction import furniture
from archive.extraction.answer import BlockKind as K
from archive.extraction.answer import Paragraph, ParagraphKind
from archive.extraction.blocks import Block
from archive.extraction.dom import path
from archive.extraction.kinds import Surroundings
from archive.extraction.links import absolute
from archive.extraction.tear import Torn

MOST: Final = 200  # pictures of one article
SMALL: Final = 90  # pixels: narrower is an icon or a portrait
_PICTURES: Final = ("img", "amp-img")
_ELSEWHERE: Final = frozenset(
    {
        K.TEASERS,
        K.RELATED,
        K.BIO,
        K.ADVERT,
        K.SHARE,
        K.FOLLOW,
        K.NEWSLETTER,
        K.PROMO,
        K.NAVIGATION,
        K.FOOTER,
        K.COMMENTS,
    }
    | {K.BYLINE, K.CONSENT, K.PAYWALL, K.BREADCRUMB}
)
_ICON: Final = (
    "logo",
    "icon",
    "avatar",
    "pixel",
    "spacer",
    "blank.",
    "1x1",
    "placeholder",
    "sprite",
    "emoji",
    "tracking",
)
_SOURCES: Final = ("data-src", "data-lazy-src", "data-original", "src", "data-srcset", "srcset")


@dataclass(frozen=True, slots=True)
class _Scope:
    """Where an article stands on its page."""

    first: HtmlElement  # headline or first paragraph
    last: HtmlElement  # last paragraph
    kept: Mapping[HtmlElement, int]  # ordinal of the block that begins there
    beside: Mapping[HtmlElement, Sequence[Block]]  # captions and credits, by the figure around them
    surroundings: Surroundings
    base: str


def placed(paragraphs: Sequence[Paragraph], torn: Torn, surroundings: Surroundings, base: str) -> list[Paragraph]:
    """Return paragraphs with the pictures that stand between the headline and the last of them, in page order."""
    if not torn.kept:
        return list(paragraphs)
    scope = _scope(torn, surroundings, base)
    found = _find(scope)
    top = torn.kept[0].block.ordinal
    above = [replace(picture, ordinal=top) for picture in found if picture.ordinal < top]
    below = [picture for picture in found if picture.ordinal >= top]
    return above + sorted((*paragraphs, *below), key=lambda p: (p.ordinal, p.kind is ParagraphKind.IMAGE))


def _scope(torn: Torn, surroundings: Surroundings, base: str) -> _Scope:
    kept = {one.block.element: one.block.ordinal for one in reversed(torn.kept)}
    titles = [block.element for block, aside in zip(torn.left, torn.aside, strict=True) if aside.kind is K.TITLE]
    beside: dict[HtmlElement, list[Block]] = {}
    for block, aside in zip(torn.left, torn.aside, strict=True):
        if aside.kind in {K.CAPTION, K.CREDIT}:
            beside.setdefault(_figure(block.element), []).append(block)
    first = titles[0] if titles else torn.kept[0].block.element
    return _Scope(first, torn.kept[-1].block.element, kept, beside, surroundings, base)


def _figure(element: HtmlElement) -> HtmlElement:
    """Return what holds a caption and its picture: the figure, or the nearest element with a picture in it."""
    for up in element.iterancestors():
        if up.tag == "figure" or next(up.iter(*_PICTURES), None) is not None:
            return up
    return element


def _find(scope: _Scope) -> list[Paragraph]:
    found: dict[str, Paragraph] = {}
    for picture, ordinal in _between(scope):
        target = _target(picture, scope.base)
        if target and target not in found and len(found) < MOST and _belongs(picture, scope.surroundings):
            found[target] = _paragraph(picture, target, ordinal, scope)
    return list(found.values())


def _between(scope: _Scope) -> Iterator[tuple[HtmlElement, int]]:
    """Yield the pictures after the first element and before the last, with the ordinal of the kept block above."""
    ordinal, inside = -1, False
    for element in _around(scope.first, scope.last).iter():
        inside = inside or element is scope.first
        ordinal = scope.kept.get(element, ordinal)
        if inside and element.tag in _PICTURES:
            yield element, ordinal
        if element is scope.last:
            return


def _around(first: HtmlElement, last: HtmlElement) -> HtmlElement:
    """Return the innermost element around both."""
    above = {first, *first.iterancestors()}
    here = last
    while here not in above:
        parent = here.getparent()
        if parent is None:
            return here
        here = parent
    return here


def _target(picture: HtmlElement, base: str) -> str:
    for name in _SOURCES:
        address = (picture.get(name) or "").strip().split(" ")[0].rstrip(",")
        if address and not address.startswith("data:"):
            return "" if any(word in address.lower() for word in _ICON) else absolute(base, address)
    return ""


def _belongs(picture: HtmlElement, surroundings: Surroundings) -> bool:
    for name in ("width", "height"):
        size = (picture.get(name) or "").strip().removesuffix("px")
        if size.isdigit() and int(size) < SMALL:
            return False
    place = surroundings.of(picture)
    return not place.hidden and not any(sign.kind in _ELSEWHERE for _, sign in place.near(6))


def _paragraph(picture: HtmlElement, target: str, ordinal: int, scope: _Scope) -> Paragraph:
    figure = next((up for up in picture.iterancestors() if up in scope.beside), None)
    beside = scope.beside[figure] if figure is not None else ()
    credits = [block.text for block in beside if furniture.is_credit(block.text)]
    captions = [block.text for block in beside if not furniture.is_credit(block.text)]
    return Paragraph(
        ParagraphKind.IMAGE,
        " ".join(captions) or " ".join((picture.get("alt") or "").split()),
        path(picture),
        ordinal,
        target=target,
        credit=" ".join(credits),
    )
