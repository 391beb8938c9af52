"""What a site's memory adds: pages of the corpus's sites with several pages, read without a memory and then with one.

Each page is read by the model that has seen no page of its site. The memory that a page is read with is counted as the
archive counts it (archive/store/memory.py), over the site's other pages only: a block that stands on two of them is
furniture.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from unittest.mock import patch
from urllib.parse import urlsplit

from archive.extraction import model
from archive.extraction.answer import NO_MEMORY, Extraction, SiteMemory
from archive.extraction.extract import extract
from archive.extraction.fingerprint import fingerprint
from archive.store.memory import LONGEST_KEPT
from bench import corpus
from bench.corpus import Page
from bench.extraction import fold_model
from bench.scores import COLUMNS, Scores

ENOUGH = 3  # pages of a site
OTHERS = 2  # pages of the site, besides the one that is read, on which furniture stands


def sites(pages: Sequence[Page]) -> dict[str, list[Page]]:
    """Return the pages of each host that has ENOUGH of them."""
    found: dict[str, list[Page]] = defaultdict(list)
    for page in pages:
        found[(urlsplit(page.url).hostname or page.id).removeprefix("www.")].append(page)
    return {host: members for host, members in sorted(found.items()) if len(members) >= ENOUGH}


def read(page: Page, memory: SiteMemory = NO_MEMORY) -> Extraction:
    """Return how a page reads to the model that has not seen its site."""
    with patch.object(model, "shipped", lambda: fold_model(page.fold)):
        return extract(page.html().encode(), url=page.url, memory=memory)


def blocks(read_so: Extraction) -> set[str]:
    """Return the fingerprints of a page's blocks that count as furniture where they recur."""
    kept = (one.text for one in read_so.paragraphs if len(one.text.split()) <= LONGEST_KEPT)
    return {fingerprint(text) for text in (*kept, *(one.text for one in read_so.set_aside))}


def compare(members: Sequence[Page], host: str, plain: Scores, knowing: Scores) -> int:
    """Score the pages of one site without and with memory; return how many blocks the memory set aside."""
    readings = [read(page) for page in members]
    seen = [blocks(one) for one in readings]
    moved = 0
    for page, without, own in zip(members, readings, seen, strict=True):
        counts = Counter(name for other in seen if other is not own for name in other)
        furniture = frozenset(name for name, count in counts.items() if count >= OTHERS)
        with_memory = read(page, SiteMemory(1, host, furniture))
        plain.add(page, without.text)
        knowing.add(page, with_memory.text)
        moved += len(without.paragraphs) - len(with_memory.paragraphs)
    return moved


def main() -> int:
    """Print both tables; exit 0 also where the corpus is absent, with a sentence."""
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    root = corpus.located()
    if root is None:
        return 0
    chosen = sites(list(corpus.pages(root)))
    plain, knowing = Scores(), Scores()
    moved = sum(compare(members, host, plain, knowing) for host, members in chosen.items())
    print(f"{len(chosen)} sites, {sum(map(len, chosen.values()))} pages; the memory set {moved} kept blocks aside.\n")
    print("| corpus | memory | " + " | ".join(COLUMNS) + " |\n|---|---|" + "---|" * len(COLUMNS))
    for name, scores in (("none", plain), ("of the site's other pages", knowing)):
        for part, means in scores.means().items():
            cells = " | ".join(f"{means[column]:.4f}" if column in means else "" for column in COLUMNS)
            print(f"| {part} | {name} | {cells} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
