"""Train the choice between wordings of a headline; weights go to archive/extraction/weights/title.json.

    python -m bench.train_title CORPUS [--check] [--repeat N]

Logistic regression over (wording, is it the gold title) rows, figures squeezed to logarithms. Prints the share of exact
titles out of fold (5 folds by registered domain; `--repeat` draws other folds, to see how far chance goes), then trains
on everything. `--check` writes nothing.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from archive.extraction.blocks import cut
from archive.extraction.dom import parse
from archive.extraction.metadata import language, listen, sites
from archive.extraction.metadata.title import seen, spelt
from archive.extraction.metadata.title_features import features
from bench.corpus import FOLDS, Page, digest, pages

WEIGHTS = Path("archive/extraction/weights/title.json")
C = 0.03
NEWS = 2.0  # weight of a news page: they are few, and what the project reads

Example = tuple[Page, list[bool], list[dict[str, float]]]


def fold_case(text: str) -> str:
    return " ".join(text.casefold().split())


def examples(corpus: Path) -> Iterator[Example]:
    for page in pages(corpus):
        if not page.title:
            continue
        tree = parse(page.html())
        said = listen(tree)
        names = sites.site_names(said.signals, said.nodes, url=page.url)
        tongue = language.declared(said.signals, said.articles)
        shown = seen(said.signals, said.articles, url=page.url, site_names=names, language=tongue, blocks=cut(tree))
        rights = [fold_case(spelt(one.text, tongue)) == fold_case(page.title) for one in shown.every]
        yield page, rights, [features(one, shown) for one in shown.every]


def fit(found: list[Example]) -> dict[str, float]:
    vectorizer = DictVectorizer(sparse=False)
    X = squeezed(vectorizer.fit_transform([row for _, _, rows in found for row in rows]))
    y = np.array([right for _, rights, _ in found for right in rights])
    w = np.array([NEWS if page.corpus.startswith("news") else 1.0 for page, rights, _ in found for _ in rights])
    scale = StandardScaler().fit(X)
    model = LogisticRegression(C=C, max_iter=5_000, random_state=0).fit(scale.transform(X), y, sample_weight=w)
    return dict(zip(vectorizer.get_feature_names_out(), model.coef_[0] / scale.scale_, strict=True))


def squeezed(X):
    return np.sign(X) * np.log1p(np.abs(X))


def chosen(weights: dict[str, float], rows: list[dict[str, float]]) -> int:
    return max(
        range(len(rows)), key=lambda i: sum(weights.get(name, 0.0) * float(squeezed(x)) for name, x in rows[i].items())
    )


def fold(page: Page, draw: int) -> int:
    """The fold of a page's site: the one that all benches use, or another drawing of folds."""
    key = f"{page.domain}{draw or ''}"
    return int.from_bytes(blake2b(key.encode(), digest_size=8).digest()) % FOLDS


def out_of_fold(found: list[Example], draw: int = 0) -> dict[str, float]:
    exact = defaultdict(list)
    for number in range(FOLDS):
        learnt = fit([one for one in found if fold(one[0], draw) != number and any(one[1])])
        for page, rights, rows in (one for one in found if fold(one[0], draw) == number):
            exact[page.corpus].append(bool(rights) and rights[chosen(learnt, rows)])
    return {name: round(float(np.mean(values)), 4) for name, values in exact.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--check", action="store_true", help="report the folds, write nothing")
    parser.add_argument("--repeat", type=int, default=0, help="draw the folds this many times more")
    args = parser.parse_args()
    found = list(examples(args.corpus))
    possible = defaultdict(list)
    for page, rights, _ in found:
        possible[page.corpus].append(any(rights))
    scores = out_of_fold(found)
    print("out of fold", scores, "among them", {name: round(float(np.mean(v)), 4) for name, v in possible.items()})
    for draw in range(1, args.repeat + 1):
        print(f"folds drawn anew ({draw})", out_of_fold(found, draw))
    if not args.check:
        shipped = {
            "what": "logistic regression over wordings of a headline; see bench/train_title.py",
            "corpus_sha256": digest(args.corpus),
            "exact_out_of_fold": scores,
            "weights": {name: round(float(weight), 4) for name, weight in sorted(fit(found).items())},
        }
        WEIGHTS.write_text(json.dumps(shipped, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
