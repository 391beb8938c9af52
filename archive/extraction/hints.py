"""What a page says of its text outside its text: title, description, and the body in its JSON-LD."""

from __future__ import annotations

import json
from dataclasses import dataclass

from lxml.html import HtmlElement

MAX_SCRIPT = 2_000_000  # characters of one script that are read as JSON
MAX_NODES = 20_000  # of one script's JSON that are looked at


@dataclass(frozen=True, slots=True)
class Hints:
    """Texts that overlap with blocks; "" where the page does not give them."""

    title: str = ""
    description: str = ""
    body: str = ""  # JSON-LD articleBody, as written


def hints(tree: HtmlElement) -> Hints:
    """Return what a parsed page says of its text; broken JSON says nothing."""
    title = description = ""
    for meta in tree.iter("meta"):
        name = (meta.get("property") or meta.get("name") or "").lower()
        if name == "og:title" and not title:
            title = meta.get("content") or ""
        elif name in {"og:description", "description"}:
            description = max(description, meta.get("content") or "", key=len)
    if not title:
        element = tree.find(".//title")
        title = (element.text or "") if element is not None else ""
    return Hints(title[:1_000], description[:5_000], _article_body(tree))


def _article_body(tree: HtmlElement) -> str:
    bodies = [
        body
        for script in tree.iter("script")
        if "ld+json" in (script.get("type") or "") and "articleBody" in (script.text or "")
        for body in _bodies(script.text or "")
    ]
    return max(bodies, key=len, default="")


def _bodies(written: str) -> list[str]:
    try:
        nodes = [json.loads(written[:MAX_SCRIPT], strict=False)]
    except (ValueError, RecursionError):
        return []
    found = []
    for _ in range(MAX_NODES):
        if not nodes:
            break
        node = nodes.pop()
        if isinstance(node, dict):
            body = node.get("articleBody")
            found += [body] if isinstance(body, str) else []
            nodes += node.values()
        elif isinstance(node, list):
            nodes += node
    return found
