"""Pages of the corpus as the model reads them, with the answer aligned to their blocks."""

from __future__ import annotations

import pickle
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import compress
from pathlib import Path

import numpy as np
import numpy.typing as npt

from archive import extraction
from archive.extraction.align import coverage, needed
from archive.extraction.blocks import Block
from archive.extraction.candidates import candidates
from archive.extraction.dom import parse
from archive.extraction.features import Reading
from archive.extraction.model import reading
from archive.extraction.survey import survey
from bench import corpus
from bench.corpus import Page

Floats = npt.NDArray[np.float32]

WEIGHT = {"news-dev": 3.0, "web-snippets": 1.5, "others": 0.5}  # news pages are what the project reads, and few
OTHERS = "others"  # pages that are no articles
FILES = ("gold.jsonl", "others.jsonl")
SHAKEN = 0.5  # pages of which trafilatura's opinion was taken away in part


@dataclass(slots=True)
class Example:
    """One page: what the model sees of it, and which of its blocks are body."""

    id: str
    corpus: str
    domain: str
    fold: int
    page: Reading
    texts: list[str]
    label: Floats  # 1 where the block is body
    weight: Floats  # 0 where that is not known


def examples(root: Path, cache: Path) -> list[Example]:
    """Return all pages of a corpus, from `cache` where they were read before.

    Those that are no articles come too, where their main content is known: furniture is furniture everywhere.
    """
    file = cache / f"examples-{corpus.digest(root, *FILES)[:16]}-{_code()}.pickle"
    if not file.is_file():
        cache.mkdir(parents=True, exist_ok=True)
        file.write_bytes(pickle.dumps(_read_all(root), protocol=5))
    found: list[Example] = pickle.loads(file.read_bytes())
    return found


def _code() -> str:
    """Return what names the code that reads pages: what another version read is not taken for what this one reads."""
    sources = sorted(Path(extraction.__file__).parent.rglob("*.py"))
    return sha256(b"\0".join(file.read_bytes() for file in (*sources, Path(__file__)))).hexdigest()[:8]


def _read_all(root: Path) -> list[Example]:
    pages = [page for name in FILES for page in corpus.pages(root, name) if page.corpus != OTHERS or page.text]
    with ProcessPoolExecutor() as pool:
        return [one for one in pool.map(example, pages, chunksize=8) if one is not None]


def example(page: Page) -> Example | None:
    """Return a page as an example; None where it has no text to learn from."""
    tree = parse(page.html())
    seen = survey(tree, url=page.url)
    blocks = seen.blocks
    asked = candidates(blocks, seen.bones)
    if not asked.any():
        return None
    label, known = _by_text(blocks, page.text) if page.text else _by_snippets(blocks, page.present, page.absent)
    size = np.asarray([len(block.tokens) for block in blocks], dtype=np.float32)
    weight = size**0.6 * known * WEIGHT.get(page.corpus, 1.0)
    page_read = reading(seen, tree, asked)
    page_read.bones.elements.clear()  # no pickle takes them
    page_read.bones.given.clear()
    texts = [block.text for block in compress(blocks, asked)]
    return Example(page.id, page.corpus, page.domain, page.fold, page_read, texts, label[asked], weight[asked])


def shaken(one: Example, chance: np.random.Generator) -> Example:
    """Return a page as if trafilatura had lost a stretch of it, or all: the model must not lean on it alone."""
    count = len(one.label)
    start, end = sorted(chance.integers(0, count + 1, size=2)) if chance.random() < 0.6 else (0, count)
    kept = one.page.kept.copy()
    kept[start:end] = 0.0
    page = replace(one.page, kept=kept)
    return replace(one, id=f"{one.id} shaken", page=page, weight=one.weight * SHAKEN)


def _by_text(blocks: list[Block], text: str) -> tuple[Floats, Floats]:
    claimed = coverage([block.tokens for block in blocks], text)
    label = [share >= needed(len(block.tokens)) for share, block in zip(claimed, blocks, strict=True)]
    return np.asarray(label, dtype=np.float32), np.ones(len(blocks), dtype=np.float32)


def _by_snippets(blocks: list[Block], present: Iterable[str], absent: Iterable[str]) -> tuple[Floats, Floats]:
    folded = [" ".join(block.text.casefold().split()) for block in blocks]
    label, known = np.zeros((2, len(blocks)), dtype=np.float32)
    for snippets, value in ((present, 1), (absent, 0)):
        for snippet in snippets:
            wanted = " ".join(snippet.casefold().split())
            places = [at for at, text in enumerate(folded) if wanted and wanted in text]
            if value == 0 or len(places) == 1:  # of several copies, one may well be furniture
                label[places], known[places] = value, 1
    return label, known
