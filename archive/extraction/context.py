"""What the second stage of the model sees besides: how probable the first stage found the blocks around each block."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from archive.extraction.features import NAMES as FEATURES
from archive.extraction.features import away, groups, shares, shift, window
from archive.extraction.skeleton import Ints, Skeleton

Floats = npt.NDArray[np.float32]

SURE, LONG = 0.85, 8  # a block this probable, of more words than this, marks the body's course
FAR_BLOCKS, FAR_WORDS = 50, 2000
_STEPS = (-4, -3, -2, -1, 1, 2, 3, 4)
_REACHES = (2, 5, 12)
_GROUPS = ("signature", "parent", "grandparent", "greatgrandparent", "fourth")

NAMES = [
    "first",
    *(f"first{step:+d}" for step in _STEPS),
    *(f"{group}_first" for group in _GROUPS),
    *"told_before told_after told_on_page told_share".split(),
    *(f"around_{reach}" for reach in _REACHES),
    *"blocks_since_sure blocks_to_sure words_since_sure words_to_sure heading_first below_first".split(),
    *"told_up told_down signature_told parent_told grandparent_told".split(),
]


def context(base: Floats, first: Floats, bones: Skeleton) -> Floats:
    """Return blocks × (features + NAMES), given the features and the first stage's probabilities."""
    size = base[:, 0]
    told = size * first
    columns: list[npt.NDArray[np.floating] | Ints] = [first, *(shift(first, step) for step in _STEPS)]
    columns += [shares(group, size, first) for group in (*groups(bones), bones.above[:, 4])]
    columns += _course(size, told)
    columns += [_around(np.minimum(size, 60), first, reach) for reach in _REACHES]
    columns += _sure(size, first)
    columns += _below(base, first, size, told)
    columns += _gathered(bones, told)
    return np.concatenate([base, np.stack(columns, axis=1)], axis=1, dtype=np.float32)


def _course(size: Floats, told: Floats) -> list[npt.NDArray[np.floating]]:
    total, words = max(float(told.sum()), 1.0), max(float(size.sum()), 1.0)
    before = np.cumsum(told) - told
    whole = np.full(len(told), told.sum())
    return [before / total, 1 - (before + told) / total, whole, whole / words]


def _around(size: Floats, first: Floats, reach: int) -> Floats:
    others = np.maximum(window(size, reach) - size, 1e-6)
    return np.asarray((window(size * first, reach) - size * first) / others, dtype=np.float32)


def _sure(size: Floats, first: Floats) -> list[npt.NDArray[np.floating] | Ints]:
    sure = (first > SURE) & (size > LONG)
    order = np.arange(len(size))
    previous, following = before_each(sure), after_each(sure)
    running = np.cumsum(size)
    since = running - size - running[np.maximum(previous, 0)]
    ahead = np.minimum(following, len(size) - 1)
    until = running[ahead] - size[ahead] - running
    return [
        np.where(previous >= 0, np.minimum(order - previous, FAR_BLOCKS), FAR_BLOCKS),
        np.where(following < len(size), np.minimum(following - order, FAR_BLOCKS), FAR_BLOCKS),
        np.where(previous >= 0, np.minimum(since, FAR_WORDS), FAR_WORDS),
        np.where(following < len(size), np.minimum(until, FAR_WORDS), FAR_WORDS),
    ]


def before_each(marked: npt.NDArray[np.bool_]) -> Ints:
    """Return for each place the nearest marked place before it, or -1."""
    latest = np.maximum.accumulate(np.where(marked, np.arange(len(marked)), -1))
    return np.concatenate([[-1], latest[:-1]])


def after_each(marked: npt.NDArray[np.bool_]) -> Ints:
    """Return for each place the nearest marked place after it, or the number of places."""
    nearest = np.minimum.accumulate(np.where(marked, np.arange(len(marked)), len(marked))[::-1])[::-1]
    return np.concatenate([nearest[1:], [len(marked)]])


def _below(base: Floats, first: Floats, size: Floats, told: Floats) -> list[npt.NDArray[np.floating]]:
    """How probable the heading above a block is, and what stands between the block and the next heading."""
    heading = base[:, FEATURES.index("is_heading")] > 0
    above, end = before_each(heading), after_each(heading)
    told_until, size_until = (np.concatenate([[0.0], np.cumsum(values)]) for values in (told, size))
    start = np.arange(len(size)) + 1
    mean = (told_until[end] - told_until[start]) / np.maximum(size_until[end] - size_until[start], 1e-6)
    return [np.where(above >= 0, first[np.maximum(above, 0)], -1.0), np.where(end > start, mean, -1.0)]


def _gathered(bones: Skeleton, told: Floats) -> list[npt.NDArray[np.floating] | Ints]:
    total = max(float(told.sum()), 1.0)
    by_parent = np.bincount(bones.above[:, 1], weights=told, minlength=len(bones.parent))
    up, down = away(bones, int(by_parent.argmax()))
    found: list[npt.NDArray[np.floating] | Ints] = [up, down]
    for group in groups(bones)[:3]:
        found.append(np.bincount(group, weights=told)[group] / total)
    return found
