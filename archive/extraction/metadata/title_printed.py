"""What a page prints above its first paragraph: where the headline stands that readers see, whatever an h1 says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from archive.extraction.blocks import Block

MAX_BLOCKS = 1_500  # looked at
LONGEST = 40  # words of a headline with its kicker
PARAGRAPH = 20  # words of sentences, hardly linked, are the first paragraph
KICKER = 8  # words that may stand before a headline in one heading

_HEADINGS = frozenset({"h2", "h3", "h4"})


@dataclass(frozen=True, slots=True)
class Printed:
    """Short texts above the first paragraph, their words case-folded and joined by spaces; the h1 is not among them."""

    headings: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()

    def as_heading(self, key: str) -> bool:
        """Whether a heading below the first rank prints a wording, alone or after a kicker."""
        return _holds(self.headings, key)

    def as_line(self, key: str) -> bool:
        """Whether another short text does."""
        return _holds(self.lines, key)


def _holds(texts: tuple[str, ...], key: str) -> bool:
    words = key.count(" ") + 1
    if words < 3:
        return False
    return any(text == key or (text.endswith(f" {key}") and text.count(" ") + 1 <= words + KICKER) for text in texts)


NOTHING = Printed()


def printed(blocks: Sequence[Block]) -> Printed:
    """Collect the short texts of a page down to its first paragraph."""
    headings: list[str] = []
    lines: list[str] = []
    for block in blocks[:MAX_BLOCKS]:
        words = len(block.tokens)
        if block.link_share > 0.5:
            continue
        tag = block.element.tag
        if 3 <= words <= LONGEST and tag != "h1":
            (headings if tag in _HEADINGS else lines).append(" ".join(block.tokens).casefold())
        if (
            words >= PARAGRAPH
            and tag not in _HEADINGS
            and block.text.endswith((".", "!", "?", "”", "“", '"', "»", "。"))
        ):
            break
    return Printed(tuple(headings), tuple(lines))
