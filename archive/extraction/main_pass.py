"""trafilatura's main pass: the first frame of a page that holds text, without its furniture, element by element."""

from __future__ import annotations

from typing import Final

from lxml.etree import Element, _Element, strip_tags
from lxml.html import HtmlElement
from trafilatura.htmlprocessing import link_density_test_tables, process_node
from trafilatura.main_extractor import NOT_AT_THE_END, REBUILT_BLOCKS, handle_textelem
from trafilatura.settings import INLINE_FORMATTABLE, TAG_CATALOG, Extractor
from trafilatura.utils import text_chars_test, trim
from trafilatura.xml import delete_element

from archive.extraction import containers
from archive.extraction.link_density import Links

SHORT: Final = 100  # characters of a box with links that is deleted for them
_CELLS: Final = frozenset({"item", "td", "th"})  # what is alone in one is judged with the list or the table
_TAGS: Final = TAG_CATALOG | {"table", "td", "th", "tr"}
_LINE_BREAKS: Final = INLINE_FORMATTABLE | {"lb"}


def main_pass(page: HtmlElement, options: Extractor) -> tuple[_Element, set[str]]:
    """Return what stands in the first frame that holds anything, and which tags counted as text."""
    tags = set(_TAGS)
    kept = Element("body")
    for rank in range(containers.RANKS):
        frame = containers.frame(page, rank)
        if frame is None:
            continue
        prune(frame, teasers=options.focus != "recall")
        if len(frame) == 0:
            continue
        if _is_short_of_paragraphs(page, options):
            tags.add("div")
        _collect(frame, tags, kept, options)
        if len(kept) > 1:
            break
    return kept, tags


def prune(frame: HtmlElement, *, teasers: bool) -> None:
    """Take out of the frame what is named as furniture and what consists of links, as prune_unwanted_sections does."""
    unwanted, captions, named_teasers = containers.furniture(frame)
    known = set(unwanted)
    outer = [element for element in unwanted if not any(above in known for above in element.iterancestors())]
    whole = len(frame.text_content())
    if outer and whole - sum(len(element.text_content()) for element in outer) <= whole / 7:
        outer = []
    for element in (*outer, *captions, *(named_teasers if teasers else ())):
        delete_element(element)
    links = Links(frame)
    for _ in range(2):
        deleted = [_delete_links(frame, tag, links) for tag in ("div", "list", "p")]
        if not any(deleted):
            break
    for table in [table for table in frame.iter("table") if link_density_test_tables(table)]:
        delete_element(table, keep_tail=False)
    strip_tags(frame, "span", "ref")


def _delete_links(frame: HtmlElement, tag: str, links: Links) -> bool:
    """Delete the elements of a tag that are little but links (delete_by_link_density); say whether there were any."""
    found = [element for element in frame.iter(tag) if _is_links(element, tag, links)]
    for element in found:
        delete_element(element)
    return bool(found)


def _is_links(element: HtmlElement, tag: str, links: Links) -> bool:
    sure, short = links.fill(element)
    if tag == "div":
        return sure or (short and len(element) >= 3 and len(trim(element.text_content())) < SHORT)
    above = element.getparent()
    return sure and not (tag == "p" and above is not None and above.tag in _CELLS)


def _is_short_of_paragraphs(page: HtmlElement, options: Extractor) -> bool:
    left = 3 * options.min_extracted_size
    for paragraph in page.iter("p"):
        left -= len(paragraph.text_content())
        if left <= 0:
            return False
    return True


def _collect(frame: HtmlElement, tags: set[str], kept: _Element, options: Extractor) -> None:
    """Append what is text in the frame to `kept`, element by element."""
    start = len(kept)
    inside = list(frame.iterdescendants())
    found = {element.tag for element in inside}
    if found == {"lb"} or (frame.tag == "div" and "div" in tags and found <= _LINE_BREAKS):
        inside, lead = [frame], None
    else:
        lead = _paragraph(frame.text, options)
    moved: set[HtmlElement] = set()
    for element in inside:
        if element not in moved:
            moved.update(_take(element, tags, kept, options))
    while len(kept) > 0 and kept[-1].tag in NOT_AT_THE_END:
        delete_element(kept[-1], keep_tail=False)
    if lead is not None and len(kept) > 1:
        kept.insert(start, lead)


def _take(element: HtmlElement, tags: set[str], kept: _Element, options: Extractor) -> list[HtmlElement]:
    """Append what an element has to say; return what moved along with it and is not to be looked at again."""
    tag, tail = element.tag, element.tail  # the steps below may rename it
    taken = handle_textelem(element, tags, options)
    moved: list[HtmlElement] = []
    if taken is not None:
        kept.append(taken)
        if taken is element or element.getparent() is taken:
            moved = list(element.iterdescendants())
        else:
            element.tag = "done"  # a later, wider frame holds it too
    after = _paragraph(tail, options) if tag in REBUILT_BLOCKS and (taken is None or taken.tail is None) else None
    if after is not None:
        kept.append(after)
    return moved


def _paragraph(text: str | None, options: Extractor) -> _Element | None:
    if not text_chars_test(text):
        return None
    paragraph = Element("p")
    paragraph.text = text
    found: _Element | None = process_node(paragraph, options)
    return found
