"""Articles with their proof: invented pages recorded as exchanges, and read by a reader made for the test."""

from __future__ import annotations

import pytest

from archive.extraction.answer import Extraction, Metadata, PageKind, Paragraph, ParagraphKind
from archive.model import Capture, Outcome, Reading
from archive.store.database import Archive
from archive.store.reading import store_readings
from archive.store.recording import record
from tests.archive.desk import Desk
from tests.conftest import make_exchange


@pytest.fixture
def desk(archive: Archive, crawl: int) -> Desk:
    """Visits to invented pages, without bytes, in an archive of the test's own."""
    return Desk(archive, crawl)


def page(headline: str, *paragraphs: str) -> bytes:
    """An HTML page that shows a headline and paragraphs."""
    shown = "".join(f"<p>{text}</p>" for text in paragraphs)
    head = f'<title>{headline}</title><meta property="article:published_time" content="2026-03-01T08:00:00Z">'
    body = f"<article><h1>{headline}</h1>{shown}</article>"
    return f"<!doctype html><html lang=en><head>{head}</head><body>{body}</body></html>".encode()


def told(headline: str, *paragraphs: str) -> Extraction:
    """What a reader says of such a page."""
    kept = tuple(Paragraph(ParagraphKind.PARAGRAPH, text, f"0/{place}", place) for place, text in enumerate(paragraphs))
    return Extraction(PageKind.ARTICLE, "It is one.", Metadata(title=headline), kept, extractor="test 1")


def publish(
    archive: Archive, crawl: int, url: str, headline: str, *paragraphs: str, minutes: float = 0, **more: object
) -> tuple[Capture, Outcome]:
    """Record a page and read it."""
    [capture] = record(archive, crawl, [make_exchange(url, page(headline, *paragraphs), minutes=minutes, **more)])
    [outcome] = store_readings(archive, [Reading(capture.id, told(headline, *paragraphs))])
    return capture, outcome
