"""Train the choice between wordings of a headline; weights go to archive/extraction/weights/title.json.

    python -m bench.train_title CORPUS [--check]

Logistic regression over (wording, is it the gold title) rows. Prints the share of exact
titles out of fold (5 folds by registered domain), then trains on everything. `--check` writes nothing.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from pathlib import Path

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from archive.extraction.dom import parse
from archive.extraction.metadata import language, listen, sites
from archive.extraction.metadata.title import spelt
from archive.extraction.metadata.title_candidates import candidates, places
from archive.extraction.metadata.title_features import features, slug_words
from bench.corpus import digest, pages

WEIGHTS = Path("archive/extraction/weights/title.json")
C = 1.0
NEWS = 1.0  # weight of a news page


def fold_case(text: str) -> str:
    return " ".join(text.casefold().split())


def examples(corpus: Path):
    for page in pages(corpus):
        if not page.title:
            continue
        said = listen(parse(page.html()))
        names = sites.site_names(said.signals, said.nodes, url=page.url)
        every = candidates(places(said.signals, said.articles))
        slug = slug_words(page.url)
        tongue = language.declared(said.signals, said.articles)
        rows = [features(one, every, headings=len(said.signals.h1), site_names=names, slug=slug) for one in every]
        yield page, [fold_case(spelt(one.text, tongue)) == fold_case(page.title) for one in every], rows


def fit(found, weights):
    vectorizer = DictVectorizer(sparse=False)
    X = vectorizer.fit_transform([one for _, _, rows in found for one in rows])
    y = np.array([right for _, rights, _ in found for right in rights])
    w = np.array([weight for weight, (_, rights, _) in zip(weights, found, strict=True) for _ in rights])
    model = LogisticRegression(C=C, max_iter=5_000, random_state=0).fit(X, y, sample_weight=w)
    return dict(zip(vectorizer.get_feature_names_out(), model.coef_[0], strict=True))


def chosen(weights, rows):
    return max(range(len(rows)), key=lambda i: sum(weights.get(n, 0.0) * v for n, v in rows[i].items()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--check", action="store_true", help="report the folds, write nothing")
    args = parser.parse_args()
    found = list(examples(args.corpus))
    folds = [page.fold for page, _, _ in found]
    weights = [NEWS if page.corpus.startswith("news") else 1.0 for page, _, _ in found]
    exact, possible = defaultdict(list), defaultdict(list)
    for fold in sorted(set(folds)):
        inside = [i for i, f in enumerate(folds) if f != fold]
        learnt = fit([found[i] for i in inside], [weights[i] for i in inside])
        for i, f in enumerate(folds):
            if f == fold:
                page, rights, rows = found[i]
                exact[page.corpus].append(bool(rights) and rights[chosen(learnt, rows)])
                possible[page.corpus].append(any(rights))
    scores = {name: round(float(np.mean(values)), 4) for name, values in exact.items()}
    print("out of fold", scores, "oracle", {name: round(float(np.mean(v)), 4) for name, v in possible.items()})
    if not args.check:
        learnt = fit(found, weights)
        shipped = {
            "what": "logistic regression over wordings of a headline; see bench/train_title.py",
            "corpus_sha256": digest(args.corpus),
            "exact_out_of_fold": scores,
            "weights": {name: round(float(weight), 4) for name, weight in sorted(learnt.items())},
        }
        WEIGHTS.write_text(json.dumps(shipped, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
