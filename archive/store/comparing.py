"""Two visits compared as what the publisher said, never as how well we read: through the same extractor and memory."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from archive.extraction.joining import GOES_ON

_READINGS = """
    SELECT extractions.id, extractions.extractor, extractions.memory_id, extractions.rules_id,
        extractions.content_digest, extractions.headline, extractions.byline, extractions.published_at,
        extractions.notes, texts.text,
        (SELECT count(*) FROM extraction_pages WHERE extraction_id = extractions.id) AS pages
    FROM extractions JOIN texts ON texts.id = extractions.text_id
    WHERE extractions.capture_id = ? ORDER BY extractions.id DESC"""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two visits through the same eyes, where both were read by them; else through the newest of each."""

    old: sqlite3.Row  # an extraction of the earlier capture with its text
    new: sqlite3.Row
    same_reader: bool  # one extractor, one memory, one set of rules
    same_payload: bool  # byte for byte

    @property
    def completed(self) -> bool:
        """Whether the later visit shows what the earlier one showed, and a further page that was known to be there."""
        goes_on = GOES_ON in self.old["notes"] and self.new["pages"] > self.old["pages"]
        return goes_on and bool(self.new["text"].startswith(self.old["text"]))

    @property
    def changed(self) -> bool:
        """Whether the publisher said something else."""
        differs = self.old["content_digest"] != self.new["content_digest"]
        return differs and not self.same_payload and not self.completed


def compare(connection: sqlite3.Connection, earlier: int, later: int) -> Comparison | None:
    """Compare two captures by the newest reader that read both; None where either was not read as an article."""
    old, new = readings_of(connection, earlier), readings_of(connection, later)
    if not old or not new:
        return None
    by_reader = {reader_of(row): row for row in reversed(old)}
    for row in new:
        if reader_of(row) in by_reader:
            return Comparison(by_reader[reader_of(row)], row, True, _same_payload(connection, earlier, later))
    return Comparison(old[0], new[0], False, _same_payload(connection, earlier, later))


def readings_of(connection: sqlite3.Connection, capture_id: int) -> list[sqlite3.Row]:
    """Return the readings of a capture that found an article, newest first, with their texts."""
    rows = connection.execute(_READINGS, (capture_id,)).fetchall()
    # A further page read alone, before its article was known, says nothing of the article.
    return [row for row in rows if row["pages"]] or rows


def reader_of(row: sqlite3.Row) -> tuple[str, int | None, int | None]:
    """Return what made a reading what it is: extractor, snapshot of memory, state of the rules."""
    return row["extractor"], row["memory_id"], row["rules_id"]


def _same_payload(connection: sqlite3.Connection, one: int, other: int) -> bool:
    digests = connection.execute("SELECT payload_digest FROM captures WHERE id IN (?, ?)", (one, other)).fetchall()
    return one == other or (len(digests) == 2 and digests[0][0] == digests[1][0] != "")
