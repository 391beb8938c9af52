"""Learn the words that speak for or against an article: of an address, a title, a menu, a text, a declaration."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from archive.extraction.pagekind_words import GROUPS, Spoken, Wordlist

MIN_SITES = 4  # that a word must be met on
MOST = 12_000  # words kept, those of the greatest weight
C = 2.0
DIGITS = 4  # after the point, of a stored weight

Word = tuple[str, str]  # group, word
Floats = npt.NDArray[np.float64]


def learn(spoken: Sequence[Spoken], domains: Sequence[str], y: Floats, weight: Floats) -> Wordlist:
    """Return the wordlist of pages of which `y` is 1 for an article; deterministic.

    Logistic regression over which words a page has, each group of words of unit length; fitted to all words, and again
    to those of the greatest weight.
    """
    words = met(spoken, domains)
    first = _fit(words, spoken, y, weight)
    words = [words[at] for at in sorted(np.argsort(-np.abs(first), kind="stable")[:MOST].tolist())]
    found = _fit(words, spoken, y, weight)
    lists: dict[str, dict[str, float]] = {group: {} for group in GROUPS}
    for (group, word), value in zip(words, found.tolist(), strict=True):
        lists[group][word] = round(value, DIGITS)
    return Wordlist(lists)


def met(spoken: Sequence[Spoken], domains: Iterable[str]) -> list[Word]:
    """Return the words without digits that stand on MIN_SITES sites, in order."""
    sites: dict[Word, set[str]] = defaultdict(set)
    for page, domain in zip(spoken, domains, strict=True):
        for group in GROUPS:
            for word in page[group]:
                sites[group, word].add(domain)
    often = (one for one, seen in sites.items() if len(seen) >= MIN_SITES)
    return sorted(one for one in often if one[1].startswith("depth:") or not any(map(str.isdigit, one[1])))


def _fit(words: Sequence[Word], spoken: Sequence[Spoken], y: Floats, weight: Floats) -> Floats:
    number = {word: at for at, word in enumerate(words)}
    rows, columns, values = [], [], []
    for row, page in enumerate(spoken):
        for group in GROUPS:
            known = sorted(number[group, word] for word in page[group] if (group, word) in number)
            rows += [row] * len(known)
            columns += known
            values += [1 / max(1.0, len(known)) ** 0.5] * len(known)
    table = csr_matrix((values, (rows, columns)), shape=(len(spoken), len(words)))
    line = LogisticRegression(C=C, max_iter=300, solver="liblinear", random_state=1)
    return np.asarray(line.fit(table, y, sample_weight=weight).coef_[0], dtype=np.float64)
