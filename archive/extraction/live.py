"""Live blogs: which paragraphs begin a timestamped entry, and when it was posted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from lxml.html import HtmlElement

from archive.extraction.answer import Paragraph, ParagraphKind
from archive.extraction.blocks import Block

FEWEST: Final = 3  # entries; fewer times on a page are those of its byline
LEVELS: Final = 7
_ENTRY: Final = re.compile(r"live|ticker|entry|update|timeline|event|post|beitrag|item", re.I)


def with_entries(paragraphs: list[Paragraph], blocks: Sequence[Block]) -> list[Paragraph]:
    """Put a LIVE_ENTRY where an entry begins: its heading where it has one, else an empty line with its time (UTC).

    `blocks` are the blocks the paragraphs begin with, in the same order. Pages without entries come back as they are.
    """
    if not blocks or not _holds_times(blocks[0].element):
        return paragraphs
    entries = [_entry(block.element) for block in blocks]
    times = {entry: _time(entry) for entry in entries if entry is not None}
    if sum(at is not None for at in times.values()) < FEWEST:
        return paragraphs
    found: list[Paragraph] = []
    before: HtmlElement | None = None
    for paragraph, entry in zip(paragraphs, entries, strict=True):
        if entry is not None and entry is not before:
            found += _begun(paragraph, times[entry])
        else:
            found.append(paragraph)
        before = entry
    return found


def _holds_times(element: HtmlElement) -> bool:
    """Whether the page around an element holds as many times as a live blog has entries."""
    root = element.getroottree().getroot()
    dated = (time for time in root.iter("time") if time.get("datetime") is not None)
    return sum(1 for _ in zip(dated, range(FEWEST), strict=False)) >= FEWEST


def _begun(paragraph: Paragraph, at: datetime | None) -> list[Paragraph]:
    if paragraph.kind is ParagraphKind.HEADING:
        return [replace(paragraph, kind=ParagraphKind.LIVE_ENTRY, at=at)]
    return [Paragraph(ParagraphKind.LIVE_ENTRY, "", paragraph.path, paragraph.ordinal, level=3, at=at), paragraph]


def _entry(element: HtmlElement) -> HtmlElement | None:
    """Return the entry around an element: named as one, with a <time> of its own and others like it beside it."""
    here = element.getparent()
    for _ in range(LEVELS):
        if here is None or here.tag in {"body", "main"}:
            return None
        names = f"{here.get('itemprop') or ''} {here.get('class') or ''} {here.get('id') or ''}"
        if _ENTRY.search(names) and here.find(".//time[@datetime]") is not None and _repeats(here):
            return here
        here = here.getparent()
    return None


def _repeats(element: HtmlElement) -> bool:
    parent = element.getparent()
    if parent is None:
        return False
    alike = (other for other in parent.iterchildren(element.tag) if other.get("class") == element.get("class"))
    return sum(1 for _ in zip(alike, range(FEWEST), strict=False)) >= FEWEST


def _time(entry: HtmlElement) -> datetime | None:
    element = entry.find(".//time[@datetime]")
    if element is None:
        return None
    try:
        found = datetime.fromisoformat((element.get("datetime") or "").strip())
    except ValueError:  # "vor 5 Minuten"
        return None
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
