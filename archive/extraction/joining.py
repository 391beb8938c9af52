"""An article in several pages: the readings of its pages joined into one, in page order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final, TypeVar

from archive.extraction.answer import Extraction, PageKind, Paragraph, ParagraphKind, SetAside

Block = TypeVar("Block", Paragraph, SetAside)

GOES_ON: Final = "goes on at"  # begins the note of a reading whose article has a further page
MIN_NEW: Final = 100  # characters that a further page must add: the same article with other comments is none

_CONTINUES: Final = frozenset({PageKind.ARTICLE, PageKind.LIVE_BLOG, PageKind.GALLERY, PageKind.VIDEO, PageKind.OTHER})
# At the head of a further page they are part of the body: an article has one standfirst.
_WITHIN: Final = {
    ParagraphKind.STANDFIRST: ParagraphKind.PARAGRAPH,
    ParagraphKind.SUMMARY: ParagraphKind.LIST_ITEM,
}


def continues(before: Sequence[Extraction], page: Extraction) -> bool:
    """Whether a page adds text to those before it; a wall, an error page and the same text again do not."""
    return page.kind in _CONTINUES and sum(len(one.text) for one in _new(before, page)) >= MIN_NEW


def join(pages: Sequence[Extraction]) -> Extraction:
    """Return the pages of an article as one reading: what the first says of itself, and the bodies of all.

    What stands on an earlier page already is left out. Ordinals count on from page to page; the DOM path of a block
    on page two begins with "2:".
    """
    first, *further = pages
    joined = first
    for number, page in enumerate(further, start=2):
        joined = _added(joined, page, number)
    notes = (*first.notes, f"joined from {len(pages)} pages") if further else first.notes
    return replace(joined, notes=notes)


def _added(joined: Extraction, page: Extraction, number: int) -> Extraction:
    taken = [one.ordinal for one in joined.paragraphs] + [one.ordinal for one in joined.set_aside]
    offset = 1 + max(taken, default=-1)
    known = {(block.kind, block.text) for block in joined.set_aside}
    paragraphs = tuple(_moved(one, offset, number) for one in _new([joined], page))
    aside = tuple(_moved(one, offset, number) for one in page.set_aside if (one.kind, one.text) not in known)
    return replace(
        joined,
        paragraphs=(*joined.paragraphs, *(replace(one, kind=_WITHIN.get(one.kind, one.kind)) for one in paragraphs)),
        set_aside=(*joined.set_aside, *aside),
    )


def _moved(block: Block, offset: int, number: int) -> Block:
    return replace(block, ordinal=block.ordinal + offset, path=f"{number}:{block.path}")


def _new(before: Iterable[Extraction], page: Extraction) -> list[Paragraph]:
    """Return the paragraphs of a page that stand on none before it; a picture is known by its address."""
    known = {_said(one) for earlier in before for one in earlier.paragraphs}
    return [one for one in page.paragraphs if _said(one) not in known]


def _said(paragraph: Paragraph) -> str:
    return paragraph.target or " ".join(paragraph.text.split()).casefold()
