"""Score the teasers found on 60 real pages against labels made before the detector ran: python bench/teasers.py."""

from __future__ import annotations

import argparse
import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from urllib.parse import urldefrag

from archive.extraction.extract import extract

ROOT = Path(__file__).parents[1]
LABELS = ROOT / "bench" / "teasers.json"
CORPUS = ROOT.parent / "shared" / "corpus"


@dataclass
class Tally:
    """Targets found and labelled, summed over pages."""

    right: int = 0
    found: int = 0
    labelled: int = 0
    pages: list[str] = field(default_factory=list)

    def row(self, name: str) -> str:
        """Return precision and recall as a line of the table."""
        precision = self.right / self.found if self.found else 1.0
        recall = self.right / self.labelled if self.labelled else 1.0
        return f"{name:10}{len(self.pages):6}{self.labelled:10}{self.found:8}{precision:11.4f}{recall:8.4f}"


def digest(address: str) -> str:
    """Return the form in which labels hold an address."""
    return sha256(urldefrag(address)[0].encode()).hexdigest()[:16]


def gold(corpus: Path, wanted: set[str]) -> Iterator[dict[str, str]]:
    with (corpus / "gold.jsonl").open(encoding="utf-8") as lines:
        yield from (row for row in map(json.loads, lines) if row["id"] in wanted)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    parser.add_argument("--half", choices=["tuning", "held-out"], help="score one half only")
    parser.add_argument("--wrong", action="store_true", help="list what was missed or found wrongly")
    args = parser.parse_args()
    if not (args.corpus / "gold.jsonl").is_file():
        print(f"Skipped: no corpus at {args.corpus}; pass --corpus.")
        return
    pages = json.loads(LABELS.read_text(encoding="utf-8"))["pages"]
    tallies: dict[str, Tally] = {}
    for row in gold(args.corpus, set(pages)):
        label = pages[row["id"]]
        if args.half in (None, label["half"]):
            score(row, label, args.corpus, tallies.setdefault(label["half"], Tally()), args.wrong)
    print(f"{'half':10}{'pages':>6}{'labelled':>10}{'found':>8}{'precision':>11}{'recall':>8}")
    for half, tally in sorted(tallies.items()):
        print(tally.row(half))


def score(row: dict[str, str], label: dict[str, list[dict[str, str]]], corpus: Path, tally: Tally, wrong: bool) -> None:
    extraction = extract(gzip.decompress((corpus / row["html"]).read_bytes()), url=row["url"])
    found = {digest(teaser.url): teaser for teaser in extraction.teasers}
    wanted = {teaser["target"]: teaser["path"] for teaser in label["teasers"]}
    tally.right += len(found.keys() & wanted.keys())
    tally.found += len(found)
    tally.labelled += len(wanted)
    tally.pages.append(row["id"])
    if wrong:
        for key in found.keys() - wanted.keys():
            print(
                f"{row['id']} found wrongly: {found[key].heading[:30]} | {found[key].headline[:60]} -> {found[key].url}"
            )
        for key in wanted.keys() - found.keys():
            print(f"{row['id']} missed: {wanted[key]}")


if __name__ == "__main__":
    main()
