"""The elements that hold a page's blocks, with their ancestors: what stands in what, and what it is called."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from lxml.html import HtmlElement

from archive.extraction.blocks import Block

Ints = npt.NDArray[np.int64]

LEVELS = 8  # ancestors looked at by name: the holder and its parent are near, two more middle, four more far
MAX_NAME = 300  # characters of class, id and the like that are read
TAGS = (
    "article main aside footer header nav figure figcaption blockquote li table form section a button dl"
    " h1 h2 h3 h4 h5 h6 p td label pre details dialog ul ol div span address time body"
).split()
_TAG_BIT = {tag: 1 << at for at, tag in enumerate(TAGS)}
TAG_NUMBER = {tag: at for at, tag in enumerate(TAGS)}
_NAMING = ("class", "id", "itemprop", "data-component", "data-testid", "role")
_SEPARATOR = re.compile(r"[\s_\-:/.,]+")
_CAMEL = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_DIGIT = re.compile(r"\d")
_NAMELESS: frozenset[str] = frozenset()
_UNSEEN = re.compile(r"display:\s*none|visibility:\s*hidden", re.IGNORECASE)


@dataclass(slots=True)
class Skeleton:
    """Elements numbered so that a parent comes before its children; number 0 is the root."""

    elements: list[HtmlElement]
    given: list[dict[str, str]]  # their attributes
    parent: Ints  # number of the parent; of the root, its own
    depth: Ints
    tag: Ints  # TAG_NUMBER, or -1
    inside: Ints  # bits of TAGS: the element and all its ancestors
    hidden: Ints  # 1 where the element or an ancestor is not shown
    twins: Ints  # siblings with the same tag and class, itself counted, that hold blocks
    names: list[frozenset[str]]  # what class, id and the like call the element
    signature: Ints  # number shared by elements with the same tag and class below a parent with the same tag and class
    holder: Ints  # of each block, the number of its element
    above: Ints  # blocks × LEVELS: the holder, its parent, and so on; the root repeats


def skeleton(blocks: Sequence[Block]) -> Skeleton:
    """Return the elements that hold the blocks of a page, with all their ancestors."""
    elements, parents, holder = _number(blocks)
    count = len(elements)
    depth, inside, hidden, tag, shape = ([0] * count for _ in range(5))
    shapes: dict[tuple[str, str], int] = {}
    read: dict[str, frozenset[str]] = {}
    names: list[frozenset[str]] = []
    attributes = [dict(element.items()) for element in elements]
    for at, (element, above, given) in enumerate(zip(elements, parents, attributes, strict=True)):
        name = element.tag
        shape[at] = shapes.setdefault((name, given.get("class", "")[:80]), len(shapes))
        tag[at] = TAG_NUMBER.get(name, -1)
        names.append(_names(given, read) if given else _NAMELESS)
        depth[at] = depth[above] + 1 if at else 0
        inside[at] = inside[above] | _TAG_BIT.get(name, 0)
        hidden[at] = 1 if hidden[above] or (given and _hidden(given)) else 0
    parent, kinds = _ints(parents), _ints(shape)
    signature = _numbered(kinds, kinds[parent])
    family = _numbered(parent, kinds)
    return Skeleton(
        elements, attributes, parent, _ints(depth), _ints(tag), _ints(inside), _ints(hidden),
        np.bincount(family)[family], names, signature, holder, _above(holder, parent),
    )  # fmt: skip


def _ints(values: Sequence[int]) -> Ints:
    return np.asarray(values, dtype=np.int64)


def _numbered(one: Ints, other: Ints) -> Ints:
    """Return a number for each pair, the same for the same pair."""
    pairs = one * (int(other.max(initial=0)) + 1) + other
    _, numbers = np.unique(pairs, return_inverse=True)
    return np.asarray(numbers, dtype=np.int64)


def _number(blocks: Sequence[Block]) -> tuple[list[HtmlElement], list[int], Ints]:
    numbers: dict[HtmlElement, int] = {}
    elements: list[HtmlElement] = []
    parents: list[int] = []
    holder = np.zeros(len(blocks), dtype=np.int64)
    for at, block in enumerate(blocks):
        chain: list[HtmlElement] = []
        element: HtmlElement | None = block.element
        while element is not None and element not in numbers:
            chain.append(element)
            element = element.getparent()
        number = numbers[element] if element is not None else 0
        for link in reversed(chain):
            parents.append(number)
            number = numbers[link] = len(elements)
            elements.append(link)
        holder[at] = number
    return elements, parents, holder


def _above(holder: Ints, parent: Ints) -> Ints:
    rows = [holder]
    for _ in range(LEVELS - 1):
        rows.append(parent[rows[-1]])
    return np.stack(rows, axis=1)


def _hidden(given: Mapping[str, str]) -> bool:
    style = given.get("style")
    if style and _UNSEEN.search(style):
        return True
    return "hidden" in given or given.get("aria-hidden") == "true"


def _names(given: Mapping[str, str], read: dict[str, frozenset[str]]) -> frozenset[str]:
    written = " ".join([given[name] for name in _NAMING if name in given])[:MAX_NAME]
    found = read.get(written)
    if found is None:
        found = read[written] = frozenset(_tokens(written))
    return found


def _tokens(written: str) -> set[str]:
    return set().union(*map(_parts, _SEPARATOR.split(written)))


@lru_cache(maxsize=20_000)
def _parts(word: str) -> frozenset[str]:
    found = set()
    if 0 < len(word) <= 24 and not _DIGIT.search(word):
        found.add(word.lower())
    if not (word.isascii() and word.isalpha() and word.islower()):  # else it has no parts
        found.update(part.lower() for part in _CAMEL.findall(word) if 2 < len(part) < len(word))
    return frozenset(found)
