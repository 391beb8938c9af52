"""A site's dictionary of blocks set aside: each block's text, kind and reason stored once, referred to by key."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from hashlib import blake2b

from archive.errors import ArchiveError
from archive.extraction.answer import BlockKind, SetAside
from archive.extraction.fingerprint import fingerprint

_KNOWN = """
    SELECT id, fingerprint, kind, decided_by, reason FROM boilerplate
    WHERE fingerprint IN (SELECT value FROM json_each(?)) AND domain = ?"""
_Entry = tuple[str, str, str, str]  # name, kind, who decided, reason
EXACT_FROM = 12  # words; a shorter block with another number in it ("12 comments") is the same entry
_INSERT = """
    INSERT INTO boilerplate (domain, fingerprint, kind, decided_by, reason, text) VALUES (?, ?, ?, ?, ?, ?)"""


def store_set_aside(connection: sqlite3.Connection, domain: str, blocks: Iterable[SetAside]) -> str:
    """Put blocks into the dictionary of a domain and return what an extraction keeps of them, as JSON.

    That is `[boilerplate id, block ordinal, percent body or null]` a block, in page order.
    """
    entries = [((name(block.text), block.kind.value, block.by, block.reason), block) for block in blocks]
    keys = _known(connection, domain, {entry[0] for entry, _ in entries})
    rows = []
    for entry, block in entries:
        if entry not in keys:
            keys[entry] = int(connection.execute(_INSERT, (domain, *entry, block.text)).lastrowid or 0)
        rows.append([keys[entry], block.ordinal, _percent(block.probability)])
    return json.dumps(rows, separators=(",", ":"))


def load_set_aside(connection: sqlite3.Connection, stored: str) -> tuple[SetAside, ...]:
    """Return the blocks that an extraction set aside, in page order; DOM paths are not kept for them."""
    try:
        rows = [(int(key), int(ordinal), percent) for key, ordinal, percent in json.loads(stored)]
    except (ValueError, TypeError) as error:
        raise ArchiveError(f"A stored list of blocks set aside cannot be read ({error}); run `verify`.") from error
    words = _entries(connection, {key for key, _, _ in rows})
    return tuple(
        SetAside(
            kind=BlockKind(words[key]["kind"]),
            text=words[key]["text"],
            reason=words[key]["reason"],
            path="",
            ordinal=ordinal,
            by=words[key]["decided_by"],
            probability=None if percent is None else percent / 100,
        )
        for key, ordinal, percent in rows
        if key in words
    )


def _entries(connection: sqlite3.Connection, keys: set[int]) -> dict[int, sqlite3.Row]:
    rows = connection.execute(
        """SELECT id, kind, text, reason, decided_by FROM boilerplate
        WHERE id IN (SELECT value FROM json_each(?))""",
        (json.dumps(sorted(keys)),),
    )
    return {row["id"]: row for row in rows}


def _known(connection: sqlite3.Connection, domain: str, names: set[str]) -> dict[_Entry, int]:
    rows = connection.execute(_KNOWN, (json.dumps(sorted(names)), domain))
    return {(row["fingerprint"], row["kind"], row["decided_by"], row["reason"]): row["id"] for row in rows}


def name(text: str) -> str:
    """Return what a block is called in the dictionary: its fingerprint, or for prose the digest of its exact words.

    A fingerprint takes all numbers for one; prose must come back with its own figures.
    """
    if len(text.split()) < EXACT_FROM:
        return fingerprint(text)
    return blake2b(text.encode(), digest_size=8).hexdigest()


def _percent(probability: float | None) -> int | None:
    return None if probability is None else round(probability * 100)
