"""Train the model that tells articles from other pages; it goes to archive/extraction/weights/pagekind.json.

    python -m bench.train_pagekind CORPUS [--check]

Articles are the pages of gold.jsonl, others those of others.jsonl. `web-snippets` holds company and product pages
among its articles, so its pages count for WEAK of one. Classes are balanced. Prints recall and balanced accuracy out of
fold (5 folds by registered domain), then trains on everything; `--check` writes nothing. Seeds are fixed.
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
from archive.extraction.pagekind_features import features, prose
from archive.extraction.trees import loaded
from bench.corpus import digest, pages

WEIGHTS = Path("archive/extraction/weights/pagekind.json")
FILES = ("gold.jsonl", "others.jsonl")
WEAK = 0.3
SETTINGS = {
    "n_estimators": 300, "num_leaves": 10, "learning_rate": 0.03, "min_child_samples": 25, "subsample": 0.8,
    "subsample_freq": 1,
    "colsample_bytree": 0.3, "reg_lambda": 5.0, "random_state": 1, "n_jobs": 1, "deterministic": True, "verbose": -1,
}  # fmt: skip


def figures(corpus: Path):
    found = []
    for page in (page for name in FILES for page in pages(corpus, name)):
        tree = parse(page.html())
        said = listen(tree)
        metadata = arbitrate(said, url=page.url)
        found.append((page, features(said, metadata, prose(cut(tree)), url=page.url)))
    return found


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
    found = figures(args.corpus)
    rows, names = [row for row, _ in found], sorted(found[0][1])
    X = np.array([[row[name] for name in names] for _, row in found], dtype=float)
    y = np.array([row.corpus != "others" for row in rows], dtype=int)
    w = np.where([row.corpus == "web-snippets" for row in rows], WEAK, 1.0)
    w = w * np.where(y == 1, 1.0, (w * y).sum() / (1 - y).sum())
    folds = np.array([row.fold for row in rows])
    probability = np.zeros(len(y))
    for fold in range(5):
        model = loaded(fit(names, X[folds != fold], y[folds != fold], w[folds != fold]))
        for i in np.flatnonzero(folds == fold):
            probability[i] = model.probability(found[i][1])
    scores = report(rows, probability)
    print(json.dumps(scores, indent=1))
    if args.worst:
        for p, row, is_article in sorted(zip(probability, rows, y, strict=True), key=lambda one: one[0]):
            if (p >= 0.5) != bool(is_article):
                print(f"{p:.2f} {row.corpus} {row.kind} {row.id} {row.url[:90]}")
    if not args.check:
        about = {"what": "article or not; see bench/train_pagekind.py", "corpus_sha256": digest(args.corpus, *FILES)}
        shipped = {**about, "out_of_fold": scores, **fit(names, X, y, w)}
        WEIGHTS.write_text(json.dumps(shipped, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
