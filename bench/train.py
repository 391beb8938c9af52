"""Train the block model: the shipped weights, and with them the models of the folds, in one run.

The model of fold k is for measuring only (bench/extraction.py). Nothing in it has seen a page of the sites in fold k:
neither its lexicon nor its first stage nor the probabilities that its second stage was fitted on. Those come from first
stages and lexicons of their own, fitted without k and without the fold of the page that they tell of. The folds' models
go to bench/out/, which is not committed.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
import numpy.typing as npt

from archive.extraction import lexicon as lexicons
from archive.extraction.context import context
from archive.extraction.features import NAMES, features
from archive.extraction.lexicon import Lexicon
from archive.extraction.model import STAGES, WEIGHTS
from bench import corpus
from bench.boosting import COMMON, fit, write_onnx
from bench.dataset import FILES, OTHERS, SHAKEN, WEIGHT, Example, examples, shaken
from bench.wordlist import Counts, counts, learn

Floats = npt.NDArray[np.float32]

SEED = 7
SHAKE = 0.3  # of the pages are seen a second time, shaken
FIRST = {"rounds": 150, "params": {"num_leaves": 24, "learning_rate": 0.1, "feature_fraction": 0.3}}
SECOND = {"rounds": 60, "params": {"num_leaves": 12, "learning_rate": 0.1, "feature_fraction": 0.3}}


@dataclass(frozen=True, slots=True)
class Trained:
    """What is learnt: a lexicon and two stages of trees."""

    lexicon: Lexicon
    first: lightgbm.Booster
    second: lightgbm.Booster

    def save(self, folder: Path, card: dict[str, object]) -> None:
        """Write the weights, and beside them what they were made of."""
        folder.mkdir(parents=True, exist_ok=True)
        lexicons.save(self.lexicon, folder / "lexicon.json")
        for stage, trees in zip(STAGES, (self.first, self.second), strict=True):
            write_onnx(trees, folder / f"{stage}.onnx")
        (folder / "model.json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")


def train(pages: Sequence[Example], counted: dict[str, list[Counts]], *, hidden: int | None = None) -> Trained:
    """Return the model fitted to all pages but those of the fold `hidden`.

    Whatever one part learns from another is learnt on other sites than it is used on. Pages that are no articles teach
    the first stage what furniture looks like; what an article's body is, lexicon and second stage learn from articles.
    """
    known = _without(pages, hidden)
    chance = np.random.default_rng(SEED)
    seen = [*known, *(shaken(one, chance) for one in known if one.corpus != OTHERS and chance.random() < SHAKE)]
    lexicon = _learn(known, counted)
    base: dict[str, Floats] = {}
    for fold in {one.fold for one in known}:
        words = _learn(_without(known, fold), counted)
        base |= {one.id: features(one.page, words) for one in seen if one.fold == fold}
    rows: dict[str, Floats] = {}
    for fold in {one.fold for one in known}:
        trees = _fit(_without(seen, fold), base, FIRST)
        rows |= {one.id: _second_rows(one, base[one.id], trees) for one in seen if one.fold == fold}
    articles = [one for one in seen if one.corpus != OTHERS]
    return Trained(lexicon, _fit(seen, base, FIRST), _fit(articles, rows, SECOND))


def _learn(pages: Sequence[Example], counted: dict[str, list[Counts]]) -> Lexicon:
    return learn([one for one in pages if one.corpus != OTHERS], counted)


def _second_rows(one: Example, base: Floats, first: lightgbm.Booster) -> Floats:
    return context(base, np.asarray(first.predict(base, num_threads=1), np.float32), one.page.bones)


def _without(pages: Sequence[Example], fold: int | None) -> list[Example]:
    return [one for one in pages if one.fold != fold]


def _fit(pages: Sequence[Example], rows: dict[str, Floats], how: dict[str, object]) -> lightgbm.Booster:
    label = np.concatenate([one.label for one in pages])
    weight = np.concatenate([one.weight for one in pages])
    table = np.concatenate([rows[one.id] for one in pages])
    return fit(table, label, _thinned(table, label, weight), **how)  # type: ignore[arg-type]


def _thinned(rows: Floats, label: Floats, weight: Floats) -> Floats:
    """Leave out two of three blocks that nobody would take for body, for speed; the third counts thrice."""
    plain = label == 0
    for name in ("trafilatura", "signature_trafilatura", "greatgrandparent_trafilatura"):
        plain &= rows[:, NAMES.index(name)] == 0
    chosen = np.arange(len(label)) % 3 == 0
    return np.where(plain, np.where(chosen, 3 * weight, 0), weight).astype(np.float32)


def _card(root: Path, pages: Sequence[Example], name: str) -> dict[str, object]:
    return {
        "name": name,
        "corpus_sha256": corpus.digest(root, *FILES),
        "pages": len(pages),
        "sites": len({one.domain for one in pages}),
        "blocks": int(sum(len(one.label) for one in pages)),
        "folds": f"{corpus.FOLDS} by registered domain (BLAKE2b of the domain)",
        "page_weights": {**WEIGHT, "shaken": SHAKEN},
        "shaken_pages": SHAKE,
        "seed": SEED,
        "trees": {"common": COMMON, "first": FIRST, "second": SECOND},
    }


_shared: tuple[Path, list[Example], dict[str, list[Counts]]]


def _share(*given: Any) -> None:
    global _shared  # noqa: PLW0603 - a worker's own
    _shared = given  # type: ignore[assignment]


def _make(hidden: int | None) -> str:
    root, pages, counted = _shared
    used = _without(pages, hidden)
    name = "blocks 4" if hidden is None else f"blocks 4, without fold {hidden}"
    folder = WEIGHTS if hidden is None else corpus.fold_folder(hidden)
    train(pages, counted, hidden=hidden).save(folder, _card(root, used, name))
    return f"{name}: trained on {len(used)} pages"


def main() -> int:
    """Train and write; exit 0 also where the corpus is absent, with a sentence."""
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    root = corpus.located()
    if root is None:
        return 0
    pages = examples(root, corpus.OUT)
    counted = {one.id: counts(one) for one in pages if one.corpus != OTHERS}
    shared = (root, pages, counted)  # by fork, not by copies
    with ProcessPoolExecutor(mp_context=get_context("fork"), initializer=_share, initargs=shared) as pool:
        for said in pool.map(_make, (None, *range(corpus.FOLDS))):
            print(said, file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
