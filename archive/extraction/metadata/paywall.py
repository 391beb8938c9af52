"""Whether a page says that it must be paid for."""

from __future__ import annotations

from typing import Any

from archive.extraction.metadata.jsonld import Node
from archive.extraction.metadata.signals import Signals

_FREE = frozenset(
    {"true", "yes", "1", "free", "http://schema.org/true", "https://schema.org/true", "unlocked", "public", "open"}
)
_PAID = frozenset(
    {
        "false",
        "no",
        "0",
        "locked",
        "metered",
        "paid",
        "premium",
        "subscription",
        "subscriber",
        "subscribers",
        "paying",
        "registration",
        "http://schema.org/false",
        "https://schema.org/false",
        "hard",
    }
)
_META = (
    "article:content_tier",
    "og:article:content_tier",
    "cxenseparse:pbl-paywall",
    "paywall",
    "article.paywall",
    "content-tier",
    "isaccessibleforfree",
    "premium",
    "article:premium",
)


def paywalled(signals: Signals, articles: list[Node]) -> bool | None:
    """Return whether the page declares a paywall; None where it does not say.

    Sources: schema.org `isAccessibleForFree` of the article or of a part (`hasPart`), in JSON-LD or microdata, and the
    meta tags that publishers use (`article:content_tier` and its relatives).
    """
    claims = [claim for node in articles[:3] for claim in _claims(node)]
    if False in claims:
        return True
    for name in _META:
        claim = _free(signals.first(name)) if name in signals.meta else None
        if claim is not None:
            # "premium" and "paywall" name the barrier, the others the access.
            return (
                claim
                if name in ("paywall", "article.paywall", "premium", "article:premium", "cxenseparse:pbl-paywall")
                and signals.first(name).lower() in ("true", "false", "yes", "no", "1", "0")
                else not claim
            )
    return False if True in claims else None


def _claims(node: Node) -> list[bool]:
    parts = node.get("hasPart")
    values = [node.get("isAccessibleForFree")]
    values += [
        part.get("isAccessibleForFree")
        for part in (parts if isinstance(parts, list) else [parts])[:10]
        if isinstance(part, dict)
    ]
    return [claim for value in values if (claim := _free(value)) is not None]


def _free(value: Any) -> bool | None:
    if isinstance(value, bool):
        return value
    said = str(value).strip().lower() if isinstance(value, (str, int)) else ""
    return True if said in _FREE else False if said in _PAID else None
