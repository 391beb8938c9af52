"""What the operator says of the whole archive: printed in warcinfo records, in WACZ, and on the front page."""

from __future__ import annotations

from collections.abc import Mapping

from archive.errors import TearsheetError
from archive.store.database import Archive

KEYS = ("title", "description", "collector", "rights", "contact")


class BadCollection(TearsheetError):
    """A key that a collection does not have, or a value that no header can hold."""


def describe(archive: Archive, said: Mapping[str, str]) -> None:
    """Set what is said of the archive; an empty value takes a key back.

    Raises:
        BadCollection: a key is none of `KEYS`; nothing is set.

    """
    unknown = [key for key in said if key not in KEYS]
    if unknown:
        raise BadCollection(f"A collection has no {unknown[0]!r}. It has {', '.join(KEYS)}.")
    with archive.transaction() as connection:
        for key, value in said.items():
            connection.execute("DELETE FROM collection WHERE key = ?", (key,))
            if shown := " ".join(value.split()):
                connection.execute("INSERT INTO collection (key, value) VALUES (?, ?)", (key, shown))


def description(archive: Archive) -> dict[str, str]:
    """Return what is said of the archive, in the order of `KEYS`."""
    said = dict(map(tuple, archive.connection.execute("SELECT key, value FROM collection")))
    return {key: said[key] for key in KEYS if key in said}
