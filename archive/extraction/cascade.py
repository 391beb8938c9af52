"""trafilatura's fast mode at two fifths of its cost: the same steps in the same order, on a copy of the page for each.

bare_extraction copies a page four times, for fallbacks that one page in five needs, and evaluates its XPath
expressions element by element. Here a page is copied when a step needs it, names are looked up (containers.py), and
what becomes of a single element is left to trafilatura.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from typing import Final, cast

from lxml.etree import _Element, strip_elements, strip_tags
from lxml.html import HtmlElement
from trafilatura.baseline import baseline
from trafilatura.core import ESCALATION_ACCEPT_RATIO, ESCALATION_MAX_LENGTH, ESCALATION_PAGE_SHARE
from trafilatura.htmlprocessing import convert_tags, tree_cleaning
from trafilatura.main_extractor import handle_textelem
from trafilatura.settings import DEDUPE_SCAN_CAP, MIN_DUPLICATE_LENGTH, Extractor
from trafilatura.utils import trim
from trafilatura.xml import delete_element

from archive.extraction import containers
from archive.extraction.main_pass import main_pass, prune

BALANCED: Final = Extractor(fast=True, comments=False, output_format="xml")
RECALL: Final = Extractor(fast=True, comments=False, output_format="xml", recall=True)
# Of what it deletes sooner or later, the tags that make up most: at once they cost a third.
_NOISE: Final = (
    "button", "canvas", "footer", "iframe", "input", "label", "link", "nav", "noscript", "option", "picture", "script",
    "select", "source", "style", "svg", "textarea", "time", "video",
)  # fmt: skip
_SILENT: Final = frozenset({"script", "style", "svg", "template", "head", "title"})


def kept_body(tree: HtmlElement) -> _Element | None:
    """Return what trafilatura's fast mode keeps of a parsed page, comments left out; None where it keeps nothing.

    The tree is left as it is.
    """
    kept, length = _extracted(tree, BALANCED)
    if length < BALANCED.min_extracted_size:
        rescued, _, found = baseline(_without_appended(copy(tree)))
        kept, length = (rescued, found) if found > length else (kept, length)
    if 0 < length < ESCALATION_MAX_LENGTH and length < ESCALATION_PAGE_SHARE * _length(tree):
        more, found = _extracted(tree, RECALL)
        if found >= BALANCED.min_extracted_size and found > ESCALATION_ACCEPT_RATIO * length:
            kept, length = more, found
    return kept if length else None


def _extracted(tree: HtmlElement, options: Extractor) -> tuple[_Element, int]:
    kept, tags = main_pass(_converted(tree, options), options)
    length = len(" ".join(texts(kept)).strip())
    if length < options.min_extracted_size:
        _recover(_converted(tree, options), kept, tags, options)
        length = len(" ".join(texts(kept)).strip())
    _finish(kept)
    return kept, length


def _converted(tree: HtmlElement, options: Extractor) -> HtmlElement:
    body = tree.find("body")  # it deletes the head
    page = copy(tree if body is None else body)
    strip_elements(page, *_NOISE, with_tail=False)
    return convert_tags(tree_cleaning(_without_appended(page), options), options)


def _without_appended(page: HtmlElement) -> HtmlElement:
    for element in containers.appended(page):
        delete_element(element)
    return page


def _recover(page: HtmlElement, kept: _Element, tags: set[str], options: Extractor) -> None:
    """Append to what was kept the paragraphs, quotes and tables that stand anywhere else on the page."""
    wanted = ["code", "p", "quote", "table"]
    if options is RECALL:
        tags |= {"div", "lb"}
        wanted += ["div", "lb", "list"]
    prune(page, teasers=False)
    known = {_text(element) for element in kept}
    whole = "\n".join(filter(None, known))
    taken: set[_Element] = set()
    for element in list(page.iter(*wanted)):
        if element in taken:
            continue
        found = handle_textelem(element, tags, options)
        if found is None:
            continue
        if found is element:
            taken.update(element.iterdescendants())
        text = _text(found)
        if text in known or (len(text) > MIN_DUPLICATE_LENGTH and text in whole):
            continue
        kept.append(found)
        known.add(text)
        whole += "\n" + text if len(whole) < DEDUPE_SCAN_CAP else ""


def _finish(kept: _Element) -> None:
    """Drop what stands twice in a row, and what is left of the steps before."""
    previous = ""
    for element in list(kept):
        text = _text(element)
        if text and text == previous and len(text) > MIN_DUPLICATE_LENGTH:
            delete_element(element, keep_tail=False)
        else:
            previous = text
    strip_elements(kept, "done")
    strip_tags(kept, "div")


def texts(element: _Element) -> Iterator[str]:
    """Yield the pieces of text in an element, in order."""
    return cast(Iterator[str], element.itertext())


def _text(element: _Element) -> str:
    return str(trim("".join(texts(element))))


def _length(tree: HtmlElement) -> int:
    """Return how many characters of text a page holds, scripts and styles left out."""
    pieces = []
    for element in tree.iter():
        if element.tag not in _SILENT:
            pieces.append(element.text or "")
        pieces.append(element.tail or "")
    return len(" ".join(" ".join(pieces).split()))
