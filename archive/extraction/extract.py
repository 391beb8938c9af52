"""A page's bytes in, its article and everything set aside out: the order in which the parts of extraction work."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from functools import cache
from importlib.metadata import version
from typing import Final

from lxml.html import HtmlElement

from archive.extraction import body, own, paging, pictures, sniff
from archive.extraction.answer import NO_MEMORY, NO_RULES, Extraction, PageKind, SiteMemory, SiteRules
from archive.extraction.charset import Decoded, decode
from archive.extraction.decide import decide
from archive.extraction.dom import parse
from archive.extraction.overrides import Overrides
from archive.extraction.pagekind import page_kind
from archive.extraction.survey import survey
from archive.extraction.tear import tear, without, without_article

# Kinds of page whose blocks are all set aside, whatever reads like prose on them.
_BARREN: Final = frozenset(
    {PageKind.CONSENT_WALL, PageKind.ERROR_PAGE, PageKind.BOT_CHALLENGE, PageKind.UNSUPPORTED_BROWSER}
)
MAX_BYTES: Final = 10 * 1024 * 1024


@contextmanager
def _uncollected() -> Iterator[None]:
    """Let the collector of cycles rest: a page makes ten thousands of objects that die with it, and no cycles."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


@_uncollected()
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


@cache  # the version is read from files
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
    page = survey(tree, url=url, fetched_at=fetched_at)
    following = paging.next_page(tree, url=url, base=page.base, declared=page.metadata.next_url)
    decision = decide(page, tree)
    if decision.by == "rule":
        notes += ("too large for the model: what reads like prose was taken for body",)
    torn = tear(page.blocks, decision, page.namer, memory, Overrides.of(rules, tree))
    kind, reason = page_kind(page.said, page.metadata, page.blocks, url=url, kept=torn.ordinals)
    if kind in _BARREN:
        torn = without_article(torn, kind.value, decision)
    elif kind is PageKind.SECTION:
        torn = without(torn, page.namer.teasers, decision)
    paragraphs = body.to_paragraphs(torn.kept, base=page.base, description=page.metadata.description)
    return Extraction(
        kind,
        reason,
        replace(page.metadata, next_url=following),
        tuple(pictures.placed(paragraphs, torn, page.namer.surroundings, page.base)),
        torn.aside,
        tuple(found.teaser for found in page.teasers),
        _name("tearsheet"),
        notes,
    )
