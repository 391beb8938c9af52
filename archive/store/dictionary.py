"""The dictionary of blocks set aside: each block's text once, each reason once, both referred to by key."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from functools import lru_cache
from hashlib import blake2b

from archive.errors import ArchiveError
from archive.extraction.answer import BlockKind, SetAside
from archive.extraction.fingerprint import fingerprint
from archive.store.packing import pack, unpack

EXACT_FROM = 12  # words; a shorter block with another number in it ("12 comments") is the same entry
_BLOCKS = "SELECT fingerprint, id FROM boilerplate WHERE fingerprint IN (SELECT value FROM json_each(?))"
_VERDICTS = "SELECT digest, id FROM verdicts WHERE digest IN (SELECT value FROM json_each(?))"
_ADD_BLOCK = "INSERT INTO boilerplate (fingerprint, verdict_id, text) VALUES (?, ?, ?)"
_ADD_VERDICT = "INSERT INTO verdicts (digest, kind, decided_by, reason) VALUES (?, ?, ?, ?)"


def store_set_aside(connection: sqlite3.Connection, blocks: Iterable[SetAside]) -> bytes:
    """Put blocks into the dictionary and return what an extraction keeps of them, packed.

    That is `[boilerplate id, verdict id, block ordinal, percent body or null]` a block, in page order.
    """
    named = [(name(block.text), verdict(block.kind.value, block.by, block.reason), block) for block in blocks]
    reasons = {digest: (block.kind.value, block.by, block.reason) for _, digest, block in reversed(named)}
    verdicts = _keys(connection, _VERDICTS, _ADD_VERDICT, reasons)
    first = {called: (verdicts[digest], block.text) for called, digest, block in reversed(named)}
    keys = _keys(connection, _BLOCKS, _ADD_BLOCK, first)
    return pack(
        [[keys[called], verdicts[digest], one.ordinal, _percent(one.probability)] for called, digest, one in named]
    )


def load_set_aside(connection: sqlite3.Connection, stored: bytes) -> tuple[SetAside, ...]:
    """Return the blocks that an extraction set aside, in page order; DOM paths are not kept for them."""
    try:
        rows = [(int(key), int(verdict), int(ordinal), percent) for key, verdict, ordinal, percent in unpack(stored)]
    except (ValueError, TypeError) as error:
        raise ArchiveError(f"A stored list of blocks set aside cannot be read ({error}); run `verify`.") from error
    texts = _rows(connection, "SELECT id, text FROM boilerplate", {row[0] for row in rows})
    verdicts = _rows(connection, "SELECT id, kind, decided_by, reason FROM verdicts", {row[1] for row in rows})
    return tuple(
        SetAside(
            kind=BlockKind(verdicts[verdict]["kind"]),
            text=texts[key]["text"],
            reason=verdicts[verdict]["reason"],
            path="",
            ordinal=ordinal,
            by=verdicts[verdict]["decided_by"],
            probability=None if percent is None else percent / 100,
        )
        for key, verdict, ordinal, percent in rows
        if key in texts and verdict in verdicts
    )


def _rows(connection: sqlite3.Connection, query: str, keys: set[int]) -> dict[int, sqlite3.Row]:
    rows = connection.execute(f"{query} WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(sorted(keys)),))
    return {row["id"]: row for row in rows}


def _keys(
    connection: sqlite3.Connection, known: str, add: str, wanted: Mapping[int, tuple[str | int, ...]]
) -> dict[int, int]:
    """Return the key of each row by its digest, in reverse page order; those that are new are added in page order."""
    keys = _found(connection, known, wanted)
    missing = [digest for digest in wanted if digest not in keys]
    if missing:
        connection.executemany(add, [(digest, *wanted[digest]) for digest in reversed(missing)])
        last = int(connection.execute("SELECT last_insert_rowid()").fetchone()[0])
        keys |= {digest: last - place for place, digest in enumerate(missing)}  # SQLite counts up from the largest key
    return keys


def _found(connection: sqlite3.Connection, known: str, digests: Iterable[int]) -> dict[int, int]:
    return dict(tuple(row) for row in connection.execute(known, (json.dumps(list(digests)),)))


@lru_cache(maxsize=16_384)  # a site's furniture comes with each of its pages
def name(text: str) -> int:
    """Return what a block is called in the dictionary: its fingerprint, or for prose the digest of its exact words.

    A fingerprint takes all numbers for one; prose must come back with its own figures. Both are 64 bits, signed.
    """
    if len(text.split()) < EXACT_FROM:
        return number(fingerprint(text))
    return number(blake2b(text.encode(), digest_size=8).hexdigest())


@lru_cache(maxsize=4096)
def verdict(kind: str, decided_by: str, reason: str) -> int:
    """Return the 64 bits, signed, that a verdict is known by in every archive."""
    return number(blake2b("\x00".join((kind, decided_by, reason)).encode(), digest_size=8).hexdigest())


def number(called: str) -> int:
    """Return 16 hexadecimal characters as the signed integer of 64 bits that an index takes least room for."""
    return int.from_bytes(bytes.fromhex(called), "big", signed=True)


def _percent(probability: float | None) -> int | None:
    return None if probability is None else round(probability * 100)
