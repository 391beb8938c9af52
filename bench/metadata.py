"""Title, authors and date per corpus, ours against trafilatura's own in the same run, with CPU a page.

    python -m bench.metadata CORPUS [--worst] [--ours] [--check]

Title: exact after case and white-space folding. Authors: the same set, over pages whose gold names one. Date: the
same local or UTC day. Invented: a person named where the gold names nobody. CPU: process time a page, without parsing
and cutting.
The shipped weights of the headline have seen these pages: what they reach on unseen sites is in
weights/title.json, by bench.train_title. `--check` holds that, and authors and dates, against bench/floor.json.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path

from trafilatura.metadata import extract_metadata

from archive.extraction.blocks import cut
from archive.extraction.dom import parse
from archive.extraction.metadata import read
from bench.corpus import Page, pages

FLOOR = Path(__file__).parent / "floor.json"
TITLE = Path(__file__).parent.parent / "archive/extraction/weights/title.json"
SLACK = 0.0005  # of rounding
COLUMNS = ("title", "authors", "date", "invented", "ms")


def fold(text: str | None) -> str:
    return " ".join((text or "").casefold().split())


def days(value: str | None) -> set[str]:
    if not value:
        return set()
    found = {value[:10]}
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return found
    return found | {moment.astimezone(UTC).date().isoformat()} if moment.tzinfo else found


def ours(tree, url, blocks):
    said = read(tree, url=url, blocks=blocks)
    at = said.published.at.isoformat() if said.published else ""
    return said.title, [one.name for one in said.authors], at, sum(one.kind == "person" for one in said.authors)


def theirs(tree, url, blocks):
    said = extract_metadata(tree, default_url=url)
    names = [name for name in (said.author or "").split("; ") if name] if said else []
    return (said.title, names, said.date, len(names)) if said else ("", [], "", 0)


def measure(cells, page: Page, answer, spent):
    title, names, date, people = answer
    if page.title:
        cells["title"].append(fold(title) == fold(page.title))
    if page.authors:
        cells["authors"].append(set(map(fold, names)) == set(map(fold, page.authors)))
    elif page.title:
        cells["invented"].append(people > 0)
    if page.date:
        cells["date"].append(bool(days(date) & days(page.date)))
    cells["ms"].append(spent * 1000)
    return {name: cells[name][-1] for name in ("title", "authors", "date") if getattr(page, name)}


def fallen(measured: dict[str, dict[str, list[float]]]) -> list[str]:
    """Return a sentence for each score below its floor."""
    pinned = json.loads(FLOOR.read_text(encoding="utf-8"))["metadata"]
    titles = json.loads(TITLE.read_text(encoding="utf-8"))["exact_out_of_fold"]
    found = {
        corpus: {"title out of fold": titles[corpus]}
        | {name: sum(cells[name]) / len(cells[name]) for name in ("authors", "date") if cells.get(name)}
        for corpus, cells in measured.items()
        if corpus in pinned
    }
    return [
        f"{corpus}: {name} fell from {pinned[corpus][name]:.4f} to {value:.4f}."
        for corpus, row in found.items()
        for name, value in row.items()
        if value < pinned[corpus][name] - SLACK
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--worst", action="store_true", help="list each wrong answer of ours")
    parser.add_argument("--ours", action="store_true", help="leave trafilatura out")
    parser.add_argument("--check", action="store_true", help="exit 1 where a score of ours is below bench/floor.json")
    args = parser.parse_args()
    readers = {"ours": ours} if args.ours else {"ours": ours, "trafilatura": theirs}
    table = defaultdict(lambda: defaultdict(list))
    for page in pages(args.corpus):
        for name, reader in readers.items():
            tree = parse(page.html())
            blocks = cut(tree)
            start = time.process_time()
            answer = reader(tree, page.url, blocks)
            right = measure(table[page.corpus, name], page, answer, time.process_time() - start)
            for what, ok in right.items():
                if args.worst and name == "ours" and not ok:
                    got = answer[("title", "authors", "date").index(what)]
                    print(f"{what} {page.id} {page.url[:70]} gold {getattr(page, what)!r} ours {got!r}")
    print(f"{'corpus':16}{'reader':14}{'pages':>6}" + "".join(f"{column:>10}" for column in COLUMNS))
    for (corpus, name), cells in sorted(table.items()):
        shown = "".join(f"{sum(cells[c]) / len(cells[c]):10.3f}" if cells[c] else f"{'-':>10}" for c in COLUMNS)
        print(f"{corpus:16}{name:14}{len(cells['ms']):6}{shown}")
    problems = (
        fallen({corpus: cells for (corpus, name), cells in table.items() if name == "ours"}) if args.check else []
    )
    print("\n".join(problems), file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
