"""Invented pages read into an archive without bytes or an extractor: the store does not care who read them."""

from __future__ import annotations

import itertools

from archive.extraction.answer import (
    Author,
    BlockKind,
    Extraction,
    FoundDate,
    Metadata,
    PageKind,
    Paragraph,
    ParagraphKind,
    SetAside,
    Teaser,
)
from archive.model import Outcome, Reading
from archive.store.database import Archive
from archive.store.reading import store_readings
from archive.urls import url_key

URL = "https://www.example.com/2026/03/ferry-returns"
STORY = (
    "The ferry between the two islands sails again from Monday, the harbour office said after a winter of repairs.",
    "Crews replaced the bow doors and both engines while the vessel lay in dry dock on the mainland.",
    "Fares stay as they were until the end of summer, and bicycles travel free of charge on weekdays.",
)


LONG = (
    *STORY,
    "The harbour office had closed the line in November, when divers found cracks in the weld of the starboard door.",
    "Islanders were flown to the mainland in the meantime, at a cost to the county of some four million in all.",
    "“We have waited for this morning since autumn,” said the baker of the larger island, who lost most of her trade.",
    "A second vessel is to be ordered next year, so that a winter of repairs does not cut the islands off again.",
)


def html(*paragraphs: str) -> bytes:
    """Return a page about the ferry, as a news site writes one, with these paragraphs as its body."""
    shown = "".join(f"<p>{text}</p>" for text in paragraphs)
    return (
        "<!doctype html><html lang=en><title>Ferry returns to the islands</title>"
        "<meta property='og:type' content='article'><meta name='author' content='Ada Quay'>"
        "<meta property='article:published_time' content='2026-03-01T07:00:00Z'>"
        "<body><nav><a href='/'>Home</a> <a href='/sport'>Sport</a></nav><main><article>"
        f"<h1>Ferry returns to the islands</h1><time datetime='2026-03-01T07:00:00Z'>1 March 2026</time>{shown}"
        "</article></main><footer><p>All rights reserved.</p></footer></body></html>"
    ).encode()


def article(
    *paragraphs: str,
    headline: str = "Ferry returns to the islands",
    kind: PageKind = PageKind.ARTICLE,
    extractor: str = "tearsheet 1",
    set_aside: tuple[str | SetAside, ...] = (),
    teasers: tuple[Teaser, ...] = (),
    published: FoundDate | None = None,
    **metadata: object,
) -> Extraction:
    """Return what an extractor would say of an invented page."""
    kept = tuple(
        Paragraph(ParagraphKind.PARAGRAPH, text, f"0/1/{place}", place)
        for place, text in enumerate(paragraphs or STORY)
    )
    aside = tuple(
        block
        if isinstance(block, SetAside)
        else SetAside(BlockKind.FOOTER, block, "Stands in the page's footer.", "0/9", len(kept) + place)
        for place, block in enumerate(set_aside)
    )
    defaults: dict[str, object] = {"title": headline, "authors": (Author("Ada Quay"),), "language": "en"}
    return Extraction(
        kind=kind,
        kind_reason="It has a headline and a body.",
        metadata=Metadata(published=published, **(defaults | metadata)),  # type: ignore[arg-type]
        paragraphs=kept if kind.has_article else (),
        set_aside=aside,
        teasers=teasers,
        extractor=extractor,
    )


class Desk:
    """Visits to invented pages: each is a capture row without bytes, and a reading of it."""

    def __init__(self, archive: Archive, crawl: int, prefix: str = "capture") -> None:
        self.archive = archive
        self.crawl = crawl
        self.prefix = prefix
        self._numbers = itertools.count(1)

    def capture(self, url: str = URL, *, at: str = "", payload: str = "", status: int = 200, **columns: object) -> int:
        number = next(self._numbers)
        row: dict[str, object] = {
            "capture_id": f"{self.prefix}{number}",
            "url": url,
            "url_key": url_key(url),
            "fetched_at": at or f"2026-03-{number:02}T12:00:00.000Z",
            "kind": "page",
            "status": status,
            "mime": "text/html",
            "payload_digest": payload or f"sha1:{number}{self.prefix.removeprefix('capture')}",
            "crawl_id": self.crawl,
        } | columns
        names = ", ".join(row)
        values = ", ".join(f":{name}" for name in row)
        with self.archive.transaction() as connection:
            return int(connection.execute(f"INSERT INTO captures ({names}) VALUES ({values})", row).lastrowid or 0)

    def read(self, capture: int, extraction: Extraction | None = None, **reading: object) -> Outcome:
        return store_readings(self.archive, [Reading(capture, extraction or article(), **reading)])[0]  # type: ignore[arg-type]

    def visit(
        self, url: str = URL, extraction: Extraction | None = None, *, at: str = "", **reading: object
    ) -> Outcome:
        return self.read(self.capture(url, at=at), extraction, **reading)

    def one(self, query: str, *bound: object) -> object:
        row = self.archive.connection.execute(query, bound).fetchone()
        return None if row is None else row[0]

    def all(self, query: str, *bound: object) -> list[tuple[object, ...]]:
        return [tuple(row) for row in self.archive.connection.execute(query, bound)]
