"""Invented pages as a crawl hands them to the store: the exchange that crossed the wire, and what it reads as."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

import numpy as np

from archive.extraction.answer import BlockKind, Extraction, Metadata, PageKind, Paragraph, ParagraphKind, SetAside
from archive.model import Capture, Exchange, Reading
from archive.store.database import Archive
from archive.store.reading import store_readings
from archive.store.recording import record
from bench import make_archive

FURNITURE = 60  # blocks that stand on each page of a site
Story = tuple[Exchange, Extraction]


def stories(base: str, count: int, seed: int = 1) -> Iterator[Story]:
    """Yield pages of one site, at base/story-0 and so on; all of them share their furniture."""
    dice = np.random.default_rng(seed)
    words = make_archive.vocabulary(dice)
    aside = [f"{words[number]} {words[number + 1]} {words[number + 2]}" for number in range(FURNITURE)]
    for number, text in enumerate(make_archive.texts(words, count, dice)):
        yield _exchange(f"{base}/story-{number}", text), _told(text, aside)


def _exchange(url: str, text: make_archive.Text) -> Exchange:
    headline, standfirst, paragraphs = text
    body = f"<title>{headline}</title><p>{standfirst}{''.join(f'<p>{one}' for one in paragraphs)}".encode()
    head = f'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nETag: "1"\r\nContent-Length: {len(body)}\r\n\r\n'
    return Exchange(url, datetime.now(UTC), b"GET / HTTP/1.1\r\n\r\n", head.encode() + body)


def _told(text: make_archive.Text, aside: Sequence[str]) -> Extraction:
    headline, standfirst, paragraphs = text
    kept = [Paragraph(ParagraphKind.STANDFIRST, standfirst, "0/0", 2)]
    kept += [Paragraph(ParagraphKind.PARAGRAPH, one, f"0/{at}", 3 + at) for at, one in enumerate(paragraphs)]
    torn = [
        SetAside(BlockKind.NAVIGATION, one, "stands in <nav>", f"1/{at}", 90 + at, "rule")
        for at, one in enumerate(aside)
    ]
    return Extraction(
        extractor="tearsheet bench",
        kind=PageKind.ARTICLE,
        kind_reason="",
        metadata=Metadata(title=headline, language="en"),
        paragraphs=tuple(kept),
        set_aside=tuple(torn),
    )


def keep(archive: Archive, crawl: int, batch: Sequence[Story]) -> list[Capture]:
    """Keep and read pages as a crawl does: two transactions a batch."""
    captures = record(archive, crawl, [exchange for exchange, _ in batch])
    readings = [Reading(capture.id, told) for capture, (_, told) in zip(captures, batch, strict=True)]
    store_readings(archive, readings)
    return captures
