"""A date that stands near the headline and is marked as nothing: found among the blocks of a page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from archive.extraction.blocks import Block
from archive.extraction.metadata import date_text
from archive.extraction.metadata.title_candidates import key

ABOVE, BELOW = 8, 14  # blocks around the headline
MAX_BLOCKS = 1_500  # looked at
LONGEST = 9  # words of a line that carries a date; sentences speak of other days
ROW = 3  # dated lines of one kind are a list of stories

_YEAR = re.compile(r"(?:19|20)\d\d")


def nearby(blocks: Sequence[Block], headline: str) -> Iterator[str]:
    """Yield the short dated lines around the headline, nearest first; those above it count as twice as far.

    Then the only one of the page, wherever it stands. Lines that are links, or that stand in a row of their like,
    belong to other stories.
    """
    at = _place(blocks, headline)
    dated = [number for number, block in enumerate(blocks[:MAX_BLOCKS]) if _is_dated(block)]
    if at is not None:
        around = [number for number in dated if at - ABOVE <= number <= at + BELOW]
        kinds = [_kind(blocks[number]) for number in around]
        for number in sorted(around, key=lambda number: _distance(number, at)):
            if kinds.count(_kind(blocks[number])) < ROW:
                yield blocks[number].text[:120]
    if len(dated) == 1:
        yield blocks[dated[0]].text[:120]


def _distance(number: int, at: int) -> int:
    return number - at if number >= at else 2 * (at - number)


def _place(blocks: Sequence[Block], headline: str) -> int | None:
    """The number of the block that prints the headline, an h1 before any other."""
    wanted = key(headline)
    words = len(wanted.split())
    found = [
        number
        for number, block in enumerate(blocks[:MAX_BLOCKS])
        if wanted and abs(len(block.tokens) - words) <= 4 and wanted in key(block.text)
    ]
    return next((number for number in found if blocks[number].element.tag == "h1"), found[0] if found else None)


def _is_dated(block: Block) -> bool:
    return (
        len(block.tokens) <= LONGEST
        and block.link_share < 0.6
        and _YEAR.search(block.text[:120]) is not None
        and date_text.read(block.text[:120]) is not None
    )


def _kind(block: Block) -> tuple[str, str]:
    return str(block.element.tag), (block.element.get("class") or "")[:80]
