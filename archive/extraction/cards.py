"""Cards: the smallest parts of a page that point to one other address, with what each says of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from lxml.html import HtmlElement

from archive.extraction import phrases
from archive.extraction.blocks import Block, Span, words
from archive.extraction.links import absolute
from archive.extraction.skeleton import Skeleton

LEVELS: Final = 9  # ancestors of a block that may be the card or the list it stands in
MAX_WORDS: Final = 90  # of a card: headline, snippet, date, author; more is an article of its own
MIN_HEADLINE: Final = 25  # characters of a link from which a block of several links is taken apart
LINKED: Final = 0.6  # share of a block's characters inside one link that makes it the link's own
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_NEVER_CARD: Final = frozenset({"body", "html", "main"})

_Chain = tuple[int, ...]


@dataclass
class Card:
    """One pointer to another address; complete before anything is asked of it."""

    target: str  # absolute, without fragment
    element: HtmlElement
    linked: list[Block] = field(default_factory=list)  # blocks inside its links
    beside: list[Block] = field(default_factory=list)  # other blocks of the card: snippet, date, author
    container: HtmlElement | None = None  # the smallest element that holds other cards too

    @cached_property
    def headline(self) -> Block:
        """The block that names the story: in a heading, else the longest that is not a whole paragraph."""
        linked = [block for block in self.linked if not phrases.read_more(block.text)] or self.beside or self.linked
        titled = [block for block in linked if heading_of(block) is not None]
        short = [block for block in titled or linked if len(block.tokens) <= 40]
        return max(short or linked, key=lambda block: min(len(block.tokens), 14))

    @cached_property
    def snippet(self) -> str:
        """What the card says of the story beside its headline, "" where nothing."""
        headline = self.headline
        others = [b for b in (*self.linked, *self.beside) if b is not headline and len(b.tokens) >= 6]
        longest = max(others, key=lambda block: len(block.tokens), default=None)
        return longest.text if longest is not None and longest.tokens != headline.tokens else ""

    @cached_property
    def ordinals(self) -> tuple[int, ...]:
        """The ordinals of its blocks, in page order."""
        return tuple(sorted({block.ordinal for block in (*self.linked, *self.beside)}))


def find(blocks: Sequence[Block], bones: Skeleton, *, base: str) -> list[Card]:
    """Return the cards of a page, in page order; `bones` are its blocks', `base` makes their targets absolute."""
    pieces = [piece for block in blocks for piece in _pieces(block)]
    below = _Below(bones)
    for block in pieces:
        below.add(block, _target(block, base))
    cards: dict[tuple[int, str], Card] = {}
    for block, chain, target in below.seen:
        if target:
            at, container = below.card(chain, target)
            around = None if container is None else bones.elements[container]
            card = cards.setdefault((at, target), Card(target, bones.elements[at], container=around))
            card.linked.append(block)
    _add_beside(below, {at: card for (at, _), card in cards.items()})
    return sorted(cards.values(), key=lambda card: card.ordinals)


def _pieces(block: Block) -> list[Block]:
    """Return a block, or its links where it is nothing but several headlines in a row."""
    if block.link_share < 0.8 or len(block.spans) < 2:
        return [block]
    links = [span for span in block.spans if span.kind == "link" and span.end - span.start >= MIN_HEADLINE]
    if len(links) < 2:
        return [block]
    return [_piece(block, span) for span in links]


def _piece(block: Block, span: Span) -> Block:
    text = block.text[span.start : span.end]
    whole = Span(0, len(text), span.kind, span.target)
    return Block(block.ordinal, text, block.element, [whole], words(text), link_share=1.0)


def heading_of(block: Block) -> HtmlElement | None:
    """Return the heading a block stands in, or that stands around its link."""
    here: HtmlElement | None = block.element
    for _ in range(3):
        if here is None:
            return None
        if here.tag in _HEADINGS:
            return here
        here = here.getparent()
    return None


def _target(block: Block, base: str) -> str:
    """Return where a block as a whole leads to, or "": one link that covers most of it."""
    if block.link_share < LINKED or not _may_name_a_story(block):
        return ""
    best = max((span for span in block.spans if span.kind == "link"), key=lambda s: s.end - s.start, default=None)
    if best is None or best.end - best.start < LINKED * len(block.text) * 0.9:
        return ""
    address = absolute(base, best.target).partition("#")[0]
    return address if address.startswith(("http://", "https://")) and address != base.partition("#")[0] else ""


def _may_name_a_story(block: Block) -> bool:
    """Whether a link says enough to be a headline, or is the “Read more” of one: most links of a page do not."""
    return (
        len(block.tokens) >= 3
        or len(block.text) >= 16
        or heading_of(block) is not None
        or phrases.read_more(block.text)
    )


class _Below:
    """What stands below each element, by its number: how many words, and which targets."""

    def __init__(self, bones: Skeleton) -> None:
        self.words = [0] * len(bones.elements)
        self.targets: dict[int, set[str]] = defaultdict(set)
        self.seen: list[tuple[Block, _Chain, str]] = []  # each block, what stands around it, its target
        self._holder = bones.holder.tolist()
        self._chains = _chains(bones)

    def add(self, block: Block, target: str) -> None:
        chain = self._chains[self._holder[block.ordinal]]
        self.seen.append((block, chain, target))
        length = len(block.tokens)
        for at in chain:
            self.words[at] += length
        if target:
            for at in chain:
                self.targets[at].add(target)

    def card(self, chain: _Chain, target: str) -> tuple[int, int | None]:
        """Return the largest element of a chain that leads to one target only, and the list around that."""
        card = chain[0]
        for at in chain:
            if self.targets[at] != {target}:
                return card, at
            if self.words[at] > MAX_WORDS:
                return card, None
            card = at
        return card, None


def _chains(bones: Skeleton) -> list[_Chain]:
    """Return for each element its number and those of what stands around it, nearest first, below the page's frame."""
    found: list[_Chain] = []
    for at, above in enumerate(bones.parent.tolist()):
        framed = at == above or bones.elements[above].tag in _NEVER_CARD
        found.append((at,) if framed else (at, *found[above][: LEVELS - 1]))
    return found


def _add_beside(below: _Below, cards: Mapping[int, Card]) -> None:
    for block, chain, target in below.seen:
        if not target:
            at = next((at for at in chain if at in cards), None)
            if at is not None:
                cards[at].beside.append(block)
