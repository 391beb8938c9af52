"""Figures of how a source's pages were read in one run, and what is known but not archived."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from archive.store.database import Archive

_READ = """
    SELECT extractions.kind, extractions.headline, extractions.published_at, texts.words,
        json_array_length(unpacked(extractions.set_aside)) AS set_aside,
        json_array_length(unpacked(extractions.structure)) AS kept
    FROM captures
    JOIN extractions ON extractions.capture_id = captures.id
    LEFT JOIN texts ON texts.id = extractions.text_id
    WHERE captures.crawl_id = ? AND captures.source_id = ? AND captures.kind = 'page'"""

_GAPS = """
    SELECT sources.name AS source, frontier.url, frontier.state, frontier.found_by, frontier.found_at,
        frontier.published_hint, frontier.due_at, frontier.reason
    FROM frontier LEFT JOIN sources ON sources.id = frontier.source_id
    WHERE frontier.kind = 'page' AND (frontier.state IN ('new', 'failed', 'refused', 'leased', 'recorded')
        OR (frontier.state = 'gone' AND NOT EXISTS (SELECT 1 FROM articles WHERE articles.url = frontier.url)))
    ORDER BY sources.name, frontier.rank DESC"""


@dataclass(frozen=True, slots=True)
class Quality:
    """How the pages of one source were read in one run; shares are 0 to 1."""

    pages: int = 0
    with_text: float = 0.0  # share of pages that gave an article's text
    words: float = 0.0  # median of those
    set_aside: float = 0.0  # median share of blocks that were set aside
    without_title: float = 0.0  # share of articles
    without_date: float = 0.0  # share of articles

    def as_json(self) -> dict[str, Any]:
        """Return the figures, rounded for people."""
        return {name: round(value, 3) for name, value in asdict(self).items()}


def quality_of(archive: Archive, crawl_id: int, source_id: int) -> Quality:
    """Return the figures of a source's pages read in a run."""
    rows = archive.connection.execute(_READ, (crawl_id, source_id)).fetchall()
    articles = [row for row in rows if row["words"]]
    if not articles:
        return Quality(pages=len(rows))
    return Quality(
        pages=len(rows),
        with_text=len(articles) / len(rows),
        words=statistics.median(row["words"] for row in articles),
        set_aside=statistics.median(row["set_aside"] / ((row["set_aside"] + row["kept"]) or 1) for row in articles),
        without_title=sum(not row["headline"] for row in articles) / len(articles),
        without_date=sum(not row["published_at"] for row in articles) / len(articles),
    )


@dataclass(frozen=True, slots=True)
class Gap:
    """An address that is known and not archived."""

    source: str  # "" for one that belongs to none
    url: str
    state: str  # new, failed, refused, leased, recorded, gone
    reason: str  # why it is not archived
    found_by: str
    found_at: str  # UTC
    published: str  # UTC, as the list says; ""
    due_at: str  # UTC, when it is tried; "": not again, or as soon as it is its turn

    def as_json(self) -> dict[str, str]:
        """Return the gap's fields."""
        return asdict(self)


_WHY = {
    "new": "not fetched yet",
    "leased": "being fetched",
    "recorded": "kept, not read yet",
}


def gaps(archive: Archive) -> Iterator[Gap]:
    """Yield each page address that is known but not archived, newest first within its source."""
    for row in archive.connection.execute(_GAPS):
        yield Gap(
            source=row["source"] or "",
            url=row["url"],
            state=row["state"],
            reason=row["reason"] or _WHY.get(row["state"], row["state"]),
            found_by=row["found_by"],
            found_at=row["found_at"],
            published=row["published_hint"] or "",
            due_at=row["due_at"] or "",
        )
