"""Section, tags, description and crawler directives as a page declares them."""

from __future__ import annotations

import html

from archive.extraction.metadata.jsonld import Node, strings
from archive.extraction.metadata.signals import Signals

MAX_TAGS = 40
MAX_LABEL = 100  # characters
MAX_DESCRIPTION = 2_000


def section(signals: Signals, articles: list[Node]) -> str:
    """The section the article stands in, or ""."""
    declared = [text for node in articles[:2] for text in strings(node.get("articleSection"))[:1]]
    declared.append(
        signals.first(
            "article:section",
            "og:article:section",
            "section",
            "parsely-section",
            "cxenseparse:section",
            "sailthru.section",
        )
    )
    return next((label for text in declared if (label := _label(text))), "")


def tags(signals: Signals, articles: list[Node]) -> tuple[str, ...]:
    """Keywords in the page's order, each once."""
    texts = list(signals.meta.get("article:tag", ()))
    texts += [text for node in articles[:2] for text in strings(node.get("keywords"))]
    texts += signals.meta.get("news_keywords", []) or signals.meta.get("keywords", [])
    found = [label for text in texts for part in text[:4_000].replace(";", ",").split(",") if (label := _label(part))]
    return tuple({label.casefold(): label for label in reversed(found)}.values())[::-1][:MAX_TAGS]


def description(signals: Signals, articles: list[Node]) -> str:
    """The page's own summary of itself, or ""."""
    declared = signals.first("og:description", "description", "twitter:description", "dc.description")
    declared = declared or next((text for node in articles[:2] for text in strings(node.get("description"))[:1]), "")
    return " ".join(html.unescape(declared[:MAX_DESCRIPTION]).split())


def robots(signals: Signals) -> str:
    """Every value of <meta name="robots">, joined by commas."""
    return ", ".join(value for value in signals.meta.get("robots", ())[:4] if value)[:200]


def _label(text: str) -> str:
    label = " ".join(html.unescape(text[: MAX_LABEL * 2]).split()).strip("[]\"' ")
    return label if 1 < len(label) <= MAX_LABEL and not label.startswith(("http:", "https:")) else ""
