"""What reading again changed: counts, and examples a person can look at."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from archive.extraction.answer import Extraction
from archive.store.content import content_digest, normalised

EXAMPLES = 5  # of each kind of change


@dataclass(frozen=True, slots=True)
class Example:
    """One capture that reads differently now."""

    change: str
    url: str
    capture: int  # captures.id
    before: str  # text or page kind or headline
    after: str


@dataclass(slots=True)
class Report:
    """Counts by kind of change, and some examples of each; or each change shown as it is found."""

    counts: Counter[str] = field(default_factory=Counter)
    examples: list[Example] = field(default_factory=list)
    show: Callable[[Example], None] | None = None  # called with each change, and then no examples are kept

    def add(self, example: Example) -> None:
        """Count a change, and show it, or keep it as an example while there are few."""
        self.counts[example.change] += 1
        if example.change == "same":
            return
        if self.show is not None:
            self.show(example)
        elif self.counts[example.change] <= EXAMPLES:
            self.examples.append(example)


_BEFORE = """
    SELECT extractions.kind, extractions.kind_reason, extractions.headline, extractions.content_digest,
        coalesce(texts.text, '') AS text
    FROM extractions LEFT JOIN texts ON texts.id = extractions.text_id
    WHERE extractions.capture_id = ? ORDER BY extractions.id DESC LIMIT 1"""


def compared(connection: sqlite3.Connection, url: str, capture: int, new: Extraction) -> Example:
    """Say what is different between the newest stored reading of a capture and a new one; call it before storing."""
    old = connection.execute(_BEFORE, (capture,)).fetchone()
    if old is None:
        return Example("read for the first time", url, capture, "", new.kind.value)
    if old["kind"] != new.kind.value:
        change = _kind_change(old["kind"], new)
        return Example(change, url, capture, old["kind"], f"{new.kind.value}: {new.kind_reason}")
    if not new.kind.has_article or old["content_digest"] == content_digest(new):
        return Example("same", url, capture, "", "")
    if normalised(old["text"]) != normalised(new.text):
        return Example("text", url, capture, old["text"], new.text)
    if normalised(old["headline"]) != normalised(new.metadata.title):
        return Example("headline", url, capture, old["headline"], new.metadata.title)
    return Example("byline or standfirst", url, capture, "", "")


def _kind_change(old: str, new: Extraction) -> str:
    if new.kind.has_article:
        return "became an article" if not _had_article(old) else "other kind of article"
    return "no longer an article" if _had_article(old) else "other kind of page"


def _had_article(kind: str) -> bool:
    return kind in ("article", "live blog", "gallery", "video")
