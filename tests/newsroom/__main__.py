"""`python -m tests.newsroom --port 8765 --sources FOLDER`: the sample newsroom until it is stopped."""

from __future__ import annotations

import argparse
import threading
from pathlib import Path

from tests.newsroom.sites import sample_newsroom, write_sources


def main() -> None:
    """Serve, and say where."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8765)
    parser.add_argument("--sources", type=Path, help="write a source's TOML for each site into this folder")
    arguments = parser.parse_args()
    with sample_newsroom(port=arguments.port) as sites:
        if arguments.sources:
            arguments.sources.mkdir(parents=True, exist_ok=True)
            write_sources(sites, arguments.sources)
        for name, site in sites.items():
            print(f"{name}\t{site.base}/")  # noqa: T201  (what a person runs it for)
        threading.Event().wait()


if __name__ == "__main__":
    main()
