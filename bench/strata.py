"""The folds' scores by the language that a page declares, and by whether its JSON-LD calls it news."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace

from archive.extraction.answer import Extraction
from archive.extraction.dom import parse
from archive.extraction.hints import hints
from bench import corpus
from bench.corpus import Page
from bench.scores import Scores
from bench.unseen import read

SHOWN = ("F1", "P", "R", "clean", "lost")
NAMED = {"en": "English", "de": "German", "": "language not given"}


def strata(page: Page, reading: Extraction) -> tuple[str, str]:
    """Return the two strata that a page is in, each named with its corpus."""
    language = NAMED.get(reading.metadata.language.partition("-")[0], "other languages")
    news = hints(parse(page.html())).news
    return f"{page.corpus}, {language}", f"{page.corpus}, JSON-LD {'says news' if news else 'does not say news'}"


def scored(page: Page) -> tuple[Page, str, tuple[str, str]]:
    """Return a page with the text that the model that has not seen its site reads, and its strata."""
    reading = read(page)
    return page, reading.text, strata(page, reading)


def table(scores: Scores) -> Iterator[str]:
    """Yield the rows of a Markdown table, a stratum a row."""
    yield "| pages | n | " + " | ".join(SHOWN) + " |"
    yield "|---|---|" + "---|" * len(SHOWN)
    for name, means in scores.means().items():
        yield f"| {name} | {len(scores.cells[name]['F1'])} | " + " | ".join(f"{means[c]:.3f}" for c in SHOWN) + " |"


def main() -> int:
    """Print the table; exit 0 also where the corpus is absent, with a sentence."""
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    root = corpus.located()
    if root is None:
        return 0
    scores = Scores()
    with ProcessPoolExecutor() as pool:
        for page, text, names in pool.map(scored, [one for one in corpus.pages(root) if one.text], chunksize=16):
            for name in names:
                scores.add(replace(page, corpus=name), text)
    print("\n".join(table(scores)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
