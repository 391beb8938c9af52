"""Train the block model: `python -m bench.train` for the shipped weights, with `--folds` for the folds.

The folds' models are for measuring only (bench/extraction.py): model k has seen no page of the sites in fold k, neither
its words, nor its first stage, nor its second. They go to bench/out/, which is not committed.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
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

OUT = Path(__file__).parent / "out"
THRESHOLD = 0.45
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


def train(pages: Sequence[Example]) -> Trained:
    """Return a model of pages; whatever one part learns from another is learnt on other sites than it is used on."""
    counted = {one.id: counts(one) for one in pages}
    chance = np.random.default_rng(SEED)
    read = pages  # the lexicon learns from pages as they are
    pages = [*pages, *(shaken(one, chance) for one in pages if chance.random() < SHAKE)]
    folds = sorted({one.fold for one in pages})
    base: dict[str, Floats] = {}
    for fold in folds:
        words = learn([one for one in read if one.fold != fold], counted)
        base |= {one.id: features(one.page, words) for one in pages if one.fold == fold}
    first: dict[str, Floats] = {}
    for fold in folds:
        trees = _fit([one for one in pages if one.fold != fold], base, FIRST)
        for one in pages:
            if one.fold == fold:
                first[one.id] = np.asarray(trees.predict(base[one.id], num_threads=1), dtype=np.float32)
    seen = {one.id: context(base[one.id], first[one.id], one.page.bones) for one in pages}
    return Trained(learn(read, counted), _fit(pages, base, FIRST), _fit(pages, seen, SECOND))


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


def fold_folder(fold: int) -> Path:
    """Return where the model lies that has not seen a fold."""
    return OUT / f"fold-{fold}"


def _card(root: Path, pages: Sequence[Example], name: str) -> dict[str, object]:
    return {
        "name": name,
        "threshold": THRESHOLD,
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


def _train_fold(root: Path, fold: int) -> str:
    pages = [one for one in examples(root, OUT) if one.fold != fold]
    train(pages).save(fold_folder(fold), _card(root, pages, f"fold {fold}"))
    return f"fold {fold}: trained on {len(pages)} pages of other sites"


def main() -> int:
    """Train as asked; exit 0 also where the corpus is absent, with a sentence."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folds", action="store_true", help="train the models for measuring instead")
    parser.add_argument("--jobs", type=int, default=2, help="folds trained at a time")
    args = parser.parse_args()
    root = corpus.folder()
    if root is None:
        print(corpus.ABSENT, file=sys.stderr)
        return 0
    pages = examples(root, OUT)
    if args.folds:
        with ProcessPoolExecutor(args.jobs) as pool:
            for line in pool.map(partial(_train_fold, root), range(corpus.FOLDS)):
                print(line, file=sys.stderr)
        return 0
    train(pages).save(WEIGHTS, _card(root, pages, "blocks 1"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
