"""`at_time.py SECONDS WORD...`: the `tearsheet` command on a machine whose clock is so far from the real one."""

from __future__ import annotations

import sys
from datetime import timedelta

from archive import clock


def main() -> None:
    """Set the clock, and run the command."""
    real, offset = clock.now, timedelta(seconds=float(sys.argv.pop(1)))
    clock.now = lambda: real() + offset
    from crawler.cli import main as tearsheet

    tearsheet()


if __name__ == "__main__":  # the workers of a crawl are spawned, and import this file again
    main()
