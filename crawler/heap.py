"""What the C library does with memory that is given back to it: a crawl runs for days and must not grow."""

from __future__ import annotations

import ctypes

# malloc.h of glibc; other C libraries have no mallopt, or ignore it.
_M_MMAP_THRESHOLD = -3
_M_ARENA_MAX = -8
LARGE = 1 << 20  # bytes
ARENAS = 2


def give_back_large_buffers() -> bool:
    """Have buffers of LARGE bytes and more returned to the system when they are freed; say whether that was taken.

    glibc moves its threshold up to the largest buffer it has seen freed, 32 MiB at most: after the first page of
    10 MiB all others share the heap with small ones that outlive them, and each thread has a heap of its own
    (mallopt(3), M_MMAP_THRESHOLD, M_ARENA_MAX). Once set, the threshold stays. To be called before threads start.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    return mallopt is not None and all([mallopt(_M_MMAP_THRESHOLD, LARGE), mallopt(_M_ARENA_MAX, ARENAS)])
