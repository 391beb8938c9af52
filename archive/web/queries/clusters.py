"""Who else printed a story: near copies as list rows, with the texts that are compared."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable

from archive.store.copies import copies
from archive.web.queries import listing
from archive.web.queries.listing import Listed

MOST = 50  # copies of one story


def elsewhere(connection: sqlite3.Connection, article: int, version: int, *, limit: int = MOST) -> dict[int, Listed]:
    """Return the articles that carry nearly the same text as one version, the nearest first, by their key."""
    found = [copy.article for copy in copies(connection, article, version, limit=limit)]
    listed = listing.by_key(connection, found)
    return {key: listed[key] for key in found if key in listed}


def texts(connection: sqlite3.Connection, keys: Iterable[int]) -> dict[int, str]:
    """Return the text of the current version of articles, by their key."""
    rows = connection.execute(
        """SELECT articles.id, texts.text FROM json_each(?) AS wanted
            CROSS JOIN articles ON articles.id = wanted.value
            JOIN versions ON versions.id = articles.current_version
            JOIN extractions ON extractions.id = versions.extraction_id JOIN texts ON texts.id = extractions.text_id""",
        (json.dumps(list(keys)),),
    )
    return dict(map(tuple, rows))
