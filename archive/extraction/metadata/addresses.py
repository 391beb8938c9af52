"""Addresses that a page gives for itself: canonical, AMP, next page, lead image; absolute http(s) or not at all."""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin, urlsplit

from archive.extraction.metadata.jsonld import Node
from archive.extraction.metadata.signals import Signals
from archive.extraction.metadata.sites import registered_domain

MAX_URL = 2_000


def absolute(address: str, *, base: str) -> str:
    """Return an address as absolute http(s) without fragment, or "" where it cannot be one."""
    address = "".join(address.split())
    if not address or len(address) > MAX_URL:
        return ""
    try:
        parts = urlsplit(urljoin(base, address))
        host = parts.hostname
    except ValueError:
        return ""
    return parts._replace(fragment="").geturl() if parts.scheme in ("http", "https") and host else ""


def same_site(one: str, other: str) -> bool:
    """Whether two addresses lie within one registered domain."""
    domain = registered_domain(one)
    return bool(domain) and domain == registered_domain(other)


def canonical_url(signals: Signals, *, url: str) -> str:
    """Return the canonical address the page names, or "".

    Only one within the registered domain of `url` is believed: any page may name any address, and an article is kept
    under its canonical one, so a stranger could otherwise replace somebody else's. A page that names its own front
    page is not believed either.
    """
    for address in [href for href, _ in signals.links.get("canonical", ())[:3]] + signals.meta.get("og:url", [])[:1]:
        found = absolute(address, base=url)
        if found and same_site(found, url) and not (_is_front(found) and not _is_front(url)):
            return found
    return ""


def amp_url(signals: Signals, *, url: str) -> str:
    """Return the address of the AMP edition, which may lie on a cache's domain, or ""."""
    return next((found for href, _ in signals.links.get("amphtml", ()) if (found := absolute(href, base=url))), "")


def next_url(signals: Signals, *, url: str) -> str:
    """Return rel=next where it stays on the site, or ""."""
    found = (absolute(href, base=url) for href, _ in signals.links.get("next", ()))
    return next((one for one in found if one and same_site(one, url)), "")


def lead_image(signals: Signals, articles: list[Node], *, url: str) -> str:
    """Return the address of the image the page puts forward, or ""."""
    declared = signals.first(
        "og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src", "thumbnail"
    )
    linked = [href for href, _ in signals.links.get("image_src", ())]
    from_json = [address for node in articles[:2] for address in _images(node.get("image"))]
    return next((found for address in [declared, *from_json, *linked] if (found := absolute(address, base=url))), "")


def _images(value: Any, depth: int = 3) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, list) and depth:
        return [address for one in value[:3] for address in _images(one, depth - 1)]
    if isinstance(value, dict) and depth:
        return _images(value.get("url") or value.get("contentUrl") or value.get("@id"), depth - 1)
    return []


def _is_front(address: str) -> bool:
    parts = urlsplit(address)
    return parts.path in ("", "/") and not parts.query
