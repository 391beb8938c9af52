"""Read saved pages by one extractor, on as many processes as there are cores; prints what it cost as JSON.

python read_files.py newspaper|newsplease|trafilatura FOLDER    in the virtual environment of that extractor
"""

from __future__ import annotations

import json
import multiprocessing
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

URL = "http://127.0.0.1/story.html"


def newspaper(html: str) -> str:
    from newspaper import Article  # noqa: PLC0415

    article = Article(URL, fetch_images=False)
    article.download(input_html=html)
    article.parse()
    return str(article.text)


def newsplease(html: str) -> str:
    from newsplease import NewsPlease  # noqa: PLC0415

    return str(NewsPlease.from_html(html, url=URL, fetch_images=False).maintext or "")


def trafilatura(html: str) -> str:
    from trafilatura import bare_extraction  # noqa: PLC0415

    found: Any = bare_extraction(html, url=URL, with_metadata=True)
    return str(found.text) if found else ""


READERS: dict[str, Callable[[str], str]] = {
    "newspaper": newspaper,
    "newsplease": newsplease,
    "trafilatura": trafilatura,
}


def read(job: tuple[str, str]) -> tuple[int, float]:
    """Return characters of text (-1: it failed) and CPU seconds."""
    name, file = job
    html = Path(file).read_text(encoding="utf-8", errors="replace")
    began = time.process_time()
    try:
        length = len(READERS[name](html))
    except Exception:  # noqa: BLE001 - whatever a peer raises on a page is its answer to it
        length = -1
    return length, time.process_time() - began


def main() -> None:
    name, folder = sys.argv[1:]
    files = sorted(str(file) for file in Path(folder).iterdir())
    began = time.monotonic()
    with multiprocessing.Pool(os.cpu_count()) as pool:
        found = pool.map(read, [(name, file) for file in files], chunksize=4)
    print(
        json.dumps(
            {
                "pages": len(files),
                "failed": sum(length < 0 for length, _ in found),
                "with_text": sum(length > 0 for length, _ in found),
                "seconds": time.monotonic() - began,
                "cpu": sum(cpu for _, cpu in found),
            }
        )
    )


if __name__ == "__main__":
    main()
