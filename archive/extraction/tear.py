"""Each block of a page kept or set aside: who has a say, in which order, and what they said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from archive.extraction.answer import BlockKind, SetAside, SiteMemory
from archive.extraction.blocks import Block
from archive.extraction.decide import Decision
from archive.extraction.dom import Paths
from archive.extraction.fingerprint import fingerprint
from archive.extraction.furniture import Verdict
from archive.extraction.heads import summary_boxes
from archive.extraction.kinds import Namer
from archive.extraction.overrides import Overrides

# Never body by policy (docs/tear-policy.md), however well they read; else a rule yields to a model that is certain.
_ALWAYS: Final = frozenset({BlockKind.TITLE, BlockKind.CAPTION, BlockKind.EMBED})
_CELLS: Final = frozenset({"td", "th"})  # tables repeat themselves
REPEATABLE: Final = 8  # words: shorter blocks may well stand in an article twice


@dataclass(frozen=True, slots=True)
class Kept:
    """One block that is body, with the probability that it is, where a model gave one."""

    block: Block
    probability: float | None = None


@dataclass(frozen=True, slots=True)
class Torn:
    """A page's blocks in two heaps, each in page order."""

    kept: tuple[Kept, ...]
    aside: tuple[SetAside, ...]
    left: tuple[Block, ...]  # the blocks of `aside`, in the same order

    @property
    def ordinals(self) -> frozenset[int]:
        """The ordinals of the blocks that were kept."""
        return frozenset(one.block.ordinal for one in self.kept)


def tear(blocks: Sequence[Block], decision: Decision, namer: Namer, memory: SiteMemory, overrides: Overrides) -> Torn:
    """Return which blocks are body and which are not, and why not.

    The site's rules come first, then its memory, then whoever decided, then the few rules that overrule everybody
    (docs/tear-policy.md); of text that stands twice the first is kept.
    """
    paths = Paths()
    judge = _Judge(decision, namer, memory, overrides, set(), summary_boxes(blocks))
    kept: list[Kept] = []
    aside: list[SetAside] = []
    left: list[Block] = []
    for block in blocks:
        said = judge.verdict(block)
        if said is None:
            judge.remember(block)
            kept.append(Kept(block, decision.probability(block.ordinal)))
        else:
            aside.append(_set_aside(block, *said, decision, paths))
            left.append(block)
    return Torn(tuple(kept), tuple(aside), tuple(left))


def _set_aside(block: Block, said: Verdict, by: str, decision: Decision, paths: Paths) -> SetAside:
    return SetAside(
        said.kind,
        block.text,
        said.reason,
        paths.of(block.element),
        block.ordinal,
        by,
        decision.probability(block.ordinal),
    )


def without(torn: Torn, said: Mapping[int, Verdict], decision: Decision) -> Torn:
    """Return the same blocks, those of some ordinals set aside too, each for what is said of it."""
    paths = Paths()
    moved = [one.block for one in torn.kept if one.block.ordinal in said]
    added = [(block, _set_aside(block, said[block.ordinal], "rule", decision, paths)) for block in moved]
    both = sorted((*zip(torn.left, torn.aside, strict=True), *added), key=lambda pair: pair[0].ordinal)
    return Torn(
        tuple(one for one in torn.kept if one.block.ordinal not in said),
        tuple(aside for _, aside in both),
        tuple(block for block, _ in both),
    )


def without_article(torn: Torn, kind: str, decision: Decision) -> Torn:
    """Return the same blocks, all set aside: a page of this kind holds no article."""
    said = Verdict(BlockKind.OTHER, f"the page holds no article: {kind}")
    return without(torn, dict.fromkeys(torn.ordinals, said), decision)


@dataclass(frozen=True, slots=True)
class _Judge:
    """Everyone who has a say, and what was kept so far."""

    decision: Decision
    namer: Namer
    memory: SiteMemory
    overrides: Overrides
    seen: set[tuple[str, ...]]  # words of what was kept
    summary: frozenset[int]  # ordinals of the bullets at the article's head, and of their heading

    def verdict(self, block: Block) -> tuple[Verdict, str] | None:
        """Return why a block is not body, and who says so; None where it is."""
        if self.overrides.keeps(block.element):
            return None
        if self.overrides.prunes(block.element):
            return self._named(block, "is pruned by the site's rules"), "rule"
        if self.memory.furniture and fingerprint(block.text) in self.memory.furniture:
            return self._named(block, f"stands on other pages of {self.memory.domain}"), "memory"
        if self._stands_already(block):
            return Verdict(BlockKind.DUPLICATE, "stands further up already"), "rule"
        return None if block.ordinal in self.summary else self._decided(block)

    def _decided(self, block: Block) -> tuple[Verdict, str] | None:
        if not self.decision.is_body(block.ordinal):
            return self.namer.name(block), self.decision.decider(block.ordinal)
        overruled = self.namer.overrule(block)
        return (overruled, "rule") if overruled is not None and self._prevails(overruled, block) else None

    def _stands_already(self, block: Block) -> bool:
        long = len(block.tokens) >= REPEATABLE and block.element.tag not in _CELLS
        return long and tuple(block.tokens) in self.seen

    def _prevails(self, overruled: Verdict, block: Block) -> bool:
        return overruled.kind in _ALWAYS or not self.decision.is_certain(block.ordinal)

    def _named(self, block: Block, reason: str) -> Verdict:
        return Verdict(self.namer.name(block).kind, reason)

    def remember(self, block: Block) -> None:
        """Take note of a block that was kept."""
        if len(block.tokens) >= REPEATABLE:
            self.seen.add(tuple(block.tokens))
