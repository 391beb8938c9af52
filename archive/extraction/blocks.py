"""A page cut into paragraph-level blocks, in page order."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml.html import HtmlElement


@dataclass(slots=True)
class Span:
    """Characters start..end of a block's text that stand inside one inline element."""

    start: int
    end: int
    kind: str  # "link", "strong", "emphasis", "code"
    target: str = ""  # href as written


@dataclass(slots=True)
class Block:
    """Text between two block-level boundaries: what a reader would call a paragraph, a heading, an item."""

    ordinal: int  # place among all blocks of the page
    text: str  # white space folded, never empty
    element: HtmlElement  # the block-level element (or inline one, inside mixed content) that holds it
    spans: list[Span] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)  # \w+ of the lower-cased text, as the score counts them
    link_share: float = 0.0  # of its characters, those inside links
    strong_share: float = 0.0
    breaks: int = 0  # <br> inside it


def cut(tree: HtmlElement) -> list[Block]:
    """Return the blocks of a parsed page; empty where it has no text."""
    raise NotImplementedError
