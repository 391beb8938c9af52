"""What a publisher reserves, as its pages themselves say: added to what was known before the fetch."""

from __future__ import annotations

import json
from collections.abc import Mapping

from archive.store.database import Archive


def note_rights(archive: Archive, capture_id: int, signals: Mapping[str, str]) -> None:
    """Add signals to a capture's rights; those that say nothing are left out."""
    said = {name: value for name, value in signals.items() if value}
    if not said:
        return
    with archive.transaction() as connection:
        row = connection.execute("SELECT rights FROM captures WHERE id = ?", (capture_id,)).fetchone()
        rights = json.loads(row["rights"]) | said
        connection.execute("UPDATE captures SET rights = ? WHERE id = ?", (json.dumps(rights), capture_id))
