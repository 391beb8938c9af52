"""What a page says of its text outside its text: title, description, names, and what its JSON-LD holds."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from lxml.html import HtmlElement

MAX_SCRIPT = 2_000_000  # characters of one script that are read as JSON
MAX_NODES = 20_000  # of one script's JSON that are looked at
_NEWS = re.compile(r'"@type"\s*:\s*\[?\s*"(?:\w*NewsArticle|LiveBlogPosting)"')
_POSTING = re.compile(r'"@type"\s*:\s*\[?\s*"(?:BlogPosting|Article|TechArticle)"')
_AUTHOR = re.compile(r'"author"\s*:\s*[\[{\s]{1,9}[^{}\[\]]{0,300}?"name"\s*:\s*"([^"]{3,60})"')


@dataclass(frozen=True, slots=True)
class Hints:
    """Texts that overlap with blocks; "" where the page does not give them."""

    title: str = ""
    description: str = ""
    body: str = ""  # JSON-LD articleBody, as written
    author: str = ""
    site: str = ""
    news: bool = False  # JSON-LD calls it news
    posting: bool = False  # JSON-LD calls it an article or a blog post


def hints(tree: HtmlElement) -> Hints:
    """Return what a parsed page says of its text; broken JSON says nothing."""
    said = _metas(tree)
    title = said.get("og:title", "")
    if not title:
        element = tree.find(".//title")
        title = (element.text or "") if element is not None else ""
    scripts = [script.text or "" for script in tree.iter("script") if "ld+json" in (script.get("type") or "")]
    named = next((found[1] for script in scripts if (found := _AUTHOR.search(script, 0, 100_000))), "")
    return Hints(
        title[:1_000],
        max(said.get("og:description", ""), said.get("description", ""), key=len)[:5_000],
        max((body for script in scripts if "articleBody" in script for body in _bodies(script)), key=len, default=""),
        (said.get("author", "") or named)[:200],
        said.get("og:site_name", "")[:100],
        any(_NEWS.search(script) for script in scripts),
        any(_POSTING.search(script) for script in scripts),
    )


def _metas(tree: HtmlElement) -> dict[str, str]:
    said: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name, content = (meta.get("property") or meta.get("name") or "").lower(), meta.get("content")
        if content:
            said.setdefault(name, content)
    return said


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
