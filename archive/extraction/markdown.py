"""An article's paragraphs as Markdown (CommonMark, with GitHub's tables), escaped so that text stays text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby

from archive.extraction.answer import Mark, Paragraph, ParagraphKind

_SPECIAL = re.compile(r"([\\`*_\[\]<>|])")
_BLOCK_START = re.compile(r"(#{1,6}(?=\s|$)|[-+>](?=\s|$)|[-=]{3,}|~{3,}|(\d{1,9})([.)])(?=\s|$)|&(?=#?\w+;))")
_BAD_TARGET = re.compile(r"[\s<>()\\]")
_WRAPS = {"strong": "**", "emphasis": "*", "code": "`"}
_LISTED = frozenset({ParagraphKind.LIST_ITEM, ParagraphKind.SUMMARY})


def to_markdown(paragraphs: Iterable[Paragraph], *, title: str = "") -> str:
    """Return Markdown of paragraphs in page order, below the title where one is given; ends in a newline."""
    parts = [f"# {escape(title)}"] if title else []
    for group, run in groupby(paragraphs, key=_group):
        lines = list(run)
        parts.append(_table(lines) if group == "table" else _separator(group).join(map(_block, lines)))
    text = "\n\n".join(part for part in parts if part)
    return text + "\n" if text else ""


def escape(text: str) -> str:
    """Return text so that Markdown shows it as it is, at the beginning of a line too."""
    return _escape_start(_escape_inside(text))


def _group(paragraph: Paragraph) -> str:
    if paragraph.kind is ParagraphKind.TABLE_ROW:
        return "table"
    return paragraph.kind.value if paragraph.kind in _LISTED else f"{paragraph.ordinal} {paragraph.path}"


def _separator(group: str) -> str:
    return "\n" if group in {kind.value for kind in _LISTED} else "\n\n"


def _block(paragraph: Paragraph) -> str:
    if paragraph.kind is ParagraphKind.PREFORMATTED:
        return _fenced(paragraph.text)
    if paragraph.kind is ParagraphKind.IMAGE:
        return _image(paragraph)
    text = _inline(paragraph) or (f"{paragraph.at:%Y-%m-%d %H:%M} UTC" if paragraph.at else "")
    if paragraph.kind is ParagraphKind.STANDFIRST:
        return text if "*" in text else f"**{text}**"
    return _prefix(paragraph) + text


def _prefix(paragraph: Paragraph) -> str:
    if paragraph.kind in {ParagraphKind.HEADING, ParagraphKind.LIVE_ENTRY}:
        return "#" * min(max(paragraph.level, 2), 6) + " "
    if paragraph.kind is ParagraphKind.LIST_ITEM:
        return "  " * max(paragraph.level - 1, 0) + ("1. " if paragraph.ordered else "- ")
    return {ParagraphKind.SUMMARY: "- ", ParagraphKind.QUOTE: "> "}.get(paragraph.kind, "")


def _fenced(text: str) -> str:
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}\n{text}\n{fence}"


def _image(paragraph: Paragraph) -> str:
    credit = f" ({escape(paragraph.credit)})" if paragraph.credit else ""
    return f"![{escape(paragraph.text)}]({_target(paragraph.target)}){credit}"


def _table(rows: list[Paragraph]) -> str:
    cells = [[escape(cell) for cell in row.text.split(" | ")] for row in rows]
    width = max(map(len, cells))
    lines = ["| " + " | ".join(row + [""] * (width - len(row))) + " |" for row in cells]
    return "\n".join([lines[0], "|" + " --- |" * width, *lines[1:]])


def _inline(paragraph: Paragraph) -> str:
    """Return the paragraph's text with its marks; marks that overlap an earlier one are left out."""
    pieces, at = [], 0
    for mark in sorted(paragraph.marks, key=lambda mark: (mark.start, -mark.end)):
        if mark.start < at or mark.end > len(paragraph.text) or mark.start >= mark.end:
            continue
        pieces += [_escape_inside(paragraph.text[at : mark.start]), _marked(paragraph.text, mark)]
        at = mark.end
    if not pieces:
        return escape(paragraph.text)
    pieces.append(_escape_inside(paragraph.text[at:]))
    return _escape_start("".join(pieces))


def _escape_inside(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


def _escape_start(line: str) -> str:
    opening = _BLOCK_START.match(line)
    if opening is None:
        return line
    return f"{opening[2]}\\{line[opening.end(2) :]}" if opening[2] else "\\" + line


def _marked(text: str, mark: Mark) -> str:
    inside = text[mark.start : mark.end]
    if mark.kind == "link":
        return f"[{_escape_inside(inside)}]({_target(mark.target)})" if mark.target else _escape_inside(inside)
    wrap = _WRAPS.get(mark.kind, "")
    return f"{wrap}{inside if wrap == '`' and '`' not in inside else _escape_inside(inside)}{wrap}"


def _target(address: str) -> str:
    return _BAD_TARGET.sub(lambda found: f"%{ord(found[0]):02X}", address)
