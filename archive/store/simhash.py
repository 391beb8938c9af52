"""A 64-bit simhash of a text (Charikar 2002), so that copies elsewhere can be found without comparing texts."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from archive.store.content import SHINGLE, words_of

if TYPE_CHECKING:
    import numpy as np

MAX_WORDS = 20_000  # a text of 20,000 words says enough of itself
_ODD = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9)
_MIX = 0xFF51AFD7ED558CCD
_HALF = 33


def simhash(text: str) -> int | None:
    """Return the simhash over shingles of three words as a signed 64-bit integer; None for an empty text."""
    import numpy as np  # noqa: PLC0415  (0.2 s; commands that only read hashes do without)

    words = words_of(text)[:MAX_WORDS]
    if not words:
        return None
    hashes = np.sort(_shingle_hashes(words))
    hashes = hashes[np.append(True, hashes[1:] != hashes[:-1])]  # np.unique takes ten times as long
    bits = np.unpackbits(hashes.astype(">u8").view(np.uint8).reshape(-1, 8), axis=1)
    majority = np.packbits(bits.sum(axis=0, dtype=np.int64) * 2 > len(hashes))
    return int.from_bytes(majority.tobytes(), "big", signed=True)


def _shingle_hashes(words: list[str]) -> np.ndarray[Any, np.dtype[np.uint64]]:
    """Hash each word, and mix the hashes of neighbours: far cheaper than hashing each shingle."""
    import numpy as np  # noqa: PLC0415

    hashes = np.frombuffer(b"".join(map(_word_hash, words)), dtype=">u8").astype(np.uint64)
    count = max(1, len(words) - SHINGLE + 1)
    mixed = np.zeros(count, dtype=np.uint64)
    for place in range(min(SHINGLE, len(words))):
        mixed += hashes[place : place + count] * np.uint64(_ODD[place])
    half, mix = np.uint64(_HALF), np.uint64(_MIX)
    mixed = (mixed ^ (mixed >> half)) * mix
    return mixed ^ (mixed >> half)


@lru_cache(maxsize=32_768)  # nine words in ten have been met before
def _word_hash(word: str) -> bytes:
    return hashlib.blake2b(word.encode(), digest_size=8).digest()


def distance(one: int, other: int) -> int:
    """Return how many of the 64 bits differ; 3 or fewer is the usual bound for near-duplicates."""
    return ((one ^ other) & 0xFFFFFFFFFFFFFFFF).bit_count()
