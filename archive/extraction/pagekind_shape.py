"""Where the prose of a page stands: in one place, as in an article, or spread over posts, cards and rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from lxml.html import HtmlElement

from archive.extraction.blocks import Block

MAX_PROSE = 400  # blocks of prose whose place is looked at
LEVELS = 10  # ancestors of each that are looked at, at least

_PLACES = ("article", "main", "aside", "section", "li", "form", "blockquote", "table")


def shape(prose: Sequence[Block], labels: Sequence[Block], blocks: int) -> dict[str, float]:
    """Return figures of how prose is spread over a page; the same names for every page.

    Given are its blocks of prose, its blocks of a few words, and the number of all its blocks.
    """
    prose = prose[:MAX_PROSE]
    share = 1 / max(1, len(prose))
    parents = Counter(block.element.getparent() for block in prose)
    tags = Counter(block.element.tag for block in prose)
    texts = {block.text for block in labels}
    return {
        **_places(parents, tags, share),
        "prose in one parent": max(parents.values(), default=0) * share,
        "prose parents": float(len(parents)),
        "prose p": tags["p"] * share,
        "prose div": (tags["div"] + tags["span"]) * share,
        "prose exclaimed": sum("!" in block.text[:2_000] for block in prose) * share,
        "labels": len(labels) / max(1, blocks),
        "labels repeated": (len(labels) - len(texts)) / max(1, len(labels)),
        **_stretches([block.ordinal for block in prose]),
    }


def _places(parents: Counter[HtmlElement | None], tags: Counter[str], share: float) -> dict[str, float]:
    """The shares of prose inside elements of some tags, and inside its most common grandparent."""
    known: dict[HtmlElement, frozenset[str]] = {}
    inside = Counter({place: tags[place] for place in _PLACES})
    above: Counter[HtmlElement | None] = Counter()
    for parent, count in parents.items():
        if parent is not None:
            above[parent.getparent()] += count
            inside.update(dict.fromkeys(_tags(parent, known), count))
    found = {f"prose in {place}": min(1.0, inside[place] * share) for place in _PLACES}
    return {**found, "prose in one grandparent": max(above.values(), default=0) * share}


def _tags(element: HtmlElement, known: dict[HtmlElement, frozenset[str]]) -> frozenset[str]:
    """Return the tags of an element and of its nearest ancestors, and note them in `known`."""
    pending: list[HtmlElement] = []
    here: HtmlElement | None = element
    while here is not None and here not in known and len(pending) < LEVELS:
        pending.append(here)
        here = here.getparent()
    found = known.get(here, frozenset()) if here is not None else frozenset()
    for below in reversed(pending):
        found = known[below] = found | {below.tag}
    return found


def _stretches(ordinals: Sequence[int]) -> dict[str, float]:
    """How the blocks of prose follow each other."""
    if not ordinals:
        return {"prose runs": 0.0, "prose span": 0.0, "before prose": 0.0}
    runs = 1 + sum(after - before > 1 for before, after in pairwise(ordinals))
    span = len(ordinals) / (ordinals[-1] - ordinals[0] + 1)
    return {"prose runs": float(runs), "prose span": span, "before prose": float(ordinals[0])}
