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
from urllib.parse import urlsplit

from archive.extraction.answer import Extraction, SiteMemory
from archive.extraction.fingerprint import fingerprint
from archive.store.memory import LONGEST_KEPT
from bench import corpus
from bench.corpus import Page
from bench.scores import COLUMNS, Scores
from bench.unseen import read

ENOUGH = 3  # pages of a site
OTHERS = 2  # pages of the site, besides the one that is read, on which furniture stands


def sites(pages: Sequence[Page]) -> dict[str, list[Page]]:
    """Return the pages of each host that has ENOUGH of them."""
    found: dict[str, list[Page]] = defaultdict(list)
    for page in pages:
        found[(urlsplit(page.url).hostname or page.id).removeprefix("www.")].append(page)
    return {host: members for host, members in sorted(found.items()) if len(members) >= ENOUGH}


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
        with_memory = read(page, memory=SiteMemory(1, host, furniture))
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
        print("\n".join(scores.rows(name)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
