"""Which blocks are body: the one place where that is decided, and by whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from lxml.html import HtmlElement

from archive.extraction import model, own
from archive.extraction.blocks import Block
from archive.extraction.survey import Survey

PROSE_WORDS: Final = 20
CERTAIN: Final = 0.8  # probability from which the model outweighs the rules that overrule it (bench/train.py, folds)


@dataclass(frozen=True, slots=True)
class Decision:
    """For each block of a page, the probability that it is body."""

    probabilities: tuple[float | None, ...]  # by ordinal; None where the model was not asked (candidates.py)
    by: str  # "model" or "rule"
    threshold: float = 0.5  # from which a block is taken for body

    def is_body(self, ordinal: int) -> bool:
        """Whether a block was taken for body."""
        return (self.probabilities[ordinal] or 0.0) >= self.threshold

    def is_certain(self, ordinal: int) -> bool:
        """Whether the model, which has seen what the rules say of a block, takes it for body with confidence."""
        return self.by == "model" and (self.probabilities[ordinal] or 0.0) >= CERTAIN

    def probability(self, ordinal: int) -> float | None:
        """Return the probability, where a model gave one."""
        found = self.probabilities[ordinal]
        return round(found, 4) if self.by == "model" and found is not None else None

    def decider(self, ordinal: int) -> str:
        """Return who decided about a block: "model", or "rule" also where the model was not asked."""
        return self.by if self.probabilities[ordinal] is not None else "rule"


def decide(page: Survey, tree: HtmlElement) -> Decision:
    """Return which blocks are body, by the model.

    A page that would hold it up for minutes is decided by a rule: what reads like prose is body.
    """
    if own.holds_it_up(tree):
        return Decision(tuple(float(_reads_like_prose(block)) for block in page.blocks), "rule")
    judged = model.judge(page, tree)
    return Decision(judged.probabilities, "model", judged.threshold)


def _reads_like_prose(block: Block) -> bool:
    return len(block.tokens) >= PROSE_WORDS and block.link_share < 0.3
