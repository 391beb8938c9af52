"""Lists that a reading keeps beside its text, as deflated JSON (RFC 1950): a third of the room, open to SQL.

Every connection to an archive knows two functions: `unpacked(blob)` gives the JSON text, `packed(json)` the blob.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from typing import Any

LARGEST = 64 << 20  # bytes of JSON; a page of 10 MiB has a tenth of it, more is a damaged or hostile row


def pack(value: object) -> bytes:
    """Return a JSON value as the archive keeps it."""
    return _deflated(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def unpack(packed: bytes) -> Any:
    """Return the JSON value of what `pack` wrote; an empty blob is an empty list.

    Raises:
        ValueError: the bytes are damaged, or hold more than 64 MiB.

    """
    return json.loads(_inflated(packed))


def register(connection: sqlite3.Connection) -> None:
    """Let the SQL of a connection look into packed columns, and write them."""
    connection.create_function("unpacked", 1, _inflated, deterministic=True)
    connection.create_function("packed", 1, _deflated, deterministic=True)


def _deflated(text: str) -> bytes:
    return zlib.compress(text.encode("utf-8", "surrogatepass"))


def _inflated(packed: bytes) -> str:
    if not packed:
        return "[]"
    inflater = zlib.decompressobj()
    try:
        text = inflater.decompress(packed, LARGEST)
    except zlib.error as error:
        raise ValueError(f"not deflated: {error}") from error
    if not inflater.eof:
        raise ValueError(f"cut off, or longer than {LARGEST} bytes")
    return text.decode("utf-8", "surrogatepass")
