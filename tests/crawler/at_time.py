"""`at_time.py SECONDS WORD...`: the `tearsheet` command on a machine whose clock is so far from the real one.

BUSY_SECONDS in the environment is how long it waits for another writer.
"""

from __future__ import annotations

import os
import sys
from datetime import timedelta

from archive import clock
from archive.store import database


def main() -> None:
    """Set the clock, and run the command."""
    real, offset = clock.now, timedelta(seconds=float(sys.argv.pop(1)))
    clock.now = lambda: real() + offset
    database.BUSY_SECONDS = int(os.environ.get("BUSY_SECONDS", database.BUSY_SECONDS))
    from crawler.cli import main as tearsheet

    tearsheet()


if __name__ == "__main__":  # the workers of a crawl are spawned, and import this file again
    main()
