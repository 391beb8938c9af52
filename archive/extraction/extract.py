"""A page's bytes in, its article and everything set aside out: the order in which the parts of extraction work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from typing import Final

from lxml.html import HtmlElement

from archive.extraction import body, own, sniff, teasers
from archive.extraction.answer import (
    NO_MEMORY,
    NO_RULES,
    BlockKind,
    Extraction,
    Metadata,
    PageKind,
    SetAside,
    SiteMemory,
    SiteRules,
)
from archive.extraction.blocks import Block, cut
from archive.extraction.charset import Decoded, decode
from archive.extraction.decide import Decision, decide
from archive.extraction.dom import parse, path
from archive.extraction.fingerprint import fingerprint
from archive.extraction.furniture import Verdict
from archive.extraction.kinds import Namer, Surroundings, title_words
from archive.extraction.metadata import read
from archive.extraction.overrides import Overrides

MAX_BYTES: Final = 10 * 1024 * 1024


def extract(
    html: bytes,
    *,
    url: str,
    content_type: str = "",
    fetched_at: datetime | None = None,
    memory: SiteMemory = NO_MEMORY,
    rules: SiteRules = NO_RULES,
    extractor: str = "tearsheet",
) -> Extraction:
    """Return how a page reads: its kind, its article where it has one, and every block that was set aside.

    Always answers, whatever the bytes are. `url` is the page's address after redirects, `content_type` the HTTP
    header's value, `fetched_at` (UTC) bounds the dates that are believed. Reads the first 10 MiB. `extractor` is
    "tearsheet" or "trafilatura": its own answer, unimproved. Raises BadSelector where `rules` hold none.
    """
    refused = sniff.not_a_page(html, content_type)
    if refused is not None:
        return Extraction(*refused, extractor=_name(extractor))
    decoded = decode(html[:MAX_BYTES], content_type)
    notes = _notes(html, decoded)
    tree = parse(decoded.text)
    if extractor == "trafilatura":
        return own.extraction(tree, url=url, notes=notes)
    return _tear(tree, url=url, fetched_at=fetched_at, memory=memory, rules=rules, notes=notes)


def _name(extractor: str) -> str:
    return own.name() if extractor == "trafilatura" else f"tearsheet {version('tearsheet')}"


def _notes(html: bytes, decoded: Decoded) -> tuple[str, ...]:
    cut_off = f"only the first 10 MiB of {len(html):,} bytes were read" if len(html) > MAX_BYTES else ""
    return tuple(note for note in (cut_off, decoded.note) if note)


def _tear(
    tree: HtmlElement,
    *,
    url: str,
    fetched_at: datetime | None,
    memory: SiteMemory,
    rules: SiteRules,
    notes: tuple[str, ...],
) -> Extraction:
    blocks = cut(tree)
    metadata = read(tree, url=url, blocks=blocks, fetched_at=fetched_at)
    if not blocks:
        return Extraction(PageKind.EMPTY, "the page shows no text", metadata, extractor=_name("tearsheet"), notes=notes)
    surroundings = Surroundings()
    base = _base(tree, url)
    pointers = teasers.find(blocks, base=base, surroundings=surroundings)
    page = _Page(
        blocks,
        decide(blocks, tree, url=url),
        Namer(surroundings, title_words(metadata.title), _listed(pointers)),
        memory,
        Overrides.of(rules, tree),
    )
    kept, aside = page.torn()
    paragraphs = body.to_paragraphs(kept, base=base, description=metadata.description, surroundings=surroundings)
    kind, reason = _page_kind(metadata, kept)
    rows = tuple(found.teaser for found in pointers)
    return Extraction(kind, reason, metadata, paragraphs, aside, rows, _name("tearsheet"), notes)


def _listed(pointers: Sequence[teasers.Found]) -> dict[int, Verdict]:
    return {ordinal: found.verdict for found in pointers for ordinal in found.ordinals}


def _page_kind(metadata: Metadata, kept: Sequence[body.Kept]) -> tuple[PageKind, str]:
    told = sum(len(one.block.tokens) for one in kept)
    if told >= 40 and metadata.title:
        return PageKind.ARTICLE, f"a headline and {told} words of body"
    return PageKind.OTHER, f"only {told} words of body"


def _base(tree: HtmlElement, url: str) -> str:
    for element in tree.iter("base"):
        return body.absolute(url, element.get("href") or "") or url
    return url


@dataclass(frozen=True, slots=True)
class _Page:
    """The blocks of one page, and everyone who has a say in which of them are body."""

    blocks: Sequence[Block]
    decision: Decision
    namer: Namer
    memory: SiteMemory
    overrides: Overrides

    def torn(self) -> tuple[list[body.Kept], tuple[SetAside, ...]]:
        """Return the blocks that are body, and those that are not."""
        kept: list[body.Kept] = []
        aside: list[SetAside] = []
        seen: set[tuple[str, ...]] = set()
        for block in self.blocks:
            said = self._verdict(block) or self._repeated(block, seen)
            if said is None:
                kept.append(body.Kept(block, self.decision.probability(block.ordinal)))
            else:
                verdict, by = said
                aside.append(self._set_aside(block, verdict, by))
        return kept, tuple(aside)

    def _verdict(self, block: Block) -> tuple[Verdict, str] | None:
        """Return why a block is not body, and who says so; None where it is."""
        if self.overrides.keeps(block.element):
            return None
        if self.overrides.prunes(block.element):
            return self._named(block, "is pruned by the site's rules"), "rule"
        if self.memory.furniture and fingerprint(block.text) in self.memory.furniture:
            return self._named(block, f"stands on other pages of {self.memory.domain}"), "memory"
        if not self.decision.is_body(block.ordinal):
            return self.namer.name(block), self.decision.by
        overruled = self.namer.overrule(block)
        return (overruled, "rule") if overruled else None

    def _named(self, block: Block, reason: str) -> Verdict:
        return Verdict(self.namer.name(block).kind, reason)

    def _repeated(self, block: Block, seen: set[tuple[str, ...]]) -> tuple[Verdict, str] | None:
        said = tuple(block.tokens)
        if len(said) < 8:
            return None
        if said in seen:
            return Verdict(BlockKind.DUPLICATE, "stands further up already"), "rule"
        seen.add(said)
        return None

    def _set_aside(self, block: Block, verdict: Verdict, by: str) -> SetAside:
        return SetAside(
            verdict.kind,
            block.text,
            verdict.reason,
            path(block.element),
            block.ordinal,
            by,
            self.decision.probability(block.ordinal),
        )
