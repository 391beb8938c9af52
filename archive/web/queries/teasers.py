"""Who promoted which story, where and when."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, replace

SHOWN = 200  # sightings of one teaser on its page


@dataclass(frozen=True, slots=True)
class Promoted:
    """A pointer to a story."""

    id: int
    site: str  # that promotes
    url: str
    heading: str
    headline: str
    snippet: str
    image: str
    position: int = 0
    seen: int = 0  # captures it stood on
    first_seen_at: str = ""
    last_seen_at: str = ""


@dataclass(frozen=True, slots=True)
class Sighting:
    """One page on which a teaser stood."""

    url: str
    fetched_at: str
    position: int
    capture: int


def on_capture(connection: sqlite3.Connection, capture: int) -> tuple[Promoted, ...]:
    """Return the teasers of one page in the order of its lists."""
    rows = connection.execute(
        """SELECT teasers.*, teaser_sightings.position FROM teaser_sightings
            JOIN teasers ON teasers.id = teaser_sightings.teaser_id
            WHERE teaser_sightings.capture_id = ? ORDER BY teasers.heading, teaser_sightings.position""",
        (capture,),
    )
    return tuple(replace(_promoted(row), position=row["position"]) for row in rows)


def of_url(connection: sqlite3.Connection, url: str, *, limit: int = 50) -> tuple[Promoted, ...]:
    """Return the teasers that point to a URL, with how often and when each was seen."""
    rows = connection.execute(
        """SELECT teasers.*, (SELECT count(*) FROM teaser_sightings WHERE teaser_id = teasers.id) AS seen,
            (SELECT min(fetched_at) FROM teaser_sightings JOIN captures ON captures.id = teaser_sightings.capture_id
                WHERE teaser_id = teasers.id) AS first_at,
            (SELECT max(fetched_at) FROM teaser_sightings JOIN captures ON captures.id = teaser_sightings.capture_id
                WHERE teaser_id = teasers.id) AS last_at
            FROM teasers WHERE url = ? ORDER BY seen DESC LIMIT ?""",
        (url, limit),
    )
    return tuple(
        replace(
            _promoted(row), seen=row["seen"], first_seen_at=row["first_at"] or "", last_seen_at=row["last_at"] or ""
        )
        for row in rows
    )


def teaser(connection: sqlite3.Connection, key: int) -> Promoted | None:
    """Return one teaser, or None where there is none of that number."""
    row = connection.execute("SELECT * FROM teasers WHERE id = ?", (key,)).fetchone()
    return _promoted(row) if row else None


def sightings(connection: sqlite3.Connection, key: int) -> tuple[Sighting, ...]:
    """Return the pages on which a teaser stood, newest first."""
    rows = connection.execute(
        """SELECT captures.url, captures.fetched_at, teaser_sightings.position, captures.id FROM teaser_sightings
            JOIN captures ON captures.id = teaser_sightings.capture_id
            WHERE teaser_sightings.teaser_id = ? ORDER BY teaser_sightings.capture_id DESC LIMIT ?""",
        (key, SHOWN),
    )
    return tuple(Sighting(*row) for row in rows)


def _promoted(row: sqlite3.Row) -> Promoted:
    return Promoted(row["id"], row["domain"], row["url"], row["heading"], row["headline"], row["snippet"], row["image"])
