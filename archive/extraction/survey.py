"""What is known of a page before anyone decides what is body: its blocks, what it says of itself, what points away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lxml.html import HtmlElement

from archive.extraction import teasers
from archive.extraction.answer import Metadata
from archive.extraction.blocks import Block, cut
from archive.extraction.kinds import Namer, Surroundings, title_words
from archive.extraction.links import absolute
from archive.extraction.metadata import Said, arbitrate, listen
from archive.extraction.skeleton import Skeleton, skeleton


@dataclass(frozen=True, slots=True)
class Survey:
    """One page, looked over."""

    base: str  # the address that its links are relative to
    blocks: list[Block]
    bones: Skeleton
    said: Said
    metadata: Metadata
    teasers: list[teasers.Found]
    namer: Namer


def survey(tree: HtmlElement, *, url: str, fetched_at: datetime | None = None) -> Survey:
    """Look over a parsed page; `url` is its address after redirects, `fetched_at` (UTC) bounds the dates."""
    blocks = cut(tree)
    said = listen(tree)
    metadata = arbitrate(said, url=url, blocks=blocks, fetched_at=fetched_at)
    bones = skeleton(blocks)
    surroundings = Surroundings(bones)
    base = _base(tree, url)
    pointers = teasers.find(blocks, bones, base=base, surroundings=surroundings)
    namer = Namer(surroundings, title_words(metadata.title), teasers.verdicts(pointers))
    return Survey(base, blocks, bones, said, metadata, pointers, namer)


def _base(tree: HtmlElement, url: str) -> str:
    for element in tree.iter("base"):
        return absolute(url, element.get("href") or "") or url
    return url
