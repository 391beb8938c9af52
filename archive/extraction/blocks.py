"""A page cut into paragraph-level blocks, in page order."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml.etree import iterwalk
from lxml.html import HtmlElement

MAX_EVENTS = 800_000  # openings and closings of elements looked at
MAX_BLOCKS = 20_000
MAX_TEXT = 2_000_000  # characters of one block; the rest of it is left out

SKIPPED = frozenset(
    "script style noscript template svg head iframe object embed canvas audio video select textarea math".split()
)
BLOCK_LEVEL = frozenset(
    "p div h1 h2 h3 h4 h5 h6 li ul ol table tbody thead tfoot tr blockquote pre section article figure figcaption aside"
    " header footer td th dt dd dl hr main nav form body html center address fieldset legend caption details summary"
    " button label amp-ad picture img ins hgroup menu dialog".split()
)
INLINE = {"a": "link", "strong": "strong", "b": "strong", "em": "emphasis", "i": "emphasis", "code": "code"}

_WORD = re.compile(r"\w+")
# Invisible characters that break words apart: soft hyphen, zero-width space, word joiner, byte order mark.
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")


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


def words(text: str) -> list[str]:
    """Return the words of a text as the score counts them: \\w+ of the lower-cased text."""
    return _WORD.findall(text.lower())


def cut(tree: HtmlElement) -> list[Block]:
    """Return the blocks of a parsed page; empty where it has no text.

    A block ends where a block-level element opens or closes, and at two `<br>` in a row. Text without a single
    word (\\w) makes no block. At most MAX_BLOCKS; scripts, styles, forms' fields, frames and players are left out.
    """
    body = tree.find("body")
    return _Cutter().run(tree if body is None else body)


class _Cutter:
    """The state of one walk over a page."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.holders: list[HtmlElement] = []  # block-level elements open now
        self.open: list[tuple[str, str]] = []  # inline elements open now: kind, target
        self.starts: list[int] = []  # where each of them began in the present block
        self.breaks_in_row = 0
        self.links_open = self.strong_open = 0
        self._reset()

    def _reset(self) -> None:
        self.pieces: list[str] = []
        self.length = 0
        self.spaced = True  # the text so far ends in white space, or is empty
        self.spans: list[Span] = []
        self.linked = self.strong = self.breaks = 0
        self.starts = [0] * len(self.open)
        self.holder: HtmlElement | None = None

    def run(self, body: HtmlElement) -> list[Block]:
        walk = iterwalk(body, events=("start", "end"))
        left = MAX_EVENTS
        for event, element in walk:
            left -= 1
            if left < 0 or len(self.blocks) >= MAX_BLOCKS:
                break
            if event == "end":
                self._close(element, element is body)
            elif element.tag in SKIPPED:
                walk.skip_subtree()
            else:
                self._open(element)
        self._flush()
        return self.blocks

    def _open(self, element: HtmlElement) -> None:
        tag = element.tag
        if tag in BLOCK_LEVEL:
            if self.pieces or self.breaks:
                self._flush()
            self.holders.append(element)
        elif tag == "br":
            self._break()
        elif (kind := INLINE.get(tag)) is not None:
            self._open_inline(kind, element.get("href") or "" if kind == "link" else "")
        text = element.text
        if text and (not self.spaced or not text.isspace()):
            self._write(text)

    def _close(self, element: HtmlElement, last: bool) -> None:
        tag = element.tag
        if tag in BLOCK_LEVEL:
            if self.pieces or self.breaks:
                self._flush()
            self.holders.pop()
        elif tag in INLINE:
            self._close_inline()
        text = element.tail
        if text and not last and (not self.spaced or not text.isspace()):
            self._write(text)

    def _open_inline(self, kind: str, target: str) -> None:
        self.open.append((kind, target))
        self.starts.append(self.length)
        self.links_open += kind == "link"
        self.strong_open += kind in {"strong", "emphasis"}

    def _close_inline(self) -> None:
        kind, target = self.open.pop()
        self._span(self.starts.pop(), kind, target)
        self.links_open -= kind == "link"
        self.strong_open -= kind in {"strong", "emphasis"}

    def _span(self, start: int, kind: str, target: str) -> None:
        if self.length > start:
            self.spans.append(Span(start, self.length, kind, target))

    def _break(self) -> None:
        self.breaks += 1
        self.breaks_in_row += 1
        if self.breaks_in_row > 1:
            self._flush()
        else:
            self._write(" ")

    def _write(self, text: str) -> None:
        parts = text.split()
        if not parts:
            self._space()
            return
        self.breaks_in_row = 0
        if self.length > MAX_TEXT:
            return
        if self.holder is None:
            self.holder = self.holders[-1]
        if text[0].isspace():
            self._space()
        folded = " ".join(parts)[: MAX_TEXT - self.length + 1]
        self._append(folded)
        if text[-1].isspace():
            self._space()

    def _space(self) -> None:
        if not self.spaced:
            self.pieces.append(" ")
            self.length += 1
            self.spaced = True

    def _append(self, folded: str) -> None:
        if not folded.isascii():
            folded = _INVISIBLE.sub("", folded)
        self.pieces.append(folded)
        self.length += len(folded)
        self.spaced = False
        if self.links_open:
            self.linked += len(folded)
        if self.strong_open:
            self.strong += len(folded)

    def _flush(self) -> None:
        self.breaks_in_row = 0
        if self.holder is not None:
            self._emit(self.holder)
        self._reset()

    def _emit(self, holder: HtmlElement) -> None:
        text = "".join(self.pieces).rstrip()
        tokens = words(text)
        if not tokens:
            return
        for start, (kind, target) in zip(self.starts, self.open, strict=True):
            self._span(start, kind, target)
        self.blocks.append(
            Block(
                ordinal=len(self.blocks),
                text=text,
                element=holder,
                spans=[trimmed for span in self.spans if (trimmed := _trim(span, text))],
                tokens=tokens,
                link_share=min(1.0, self.linked / len(text)),
                strong_share=min(1.0, self.strong / len(text)),
                breaks=self.breaks,
            )
        )


def _trim(span: Span, text: str) -> Span | None:
    if span.end <= len(text) and not text[span.start].isspace() and not text[span.end - 1].isspace():
        return span
    inside = text[span.start : span.end]
    start = span.start + len(inside) - len(inside.lstrip())
    end = span.start + len(inside.rstrip())
    return Span(start, end, span.kind, span.target) if end > start else None
