"""A crawl gives the memory of large pages back."""

from __future__ import annotations

import subprocess
import sys

import pytest

# Pages of 12 MiB come and go while small things that are kept are made between them.
CHURN = """
import ctypes, sys
from crawler.heap import give_back_large_buffers
if sys.argv[1] == "given back":
    give_back_large_buffers()
libc = ctypes.CDLL(None)
libc.malloc.restype = ctypes.c_void_p
libc.free.argtypes = [ctypes.c_void_p]
kept = []
for page in range(40):
    large = [libc.malloc(12 << 20) for _ in range(4)]
    for at in large:
        ctypes.memset(ctypes.c_void_p(at), 1, 12 << 20)
    kept += [libc.malloc(200_000) for _ in range(2)]
    for at in large:
        libc.free(at)
print(int(open("/proc/self/statm").read().split()[1]) * 4096 >> 20)
"""


def _mib(how: str) -> int:
    done = subprocess.run([sys.executable, "-c", CHURN, how], capture_output=True, text=True, check=True)
    return int(done.stdout)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_large_buffers_do_not_stay_with_the_process() -> None:
    """Without it, glibc keeps what large pages needed; with it, only what is in use stays."""
    assert _mib("given back") + 20 < _mib("kept")
