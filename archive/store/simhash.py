"""A 64-bit simhash of a text (Charikar 2002), so that copies elsewhere can be found without comparing texts."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from archive.store.content import SHINGLE, WORD, normalised, words_of
from archive.store.scripts import holds_unspaced

if TYPE_CHECKING:
    import numpy as np

MAX_WORDS = 20_000  # a text of 20,000 words says enough of itself
_ODD = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9)
_MIX = 0xFF51AFD7ED558CCD
_HALF = 33
_LENGTH = 8  # bytes of a hash
_KNOWN_MOST = 16_384  # entries, of 200 bytes or so
_IOTA = "\u0345"  # the one character that is no letter and folds to one


def simhash(text: str) -> int | None:
    """Return the simhash over shingles of three words as a signed 64-bit integer; None for an empty text."""
    import numpy as np  # noqa: PLC0415  (0.2 s; commands that only read hashes do without)

    words = _word_hashes(text)[: MAX_WORDS * _LENGTH]
    if not words:
        return None
    hashes = np.sort(_shingle_hashes(words))
    hashes = hashes[np.append(True, hashes[1:] != hashes[:-1])]  # np.unique takes ten times as long
    bits = np.unpackbits(hashes.astype(">u8").view(np.uint8)).reshape(-1, 64)
    majority = np.packbits(np.add.reduce(bits, axis=0, dtype=np.uint32) * 2 > len(hashes))
    return int.from_bytes(majority.tobytes(), "big", signed=True)


def _shingle_hashes(words: bytes) -> np.ndarray[Any, np.dtype[np.uint64]]:
    """Mix the hashes of neighbouring words: far cheaper than hashing each shingle."""
    import numpy as np  # noqa: PLC0415

    hashes = np.frombuffer(words, dtype=">u8").astype(np.uint64)
    count = max(1, len(hashes) - SHINGLE + 1)
    mixed = np.zeros(count, dtype=np.uint64)
    for place in range(min(SHINGLE, len(hashes))):
        mixed += hashes[place : place + count] * np.uint64(_ODD[place])
    half, mix = np.uint64(_HALF), np.uint64(_MIX)
    mixed = (mixed ^ (mixed >> half)) * mix
    return mixed ^ (mixed >> half)


def _word_hashes(text: str) -> bytes:
    """Return the hashes of the words that `words_of` names, one after the other.

    What stands between spaces is folded and hashed by itself, since nine in ten have been met before; the whole text
    is folded only where that could differ.
    """
    plain = normalised(text)
    if _IOTA in plain or holds_unspaced(plain):
        return b"".join(map(_hash, words_of(text)))
    if len(_known) > _KNOWN_MOST:
        _known.clear()
    return b"".join(map(_known.__getitem__, plain.split()))


@lru_cache(maxsize=16_384)
def _hash(word: str) -> bytes:
    return hashlib.blake2b(word.encode(), digest_size=_LENGTH).digest()


class _Known(dict[str, bytes]):
    """What is printed between two spaces, and the hashes of the words in it."""

    def __missing__(self, printed: str) -> bytes:
        folded = printed.casefold()
        words = [folded] if folded.isalnum() else WORD.findall(folded)
        self[printed] = hashes = b"".join(map(_hash, words))
        return hashes


_known = _Known()


def distance(one: int, other: int) -> int:
    """Return how many of the 64 bits differ; 3 or fewer is the usual bound for near-duplicates."""
    return ((one ^ other) & 0xFFFFFFFFFFFFFFFF).bit_count()
