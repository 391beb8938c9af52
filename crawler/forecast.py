"""Whether the disk has room for what a run may bring."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence

from archive.store.database import Archive, now

_PAGE = 100_000  # bytes a page costs where nothing is known yet: records, text, search index
_INDEXES = 1.4  # what text, blocks and the search index add to the records
_RESERVE = 200 << 20  # bytes that should stay free whatever comes: the write-ahead log needs room

_WAITING = """
    SELECT count(*) FROM frontier
    WHERE source_id IN (SELECT value FROM json_each(?)) AND (state = 'new' OR due_at <= ?)"""
_COST = """
    SELECT avg(member_length) FROM (
        SELECT member_length FROM records WHERE type = 'response' ORDER BY id DESC LIMIT 500)"""


def forecast(archive: Archive, source_ids: Sequence[int], *, limit: int | None = None) -> str:
    """Return a sentence where the pages that wait may not fit on the disk, or ""."""
    waiting = archive.connection.execute(_WAITING, (json.dumps(list(source_ids)), now())).fetchone()[0]
    pages = waiting if limit is None else min(waiting, limit)
    cost = archive.connection.execute(_COST).fetchone()[0]
    needed = int(pages * (cost * _INDEXES if cost else _PAGE)) + _RESERVE
    free = shutil.disk_usage(archive.path.resolve().parent).free
    if needed <= free:
        return ""
    return (
        f"{pages} pages wait, which may need {_size(needed)}, and {_size(free)} are free beside {archive.path}: "
        "make room, or fetch fewer with --limit."
    )


def _size(number: int) -> str:
    return f"{number / (1 << 30):.1f} GiB"
