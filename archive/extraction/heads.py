"""The head of an article: its standfirst, and the summary bullets newsrooms set above the text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise, takewhile
from typing import Final

from lxml.html import HtmlElement

from archive.extraction import phrases
from archive.extraction.answer import Paragraph, ParagraphKind
from archive.extraction.blocks import Block, words

HEAD: Final = 4  # kept blocks among which a standfirst may stand
MOST_BULLETS: Final = 12
LONGEST: Final = 700  # characters of a standfirst
_STANDFIRST = """
    standfirst subtitle sub-title subtitles subheadline sub-headline subhead subheading subhed dek deck lead lede
    leadtext lead-text leading intro introduction introtext intro-text article-intro teaser-text excerpt abstract
    chapo chapeau vorspann untertitel sottotitolo occhiello sommario entradilla bajada copete subtitulo subtitular
    subtitulares sapo ingress manchet underrubrik podtytul lid article-description preamble article-summary
    article-lead post-excerpt story-summary strapline post-subtitle entry-subtitle article-subtitle art-lead
    """
_SUMMARY = """
    summary-box summarybox keypoints key-points key-takeaways takeaways takeaway bullet-summary bulletpoints
    bullet-points highlights story-highlights summary-list article-bullets summary-bullets tldr key-facts
    points-of-attention at-a-glance kurzfassung kernpunkte zusammenfassung
    """
STANDFIRST_NAMES: Final = frozenset(_STANDFIRST.split())
SUMMARY_NAMES: Final = frozenset(_SUMMARY.split())
_STANDFIRST_PROPS: Final = frozenset({"description", "alternativeHeadline"})
_FRAMES: Final = frozenset({"body", "article", "main", "html"})
_BULLETS: Final = "•·▪‣●○■◦–-—* \u00a0"


def with_standfirst(paragraphs: list[Paragraph], blocks: Sequence[Block], description: str) -> list[Paragraph]:
    """Name the standfirst: what the page's names, its description or its type say stands apart from the body.

    `blocks` are the blocks the paragraphs begin with, in the same order.
    """
    for at, paragraph in enumerate(paragraphs[:HEAD]):
        if paragraph.kind not in _MAY_BE or not 20 <= len(paragraph.text) <= LONGEST:
            continue
        after = next((p for p in paragraphs[at + 1 :] if p.kind is not ParagraphKind.IMAGE), None)
        if after is not None and _is_standfirst(at, paragraph, after, blocks[at], description):
            return [*paragraphs[:at], replace(paragraph, kind=ParagraphKind.STANDFIRST, level=0), *paragraphs[at + 1 :]]
    return paragraphs


_MAY_BE: Final = frozenset({ParagraphKind.PARAGRAPH, ParagraphKind.HEADING})


def _is_standfirst(at: int, paragraph: Paragraph, after: Paragraph, block: Block, description: str) -> bool:
    if named(block.element, STANDFIRST_NAMES) or block.element.get("itemprop") in {
        "description",
        "alternativeHeadline",
    }:
        return True
    if at:
        return False
    said = words(description)[:12]
    if len(said) >= 5 and block.tokens[: len(said)] == said:
        return True
    if paragraph.kind is ParagraphKind.HEADING:
        return len(block.tokens) >= 12 and after.kind is ParagraphKind.PARAGRAPH
    return block.strong_share > 0.95 and len(block.tokens) >= 10 and not _wholly_strong(after)


def _wholly_strong(paragraph: Paragraph) -> bool:
    return any(mark.kind == "strong" and mark.end - mark.start >= 0.9 * len(paragraph.text) for mark in paragraph.marks)


def with_summary(paragraphs: Sequence[Paragraph], blocks: Sequence[Block]) -> list[Paragraph]:
    """Turn bullets below “Key points” and the like, or in a box of such a name, into the article's summary."""
    found: list[Paragraph] = []
    within = False
    for at, (paragraph, block) in enumerate(zip(paragraphs, blocks, strict=True)):
        heading = phrases.summary_heading(paragraph.text)
        within = heading or (within and _is_bullet(paragraph))
        if heading:
            found.append(replace(paragraph, kind=ParagraphKind.HEADING, level=paragraph.level or 3))
        elif within or (at < 2 * HEAD and _is_bullet(paragraph) and named(block.element, SUMMARY_NAMES, levels=5)):
            found.append(_as_summary(paragraph))
        else:
            found.append(paragraph)
    return found


def summary_boxes(blocks: Sequence[Block]) -> frozenset[int]:
    """Return the ordinals of the bullets that stand right below “Key points” and the like, and of that heading.

    Readers and extractors alike take such a box for furniture; it is the article's own summary.
    """
    found: set[int] = set()
    for at, (block, below) in enumerate(pairwise(blocks)):
        # The cheap questions first: few blocks stand above an item.
        if below.element.tag != "li" or block.link_share > 0.5 or not phrases.summary_heading(block.text):
            continue
        bullets = list(takewhile(_may_be_summary, blocks[at + 1 : at + 1 + MOST_BULLETS]))
        if len(bullets) >= 2:
            found.update(bullet.ordinal for bullet in (block, *bullets))
    return frozenset(found)


def _may_be_summary(block: Block) -> bool:
    return block.element.tag == "li" and len(block.tokens) >= 4 and block.link_share < 0.5


def _is_bullet(paragraph: Paragraph) -> bool:
    listed = paragraph.kind is ParagraphKind.LIST_ITEM
    return listed or (paragraph.kind is ParagraphKind.PARAGRAPH and paragraph.text[:1] in "•·▪‣●○■◦")


def _as_summary(paragraph: Paragraph) -> Paragraph:
    bare = paragraph.text.lstrip(_BULLETS)
    cut = len(paragraph.text) - len(bare)
    marks = tuple(replace(m, start=max(0, m.start - cut), end=m.end - cut) for m in paragraph.marks if m.end > cut)
    return replace(paragraph, kind=ParagraphKind.SUMMARY, text=bare, marks=marks, level=0, ordered=False)


def named(element: HtmlElement, names: frozenset[str], *, levels: int = 3) -> bool:
    """Whether one of `names` is a class or id, or a part of one (BEM), of an element or of those right around it."""
    here: HtmlElement | None = element
    for _ in range(levels):
        if here is None or here.tag in _FRAMES:
            return False
        given = f"{here.get('class') or ''} {here.get('id') or ''}"[:300].replace("_", "-").lower().split()
        if any(name in names or not names.isdisjoint(name.split("--")) for name in given):
            return True
        here = here.getparent()
    return False
