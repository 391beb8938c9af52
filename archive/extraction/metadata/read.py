"""All metadata of a page, from one walk over its tree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from lxml.html import HtmlElement

from archive.extraction.answer import Metadata
from archive.extraction.blocks import Block
from archive.extraction.metadata import addresses, jsonld, labels, language, sites
from archive.extraction.metadata.authors import authors
from archive.extraction.metadata.dates import modified, published
from archive.extraction.metadata.jsonld import Node
from archive.extraction.metadata.paywall import paywalled
from archive.extraction.metadata.signals import Signals
from archive.extraction.metadata.title import printed_headline, title
from archive.extraction.metadata.walk import collect


@dataclass(frozen=True, slots=True)
class Said:
    """What a page says of itself, collected once for metadata and page kind alike."""

    signals: Signals
    nodes: list[Node]  # of its JSON-LD
    articles: list[Node]  # those of them that are articles, the most telling first


def listen(tree: HtmlElement) -> Said:
    """Walk the tree once and parse its JSON-LD."""
    signals = collect(tree)
    nodes = jsonld.nodes(signals.scripts)
    return Said(signals, nodes, jsonld.articles(nodes))


def read(
    tree: HtmlElement, *, url: str, blocks: Sequence[Block] | None = None, fetched_at: datetime | None = None
) -> Metadata:
    """Return what a page says of itself, arbitrated between the places where it says it.

    `url` is the address it was fetched from, after redirects; `fetched_at` (UTC) bounds the dates that are believed;
    `blocks` serve to tell the language where the page does not declare it. Never raises on content.
    """
    return arbitrate(listen(tree), url=url, blocks=blocks, fetched_at=fetched_at)


def arbitrate(
    said: Said, *, url: str, blocks: Sequence[Block] | None = None, fetched_at: datetime | None = None
) -> Metadata:
    """Like read(), of what was collected already."""
    signals, articles = said.signals, said.articles
    names = sites.site_names(signals, said.nodes, url=url)
    tongue = language.declared(signals, articles)
    if not tongue and blocks is not None:
        tongue = language.detected(" ".join(block.text for block in blocks[:200]))
    headline, source = title(signals, articles, url=url, site_names=names, language=tongue, blocks=blocks)
    heading = printed_headline(signals, headline)
    writers, byline = authors(signals, articles, said.nodes, site_names=names, headline=heading, blocks=blocks)
    day_first = not (tongue == "en" and _american(signals.language, url))
    return Metadata(
        title=headline,
        title_source=source,
        authors=writers,
        byline=byline,
        published=published(
            signals,
            articles,
            said.nodes,
            url=url,
            headline=heading,
            day_first=day_first,
            latest=fetched_at,
            title=headline,
            blocks=blocks,
        ),
        modified=modified(signals, articles, day_first=day_first, latest=fetched_at),
        language=tongue,
        site_name=sites.site_name(signals, said.nodes),
        section=labels.section(signals, articles),
        tags=labels.tags(signals, articles),
        image=addresses.lead_image(signals, articles, url=url),
        canonical_url=addresses.canonical_url(signals, url=url),
        amp_url=addresses.amp_url(signals, url=url),
        next_url=addresses.next_url(signals, url=url),
        description=labels.description(signals, articles),
        paywalled=paywalled(signals, articles),
        tdm_reservation=signals.first("tdm-reservation")[:20],
        robots=labels.robots(signals),
    )


def _american(declared: str, url: str) -> bool:
    """Whether 3/4/2025 is the fourth of March: English, not declared as another country's, and not under its domain."""
    region = declared.lower().replace("_", "-").partition("-")[2]
    domain = sites.registered_domain(url)
    return region in ("", "us", "ph") and not domain.endswith(
        (".uk", ".au", ".nz", ".ie", ".za", ".in", ".eu", ".ng", ".ke", ".sg", ".ca")
    )
