"""The kept blocks of a page as an article's paragraphs: what each is, how deep, and where its links lead."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from lxml.html import HtmlElement

from archive.extraction import heads, live
from archive.extraction.answer import Mark, Paragraph, ParagraphKind
from archive.extraction.blocks import Block
from archive.extraction.dom import Paths
from archive.extraction.links import absolute
from archive.extraction.tear import Kept

LONGEST_CELL: Final = 400  # characters; tables with longer cells lay out a page
_HEADINGS: Final = {f"h{level}": level for level in range(1, 7)}
_LISTS: Final = frozenset({"ul", "ol", "menu"})


def to_paragraphs(kept: Sequence[Kept], *, base: str, description: str) -> list[Paragraph]:
    """Return the paragraphs of an article, in page order; `base` makes link targets absolute.

    `description` is what the page's metadata says it is about: a first paragraph that says the same is a standfirst.
    """
    paths = Paths()
    shapes = [_shape(one.block.element) for one in kept]
    written = [(_paragraph(one, shape, base, paths), one.block, shape) for one, shape in zip(kept, shapes, strict=True)]
    rows = _with_rows(written)
    paragraphs, blocks = [paragraph for paragraph, _ in rows], [block for _, block in rows]
    paragraphs = heads.with_summary(heads.with_standfirst(paragraphs, blocks, description), blocks)
    return live.with_entries(paragraphs, blocks)


@dataclass(frozen=True, slots=True)
class Shape:
    """Where an element stands within headings, lists, quotes and tables."""

    heading: int = 0
    depth: int = 0  # of nested lists
    ordered: bool = False
    quote: bool = False
    preformatted: bool = False
    row: HtmlElement | None = None


def _shape(element: HtmlElement) -> Shape:
    shape = Shape()
    here: HtmlElement | None = element
    while here is not None and here.tag not in {"body", "article", "main"}:
        shape = _widened(shape, here)
        here = here.getparent()
    return shape


def _widened(shape: Shape, element: HtmlElement) -> Shape:
    tag = str(element.tag)
    if tag in _HEADINGS:
        return replace(shape, heading=shape.heading or _HEADINGS[tag])
    if tag in _LISTS:
        return replace(shape, depth=shape.depth + 1, ordered=shape.ordered if shape.depth else tag == "ol")
    if tag == "blockquote":
        return replace(shape, quote=True)
    if tag == "pre":
        return replace(shape, preformatted=True)
    return replace(shape, row=element) if tag == "tr" and shape.row is None and len(element) > 1 else shape


def _paragraph(one: Kept, shape: Shape, base: str, paths: Paths) -> Paragraph:
    block = one.block
    kind = _kind(block, shape)
    text = _preformatted(block) if kind is ParagraphKind.PREFORMATTED else block.text
    level = {ParagraphKind.HEADING: shape.heading, ParagraphKind.LIST_ITEM: shape.depth}.get(kind, 0)
    marks = () if kind is ParagraphKind.PREFORMATTED else _marks(block, base)
    return Paragraph(
        kind, text, paths.of(block.element), block.ordinal, level, shape.ordered, marks, probability=one.probability
    )


def _kind(block: Block, shape: Shape) -> ParagraphKind:
    if shape.heading:
        return ParagraphKind.HEADING
    if shape.row is not None and not shape.depth and len(block.text) <= LONGEST_CELL:
        return ParagraphKind.TABLE_ROW
    if shape.depth:
        return ParagraphKind.LIST_ITEM
    if shape.preformatted:
        return ParagraphKind.PREFORMATTED
    return ParagraphKind.QUOTE if shape.quote else ParagraphKind.PARAGRAPH


def _preformatted(block: Block) -> str:
    """Return the text with its lines, where the block is the whole of its element."""
    lines = str(block.element.text_content()).strip("\n")
    return lines if " ".join(lines.split()) == block.text else block.text


def _marks(block: Block, base: str) -> tuple[Mark, ...]:
    found = []
    for span in block.spans:
        target = absolute(base, span.target) if span.kind == "link" else ""
        if target or span.kind != "link":
            found.append(Mark(span.start, span.end, span.kind, target))
    return tuple(found)


def _with_rows(written: Iterable[tuple[Paragraph, Block, Shape]]) -> list[tuple[Paragraph, Block]]:
    """Join the cells of each table row; the first cell's block stands for the row."""
    joined: list[tuple[Paragraph, Block]] = []
    row: HtmlElement | None = None
    for paragraph, block, shape in written:
        if paragraph.kind is ParagraphKind.TABLE_ROW and shape.row is row:
            joined[-1] = (_joined(joined[-1][0], paragraph), joined[-1][1])
            continue
        row = shape.row if paragraph.kind is ParagraphKind.TABLE_ROW else None
        joined.append((paragraph, block))
    return joined


def _joined(row: Paragraph, cell: Paragraph) -> Paragraph:
    offset = len(row.text) + 3
    moved = tuple(replace(mark, start=mark.start + offset, end=mark.end + offset) for mark in cell.marks)
    return replace(row, text=f"{row.text} | {cell.text}", marks=row.marks + moved)
