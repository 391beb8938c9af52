"""JSON-LD of a page: read it, mend the usual faults cheaply, and find the node that speaks of the article."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Any

MAX_NODES = 3_000
MAX_DEPTH = 8
MAX_OBJECTS = 50  # concatenated in one script

Node = dict[str, Any]

_COMMENT = re.compile(r"^\s*(?://\s*)?(?:<!--|<!\[CDATA\[)|(?://\s*)?(?:-->|\]\]>)\s*$")
_TRAILING_COMMA = re.compile(r",\s*(?=[}\]])")
_MISSING_COMMA = re.compile(r'(?<=["}\]])[ \t]*\r?\n\s*(?="[\w@]{1,40}"\s{0,4}:)')
_DECODER = json.JSONDecoder(strict=False)

# schema.org types, most telling first: of several nodes the first of these is the article.
ARTICLE_TYPES = (
    "liveblogposting", "reportagenewsarticle", "newsarticle", "analysisnewsarticle", "opinionnewsarticle",
    "reviewnewsarticle", "backgroundnewsarticle", "askpublicnewsarticle", "advertisercontentarticle",
    "satiricalarticle", "article", "blogposting", "techarticle", "scholarlyarticle", "report",
    "socialmediaposting", "discussionforumposting",
    "review", "criticreview", "recipe", "medicalwebpage", "howto", "videoobject", "creativework",
)  # fmt: skip
_RANK = {name: rank for rank, name in enumerate(ARTICLE_TYPES)}


def nodes(scripts: list[str]) -> list[Node]:
    """Return every object of a page's JSON-LD, outermost first; what cannot be read is left out."""
    found: list[Node] = []
    for script in scripts:
        for value in _objects(script):
            found.extend(_flatten(value))
            if len(found) >= MAX_NODES:
                return found[:MAX_NODES]
    return found


def _objects(script: str) -> list[Any]:
    text = script.strip()
    for mend in _MENDS:
        text = mend(text)
        try:
            return _decode(text)
        except (ValueError, RecursionError):
            continue
    return []


def _decode(text: str) -> list[Any]:
    found: list[Any] = []
    at = 0
    while at < len(text) and len(found) < MAX_OBJECTS:
        value, at = _DECODER.raw_decode(text, at)
        found.append(value)
        at = _next(text, at)
    return found


def _next(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \t\r\n;,":
        at += 1
    return at


def _as_is(text: str) -> str:
    return text


def _uncomment(text: str) -> str:
    return _COMMENT.sub("", _COMMENT.sub("", text)).strip()


def _commas(text: str) -> str:
    return _MISSING_COMMA.sub(",\n", _TRAILING_COMMA.sub("", text))


def _unescape(text: str) -> str:
    return html.unescape(text) if "&quot;" in text or "&#34;" in text else text


_MENDS = (_as_is, _uncomment, _commas, _unescape)


def _flatten(value: Any) -> Iterator[Node]:
    stack: list[tuple[Any, int]] = [(value, 0)]
    count = 0
    while stack and count < MAX_NODES:
        value, depth = stack.pop()
        if isinstance(value, list):
            stack.extend(
                (item, depth)
                for item in reversed(value[:MAX_NODES])
                if isinstance(item, (dict, list)) and depth <= MAX_DEPTH
            )
            depth += 1
        elif isinstance(value, dict):
            count += 1
            yield value
            stack.extend(
                (item, depth + 1)
                for item in reversed(list(value.values())[:200])
                if isinstance(item, (dict, list)) and depth < MAX_DEPTH
            )


def types(node: Node) -> tuple[str, ...]:
    """The schema.org types of a node, lower case, without their namespace."""
    named = node.get("@type") or node.get("type") or ()
    listed = named if isinstance(named, list) else [named]
    return tuple(
        str(name)[:120].rsplit("/", 1)[-1].rsplit("#", 1)[-1].lower() for name in listed[:10] if isinstance(name, str)
    )


def rank(node: Node) -> int:
    """How little a node looks like the article: 0 is a live blog, 99 no article at all."""
    return min((_RANK.get(name, 99) for name in types(node)), default=99)


def articles(found: list[Node]) -> list[Node]:
    """Nodes of article types, the most telling first, page order within a type."""
    return sorted((node for node in found if rank(node) < 99), key=rank)


def strings(value: Any, *, depth: int = 3) -> list[str]:
    """Texts of a value that may be a string, an object with a name, or a list of these."""
    if isinstance(value, str):
        return [value[:2_000]] if value.strip() else []
    if depth and isinstance(value, list):
        return [text for item in value[:100] for text in strings(item, depth=depth - 1)]
    if depth and isinstance(value, dict):
        return strings(value.get("name") or value.get("@value") or value.get("url"), depth=depth - 1)
    return []
