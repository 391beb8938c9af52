"""Learn the lexicon: which names of elements, and which words, speak for or against a block."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from math import log, log1p

import numpy as np

from archive.extraction.lexicon import RANGES, SCALE, Lexicon
from bench.dataset import Example

MIN_SITES = (3, 3, 3, 4)  # sites that a word must be met on: near, middle, far, said
PRIOR = 4.0  # imagined observations that hold nothing for or against
LEAST = 0.15  # log-odds below which a word is not worth its place

Counts = dict[str, tuple[float, float]]  # word to the weight of body and of all blocks


def counts(one: Example) -> list[Counts]:
    """Return for each part of the lexicon what each word of a page stood by."""
    weight = one.weight.tolist()
    label = one.label.tolist()
    bones = one.page.bones
    found = []
    for _, low, high in RANGES:
        rows = [tuple(row) for row in bones.above[:, low:high].tolist()]
        names = {row: frozenset().union(*(bones.names[at] for at in row)) for row in set(rows)}
        found.append(_tally((names[row] for row in rows), label, weight))
    found.append(_tally(one.page.spoken, label, weight))
    return found


def _tally(words: Iterable[Iterable[str]], label: Sequence[float], weight: Sequence[float]) -> Counts:
    body: dict[str, float] = defaultdict(float)
    whole: dict[str, float] = defaultdict(float)
    for names, is_body, heavy in zip(words, label, weight, strict=True):
        for name in set(names) if heavy else ():
            body[name] += is_body * heavy
            whole[name] += heavy
    return {name: (body[name], total) for name, total in whole.items()}


def learn(pages: Sequence[Example], counted: dict[str, list[Counts]]) -> Lexicon:
    """Return the log-odds of each word met on enough sites, smoothed; a page counts by the logarithm of its weight."""
    return Lexicon(*(_part([(one.domain, counted[one.id][at]) for one in pages], MIN_SITES[at]) for at in range(4)))


def _part(pages: Sequence[tuple[str, Counts]], least: int) -> dict[str, float]:
    body: dict[str, float] = defaultdict(float)
    whole: dict[str, float] = defaultdict(float)
    sites: dict[str, set[str]] = defaultdict(set)
    for domain, seen in pages:
        for name, (kept, total) in seen.items():
            amount = log1p(total)
            body[name] += amount * kept / total
            whole[name] += amount
            sites[name].add(domain)
    if not whole:
        return {}
    share = sum(body.values()) / sum(whole.values())
    odds = {
        name: log((body[name] + PRIOR * share) / (total - body[name] + PRIOR * (1 - share))) - log(share / (1 - share))
        for name, total in whole.items()
        if len(sites[name]) >= least
    }
    return {name: float(np.round(value * SCALE) / SCALE) for name, value in sorted(odds.items()) if abs(value) >= LEAST}
