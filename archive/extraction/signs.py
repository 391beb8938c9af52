"""What the rules make of each block, as features: to the model they are evidence beside other evidence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from archive.extraction import furniture
from archive.extraction.answer import BlockKind
from archive.extraction.blocks import Block
from archive.extraction.heads import summary_boxes
from archive.extraction.kinds import CLOSE, FAR, Namer, Place

Floats = npt.NDArray[np.float32]

_KINDS: Final = tuple(BlockKind)
_NUMBER: Final = {kind: at for at, kind in enumerate(_KINDS)}
_NONE: Final = -1  # no kind at all: each of a group's columns is 0
_NOWHERE: Final = 99  # elements up, where no element around a block says anything
_GROUPS: Final = ("words", "near", "far", "name")
_PLAIN: Final = "words_sure near_up far_up teaser repeats_title overruled not_shown aside header form summary".split()

NAMES: Final = [*(f"{group}_say_{kind.name.lower()}" for group in _GROUPS for kind in _KINDS), *_PLAIN]


def signs(blocks: Sequence[Block], namer: Namer) -> Floats:
    """Return blocks × NAMES.

    `words_say_*`, `near_say_*` and `far_say_*` are 1 for the kind of furniture that a block's own words, or the
    nearest telling element at most CLOSE or FAR up, say it is; `name_say_*` for the kind it would be given if it were
    set aside. The others count elements up, or are 0 or 1.
    """
    summary = summary_boxes(blocks)
    rows = [_row(block, namer, block.ordinal in summary) for block in blocks]
    kinds = np.asarray([kinds for kinds, _ in rows], dtype=np.int16).reshape(len(blocks), len(_GROUPS))
    plain = np.asarray([plain for _, plain in rows], dtype=np.float32).reshape(len(blocks), len(_PLAIN))
    said = kinds[:, :, None] == np.arange(len(_KINDS), dtype=np.int16)
    return np.concatenate([said.reshape(len(blocks), len(_GROUPS) * len(_KINDS)), plain], axis=1, dtype=np.float32)


def _row(block: Block, namer: Namer, in_summary: bool) -> tuple[tuple[int, ...], tuple[float, ...]]:
    place = namer.place(block)
    words = furniture.verdict(block.text)
    near, near_up = _nearest(place, CLOSE)
    far, far_up = _nearest(place, FAR)
    kinds = (_NUMBER[words.kind] if words else _NONE, near, far, _NUMBER[namer.name(block).kind])
    return kinds, (
        float(words is not None and words.sure), near_up, far_up, block.ordinal in namer.teasers,
        namer.repeats_title(block) is not None, namer.overrule(block) is not None, place.hidden,
        "aside" in place.tags, "header" in place.tags, not place.tags.isdisjoint(_FORM), in_summary,
    )  # fmt: skip


_FORM: Final = frozenset({"form", "button", "label"})


def _nearest(place: Place, within: int) -> tuple[int, int]:
    """Return the kind that the nearest telling element says, as its number, and how far up it is."""
    found = place.nearest(within)
    return (_NUMBER[found[1].kind], found[0]) if found else (_NONE, _NOWHERE)
