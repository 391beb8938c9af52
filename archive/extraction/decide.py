"""Which blocks are body: the one place where that is decided, and by whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from lxml.html import HtmlElement

from archive.extraction import model, own
from archive.extraction.align import coverage, needed
from archive.extraction.blocks import Block

PROSE_WORDS: Final = 20


@dataclass(frozen=True, slots=True)
class Decision:
    """For each block of a page, the probability that it is body."""

    probabilities: tuple[float, ...]  # by ordinal
    by: str  # "model", "trafilatura" or "rule"
    threshold: float = 0.5  # from which a block is taken for body

    def is_body(self, ordinal: int) -> bool:
        """Whether a block was taken for body."""
        return self.probabilities[ordinal] >= self.threshold

    def probability(self, ordinal: int) -> float | None:
        """Return the probability, where a model gave one."""
        return round(self.probabilities[ordinal], 4) if self.by == "model" else None


def decide(blocks: Sequence[Block], tree: HtmlElement, html: str, *, url: str) -> Decision:
    """Return which blocks are body: by the model; by trafilatura where none is shipped.

    A page that would hold either up for minutes is decided by a rule: what reads like prose is body. `html` is the
    page as it was parsed into `tree`.
    """
    if _trained() and not own.holds_it_up(tree):
        judged = model.judge(blocks, tree, html)
        return Decision(judged.probabilities, "model", judged.threshold)
    said = own.ask(tree, url=url, metadata=False)
    if said is None:
        return Decision(tuple(float(_reads_like_prose(block)) for block in blocks), "rule")
    return Decision(_claimed(blocks, said.text), "trafilatura")


@cache
def _trained() -> bool:
    return (model.WEIGHTS / "model.json").is_file()


def _reads_like_prose(block: Block) -> bool:
    return len(block.tokens) >= PROSE_WORDS and block.link_share < 0.3


def _claimed(blocks: Sequence[Block], text: str) -> tuple[float, ...]:
    shares = coverage([block.tokens for block in blocks], text)
    return tuple(float(share >= needed(len(block.tokens))) for share, block in zip(shares, blocks, strict=True))
