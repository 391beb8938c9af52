"""What a fetched page turned out to be: an article of some kind, what stands in its way, or another page."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from archive.extraction import pagekind_words, trees
from archive.extraction.answer import Metadata, PageKind
from archive.extraction.blocks import Block
from archive.extraction.interstitials import interstitial
from archive.extraction.metadata import Said
from archive.extraction.metadata.jsonld import types
from archive.extraction.pagekind_features import Prose, features, prose, weight
from archive.extraction.pagekind_shape import shape

THRESHOLD = 0.5  # of the probability that a page is an article
TOO_SHORT = 25  # words of body: less is no article, whatever the page declares

_LIVE = re.compile(
    r"\blive[- ]?(?:blog|ticker|updates?)\b|(?:news)?ticker\b|en directo?\b|minuto a minuto|\bin diretta\b|ao vivo"
    r"|liveblogg|na żywo|онлайн-трансляция|canlı",
    re.I,
)
_GALLERY = re.compile(
    r"/(?:photo-?)?(?:galler(?:y|ies)|galerie|galeria|fotogaler\w*|bildstrecke|fotostrecke|bilder|slideshow"
    r"|diaporama|photos?|foto)[/-]",
    re.I,
)
_VIDEO = re.compile(r"/(?:videos?|watch|mediathek|tv)(?:/|$)", re.I)


def page_kind(
    said: Said, metadata: Metadata, blocks: Sequence[Block], *, url: str, kept: Collection[int]
) -> tuple[PageKind, str]:
    """Return the kind of a page, and a sentence that says why.

    `kept` holds the ordinals of the blocks that extraction took for body. Interstitials are found by rule, articles by
    a model trained on articles and other pages (weights/pagekind.json, bench/train_pagekind.py), and kinds of
    article by what the page declares and shows.
    """
    seen = prose(blocks)
    if seen.words < 3:
        return PageKind.EMPTY, f"words of prose on the page: {seen.words}"
    kept_words = sum(weight(block) for block in blocks if block.ordinal in kept)
    barred = interstitial(said, metadata, blocks, prose_words=seen.prose, kept_words=kept_words)
    if barred is not None:
        return barred
    probability = article_probability(said, metadata, seen, url=url)
    special = _special(said, metadata, seen, url)
    if special is not None and (probability >= THRESHOLD or special[0] is not PageKind.LIVE_BLOG):
        return special
    if probability >= THRESHOLD:
        return _article(probability, kept_words, _told(seen, kept_words, said, metadata))
    if _is_section(said, seen):
        share = seen.linked / max(1, seen.words)
        return PageKind.SECTION, f"a list of links ({share:.0%} of its words), no article ({probability:.2f})"
    told = _told(seen, kept_words, said, metadata)
    return PageKind.OTHER, f"does not read like an article ({probability:.2f}): {told}"


def _article(probability: float, kept_words: int, told: str) -> tuple[PageKind, str]:
    if kept_words < TOO_SHORT:
        return PageKind.OTHER, f"looks like an article ({probability:.2f}) but has only {kept_words} words of body"
    return PageKind.ARTICLE, f"reads like an article ({probability:.2f}): {told}"


def article_probability(said: Said, metadata: Metadata, seen: Prose, *, url: str) -> float:
    """The model's probability that a page is an article."""
    figures, spoken = read(said, metadata, seen, url=url)
    return trees.shipped("pagekind.json").probability(figures | pagekind_words.shipped().figures(spoken))


def read(said: Said, metadata: Metadata, seen: Prose, *, url: str) -> tuple[dict[str, float], pagekind_words.Spoken]:
    """Return the figures of a page and its words by where they stand: what the model learns from and looks at."""
    form = shape(seen.sentences, seen.labels, seen.blocks)
    spoken = pagekind_words.spoken(said, metadata, seen, url=url)
    return features(said, metadata, seen, url=url) | form, spoken


def _told(seen: Prose, kept_words: int, said: Said, metadata: Metadata) -> str:
    marks = [f"{kept_words} words of body", f"{seen.paragraphs} paragraphs"]
    declared = next((name for node in said.articles[:1] for name in types(node)), "") or said.signals.first("og:type")
    marks += [f"declared {declared[:30]}"] if declared else []
    marks += ["dated"] if metadata.published else ["undated"]
    marks += ["signed"] if metadata.authors else []
    return ", ".join(marks)


def _special(said: Said, metadata: Metadata, seen: Prose, url: str) -> tuple[PageKind, str] | None:
    """Live blogs, galleries and videos, by what the page declares and by how it looks."""
    named = {name for node in said.nodes[:300] for name in types(node)}
    counts = said.signals.counts
    if "liveblogposting" in named:
        return PageKind.LIVE_BLOG, "declared a LiveBlogPosting"
    if _LIVE.search(f"{metadata.title} {url}") and counts["time"] >= 6:
        return PageKind.LIVE_BLOG, f"called live in its title or address, with {counts['time']} times"
    if (
        ("imagegallery" in named or _GALLERY.search(url))
        and counts["img"] >= 5
        and seen.prose < 60 * counts["img"]
        and seen.prose < 600
    ):
        return (
            PageKind.GALLERY,
            f"a gallery by its address or declaration: {counts['img']} images, {seen.prose} words in sentences",
        )
    og_type = said.signals.first("og:type").lower()
    if (
        ("videoobject" in named or og_type.startswith("video"))
        and seen.prose < 150
        and (_VIDEO.search(url) or og_type.startswith("video"))
    ):
        return PageKind.VIDEO, f"a video by its address or declaration, with only {seen.prose} words in sentences"
    return None


def _is_section(said: Said, seen: Prose) -> bool:
    share = seen.linked / max(1, seen.words)
    named = {name for node in said.nodes[:300] for name in types(node)}
    listed = bool(named & {"collectionpage", "itemlist", "searchresultspage"}) or said.signals.counts["article"] >= 5
    return (share > 0.45 and said.signals.counts["a"] >= 25) or (listed and share > 0.2)
