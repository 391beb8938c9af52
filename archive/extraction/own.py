"""trafilatura's own answer to a page, unimproved: what `--extractor trafilatura` gives."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from typing import Final

from lxml.etree import XPath
from lxml.html import HtmlElement
from trafilatura import bare_extraction
from trafilatura.settings import Document

from archive.extraction.answer import (
    Author,
    Extraction,
    FoundDate,
    Metadata,
    PageKind,
    Paragraph,
    ParagraphKind,
)

MAX_ELEMENTS: Final = 30_000  # 100,000 paragraphs cost it half a minute; the largest real page seen has 14,000
MAX_SCRIPT: Final = 300_000  # characters of one JSON-LD block: its author patterns backtrack on a megabyte of quotes
_ELEMENTS: Final = XPath("count(//*)")


@dataclass(frozen=True, slots=True)
class Own:
    """What trafilatura says of a page."""

    text: str
    title: str
    authors: tuple[str, ...]
    date: str  # ISO 8601 day, or ""


def name() -> str:
    """Return the extractor's name and version, as extractions record it."""
    return f"trafilatura {version('trafilatura')}"


def ask(tree: HtmlElement, *, url: str) -> Own | None:
    """Return what trafilatura makes of a page; None where it finds nothing, or where the page would hold it up.

    The tree is left as it is.
    """
    if holds_it_up(tree):
        return None
    found = bare_extraction(deepcopy(tree), url=url or None, with_metadata=True)
    if not isinstance(found, Document):
        return None
    authors = tuple(part.strip() for part in (found.author or "").split(";") if part.strip())
    return Own(found.text or "", found.title or "", authors, found.date or "")


def holds_it_up(tree: HtmlElement) -> bool:
    """Whether the page is of a kind that costs trafilatura minutes."""
    return float(str(_ELEMENTS(tree))) > MAX_ELEMENTS or any(_is_long_json_ld(script) for script in tree.iter("script"))


def _is_long_json_ld(script: HtmlElement) -> bool:
    return "ld+json" in script.get("type", "").lower() and len(script.text or "") > MAX_SCRIPT


def extraction(tree: HtmlElement, *, url: str, notes: tuple[str, ...]) -> Extraction:
    """Return trafilatura's answer in our form: each line of its text one paragraph, nothing set aside."""
    said = ask(tree, url=url)
    if said is None:
        return Extraction(PageKind.OTHER, "trafilatura found no text", extractor=name(), notes=notes)
    lines = [line for line in said.text.splitlines() if line.strip()]
    return Extraction(
        PageKind.ARTICLE if lines else PageKind.OTHER,
        "trafilatura found text" if lines else "trafilatura found no text",
        Metadata(
            title=said.title,
            title_source="trafilatura",
            authors=tuple(map(Author, said.authors)),
            published=_date(said.date),
        ),
        tuple(Paragraph(ParagraphKind.PARAGRAPH, line, "", ordinal) for ordinal, line in enumerate(lines)),
        extractor=name(),
        notes=notes,
    )


def _date(day: str) -> FoundDate | None:
    try:
        return FoundDate(datetime.fromisoformat(day), "trafilatura", "day")
    except ValueError:  # it found none
        return None
