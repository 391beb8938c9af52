"""How close an extracted text is to the answer: words in common, snippets present and absent."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from bench.corpus import Page

CLEAN = 0.97  # precision and recall of a body that a person would not have to touch
LOST = 0.5  # recall below which the article was missed
COLUMNS = ("F1", "P", "R", "clean", "lost", "with", "without")

_WORD = re.compile(r"\w+")


def overlap(text: str, answer: str) -> tuple[float, float, float]:
    """Return F1, precision and recall of a text as a bag of lower-cased words (\\w+) against a text that has some."""
    found, wanted = (Counter(_WORD.findall(one.lower())) for one in (text, answer))
    both = sum((found & wanted).values())
    if not both:
        return 0.0, 0.0, 0.0
    precision, recall = both / sum(found.values()), both / sum(wanted.values())
    return 2 * precision * recall / (precision + recall), precision, recall


@dataclass(slots=True)
class Scores:
    """The scores of one extractor, corpus by corpus."""

    cells: dict[str, dict[str, list[float]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))

    def add(self, page: Page, text: str) -> None:
        """Count what was extracted from one page; nothing extracted counts as empty text."""
        cells = self.cells[page.corpus]
        if page.text:
            f1, precision, recall = overlap(text, page.text)
            values = (f1, precision, recall, precision >= CLEAN and recall >= CLEAN, recall < LOST)
            for column, value in zip(COLUMNS, values, strict=False):
                cells[column].append(float(value))
        folded = _fold(text)
        cells["with"] += [float(_fold(snippet) in folded) for snippet in page.present]
        cells["without"] += [float(_fold(snippet) not in folded) for snippet in page.absent]

    def means(self) -> dict[str, dict[str, float]]:
        """Return for each corpus the mean of each column that has values."""
        return {
            corpus: {column: sum(values) / len(values) for column in COLUMNS if (values := cells[column])}
            for corpus, cells in sorted(self.cells.items())
        }

    def rows(self, name: str) -> list[str]:
        """Return the means as rows of a Markdown table: the corpus, `name`, and COLUMNS, "" where one has no values."""
        return [
            f"| {corpus} | {name} | " + " | ".join(f"{means[c]:.4f}" if c in means else "" for c in COLUMNS) + " |"
            for corpus, means in self.means().items()
        ]


def _fold(text: str) -> str:
    return " ".join(text.casefold().split())
