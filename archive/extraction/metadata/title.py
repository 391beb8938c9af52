"""The headline of an article, arbitrated by a small linear model between the places where a page gives one.

The weights are in archive/extraction/weights/title.json; `bench/train_title.py` makes them. Quotation marks and
apostrophes stay as printed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from archive.extraction.blocks import Block
from archive.extraction.metadata.jsonld import Node, types
from archive.extraction.metadata.signals import Mention, Signals
from archive.extraction.metadata.title_candidates import Candidate, candidates, key, places
from archive.extraction.metadata.title_features import Page, features, slug_words
from archive.extraction.metadata.title_printed import NOTHING, printed
from archive.extraction.trees import squeezed

_KICKER = re.compile(r"(?<=\w)\s+:\s+")


def title(
    signals: Signals,
    articles: list[Node],
    *,
    url: str,
    site_names: frozenset[str],
    language: str = "",
    blocks: Sequence[Block] | None = None,
) -> tuple[str, str]:
    """Return the headline and the place it was taken from, both "" where the page gives none."""
    page = seen(signals, articles, url=url, site_names=site_names, language=language, blocks=blocks)
    if not page.every:
        return "", ""
    best = max(page.every, key=lambda one: score(features(one, page)))
    return spelt(best.text, language), _source(best)


def seen(
    signals: Signals,
    articles: list[Node],
    *,
    url: str,
    site_names: frozenset[str],
    language: str,
    blocks: Sequence[Block] | None,
) -> Page:
    """Every wording of a page's headline, and what they are judged by."""
    return Page(
        candidates(places(signals, articles)),
        signals.h1,
        site_names,
        slug_words(url),
        printed(blocks) if blocks else NOTHING,
        news=any("newsarticle" in name for node in articles[:20] for name in types(node)),
        english=language == "en",
    )


def spelt(text: str, language: str) -> str:
    """A headline without the space before a colon that a kicker's markup leaves; French sets one."""
    return text if language == "fr" else _KICKER.sub(": ", text)


def printed_headline(signals: Signals, text: str) -> Mention | None:
    """The h1 that prints the headline, else the first one, else None: a logo is often an h1 too."""
    wanted = key(text)
    for one in signals.h1:
        printed = key(one.text)
        if printed and wanted and (printed in wanted or wanted in printed) and len(printed) > 8:
            return one
    return signals.h1[0] if signals.h1 else None


@cache
def weights() -> dict[str, float]:
    """The shipped weights by feature name."""
    shipped = json.loads(files("archive.extraction").joinpath("weights/title.json").read_text("utf-8"))
    return {str(name): float(weight) for name, weight in shipped["weights"].items()}


def score(found: dict[str, float]) -> float:
    """How much a wording looks like the headline; only the order matters."""
    known = weights()
    return sum(known[name] * squeezed(value) for name, value in found.items() if value and name in known)


def _source(best: Candidate) -> str:
    whole = sorted(source for source in best.sources if not source.endswith("-"))
    for place in ("h1", "json-ld headline", "og:title", *whole):
        if place in best.sources:
            return place
    return f"{sorted(best.places)[0]} without {best.removed!r}"[:120]
