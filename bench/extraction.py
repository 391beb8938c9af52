"""Measure extraction: ours and every published extractor installed, on the same pages in the same run, with CPU.

`python -m bench.extraction` prints a table a corpus. "tearsheet (folds)" reads each page with a model that has seen no
page of its site (`python -m bench.train` makes them); "tearsheet (shipped)" has been trained on all of them and
is here for its CPU. CPU is that of this process, in milliseconds a page: parsing, text and metadata. With `--check` the
folds' scores are held against bench/floor.json; `--pin` writes that file.
"""

from __future__ import annotations

import argparse
import json
import logging
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import trafilatura
from resiliparse.extract.html2text import extract_plain_text

from archive.extraction.extract import extract
from bench import corpus, unseen
from bench.corpus import Page
from bench.scores import COLUMNS, Scores

FLOOR = Path(__file__).parent / "floor.json"
SLACK = 0.002  # how far below its pinned value a score may fall
PINNED = ("F1", "clean", "with", "without")

Extractor = Callable[[Page, str], str]


def ours(page: Page, html: str) -> str:
    """Return our text by the shipped model."""
    return extract(html.encode(), url=page.url).text


def ours_unseen(page: Page, html: str) -> str:
    """Return our text by the model that has seen no page of the site."""
    return unseen.read(page, html).text


def _trafilatura(**options: Any) -> Extractor:
    def run(page: Page, html: str) -> str:
        found = trafilatura.bare_extraction(html, url=page.url, with_metadata=True, **options)
        return str(getattr(found, "text", "") or "")

    return run


def _readability(page: Page, html: str) -> str:
    from lxml.html import fromstring  # noqa: PLC0415 - a peer, measured where installed
    from readability import Document  # noqa: PLC0415

    try:
        summary = Document(html, url=page.url).summary(html_partial=True)
        return str(fromstring(summary).text_content()) if summary.strip() else ""
    except Exception as error:  # noqa: BLE001 - what a peer raises on a page counts as an empty text
        logging.getLogger(__name__).info("readability: %s: %s", page.id, error)
        return ""


def _resiliparse(_page: Page, html: str) -> str:
    return str(extract_plain_text(html, main_content=True, alt_texts=False, links=False))


def _newspaper(page: Page, html: str) -> str:
    from newspaper import Article  # noqa: PLC0415 - a peer, measured where installed

    try:
        article = Article(page.url or "http://example.com/", fetch_images=False)
        article.download(input_html=html)
        article.parse()
    except Exception as error:  # noqa: BLE001 - what a peer raises on a page counts as an empty text
        logging.getLogger(__name__).info("newspaper4k: %s: %s", page.id, error)
        return ""
    return str(article.text or "")


def extractors() -> dict[str, Extractor]:
    """Return everything that can be measured here; what is not installed is named on stderr."""
    found: dict[str, Extractor] = {}
    if all((corpus.fold_folder(fold) / "model.json").is_file() for fold in range(corpus.FOLDS)):
        found["tearsheet (folds)"] = ours_unseen
    else:
        print("The folds' models are missing: `python -m bench.train` makes them.", file=sys.stderr)
    found |= {
        "tearsheet (shipped)": ours,
        "trafilatura": _trafilatura(),
        "trafilatura fast": _trafilatura(fast=True),
        "trafilatura precision": _trafilatura(favor_precision=True),
        "trafilatura recall": _trafilatura(favor_recall=True),
        "resiliparse": _resiliparse,
    }
    for package, name, run in (
        ("readability", "readability-lxml", _readability),
        ("newspaper", "newspaper4k", _newspaper),
    ):
        if find_spec(package):
            found[name] = run
        else:
            print(f"{name} is not installed and not measured.", file=sys.stderr)
    return found


def measure(pages: Sequence[Page], chosen: dict[str, Extractor]) -> dict[str, tuple[Scores, float]]:
    """Return for each extractor its scores and its CPU in milliseconds a page.

    All read a page in turn, each time another one first: what comes first pays for caches that are cold.
    """
    scores = {name: Scores() for name in chosen}
    spent = dict.fromkeys(chosen, 0.0)
    for run in chosen.values():  # what is loaded once a process is no cost of a page
        run(pages[0], pages[0].html())
    for number, page in enumerate(_progress(pages)):
        html = page.html()
        for name, run in _turned(list(chosen.items()), number):
            started = time.process_time()
            text = run(page, html)
            spent[name] += time.process_time() - started
            scores[name].add(page, text)
    return {name: (scores[name], 1000 * spent[name] / len(pages)) for name in chosen}


def _turned(runs: list[tuple[str, Extractor]], number: int) -> list[tuple[str, Extractor]]:
    first = number % len(runs)
    return runs[first:] + runs[:first]


def _progress(pages: Sequence[Page]) -> Iterator[Page]:
    for number, page in enumerate(pages):
        if number % 100 == 0:
            print(f"{number} of {len(pages)} pages", file=sys.stderr)
        yield page


def table(measured: dict[str, tuple[Scores, float]]) -> str:
    """Return the scores as a Markdown table."""
    rows = ["| corpus | extractor | " + " | ".join(COLUMNS) + " | CPU ms |", "|---|---|" + "---|" * (len(COLUMNS) + 1)]
    for name, (scores, spent) in measured.items():
        rows += [f"{row} {spent:.1f} |" for row in scores.rows(name)]
    return "\n".join([*rows[:2], *sorted(rows[2:])])


def fallen(scores: Scores, pinned: dict[str, dict[str, float]]) -> list[str]:
    """Return a sentence for each score that is below its floor."""
    means = scores.means()
    return [
        f"{part}: {column} fell from {least:.4f} to {means[part][column]:.4f}."
        for part, columns in pinned.items()
        for column, least in columns.items()
        if means[part][column] < least - SLACK
    ]


def main() -> int:
    """Print the table; exit 1 where a score fell below its floor, 0 also where the corpus is absent."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", action="append", help="measure only this extractor (may be given again)")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="read each N-th page only")
    parser.add_argument("--check", action="store_true", help="hold the folds' scores against bench/floor.json")
    parser.add_argument("--pin", action="store_true", help="write the folds' scores to bench/floor.json")
    args = parser.parse_args()
    root = corpus.located()
    if root is None:
        return 0
    logging.disable(logging.CRITICAL)
    chosen = {name: run for name, run in extractors().items() if not args.only or name in args.only}
    measured = measure(list(corpus.pages(root))[:: args.every], chosen)
    print(table(measured))
    return _floor(root, measured, pin=args.pin, check=args.check)


def _floor(root: Path, measured: dict[str, tuple[Scores, float]], *, pin: bool, check: bool) -> int:
    folds = measured.get("tearsheet (folds)")
    if folds is None or not (pin or check):
        return 0
    digest = corpus.digest(root)
    if pin:
        means = {
            part: {c: round(v, 4) for c, v in row.items() if c in PINNED} for part, row in folds[0].means().items()
        }
        others = json.loads(FLOOR.read_text(encoding="utf-8"))  # bench.metadata's floor among them
        pinned = {**others, "corpus_sha256": digest, "scores": means}
        FLOOR.write_text(json.dumps(pinned, indent=1) + "\n", encoding="utf-8")
        return 0
    floor = json.loads(FLOOR.read_text(encoding="utf-8"))
    if floor["corpus_sha256"] != digest:
        print("The corpus is not the one the floor was pinned on: nothing is checked.", file=sys.stderr)
        return 0
    problems = fallen(folds[0], floor["scores"])
    print("\n".join(problems), file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
