"""Features of each block of a page, as one array: the first stage of the model sees these."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from archive.extraction import lexicon as lexicons
from archive.extraction import signs
from archive.extraction import wording as wordings
from archive.extraction.align import coverage
from archive.extraction.blocks import Block, words
from archive.extraction.hints import Hints
from archive.extraction.lexicon import Lexicon
from archive.extraction.skeleton import TAG_NUMBER, TAGS, Ints, Skeleton

Floats = npt.NDArray[np.float32]

_HEADINGS = sum(1 << TAG_NUMBER[f"h{level}"] for level in range(1, 7))
_H1 = 1 << TAG_NUMBER["h1"]
_INSIDE = [tag for tag in TAGS if tag not in {"body", "div", "span"}]
_GROUPS = ("signature", "parent", "grandparent", "greatgrandparent")
_GROUP_COLUMNS = ("blocks", "words", "link", "trafilatura")
_PLACE = (
    "blocks words_on_page place words_before after_h1 words_after_h1 depth hidden tag parent_tag grandparent_tag"
    " twins parent_twins grandparent_twins up down h1_up h1_down from_first to_last kept_words kept_share"
    " same_article article_share articles_before titles_before"
).split()
_OVERLAP = (
    "title_share title_words_share description description_share described_first body_known body author site news"
    " posting"
).split()
_HEADING = "is_heading since_heading heading_said heading_link heading_trafilatura heading_near".split()
_SHIFTED = ("words", "link", "stops", "ends", "trafilatura", "said_mean", "near_sum", "tag", "opening")
_STEPS = (-3, -2, -1, 1, 2, 3)
_NEAR = ("same_before", "same_after", "kept_around", "link_around")

NAMES = [
    *wordings.NAMES,
    *lexicons.NAMES,
    "trafilatura",
    *_PLACE,
    *_OVERLAP,
    *(f"in_{tag}" for tag in _INSIDE),
    *(f"{group}_{column}" for group in _GROUPS for column in _GROUP_COLUMNS),
    *_HEADING,
    *(f"{name}{step:+d}" for name in _SHIFTED for step in _STEPS),
    *_NEAR,
    *signs.NAMES,
]
_AT = {name: at for at, name in enumerate(NAMES)}


@dataclass(slots=True)
class Reading:
    """A page as the model reads it."""

    spoken: Sequence[Sequence[str]]  # what lexicon.said returned of each block
    bones: Skeleton
    kept: Floats  # of each block's words, the share that trafilatura kept
    text: Floats  # blocks × wording.NAMES
    overlap: Floats  # blocks × _OVERLAP
    signs: Floats  # blocks × signs.NAMES


def read(blocks: Sequence[Block], bones: Skeleton, voted: str, hints: Hints, said: Floats) -> Reading:
    """Return what does not depend on the lexicon; `voted` is the text that trafilatura kept, `said` the signs."""
    tokens = [block.tokens for block in blocks]
    kept = np.asarray(coverage(tokens, voted), dtype=np.float32)
    spoken = [lexicons.said(block) for block in blocks]
    return Reading(spoken, bones, kept, wordings.wording(blocks), _overlap(tokens, hints), said)


def features(page: Reading, lexicon: Lexicon) -> Floats:
    """Return blocks × NAMES."""
    learnt = lexicons.score(lexicon, page.bones, page.spoken)
    return assemble(page, learnt)


def assemble(page: Reading, learnt: Floats) -> Floats:
    """Return blocks × NAMES, given the lexicon's scores."""
    bones = page.bones
    inside = bones.inside[bones.holder]
    held = np.stack([(inside >> TAG_NUMBER[tag]) & 1 for tag in _INSIDE], axis=1)
    base = np.concatenate(
        [page.text, learnt, page.kept[:, None], _place(page), page.overlap, held, _groups(page)],
        axis=1,
        dtype=np.float32,
    )
    base = np.concatenate([base, _headings(base, inside)], axis=1, dtype=np.float32)
    return np.concatenate([base, _shifted(base), _around(base, bones), page.signs], axis=1, dtype=np.float32)


def _column(base: Floats, name: str) -> Floats:
    return base[:, _AT[name]]


def _overlap(tokens: Sequence[Sequence[str]], hints: Hints) -> Floats:
    title = set(words(hints.title))
    author, site = words(hints.author)[:4], set(words(hints.site))
    described = words(hints.description)
    triples = set(zip(described, described[1:], described[2:], strict=False))
    known_words = set(described) if triples else set()
    body = coverage(tokens, hints.body) if hints.body else [0.0] * len(tokens)
    known = float(min(len(hints.body), 20_000))
    rows = []
    met = False  # a block that says the description has been seen
    for block, share in zip(tokens, body, strict=True):
        common = len(title.intersection(block)) if len(block) <= 40 else 0
        seen = 0
        if len(block) > 2 and not known_words.isdisjoint(block):
            seen = sum(map(triples.__contains__, zip(block, block[1:], block[2:], strict=False)))
        told, whole = seen / max(len(block) - 2, 1), seen / max(len(triples), 1)
        first = not met and told > 0.6 and len(block) >= 6
        met = met or first
        signed = sum(map(block[:8].__contains__, author)) / len(author) if author else -1.0
        placed = float(site <= set(block)) if site and len(block) <= 120 else -1.0
        rows.append(
            (common / (len(title) or 1), common / len(block), told, whole, first, known, share, signed, placed,
             hints.news, hints.posting)
        )  # fmt: skip
    return np.asarray(rows, dtype=np.float32)


def _place(page: Reading) -> Floats:
    bones, size = page.bones, page.text[:, 0]
    count, total = len(page.spoken), max(float(size.sum()), 1.0)
    order = np.arange(count)
    before = np.cumsum(size) - size
    kept = page.kept > 0.8
    sure = np.flatnonzero(kept & (size > 5))
    first, last = (int(sure[0]), int(sure[-1])) if len(sure) else (0, count - 1)
    h1 = _title_block(bones.inside[bones.holder], page.overlap)
    since = order - h1 if h1 >= 0 else np.full(count, -99)
    words_since = before - before[h1] if h1 >= 0 else np.full(count, -99.0)
    parents = bones.above[:, 1]
    weights = np.bincount(parents, weights=size * kept, minlength=len(bones.parent))
    up, down = away(bones, int(weights.argmax()))
    h1_up, h1_down = away(bones, int(bones.holder[h1])) if h1 >= 0 else (np.full_like(up, -1), np.full_like(up, -1))
    told = float((size * kept).sum())
    one = np.ones(count)
    article = _nearest(bones, TAG_NUMBER["article"])[bones.holder]
    by_article = np.bincount(article, weights=size)
    _, begins = np.unique(article, return_index=True)
    title = (bones.tag[bones.holder] == TAG_NUMBER["h1"]) & (np.diff(bones.holder, prepend=-1) != 0)
    columns = [
        one * count, one * total, order / count, before / total, since, words_since, bones.depth[bones.holder],
        bones.hidden[bones.holder], bones.tag[bones.holder], bones.tag[parents], bones.tag[bones.above[:, 2]],
        bones.twins[bones.holder], bones.twins[parents], bones.twins[bones.above[:, 2]], up, down, h1_up, h1_down,
        order - first, last - order, one * told, one * told / total,
        article == (article[h1] if h1 >= 0 else -1), by_article[article] / total,
        np.cumsum(np.isin(order, begins)), np.cumsum(title),
    ]  # fmt: skip
    return np.stack(columns, axis=1).astype(np.float32)


def _nearest(bones: Skeleton, tag: int) -> Ints:
    """Return for each element the nearest of a tag that it is or stands in; 0, the root, where there is none."""
    found = [0] * len(bones.parent)
    is_one = (bones.tag == tag).tolist()
    for at, above in enumerate(bones.parent.tolist()):
        found[at] = at if is_one[at] else found[above]
    return np.asarray(found, dtype=np.int64)


def _title_block(inside: Ints, overlap: Floats) -> int:
    """Return the heading that shares most with the page's title, rather an h1; -1 where there is none."""
    share = overlap[:, 0] * np.minimum(1.0, 0.3 + overlap[:, 1])
    rank = np.where(inside & _H1, share + 0.3, np.where(inside & _HEADINGS, share, -1.0))
    best = int(rank.argmax())
    return best if rank[best] > 0.25 else -1


def away(bones: Skeleton, anchor: int) -> tuple[Ints, Ints]:
    """Steps up from the anchor to the nearest element that also holds the block, and down from there to the block."""
    parent = bones.parent.tolist()
    up = [-1] * len(parent)
    down = [0] * len(parent)
    at, steps = anchor, 0
    while up[at] < 0:
        up[at] = steps
        at, steps = parent[at], steps + 1
    for at, above in enumerate(parent):
        if up[at] < 0:
            up[at], down[at] = up[above], down[above] + 1
    return np.asarray(up, dtype=np.int64)[bones.holder], np.asarray(down, dtype=np.int64)[bones.holder]


def groups(bones: Skeleton) -> list[Ints]:
    """Return for each of _GROUPS the number of the group that each block is in."""
    return [bones.signature[bones.holder], *(bones.above[:, level] for level in (1, 2, 3))]


def shares(group: Ints, size: Floats, values: Floats) -> Floats:
    """Return for each block the mean of `values` over the blocks of its group, weighted by size."""
    weight = np.bincount(group, weights=size)
    total = np.bincount(group, weights=size * values)
    return np.asarray((total / np.maximum(weight, 1e-9))[group], dtype=np.float32)


def _groups(page: Reading) -> Floats:
    size = page.text[:, 0]
    total = max(float(size.sum()), 1.0)
    columns: list[npt.NDArray[np.floating] | Ints] = []
    for group in groups(page.bones):
        columns.append(np.bincount(group)[group])
        columns.append(np.bincount(group, weights=size)[group] / total)
        columns.append(shares(group, size, page.text[:, 3]))
        columns.append(shares(group, size, page.kept))
    return np.stack(columns, axis=1).astype(np.float32)


def _headings(base: Floats, inside: Ints) -> Floats:
    short = (_column(base, "strong") > 0.9) & (_column(base, "words") < 10) & (_column(base, "ends") == 0)
    heading = ((inside & _HEADINGS) > 0) | short
    order = np.arange(len(base))
    latest = np.maximum.accumulate(np.where(heading, order, -1))
    previous = np.concatenate([[-1], latest[:-1]])
    known = previous >= 0
    columns = [heading, np.where(known, order - previous, 99)]
    for name in ("said_mean", "link", "trafilatura", "near_sum"):
        columns.append(np.where(known, _column(base, name)[previous], -9.0))
    return np.stack(columns, axis=1).astype(np.float32)


def shift(column: Floats, step: int) -> Floats:
    """Return a column moved by `step` blocks: the value of the block that stands `step` places on, else -1."""
    moved = np.full(len(column), -1.0, dtype=np.float32)
    if abs(step) < len(column):
        if step > 0:
            moved[:-step] = column[step:]
        else:
            moved[-step:] = column[:step]
    return moved


def _shifted(base: Floats) -> Floats:
    return np.stack([shift(_column(base, name), step) for name in _SHIFTED for step in _STEPS], axis=1)


def window(values: Floats, reach: int) -> Floats:
    """Return for each block the sum of `values` over the blocks at most `reach` places away."""
    total = np.concatenate([[0.0], np.cumsum(values, dtype=np.float64)])
    order = np.arange(len(values))
    high, low = np.minimum(order + reach + 1, len(values)), np.maximum(order - reach, 0)
    return np.asarray(total[high] - total[low], dtype=np.float32)


def _around(base: Floats, bones: Skeleton) -> Floats:
    signature = bones.signature[bones.holder].astype(np.float32)
    size = np.minimum(_column(base, "words"), 60)
    spread = np.maximum(window(size, 5), 1e-9)
    return np.stack(
        [
            shift(signature, -1) == signature,
            shift(signature, 1) == signature,
            window(size * _column(base, "trafilatura"), 5) / spread,
            window(size * _column(base, "link"), 5) / spread,
        ],
        axis=1,
    ).astype(np.float32)
