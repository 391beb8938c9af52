"""What an archive holds, in figures: for `tearsheet stats`."""

from __future__ import annotations

import sqlite3
from typing import Any

# Each is one question; the answers are read from small tables and indexes, never from the bytes.
_TOTALS = {
    "articles": "SELECT count(*) FROM articles WHERE current_version IS NOT NULL",
    "gone": "SELECT count(*) FROM articles WHERE state = 'gone'",
    "versions": "SELECT count(*) FROM versions",
    "edits": "SELECT count(*) FROM versions WHERE ordinal > 1",
    "captures": "SELECT count(*) FROM captures",
    "revisits": "SELECT count(*) FROM captures WHERE revisit_of IS NOT NULL",
    "unread": "SELECT count(*) FROM captures WHERE state = 'recorded' AND state <> 'read' AND kind = 'page'",
    "quarantined": "SELECT count(*) FROM captures WHERE state = 'quarantined' AND state <> 'read'",
    "records": "SELECT count(*) FROM records",
    "member_bytes": "SELECT coalesce(sum(member_length), 0) FROM records",
    "block_bytes": "SELECT coalesce(sum(block_length), 0) FROM records",
    "texts": "SELECT count(*) FROM texts",
    "words": "SELECT coalesce(sum(words), 0) FROM texts",
    "text_bytes": "SELECT coalesce(sum(length(CAST(text AS BLOB))), 0) FROM texts",
    "dictionary_blocks": "SELECT count(*) FROM boilerplate",
    "teasers": "SELECT count(*) FROM teasers",
    "teaser_sightings": "SELECT count(*) FROM teaser_sightings",
    "addresses": "SELECT count(*) FROM frontier",
    "crawls": "SELECT count(*) FROM crawls",
    "file_bytes": "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size",
    "free_bytes": "SELECT freelist_count * page_size FROM pragma_freelist_count, pragma_page_size",
}
_GROUPS = {
    "sites": "SELECT domain, sum(articles) FROM article_days GROUP BY 1 HAVING sum(articles) ORDER BY 2 DESC, 1",
    "outcomes": "SELECT coalesce(nullif(outcome, ''), state), count(*) FROM captures GROUP BY 1 ORDER BY 2 DESC, 1",
    "edits": "SELECT edit, count(*) FROM versions WHERE ordinal > 1 GROUP BY 1 ORDER BY 2 DESC, 1",
    "frontier": "SELECT state, count(*) FROM frontier GROUP BY 1 ORDER BY 2 DESC, 1",
    "failures": "SELECT reason, count(*) FROM attempts GROUP BY 1 ORDER BY 2 DESC, 1",
    "set_aside": """SELECT kind, count(*) FROM boilerplate JOIN verdicts ON verdicts.id = verdict_id
        GROUP BY 1 ORDER BY 2 DESC, 1""",
    "extractors": "SELECT extractor, count(*) FROM extractions GROUP BY 1 ORDER BY 2 DESC, 1",
    "languages": """SELECT coalesce(nullif(language, ''), '?'), count(*) FROM articles
        WHERE current_version IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1""",
}


def figures(connection: sqlite3.Connection) -> dict[str, Any]:
    """Return totals, counts by group, first and last day of articles (UTC), and milliseconds of CPU a reading cost."""
    answer: dict[str, Any] = {"totals": {name: connection.execute(sql).fetchone()[0] for name, sql in _TOTALS.items()}}
    answer |= {name: {str(row[0]): row[1] for row in connection.execute(sql)} for name, sql in _GROUPS.items()}
    first, last = connection.execute("SELECT min(day), max(day) FROM article_days WHERE articles > 0").fetchone()
    mean = connection.execute("SELECT avg(cpu_ms) FROM extractions").fetchone()[0]
    return answer | {"first_day": first, "last_day": last, "cpu_ms_a_reading": None if mean is None else round(mean, 1)}
