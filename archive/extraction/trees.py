"""A small trained classifier run in plain Python: gradient-boosted trees and a linear model, averaged."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Tree:
    """One tree as parallel lists: node i asks whether feature[i] <= threshold[i]; a negative child is a leaf."""

    feature: tuple[int, ...]
    threshold: tuple[float, ...]
    left: tuple[int, ...]
    right: tuple[int, ...]
    leaf: tuple[float, ...]

    def value(self, row: list[float]) -> float:
        """The leaf that a row of figures falls into."""
        feature, threshold, left, right = self.feature, self.threshold, self.left, self.right
        at = 0 if feature else -1
        while at >= 0:
            at = left[at] if row[feature[at]] <= threshold[at] else right[at]
        return self.leaf[-at - 1]


@dataclass(frozen=True, slots=True)
class Classifier:
    """Names of its figures, its trees, and its linear model over logarithms of the figures."""

    names: tuple[str, ...]
    trees: tuple[Tree, ...]
    linear: tuple[float, ...]  # one weight a figure
    offset: float

    def probability(self, figures: Mapping[str, float]) -> float:
        """The mean of both models' probabilities; figures it does not know are ignored, absent ones are 0."""
        row = [float(figures.get(name, 0.0)) for name in self.names]
        boosted = sum(tree.value(row) for tree in self.trees)
        linear = self.offset + sum(weight * squeezed(x) for weight, x in zip(self.linear, row, strict=True))
        return (sigmoid(boosted) + sigmoid(linear)) / 2


def squeezed(x: float) -> float:
    """The signed logarithm that the linear model sees of a figure."""
    return math.copysign(math.log1p(abs(x)), x)


def sigmoid(x: float) -> float:
    """The logistic function, without overflow."""
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))


@cache
def shipped(name: str) -> Classifier:
    """Load archive/extraction/weights/<name>, once a process."""
    return loaded(json.loads(files("archive.extraction").joinpath(f"weights/{name}").read_text("utf-8")))


def loaded(said: Mapping[str, Any]) -> Classifier:
    """A classifier from its JSON form, as `bench/train_pagekind.py` writes it."""
    trees = tuple(
        Tree(*(tuple(tree[part]) for part in ("feature", "threshold", "left", "right", "leaf")))
        for tree in said["trees"]
    )
    return Classifier(tuple(said["names"]), trees, tuple(said["linear"]), float(said["offset"]))
