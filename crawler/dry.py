"""What a crawl would fetch: what a trial archive found and the real one does not know."""

from __future__ import annotations

from pathlib import Path

from archive.errors import ArchiveMissing
from archive.store.database import Archive

_FOUND = """
    SELECT sources.name, frontier.url, frontier.published_hint
    FROM frontier JOIN sources ON sources.id = frontier.source_id
    WHERE frontier.kind = 'page' AND frontier.state = 'new'
    ORDER BY frontier.rank DESC, frontier.id"""


def would_fetch(trial: Path, *, known: Path, limit: int | None = None) -> list[tuple[str, str, str | None]]:
    """Return source, address and date (UTC, or None) of each page that is new, newest first."""
    with Archive.open(trial, readonly=True) as archive:
        found = [(row["name"], row["url"], row["published_hint"]) for row in archive.connection.execute(_FOUND)]
    seen = _known(known, [url for _, url, _ in found])
    return [row for row in found if row[1] not in seen][:limit]


def _known(path: Path, urls: list[str]) -> set[str]:
    try:
        archive = Archive.open(path, readonly=True)
    except ArchiveMissing:
        return set()
    query = "SELECT 1 FROM frontier WHERE url = :url UNION ALL SELECT 1 FROM aliases WHERE url = :url LIMIT 1"
    with archive:
        return {url for url in urls if archive.connection.execute(query, {"url": url}).fetchone()}
