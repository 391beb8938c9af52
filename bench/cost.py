"""Where the CPU of an extraction goes: what each step spends itself, beside trafilatura on the same pages.

`python -m bench.cost --every 11` prints a table: milliseconds of CPU a page, and the share of what trafilatura (default
options, with metadata) spends on the same pages in the same run. On a busy machine only the shares are worth reading.
"""

from __future__ import annotations

import argparse
import logging
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import ExitStack
from types import ModuleType
from typing import Any, Final
from unittest.mock import patch

import trafilatura

from archive.extraction import body, extract, features, model, own, paging, pictures, sniff, survey, teasers
from archive.extraction import lexicon as lexicons
from archive.extraction import wording as wordings
from bench import corpus
from bench.corpus import Page

WHOLE: Final = "whole of extract()"
REST: Final = "everything else, and the meter itself"
THEIRS: Final = "trafilatura"
STEPS: Final[tuple[tuple[str, ModuleType, str], ...]] = (
    ("charset", extract, "decode"), ("what is no page", sniff, "not_a_page"), ("parsing", extract, "parse"),
    ("cutting to blocks", survey, "cut"), ("metadata: the walk", survey, "listen"),
    ("metadata: arbitration", survey, "arbitrate"), ("teasers", teasers, "find"), ("next page", paging, "next_page"),
    ("too large?", own, "holds_it_up"), ("voter: trafilatura", model, "trafilatura_text"),
    ("hints", model, "hints"), ("rules", model, "signs"),
    ("alignment", features, "coverage"), ("skeleton", survey, "skeleton"), ("places", survey, "Surroundings"),
    ("wording", wordings, "wording"),
    ("lexicon: words", lexicons, "said"), ("lexicon: weights", lexicons, "score"), ("overlap", features, "_overlap"),
    ("features", features, "assemble"), ("context of stage two", model, "context"), ("trees", model, "_run"),
    ("tearing", extract, "tear"), ("page kind", extract, "page_kind"), ("paragraphs", body, "to_paragraphs"),
    ("pictures", pictures, "placed"),
)  # fmt: skip


class Meter:
    """CPU of this thread, each second counted once: for the innermost step that ran."""

    def __init__(self, clock: Callable[[], float] = time.thread_time) -> None:
        self.spent: dict[str, float] = defaultdict(float)
        self._clock = clock
        self._inner: list[float] = []

    def metered(self, step: str, run: Callable[..., Any]) -> Callable[..., Any]:
        """Return a function that does the same, and what it spends is counted."""

        def counted(*args: Any, **options: Any) -> Any:
            started = self._clock()
            self._inner.append(0.0)
            try:
                return run(*args, **options)
            finally:
                whole = self._clock() - started
                self.spent[step] += whole - self._inner.pop()
                if self._inner:
                    self._inner[-1] += whole

        return counted


def compare(pages: list[Page]) -> dict[str, float]:
    """Return the seconds that the whole of extract() and trafilatura spent on some pages."""
    meter = Meter()
    both = [meter.metered(WHOLE, _ours), meter.metered(THEIRS, _theirs)]
    for run in both:  # what is loaded once a process is no cost of a page
        run(pages[0].html(), pages[0].url)
    meter.spent.clear()
    for page in pages:
        html = page.html()
        both.reverse()  # what comes first pays for caches that are cold
        for run in both:
            run(html, page.url)
    return meter.spent


def steps(pages: list[Page]) -> dict[str, float]:
    """Return the seconds that each of our steps spent on some pages, seconds of a run of their own."""
    meter = Meter()
    with ExitStack() as patched:
        for step, module, name in STEPS:
            patched.enter_context(patch.object(module, name, meter.metered(step, getattr(module, name))))
        for page in pages:
            meter.metered(REST, _ours)(page.html(), page.url)
    return meter.spent


def _ours(html: str, url: str) -> object:
    return extract.extract(html.encode(), url=url)


def _theirs(html: str, url: str) -> object:
    return trafilatura.bare_extraction(html, url=url, with_metadata=True)


def table(whole: dict[str, float], spent: dict[str, float], pages: int) -> str:
    """Return both extractors and our steps as a Markdown table, dearest first."""
    rows = [(THEIRS, whole[THEIRS]), (WHOLE, whole[WHOLE]), *sorted(spent.items(), key=lambda row: -row[1])]
    lines = [f"| {step} | {1000 * cpu / pages:.1f} | {cpu / whole[THEIRS]:.3f} |" for step, cpu in rows]
    return "\n".join(["| step | CPU ms a page | of trafilatura's |", "|---|---|---|", *lines])


def main() -> int:
    """Print the table; exit 0 also where the corpus is absent, with a sentence."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--every", type=int, default=1, metavar="N", help="read each N-th page only")
    args = parser.parse_args()
    root = corpus.located()
    if root is None:
        return 0
    logging.disable(logging.CRITICAL)
    pages = list(corpus.pages(root))[:: args.every]
    print(table(compare(pages), steps(pages), len(pages)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
