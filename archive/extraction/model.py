"""The learnt model: how probable it is that each block of a page is body."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from functools import cache
from itertools import compress
from pathlib import Path

import numpy as np
import numpy.typing as npt
from lxml.html import HtmlElement

from archive.extraction import lexicon as lexicons
from archive.extraction.candidates import Mask, bones_of, candidates
from archive.extraction.context import context
from archive.extraction.features import Reading, features, read
from archive.extraction.hints import hints
from archive.extraction.lexicon import Lexicon
from archive.extraction.signs import signs
from archive.extraction.survey import Survey
from archive.extraction.voter import trafilatura_text

os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # it carries Microsoft's (1.32), and starts a thread for it as it is imported
import onnxruntime

Floats = npt.NDArray[np.float32]

WEIGHTS = Path(__file__).parent / "weights"
STAGES = ("first", "second")


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the model makes of the blocks of one page, in page order."""

    probabilities: tuple[float | None, ...]  # that the block is body; None where the model was not asked
    threshold: float  # a block at least this probable counts as body: chosen page by page


class Model:
    """Two stages of boosted trees and a lexicon, loaded from a folder of weights."""

    def __init__(self, folder: Path = WEIGHTS) -> None:
        self.lexicon: Lexicon = lexicons.load(folder / "lexicon.json")
        self.stages = [_session(folder / f"{stage}.onnx") for stage in STAGES]
        self.name: str = json.loads((folder / "model.json").read_text(encoding="utf-8"))["name"]

    def probabilities(self, page: Reading) -> Floats:
        """Return for each block that the model reads the probability that it is body."""
        base = features(page, self.lexicon)
        first = _run(self.stages[0], base)
        second = _run(self.stages[1], context(base, first, page.bones))
        return np.asarray((first + second) / 2, dtype=np.float32)  # on the folds the mean does better than either


@cache
def shipped() -> Model:
    """Return the model in the package, loaded once a process."""
    return Model()


def reading(page: Survey, tree: HtmlElement, asked: Mask) -> Reading:
    """Return those blocks of a page that the model is asked about, at least one, as it reads them."""
    blocks = list(compress(page.blocks, asked))
    kept = trafilatura_text(tree)
    return read(blocks, bones_of(page.bones, asked), kept, hints(tree), signs(blocks, page.namer))


def judge(page: Survey, tree: HtmlElement, *, model: Model | None = None) -> Judgement:
    """Return how probable it is that each block of a parsed page is body. The tree is left as it is."""
    blocks = page.blocks
    found = np.zeros(len(blocks), dtype=np.float32)
    asked = candidates(blocks, page.bones)
    if not asked.any():
        return Judgement((None,) * len(blocks), 0.5)
    found[asked] = (model or shipped()).probabilities(reading(page, tree, asked))
    size = np.asarray([len(block.tokens) for block in blocks], dtype=np.float64)
    told = tuple(p if was_asked else None for p, was_asked in zip(found.tolist(), asked.tolist(), strict=True))
    return Judgement(told, best_threshold(found, size))


def best_threshold(probabilities: npt.NDArray[np.floating], size: npt.NDArray[np.floating]) -> float:
    """Return the threshold that makes the expected F of a page's body, in words, highest.

    It lies at half of that F (Lipton, Elkan, Naryanaswamy: Optimal Thresholding of
    Classifiers to Maximize F1 Measure, 2014): near 0.5 on a page that is clear, lower where little is sure, so that an
    article is not lost.
    """
    order = np.argsort(-probabilities)
    kept = np.cumsum(size[order])
    right = np.cumsum((size * probabilities)[order])
    return float((right / (kept + right[-1])).max())


def _session(path: Path) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1  # a worker has one core
    return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])


def _run(session: onnxruntime.InferenceSession, rows: Floats) -> Floats:
    scores = session.run(None, {"features": rows})[0]
    return np.asarray(scores, dtype=np.float32).reshape(-1)
