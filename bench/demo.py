"""The main job on an embedded newsroom: `python -m bench.demo`, or `make demo`.

Starts three invented news sites on loopback, crawls what is due of them into archive.db as a scheduled job would, and
shows one article clean, what was set aside from it and why, and what to try next.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from archive.presentation import as_text
from archive.store import articles
from archive.store.database import Archive
from tests.newsroom.sites import sample_newsroom, write_sources
from tests.newsroom.stories import BY_HAND

PORT = 8765
NEXT = (
    ("search breakwater", 'words, "phrases", site:…, after:2026-03-01'),
    ("show {id} --set-aside", "everything that was torn off, with reasons"),
    ("show {id} --json", "all that is known of the article"),
    ("verify", "every digest, every reference"),
    ("export --warc out.warc.gz", "the records, for any replay tool"),
    ("browse", "the archive in a browser"),
    ("fetch https://…", "a page of your choice"),
)


def main() -> int:
    """Crawl, then show."""
    path = Path(os.environ.get("TEARSHEET_ARCHIVE", "archive.db"))
    with sample_newsroom(port=PORT) as sites, tempfile.TemporaryDirectory() as folder:
        write_sources(sites, Path(folder))
        hosts = sorted({site.server.host for site in sites.values()})
        print(f"A newsroom of {len(sites)} invented sites is open at {', '.join(s.base for s in sites.values())}.")
        print(f"Crawling what is due of them into {path}:\n", flush=True)
        crawled = subprocess.run(_crawl(path, Path(folder), hosts), check=False)
        if crawled.returncode:
            return crawled.returncode
        url = sites["tarn-courier"].url_of(BY_HAND[0])
    with Archive.open(path, readonly=True) as archive:
        article = articles.load(archive.connection, articles.find(archive.connection, url))
    print(f"\nOne article, clean:\n\n{as_text(article)}\n\n{_set_aside(article.page)}\n\n{_next(article.id)}")
    return 0


def _crawl(path: Path, sources: Path, hosts: list[str]) -> list[str]:
    allowed = [word for host in hosts for word in ("--allow-private", host)]
    return [_tearsheet(), "crawl", "--due", "--archive", str(path), "--sources", str(sources), *allowed]


def _tearsheet() -> str:
    return str(Path(sys.executable).with_name("tearsheet"))


def _next(article_id: str) -> str:
    """Name what to try, as a newcomer can type it: with the way to the command where no shell finds it."""
    command = "tearsheet" if shutil.which("tearsheet") else os.path.relpath(_tearsheet())
    lines = [(f"{command} {words.format(id=article_id)}", why) for words, why in NEXT]
    width = max(len(line) for line, _ in lines)
    return "\n".join(["Next, try", *(f"  {line:<{width}}  {why}" for line, why in lines)])


def _set_aside(page: articles.Page) -> str:
    """Summarise what was torn off: each kind with its number of blocks, and one of them with its reason."""
    counts = Counter(block.kind.value for block in page.set_aside)
    first = {block.kind.value: block for block in reversed(page.set_aside)}
    lines = [f"Set aside: {len(page.set_aside)} blocks, {len(page.teasers)} of them teasers of other stories"]
    for kind, count in counts.most_common():
        block = first[kind]
        text = block.text if len(block.text) <= 46 else block.text[:45] + "…"
        lines.append(f"  {count:>3}  {kind:<12} “{text}”: {block.reason}")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
