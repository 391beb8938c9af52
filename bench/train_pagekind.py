"""Train the model that tells articles from other pages: weights/pagekind.json and weights/pagekind_words.json.

    python -m bench.train_pagekind CORPUS [--check] [--worst]

Articles are the pages of gold.jsonl, others those of others.jsonl. `web-snippets` holds company and product pages
among its articles, so its pages count for WEAK of one. Classes are balanced. Prints recall and balanced accuracy out of
fold (5 folds by registered domain), then trains on everything; `--check` writes nothing. Seeds are fixed.

What trees learn of words, they learn from wordlists that have not seen the page: for fold k, of lists made without k
and without the fold of the page that they tell of.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import lightgbm
import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from archive.extraction.blocks import cut
from archive.extraction.dom import parse
from archive.extraction.metadata import arbitrate, listen
from archive.extraction.pagekind import read
from archive.extraction.pagekind_features import prose
from archive.extraction.trees import loaded
from bench.corpus import FOLDS, digest, pages
from bench.pagekind_wordlist import learn

WEIGHTS = Path("archive/extraction/weights/pagekind.json")
WORDS = Path("archive/extraction/weights/pagekind_words.json")
FILES = ("gold.jsonl", "others.jsonl")
WEAK = 0.3
SETTINGS = {
    "n_estimators": 300, "num_leaves": 10, "learning_rate": 0.03, "min_child_samples": 25, "subsample": 0.8,
    "subsample_freq": 1,
    "colsample_bytree": 0.3, "reg_lambda": 5.0, "random_state": 1, "n_jobs": 1, "deterministic": True, "verbose": -1,
}  # fmt: skip


class Pages:
    """What the folds share: pages with their figures and words, labels and weights."""

    def __init__(self, found):
        self.rows, self.figures, self.spoken = zip(*found, strict=True)
        self.y = np.array([row.corpus != "others" for row in self.rows], dtype=int)
        weight = np.where([row.corpus == "web-snippets" for row in self.rows], WEAK, 1.0)
        self.weight = weight * np.where(self.y == 1, 1.0, (weight * self.y).sum() / (1 - self.y).sum())
        self.folds = np.array([row.fold for row in self.rows])

    def words(self, chosen):
        """The wordlist of some pages."""
        spoken, domains = [self.spoken[at] for at in chosen], [self.rows[at].domain for at in chosen]
        return learn(spoken, domains, self.y[chosen], self.weight[chosen])

    def with_words(self, at, wordlist):
        """All figures of a page."""
        return self.figures[at] | wordlist.figures(self.spoken[at])

    def train(self, hidden=None):
        """The wordlist and the weights of a model that has seen no page of the fold `hidden`."""
        seen = np.flatnonzero(self.folds != hidden)
        told = {}
        for fold in sorted(set(range(FOLDS)) - {hidden}):
            wordlist = self.words(seen[self.folds[seen] != fold])
            told |= {at: self.with_words(at, wordlist) for at in seen[self.folds[seen] == fold]}
        names = sorted(told[seen[0]])
        X = np.array([[told[at][name] for name in names] for at in seen], dtype=float)
        return self.words(seen), fit(names, X, self.y[seen], self.weight[seen])


def looked_at(corpus: Path):
    for page in (page for name in FILES for page in pages(corpus, name)):
        tree = parse(page.html())
        blocks = cut(tree)
        said = listen(tree)
        metadata = arbitrate(said, url=page.url, blocks=blocks)
        yield page, *read(said, metadata, prose(blocks), url=page.url)


def fit(names, X, y, w):
    booster = lightgbm.LGBMClassifier(**SETTINGS).fit(X, y, sample_weight=w).booster_
    squeezed = np.sign(X) * np.log1p(np.abs(X))
    scale = StandardScaler().fit(squeezed)
    line = LogisticRegression(C=0.1, max_iter=5_000).fit(scale.transform(squeezed), y, sample_weight=w)
    coefficients = line.coef_[0] / scale.scale_
    return {
        "names": names,
        "trees": [compact(tree["tree_structure"]) for tree in booster.dump_model()["tree_info"]],
        "linear": [round(float(c), 5) for c in coefficients],
        "offset": round(float(line.intercept_[0] - (coefficients * scale.mean_).sum()), 5),
    }


def compact(root):
    tree = {"feature": [], "threshold": [], "left": [], "right": [], "leaf": []}

    def place(node):
        if "leaf_value" in node:
            tree["leaf"].append(round(node["leaf_value"], 5))
            return -len(tree["leaf"])
        at = len(tree["feature"])
        tree["feature"].append(node["split_feature"])
        tree["threshold"].append(float(f"{node['threshold']:.7g}"))
        for side in ("left", "right"):
            tree[side].append(0)
        tree["left"][at] = place(node["left_child"])
        tree["right"][at] = place(node["right_child"])
        return at

    place(root)
    return tree


def report(rows, probability):
    recall = {}
    for corpus in ("news-dev", "wcxb-articles", "web-snippets", "others"):
        inside = [p >= 0.5 for p, row in zip(probability, rows, strict=True) if row.corpus == corpus]
        recall[corpus] = round(float(np.mean(inside)), 4)
    sure = [p >= 0.5 for p, row in zip(probability, rows, strict=True) if row.corpus in ("news-dev", "wcxb-articles")]
    every = [p >= 0.5 for p, row in zip(probability, rows, strict=True) if row.corpus != "others"]
    refused = 1 - recall["others"]
    return {
        "called articles": recall,
        "balanced accuracy, news-dev against others": round((recall["news-dev"] + refused) / 2, 4),
        "balanced accuracy, news-dev and wcxb-articles against others": round((float(np.mean(sure)) + refused) / 2, 4),
        "balanced accuracy, all of gold.jsonl against others": round((float(np.mean(every)) + refused) / 2, 4),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--check", action="store_true", help="report the folds, write nothing")
    parser.add_argument("--worst", action="store_true", help="list each page on the wrong side")
    args = parser.parse_args()
    found = Pages(list(looked_at(args.corpus)))
    rows = found.rows
    probability = np.zeros(len(rows))
    for fold in range(FOLDS):
        wordlist, weights = found.train(hidden=fold)
        model = loaded(weights)
        for at in np.flatnonzero(found.folds == fold):
            probability[at] = model.probability(found.with_words(at, wordlist))
    scores = report(rows, probability)
    print(json.dumps(scores, indent=1))
    if args.worst:
        for p, row, is_article in sorted(zip(probability, rows, found.y, strict=True), key=lambda one: one[0]):
            if (p >= 0.5) != bool(is_article):
                print(f"{p:.2f} {row.corpus} {row.kind} {row.id} {row.url[:90]}")
    if not args.check:
        about = {"what": "article or not; see bench/train_pagekind.py", "corpus_sha256": digest(args.corpus, *FILES)}
        wordlist, weights = found.train()
        write(WEIGHTS, {**about, "out_of_fold": scores, **weights})
        write(WORDS, wordlist.weights)


def write(file, stored):
    file.write_text(json.dumps(stored, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
