"""The kept blocks of a page as an article's paragraphs: what each is, how deep, and where its links lead."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from archive.extraction import phrases
from archive.extraction.answer import Mark, Paragraph, ParagraphKind
from archive.extraction.blocks import Block, words
from archive.extraction.dom import path
from archive.extraction.kinds import Surroundings

HEAD: Final = 4  # kept blocks among which a standfirst may stand
_STANDFIRST = """
    standfirst subtitle sub-title subtitles subheadline sub-headline subhead subheading subhed dek deck lead lede
    leadtext lead-text leading intro introduction introtext intro-text article-intro teaser-text summary excerpt
    abstract chapo chapeau vorspann untertitel sottotitolo occhiello sommario entradilla bajada copete subtitulo
    subtitular subtitulares volanta kicker-text sapo ingress manchet underrubrik podtytul lid description
    article-description preamble article-summary article-lead post-excerpt entry-summary story-summary strapline
    tagline post-subtitle entry-subtitle article-subtitle
    """
STANDFIRST_NAMES: Final = frozenset(_STANDFIRST.split())
_HEADINGS: Final = {f"h{level}": level for level in range(1, 7)}
_LISTS: Final = frozenset({"ul", "ol", "menu"})
_SCHEMES: Final = frozenset({"http", "https", "mailto", "tel", "ftp"})


@dataclass(frozen=True, slots=True)
class Kept:
    """One block that is body, with the probability that it is, where a model gave one."""

    block: Block
    probability: float | None = None


def to_paragraphs(
    kept: Sequence[Kept], *, base: str, description: str, surroundings: Surroundings
) -> tuple[Paragraph, ...]:
    """Return the paragraphs of an article, in page order; `base` makes link targets absolute.

    `description` is what the page's metadata says it is about: a first paragraph that says the same is a standfirst.
    """
    shapes = [_shape(one.block.element) for one in kept]
    paragraphs = [_paragraph(one, shape, base) for one, shape in zip(kept, shapes, strict=True)]
    paragraphs = _with_rows(paragraphs, shapes)
    paragraphs = _with_standfirst(paragraphs, kept, description)
    return tuple(_with_summary(paragraphs))


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
    return replace(shape, row=element) if tag == "tr" and shape.row is None else shape


def _paragraph(one: Kept, shape: Shape, base: str) -> Paragraph:
    block = one.block
    kind = _kind(shape)
    text = _preformatted(block) if kind is ParagraphKind.PREFORMATTED else block.text
    level = {ParagraphKind.HEADING: shape.heading, ParagraphKind.LIST_ITEM: shape.depth}.get(kind, 0)
    marks = () if kind is ParagraphKind.PREFORMATTED else _marks(block, base)
    return Paragraph(
        kind, text, path(block.element), block.ordinal, level, shape.ordered, marks, probability=one.probability
    )


def _kind(shape: Shape) -> ParagraphKind:
    if shape.heading:
        return ParagraphKind.HEADING
    if shape.row is not None and not shape.depth:
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


def absolute(base: str, address: str) -> str:
    """Return an address as a link on the page leads to it, or "" where it is none that a reader could follow."""
    address = "".join(address.split())
    if not address or address.startswith("#"):
        return ""
    if address.startswith(("https://", "http://")) and "/../" not in address:
        return address  # nothing to join: most links, and joining is dear
    return _joined_to(base, address)


@lru_cache(maxsize=4096)
def _joined_to(base: str, address: str) -> str:
    try:
        joined = urljoin(base, address)
        return joined if urlsplit(joined).scheme.lower() in _SCHEMES else ""
    except ValueError:  # "http://[": not an address
        return ""


def _with_rows(paragraphs: list[Paragraph], shapes: list[Shape]) -> list[Paragraph]:
    """Join the cells of each table row."""
    joined: list[Paragraph] = []
    row: HtmlElement | None = None
    for paragraph, shape in zip(paragraphs, shapes, strict=True):
        if paragraph.kind is not ParagraphKind.TABLE_ROW:
            row = None
        elif shape.row is row:
            joined[-1] = _joined(joined[-1], paragraph)
            continue
        else:
            row = shape.row
        joined.append(paragraph)
    return joined


def _joined(row: Paragraph, cell: Paragraph) -> Paragraph:
    offset = len(row.text) + 3
    moved = tuple(replace(mark, start=mark.start + offset, end=mark.end + offset) for mark in cell.marks)
    return replace(row, text=f"{row.text} | {cell.text}", marks=row.marks + moved)


def _with_standfirst(paragraphs: list[Paragraph], kept: Sequence[Kept], description: str) -> list[Paragraph]:
    elements = {one.block.ordinal: one.block.element for one in kept}
    said = words(description)[:12]
    for at, paragraph in enumerate(paragraphs[:HEAD]):
        if paragraph.kind is ParagraphKind.LIST_ITEM or len(paragraph.text) < 20:
            continue
        same = len(said) >= 5 and words(paragraph.text)[: len(said)] == said
        if _named_standfirst(elements[paragraph.ordinal]) or (same and at == 0 and len(paragraphs) > 1):
            paragraphs[at] = replace(paragraph, kind=ParagraphKind.STANDFIRST, level=0)
            break
    return paragraphs


def _named_standfirst(element: HtmlElement) -> bool:
    here: HtmlElement | None = element
    for _ in range(3):
        if here is None or here.tag in {"body", "article", "main"}:
            return False
        names = f"{here.get('class', '')} {here.get('id', '')}"[:300].replace("_", "-").lower().split()
        if any(_is_standfirst_name(name) for name in names) or here.get("itemprop") in {
            "description",
            "alternativeHeadline",
        }:
            return True
        here = here.getparent()
    return False


def _is_standfirst_name(name: str) -> bool:
    return name in STANDFIRST_NAMES or any(part in STANDFIRST_NAMES for part in name.partition("--")[0].split("__"))


def _with_summary(paragraphs: list[Paragraph]) -> Iterable[Paragraph]:
    """Turn the bullets right below “Key points” and the like into the article's summary."""
    within = False
    for paragraph in paragraphs:
        if phrases.summary_heading(paragraph.text):
            within = True
        elif within and paragraph.kind is ParagraphKind.LIST_ITEM:
            yield replace(paragraph, kind=ParagraphKind.SUMMARY)
            continue
        else:
            within = False
        yield paragraph
