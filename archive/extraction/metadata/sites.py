"""Who publishes a page: the names a site gives itself, and the registered domain of an address."""

from __future__ import annotations

from archive import urls
from archive.errors import BadUrl
from archive.extraction.metadata.jsonld import Node, strings, types
from archive.extraction.metadata.signals import Signals

_PUBLISHERS = frozenset({"organization", "newsmediaorganization", "website", "corporation", "brand"})


def registered_domain(url: str) -> str:
    """Return the registered domain of an http(s) address ("bbc.co.uk"), or "" of anything else."""
    try:
        return urls.registered_domain(url)
    except BadUrl:
        return ""


def fold(name: str) -> str:
    """A name as it is compared: its letters and digits, case-folded."""
    return "".join(filter(str.isalnum, name[:200].casefold()))


def site_names(signals: Signals, nodes: list[Node], *, url: str) -> frozenset[str]:
    """Folded names of the site and its publisher, its domain among them."""
    domain = registered_domain(url)
    found = {domain, domain.partition(".")[0], f"www.{domain}", site_name(signals, nodes)}
    for name in (
        "og:site_name",
        "application-name",
        "apple-mobile-web-app-title",
        "publisher",
        "article:publisher",
        "copyright",
        "dc.publisher",
    ):
        found.update(signals.meta.get(name, ())[:2])
    for node in nodes[:300]:
        if _PUBLISHERS.intersection(types(node)):
            found.update(strings(node.get("name"))[:1] + strings(node.get("alternateName"))[:2])
        if isinstance(node.get("publisher"), dict):
            found.update(strings(node["publisher"])[:1])
    return frozenset(fold(name) for name in found if name and len(name) < 80) - {""}


def site_name(signals: Signals, nodes: list[Node]) -> str:
    """The name of the site as it is to be shown, or ""."""
    named = signals.first("og:site_name", "application-name", "apple-mobile-web-app-title")
    if named:
        return named[:120]
    for kinds, key in ((frozenset({"website"}), "name"), (_PUBLISHERS, "name")):
        for node in nodes[:300]:
            if kinds.intersection(types(node)) and strings(node.get(key)):
                return strings(node[key])[0].strip()[:120]
    for node in nodes[:300]:
        if isinstance(node.get("publisher"), dict) and strings(node["publisher"]):
            return strings(node["publisher"])[0].strip()[:120]
    return ""
