"""Train the block model: the shipped weights, and with them the models of the folds, in one run.

The model of fold k is for measuring only (bench/extraction.py): its lexicon, its first stage and its second stage were
fitted without the pages of the sites in fold k. What its second stage was fitted *on*, the first stage's probabilities
of pages of other folds, came from first stages that had seen fold k: fitting those anew for each k takes five times as
long. The folds' models go to bench/out/, which is not committed.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

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
from bench.dataset import SHAKEN, WEIGHT, Example, examples, shaken
from bench.wordlist import counts, learn

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


def train(pages: Sequence[Example]) -> dict[int | None, Trained]:
    """Return the model of all pages under None, and under each fold the model that was fitted without it.

    Whatever one part learns from another is learnt on other sites than it is used on.
    """
    counted = {one.id: counts(one) for one in pages}
    chance = np.random.default_rng(SEED)
    seen = [*pages, *(shaken(one, chance) for one in pages if chance.random() < SHAKE)]
    lexicon = {fold: learn(_without(pages, fold), counted) for fold in (None, *range(corpus.FOLDS))}
    base = {one.id: features(one.page, lexicon[one.fold]) for one in seen}
    first = {fold: _fit(_without(seen, fold), base, FIRST) for fold in lexicon}
    told = {one.id: np.asarray(first[one.fold].predict(base[one.id], num_threads=1), np.float32) for one in seen}
    rows = {one.id: context(base[one.id], told[one.id], one.page.bones) for one in seen}
    second = {fold: _fit(_without(seen, fold), rows, SECOND) for fold in lexicon}
    return {fold: Trained(lexicon[fold], first[fold], second[fold]) for fold in lexicon}


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
    for name in ("trafilatura", "resiliparse", "signature_trafilatura", "greatgrandparent_trafilatura"):
        plain &= rows[:, NAMES.index(name)] == 0
    chosen = np.arange(len(label)) % 3 == 0
    return np.where(plain, np.where(chosen, 3 * weight, 0), weight).astype(np.float32)


def _card(root: Path, pages: Sequence[Example], name: str) -> dict[str, object]:
    return {
        "name": name,
        "corpus_sha256": corpus.digest(root),
        "pages": len(pages),
        "sites": len({one.domain for one in pages}),
        "blocks": int(sum(len(one.label) for one in pages)),
        "folds": f"{corpus.FOLDS} by registered domain (BLAKE2b of the domain)",
        "page_weights": {**WEIGHT, "shaken": SHAKEN},
        "shaken_pages": SHAKE,
        "seed": SEED,
        "trees": {"common": COMMON, "first": FIRST, "second": SECOND},
    }


def main() -> int:
    """Train and write; exit 0 also where the corpus is absent, with a sentence."""
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    root = corpus.folder()
    if root is None:
        print(corpus.ABSENT, file=sys.stderr)
        return 0
    pages = examples(root, corpus.OUT)
    for fold, trained in train(pages).items():
        used = _without(pages, fold)
        folder, name = (
            (WEIGHTS, "blocks 1") if fold is None else (corpus.fold_folder(fold), f"blocks 1, without fold {fold}")
        )
        trained.save(folder, _card(root, used, name))
        print(f"{name}: trained on {len(used)} pages", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
