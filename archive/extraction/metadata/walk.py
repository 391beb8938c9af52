"""The one walk over a parsed page that fills Signals, bounded in elements, text and memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lxml.html import HtmlElement

from archive.extraction.metadata.marks import BYLINE, DATE, HEADLINE, MAX_NAMES, is_author_page, marks
from archive.extraction.metadata.signals import Mention, Signals

# An honest page stays far below these; a hostile one costs no more than they allow.
MAX_ELEMENTS = 200_000
MAX_TEXT = 400  # characters of one mention
MAX_META = 400  # distinct names
MAX_VALUES = 40  # of one name
MAX_MENTIONS = 120  # of one kind
MAX_SCRIPTS = 40
MAX_SCRIPT = 2_000_000  # characters of one JSON-LD script
MAX_VALUE = 4_000  # characters of one attribute
MAX_FOLLOWING = 40  # text nodes after a headline
MAX_DEPTH = 8  # ancestors named in a context

_COUNTED = frozenset(
    "p a img input form article video h2 h3 li table iframe button select pre script figure time code".split()
)
_SILENT = frozenset({"script", "style", "noscript", "template", "svg"})
_HEADED = frozenset({"h2", "h3", "div", "span", "p"})


def collect(tree: HtmlElement) -> Signals:
    """Walk the page once, in page order, and return what it says of itself."""
    found = Signals()
    counts = found.counts
    for order, element in enumerate(tree.iter("*")):
        if order > MAX_ELEMENTS:
            break
        tag = element.tag
        if tag in _COUNTED:
            counts[tag] += 1
        reader = _READERS.get(tag)
        if reader is not None:
            reader(found, element, order)
        elif tag not in _SILENT:
            _named(found, element, order)
    return found


def _named(found: Signals, element: HtmlElement, order: int) -> None:
    get = element.get
    names, prop, own = get("class") or "", get("itemprop"), get("id")
    if prop or own:
        names = f"{prop or ''} {get('rel') or ''} {names} {own or ''}"
    if element.tag == "a":
        href = get("href")
        if get("rel") == "author" or (href and is_author_page(href)):
            _keep(found.bylines, element, order, f"author-page {names}"[:MAX_VALUE])
            return
    said = marks(names[:MAX_NAMES]) if names else 0
    # A container of a dozen children is a list of articles or a page, not a byline or a date line.
    if said and len(element) <= 12:
        _sort(found, element, order, names[:MAX_VALUE], said)


def _sort(found: Signals, element: HtmlElement, order: int, names: str, said: int) -> None:
    if said & BYLINE:
        _keep(found.bylines, element, order, names)
    if said & DATE:
        _keep(found.dates, element, order, names, dated=True)
    if said & HEADLINE and (names.startswith("headline") or (element.tag in _HEADED and len(found.headlines) < 6)):
        _keep(found.headlines, element, order, names)


def _keep(kept: list[Mention], element: HtmlElement, order: int, names: str, *, dated: bool = False) -> None:
    if len(kept) >= MAX_MENTIONS:
        return
    texts = pieces(element)
    value = _value(element)
    if sum(map(len, texts)) >= MAX_TEXT or not (texts or value):
        return
    if dated and not any(ch.isdigit() for text in (*texts, value) for ch in text):
        return
    kept.append(mention(element, order, names, texts, value))


def mention(element: HtmlElement, order: int, names: str, texts: tuple[str, ...], value: str = "") -> Mention:
    """What is kept of one element."""
    linked = tuple(" ".join(pieces(anchor, 120)) for anchor in _anchors(element)) if len(element) else ()
    return Mention(order, element.tag, names, texts, value, context(element), linked)


def _value(element: HtmlElement) -> str:
    get = element.get
    value = (
        get("datetime")
        or get("content")
        or get("data-datetime")
        or get("data-date")
        or get("data-timestamp")
        or get("data-pubdate")
        or ""
    )
    return value[:MAX_TEXT]


def _anchors(element: HtmlElement) -> list[HtmlElement]:
    found: list[HtmlElement] = []
    for number, anchor in enumerate(element.iterdescendants()):
        if number > 100 or len(found) >= 12:
            break
        if anchor.tag == "a":
            found.append(anchor)
    return found


def context(element: HtmlElement) -> str:
    """Tags, classes and ids of the nearest ancestors, nearest first."""
    names: list[str] = []
    parent = element.getparent()
    while parent is not None and len(names) < MAX_DEPTH and parent.tag != "body":
        names.append(f"{parent.tag} {(parent.get('class') or '')[:200]} {(parent.get('id') or '')[:80]}")
        parent = parent.getparent()
    return " / ".join(names)


def pieces(element: HtmlElement, limit: int = MAX_TEXT) -> tuple[str, ...]:
    """Text nodes of an element, white space folded, at most `limit` characters, without scripts and styles."""
    found: list[str] = []
    room = limit
    for text in _texts(element):
        folded = " ".join(text[: room + 200].split())[:room]
        if folded:
            found.append(folded)
            room -= len(folded)
        if room <= 0:
            break
    return tuple(found)


def _texts(element: HtmlElement) -> Iterator[str]:
    if not len(element):
        if element.text:
            yield element.text
        return
    for number, part in enumerate(element.iter()):
        if number > 200:
            return
        if isinstance(part.tag, str) and part.tag not in _SILENT and part.text:
            yield part.text
        # A tail is met before the children of its element end, so it may come early; names and dates survive that.
        if part is not element and part.tail and not len(part):
            yield part.tail


def following(element: HtmlElement, limit: int = MAX_FOLLOWING) -> tuple[str, ...]:
    """The first text nodes after an element in page order, white space folded."""
    found: list[str] = []
    node: HtmlElement | None = element
    steps = 0
    while node is not None and len(found) < limit and steps < 400:
        steps += 1
        if node.tail and node.tail.strip():
            found.append(" ".join(node.tail[:MAX_TEXT].split()))
        sibling = node.getnext()
        if sibling is None:
            node = node.getparent()
            continue
        node = sibling
        if isinstance(node.tag, str) and node.tag not in _SILENT:
            found.extend(pieces(node, 1_500))
    return tuple(found[:limit])


def _meta(found: Signals, element: HtmlElement, order: int) -> None:
    content = element.get("content") or element.get("value")
    if content is None:
        return
    folded = " ".join(content[:MAX_VALUE].split())
    for attribute in ("property", "name", "itemprop", "http-equiv"):
        name = element.get(attribute)
        if name and (len(found.meta) < MAX_META or name in found.meta):
            values = found.meta.setdefault(name[:120].lower().strip(), [])
            if len(values) < MAX_VALUES:
                values.append(folded)


def _link(found: Signals, element: HtmlElement, order: int) -> None:
    href = (element.get("href") or "").strip()
    if not href:
        return
    for token in (element.get("rel") or "")[:200].lower().split()[:4]:
        if len(found.links) < 60 or token in found.links:
            rows = found.links.setdefault(token, [])
            if len(rows) < MAX_VALUES:
                rows.append((href[:MAX_VALUE], (element.get("hreflang") or "")[:20]))


def _script(found: Signals, element: HtmlElement, order: int) -> None:
    if "ld+json" in (element.get("type") or "").lower() and len(found.scripts) < MAX_SCRIPTS:
        found.scripts.append((element.text or "")[:MAX_SCRIPT])


def _title(found: Signals, element: HtmlElement, order: int) -> None:
    parent = element.getparent()
    if not found.title and (parent is None or parent.tag in ("head", "html", "body")):
        found.title = " ".join(pieces(element, 2_000))


def _h1(found: Signals, element: HtmlElement, order: int) -> None:
    if len(found.h1) >= 12:
        return
    names = f"{element.get('itemprop') or ''} {element.get('class') or ''} {element.get('id') or ''}"
    after = following(element) if len(found.h1) < 4 else ()
    found.h1.append(Mention(order, "h1", names[:MAX_VALUE], pieces(element, 1_000), "", context(element), (), after))


def _time(found: Signals, element: HtmlElement, order: int) -> None:
    marked = "pubdate" if element.get("pubdate") is not None else ""
    names = f"{element.get('itemprop') or ''} {element.get('class') or ''} {marked}"
    _keep(found.dates, element, order, names[:MAX_VALUE], dated=True)


def _html(found: Signals, element: HtmlElement, order: int) -> None:
    found.language = found.language or (element.get("lang") or element.get("xml:lang") or "")[:40]
    found.names += f" {(element.get('class') or '')[:MAX_VALUE]} {(element.get('id') or '')[:200]}"


_READERS: dict[str, Callable[[Signals, HtmlElement, int], None]] = {
    "meta": _meta, "link": _link, "script": _script, "title": _title, "h1": _h1, "time": _time, "html": _html,
    "body": _html,
}  # fmt: skip
