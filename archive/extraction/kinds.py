"""Why a block is not body: its kind and a sentence, from where it stands, what it says, and how it repeats."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple

from lxml.html import HtmlElement

from archive.extraction import furniture, places
from archive.extraction.answer import BlockKind as K
from archive.extraction.blocks import Block, words
from archive.extraction.dom import unknown_above
from archive.extraction.furniture import Verdict
from archive.extraction.skeleton import Skeleton

CLOSE: Final = 3  # elements up from a block within which a sign outweighs the block's own words
FAR: Final = 12  # elements up beyond which signs say nothing
KICKER: Final = 6  # words that may stand before or after the headline in its own block
MAX_SIGNS: Final = 8  # kept of what stands around an element


class Place(NamedTuple):
    """What stands around an element."""

    depth: int
    signs: tuple[tuple[int, places.Sign], ...]  # depth of the element that says it, and what it says; deepest first
    hidden: bool
    tags: frozenset[str]  # those of _TELLING around it

    def nearest(self, within: int) -> tuple[int, places.Sign] | None:
        """Return the nearest sign at most `within` elements up, with the number of elements; None where none is."""
        if not self.signs:
            return None
        depth, sign = self.signs[0]
        return (self.depth - depth, sign) if self.depth - depth <= within else None

    def near(self, within: int) -> Iterator[tuple[int, places.Sign]]:
        """Yield the signs at most `within` elements up, nearest first, with the number of elements."""
        for depth, sign in self.signs:
            if self.depth - depth > within:
                return
            yield self.depth - depth, sign


_NOWHERE: Final = Place(0, (), False, frozenset())
_TELLING: Final = frozenset({"aside", "header", "form", "button", "label"})


class Surroundings:
    """The place of each element of one page, worked out once."""

    def __init__(self, bones: Skeleton | None = None) -> None:
        known = () if bones is None else zip(bones.elements, _places(bones), strict=True)
        self._known: dict[HtmlElement, Place] = dict(known)

    def of(self, element: HtmlElement) -> Place:
        """Return the place of an element, itself included."""
        for below in unknown_above(element, self._known):
            parent = below.getparent()
            place = _NOWHERE if parent is None else self._known[parent]
            self._known[below] = _inside(place, below.tag, dict(below.items()))
        return self._known[element]


def _places(bones: Skeleton) -> list[Place]:
    """Return the places of all elements that hold blocks or stand around one that does."""
    found: list[Place] = []
    for element, given, above in zip(bones.elements, bones.given, bones.parent.tolist(), strict=True):
        found.append(_inside(found[above] if found else _NOWHERE, element.tag, given))
    return found


def _inside(around: Place, tag: str, given: Mapping[str, str]) -> Place:
    if tag in {"html", "body"}:
        return _NOWHERE
    here = places.sign(tag, given)
    depth = around.depth + 1
    return Place(
        depth,
        ((depth, here), *around.signs[:MAX_SIGNS]) if here else around.signs,
        around.hidden or (bool(given) and places.hidden(given)),
        around.tags | {tag} if tag in _TELLING else around.tags,
    )


@dataclass(frozen=True, slots=True)
class Namer:
    """Names the blocks of one page that are not body."""

    surroundings: Surroundings
    title: tuple[str, ...]  # words of the headline, in order
    teasers: dict[int, Verdict]  # block ordinal -> the list of teasers it belongs to
    _places: dict[int, Place] = field(default_factory=dict)  # by ordinal, as the next two
    _named: dict[int, Verdict] = field(default_factory=dict)  # what was said already
    _overruled: dict[int, Verdict | None] = field(default_factory=dict)

    def place(self, block: Block) -> Place:
        """Return what stands around a block."""
        found = self._places.get(block.ordinal)
        if found is None:
            found = self._places[block.ordinal] = self.surroundings.of(_core(block.element))
        return found

    def name(self, block: Block) -> Verdict:
        """Return the kind of a block that is not body, and why."""
        if block.ordinal not in self._named:
            self._named[block.ordinal] = self._name(block)
        return self._named[block.ordinal]

    def _name(self, block: Block) -> Verdict:
        place = self.place(block)
        return (
            self.teasers.get(block.ordinal)
            or self.repeats_title(block)
            or _own_words(block, sure_only=True)
            or _by_sign(place, CLOSE, named=True)
            or _own_words(block)
            or _by_sign(place, FAR)
            or _by_shape(block, place)
            or Verdict(K.OTHER, "does not read like part of the article")
        )

    def overrule(self, block: Block) -> Verdict | None:
        """Return why a block is not body although it was taken for it, or None."""
        if block.ordinal not in self._overruled:
            self._overruled[block.ordinal] = self._overrule(block)
        return self._overruled[block.ordinal]

    def _overrule(self, block: Block) -> Verdict | None:
        said = self.repeats_title(block) or self._policy(block) or self.teasers.get(block.ordinal)
        if said is None or not said.sure:
            said = self._overruling_words(block)
        return said

    def repeats_title(self, block: Block) -> Verdict | None:
        """Return that a block is the headline again, or that with a few words more; None where it is not."""
        title = self.title
        if not title or not len(title) <= len(block.tokens) <= len(title) + KICKER:
            return None
        words = tuple(block.tokens)
        if words == title:
            return Verdict(K.TITLE, "repeats the headline", sure=True)
        if len(title) >= 4 and title in (words[: len(title)], words[-len(title) :]):
            return Verdict(K.TITLE, "is the headline with a few words more")
        return None

    def _policy(self, block: Block) -> Verdict | None:
        """Captions, credits and embedded posts are never body, however well they read (docs/tear-policy.md).

        Nor are short texts in boxes that sell something, nor short links in the page's frame.
        """
        place = self.place(block)
        said = _sign_among(place, CLOSE, _NEVER_BODY)
        if said is not None:
            return replace(said, kind=_caption_or_credit(said.kind, block))
        if len(block.tokens) <= 30 and (said := _sign_among(place, 2, _BOXES)) is not None:
            return said
        if block.link_share > 0.8 and len(block.tokens) <= 5:
            return _sign_among(place, FAR, _FRAMES)
        return None

    def _overruling_words(self, block: Block) -> Verdict | None:
        """Return what a block says it is, where that outweighs whoever took it for body."""
        said = furniture.verdict(block.text)
        if said is None or (block.element.tag in _CELLS and said.kind in _FIGURES):
            return None
        if said.sure or (block.link_share > 0.8 and said.kind in _INVITATIONS):
            return said
        return said if _sign_among(self.place(block), CLOSE, frozenset({said.kind})) is not None else None


_NEVER_BODY: Final = frozenset({K.CAPTION, K.CREDIT, K.EMBED})
_BOXES: Final = frozenset({K.PROMO, K.NEWSLETTER})
_FRAMES: Final = frozenset({K.NAVIGATION, K.FOOTER, K.BREADCRUMB, K.SHARE, K.FOLLOW, K.TAGS, K.PAGINATION})
_CELLS: Final = frozenset({"td", "th"})
_FIGURES: Final = frozenset({K.DATELINE, K.PAGINATION, K.CREDIT})  # in a table they are what it is about
_INVITATIONS: Final = frozenset({K.FOLLOW, K.NEWSLETTER, K.RELATED, K.PROMO, K.PAYWALL})


def _sign_among(place: Place, within: int, kinds: frozenset[K]) -> Verdict | None:
    """Return what the nearest sign of one of some kinds says."""
    for _, sign in place.near(within):
        if sign.kind in kinds:
            return Verdict(sign.kind, f"stands in {sign.words}", sure=True)
    return None


def _core(element: HtmlElement) -> HtmlElement:
    """Return the inline element that holds all of an element's text, where there is one: it often has the name."""
    while (inside := _only_child(element)) is not None:
        if inside.tag not in _INLINE or (inside.tail or "").strip() or (element.text or "").strip():
            break
        element = inside
    return element


def _only_child(element: HtmlElement) -> HtmlElement | None:
    # Not by len(), which counts every child: a page may hold half a million in one element.
    for first in element:
        return first if first.getnext() is None else None
    return None


_INLINE: Final = frozenset({"span", "a", "b", "strong", "em", "i", "time", "small", "font", "u"})


def title_words(title: str) -> tuple[str, ...]:
    """Return the words of a headline as blocks hold them."""
    return tuple(words(title))


def _caption_or_credit(kind: K, block: Block) -> K:
    if kind is K.CAPTION and len(block.text) < 80 and furniture.is_credit(block.text):
        return K.CREDIT
    return kind


def _by_sign(place: Place, within: int, *, named: bool = False) -> Verdict | None:
    """Return what the surroundings say; with `named`, only what names say and not what tags do."""
    if place.hidden and not any(sign.kind in _SHOWN_LATER for _, sign in place.near(FAR)):
        return Verdict(K.HIDDEN, "is not shown on the page")
    for steps, sign in place.near(within):
        if (sign.near and steps > CLOSE) or sign.kind is K.OTHER or (named and sign.words.startswith("<")):
            continue
        return Verdict(sign.kind, f"stands in {sign.words}")
    return None


# What scripts bring into sight is often hidden in the source.
_SHOWN_LATER: Final = frozenset(
    {K.CONSENT, K.PAYWALL, K.NEWSLETTER, K.COMMENTS, K.NAVIGATION, K.SHARE, K.TEASERS, K.RELATED}
)


def _own_words(block: Block, *, sure_only: bool = False) -> Verdict | None:
    said = furniture.verdict(block.text)
    if said is None or (sure_only and (not said.sure or said.kind in _PLACED)):
        return None
    return said


_PLACED: Final = frozenset({K.LEGAL, K.NAVIGATION})  # “Imprint” in a footer is footer


def _by_shape(block: Block, place: Place) -> Verdict | None:
    if "aside" in place.tags:
        return Verdict(K.PROMO, "stands in <aside>")
    if "header" in place.tags and block.link_share > 0.5:
        return Verdict(K.NAVIGATION, "is a link in <header>")
    if block.link_share > 0.8 and len(block.tokens) <= 4:
        return Verdict(K.NAVIGATION, "is a short link")
    if block.link_share > 0.8:
        return Verdict(K.RELATED, "is nothing but a link")
    if "form" in place.tags or "button" in place.tags or "label" in place.tags:
        return Verdict(K.OTHER, "belongs to a form")
    return None
