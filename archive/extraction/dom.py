"""Parse a page once, within bounds: every reader of the page works on this one tree."""

from __future__ import annotations

import re
from collections.abc import Container
from itertools import dropwhile, islice

from lxml import etree
from lxml.html import HtmlElement, document_fromstring

MAX_BYTES = 10 * 1024 * 1024  # of UTF-8; the rest is not read
MAX_TAGS = 400_000  # a real page has a few thousand; libxml2 spends some 200 bytes on each
MAX_ATTRIBUTES = 2_000  # of one tag: libxml2 compares each name with each other
DEPTH_ERROR = "Excessive depth"  # libxml2 gives up at 2,048 and loses what follows

# lxml.html's own look-up of element classes is Python called for each element touched; this one is C.
_CLASSES = etree.ElementDefaultClassLookup(element=HtmlElement)
# What a browser keeps in the head (WHATWG HTML, 13.2.6.4.4); the first of anything else begins the body.
_OF_HEAD = frozenset(
    {"base", "basefont", "bgsound", "link", "meta", "noframes", "noscript", "script", "style", "template", "title"}
)
# lxml reads control characters and refuses to write them.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_EMPTY = b"<html><head></head><body></body></html>"
# Tags that carry what is read from a page; all others become plain boundaries when nesting is beyond libxml2.
_NESTING = re.compile(
    rb"<(/?)(?!/?(?:html|head|body|title|meta|link|script|style|p|h[1-6]|a|br|img|time)\b)[a-z][^<>]*>", re.IGNORECASE
)


def parse(html: str | bytes, *, encoding: str = "utf-8") -> HtmlElement:
    """Return the `<html>` element of a page, with head and body; of no page at all, an empty document.

    Comments and processing instructions are left out. Bytes are read as `encoding`, whatever the page declares:
    find the charset first (archive.extraction.charset). Reads at most MAX_BYTES and MAX_TAGS; attributes of a tag
    with more than MAX_ATTRIBUTES are dropped; nesting too deep for libxml2 is flattened. Never raises on content.
    """
    source = bounded(html.encode("utf-8", "replace") if isinstance(html, str) else html)
    encoding = "utf-8" if isinstance(html, str) else encoding
    tree, too_deep = _tree(source, encoding)
    if too_deep:
        tree, _ = _tree(_NESTING.sub(b"<br><br>", source), encoding)
    _end_head(tree)
    return tree


def path(element: HtmlElement) -> str:
    """Return the DOM path of an element: child indexes from the root, "0/1/4/2"; "" for the root."""
    steps: list[str] = []
    parent = element.getparent()
    while parent is not None:
        steps.append(str(parent.index(element)))
        element, parent = parent, parent.getparent()
    return "/".join(reversed(steps))


def unknown_above(element: HtmlElement, known: Container[HtmlElement]) -> list[HtmlElement]:
    """Return an element and what it stands in up to the first that is known, outermost first."""
    found: list[HtmlElement] = []
    here: HtmlElement | None = element
    while here is not None and here not in known:
        found.append(here)
        here = here.getparent()
    return found[::-1]


class Paths:
    """DOM paths of one page's elements, each built on that of its parent."""

    def __init__(self) -> None:
        self._known: dict[HtmlElement, str] = {}

    def of(self, element: HtmlElement) -> str:
        """Return the path of an element, as `path` does."""
        for below in unknown_above(element, self._known):
            parent = below.getparent()
            step = "" if parent is None else str(parent.index(below))
            above = "" if parent is None else self._known[parent]
            self._known[below] = f"{above}/{step}" if above else step
        return self._known[element]


def at_path(tree: HtmlElement, steps: str) -> HtmlElement:
    """Return the element at a DOM path below `tree`; raises IndexError where there is none."""
    element = tree
    for step in steps.split("/") if steps else ():
        element = element[int(step)]
    return element


def _tree(source: bytes, encoding: str) -> tuple[HtmlElement, bool]:
    parser = etree.HTMLParser(encoding=encoding, huge_tree=True, remove_comments=True, remove_pis=True)
    parser.set_element_class_lookup(_CLASSES)
    try:
        tree = document_fromstring(source, parser=parser, ensure_head_body=True)
    except (etree.ParserError, etree.XMLSyntaxError, AssertionError):  # "Document is empty", or nothing but comments
        return document_fromstring(_EMPTY), False
    return tree, any(DEPTH_ERROR in entry.message for entry in parser.error_log)


def _end_head(tree: HtmlElement) -> None:
    """Move what belongs into the body there: where no <body> is written, libxml2 leaves <article> in the head."""
    head, body = tree.find("head"), tree.find("body")
    if head is None or body is None:
        return
    strays = list(dropwhile(lambda child: child.tag in _OF_HEAD, head))
    if strays and body.text:  # it came behind them
        strays[-1].tail = _CONTROL.sub(" ", (strays[-1].tail or "") + body.text)
        body.text = None
    for stray in reversed(strays):
        body.insert(0, stray)


def bounded(source: bytes) -> bytes:
    """Return a page's bytes within MAX_BYTES, MAX_TAGS and MAX_ATTRIBUTES, NULs as spaces: safe for any parser."""
    source = source[:MAX_BYTES].replace(b"\0", b" ")
    if source.count(b"<") > MAX_TAGS:
        cut = next(islice(re.finditer(b"<", source), MAX_TAGS, None))
        source = source[: cut.start()]
    return _few_attributes(source)


def _few_attributes(source: bytes) -> bytes:
    # A tag cannot hold too many attributes without a long stretch free of ">": nothing else is looked at closely.
    long = 2 * MAX_ATTRIBUTES
    pieces, done, start = [], 0, 0
    while start + long < len(source):
        last = source.rfind(b">", start, start + long + 1)
        if last >= 0:
            start = last + 1
            continue
        end = source.find(b">", start)
        end = end if end >= 0 else len(source)
        if len(source[start:end].split(None, MAX_ATTRIBUTES)) > MAX_ATTRIBUTES:
            pieces += [source[done:start], _without_attributes(source[start:end])]
            done = end
        start = end + 1
    return b"".join([*pieces, source[done:]]) if pieces else source


def _without_attributes(chunk: bytes) -> bytes:
    opened = chunk.rfind(b"<")
    name = re.match(rb"<[a-zA-Z][\w:-]*", chunk[opened:]) if opened >= 0 else None
    crowded = name and len(chunk[opened:].split(None, MAX_ATTRIBUTES)) > MAX_ATTRIBUTES
    return chunk[:opened] + name.group() if name and crowded else chunk
