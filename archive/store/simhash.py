"""A 64-bit simhash of a text (Charikar 2002), so that copies elsewhere can be found without comparing texts."""

from __future__ import annotations

import hashlib

import numpy as np

from archive.store.content import shingles

MAX_SHINGLES = 20_000  # a text of 20,000 words says enough of itself


def simhash(text: str) -> int | None:
    """Return the simhash over shingles of three words as a signed 64-bit integer; None for an empty text."""
    found = sorted(shingles(text))[:MAX_SHINGLES]
    if not found:
        return None
    digests = b"".join(hashlib.blake2b(" ".join(words).encode(), digest_size=8).digest() for words in found)
    bits = np.unpackbits(np.frombuffer(digests, dtype=np.uint8).reshape(-1, 8), axis=1)
    majority = np.packbits(bits.sum(axis=0, dtype=np.int64) * 2 > len(found))
    return int.from_bytes(majority.tobytes(), "big", signed=True)


def distance(one: int, other: int) -> int:
    """Return how many of the 64 bits differ; 3 or fewer is the usual bound for near-duplicates."""
    return ((one ^ other) & 0xFFFFFFFFFFFFFFFF).bit_count()
