"""The elements that hold a page's blocks, with their ancestors: what stands in what, and what it is called."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

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
_UNSEEN = re.compile(r"display:\s*none|visibility:\s*hidden", re.IGNORECASE)


@dataclass(slots=True)
class Skeleton:
    """Elements numbered so that a parent comes before its children; number 0 is the root."""

    elements: list[HtmlElement]
    parent: Ints  # number of the parent; of the root, its own
    depth: Ints
    tag: Ints  # TAG_NUMBER, or -1
    inside: Ints  # bits of TAGS: the element and all its ancestors
    hidden: Ints  # 1 where the element or an ancestor is not shown
    twins: Ints  # siblings with the same tag and class
    names: list[frozenset[str]]  # what class, id and the like call the element
    signature: Ints  # number shared by elements with the same tag and class below a parent with the same tag and class
    holder: Ints  # of each block, the number of its element
    above: Ints  # blocks × LEVELS: the holder, its parent, and so on; the root repeats


def skeleton(blocks: Sequence[Block]) -> Skeleton:
    """Return the elements that hold the blocks of a page, with all their ancestors."""
    elements, parents, holder = _number(blocks)
    count = len(elements)
    parent = np.asarray(parents, dtype=np.int64)
    depth, inside, hidden = (np.zeros(count, dtype=np.int64) for _ in range(3))
    tag, twins, shape = (np.full(count, -1, dtype=np.int64) for _ in range(3))
    shapes: dict[tuple[object, ...], int] = {}
    read: dict[str, frozenset[str]] = {}
    names: list[frozenset[str]] = []
    families: dict[int, Counter[tuple[str, str]]] = {}
    for at, element in enumerate(elements):
        above = parents[at]
        name = str(element.tag)
        kind = (name, (element.get("class") or "")[:80])
        shape[at] = shapes.setdefault(kind, len(shapes))
        tag[at] = TAG_NUMBER.get(name, -1)
        names.append(_names(element, read))
        unseen = _hidden(element)
        if at:
            depth[at] = depth[above] + 1
            family = families.get(above) or families.setdefault(above, _family(elements[above]))
            twins[at] = family[kind]
        inside[at] = (inside[above] if at else 0) | _TAG_BIT.get(name, 0)
        hidden[at] = 1 if unseen or (at and hidden[above]) else 0
    pairs = shape * (len(shapes) + 1) + shape[parent]
    signature = np.unique(pairs, return_inverse=True)[1].astype(np.int64)
    above = _above(holder, parent)
    return Skeleton(elements, parent, depth, tag, inside, hidden, twins, names, signature, holder, above)


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


def _family(parent: HtmlElement) -> Counter[tuple[str, str]]:
    return Counter((str(child.tag), (child.get("class") or "")[:80]) for child in parent)


def _hidden(element: HtmlElement) -> bool:
    style = element.get("style")
    if style and _UNSEEN.search(style):
        return True
    return element.get("hidden") is not None or element.get("aria-hidden") == "true"


def _names(element: HtmlElement, read: dict[str, frozenset[str]]) -> frozenset[str]:
    written = " ".join([value for name in _NAMING if (value := element.get(name))])[:MAX_NAME]
    found = read.get(written)
    if found is None:
        found = read[written] = frozenset(_tokens(written))
    return found


def _tokens(written: str) -> set[str]:
    tokens = set()
    for word in _SEPARATOR.split(written):
        if 0 < len(word) <= 24 and not _DIGIT.search(word):
            tokens.add(word.lower())
        tokens.update(part.lower() for part in _CAMEL.findall(word) if 2 < len(part) < len(word))
    return tokens
