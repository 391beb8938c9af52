"""What class, id, role and style say of an element to trafilatura: the article's frame, its comments, or furniture.

Its XPath expressions (trafilatura.xpaths, 2.3) call a regular expression for each element anew; these functions ask the
same and remember the answer for each name. Where an expression looks at whichever of two attributes is written first,
these look at the id first.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from lxml.html import HtmlElement
from trafilatura import xpaths

RANKS: Final = 5  # guesses at the frame, best first
REMEMBERED: Final = 16_384  # names
_FRAMES: Final = ("article", "div", "main", "section")
_COMMENTED: Final = ("div", "section", "ol", "ul", "details", "list")
_BOXES: Final = frozenset({"div", "item", "list", "p", "section", "span"})  # list and item: its names for ul and li
_PLAIN: Final = re.compile(r"[\w -]+")


class _Tokens:
    """Some tokens that may stand in a name: those that are no pattern are looked for as they are, which is faster."""

    def __init__(self, *tokens: str) -> None:
        self._plain = tuple(token for token in tokens if _PLAIN.fullmatch(token))
        patterns = [token for token in tokens if not _PLAIN.fullmatch(token)]
        self._pattern = re.compile("|".join(patterns)) if patterns else None

    def stand_in(self, name: str) -> bool:
        """Whether one of them stands in a name."""
        for token in self._plain:
            if token in name:
                return True
        return self._pattern is not None and self._pattern.search(name) is not None


_COMMENT_LIST_ID = re.compile(f"^(?:{xpaths._COMMENTS_ID})")
_COMMENT_ID = re.compile(f"^(?:{xpaths._COMMENTS_ID}|disqus_thread|dsq-comments)")
_COMMENT_CLASS = re.compile(xpaths._COMMENTS_CLASS)
_NEXT_POST = re.compile(r"mvp-post-add-(?:box|wrap)")
_SCROLL = re.compile(r"infinite-?scroll")
_BODY_ID = _Tokens(*xpaths._ARTICLE_CONTENT_ID_TOKENS)
_BODY_CLASS = _Tokens(*xpaths._ARTICLE_CONTENT_CLASS_TOKENS)
_STORY_ID = _Tokens(*xpaths._STORY_ID_TOKENS)
_STORY_CLASS = _Tokens(*xpaths._STORY_CLASS_TOKENS)
_STORY_NAMES = frozenset({"postarea", "art-postcontent", "text", "cell", "story"})
_MAIN_ID = _Tokens(*xpaths._MAIN_CONTENT_ID_TOKENS, "[Mm]ain-[Cc]ontent")
_MAIN_CLASS = _Tokens(*xpaths._MAIN_CONTENT_CLASS_TOKENS, "[Mm]ain-[Cc]ontent", "[Pp]age-[Cc]ontent")
_FURNITURE_ID = _Tokens(*xpaths._OVERALL_DISCARD_BOTH_TOKENS, *xpaths._OVERALL_DISCARD_ID_TOKENS)
_FURNITURE_CLASS = _Tokens(*xpaths._OVERALL_DISCARD_BOTH_TOKENS, *xpaths._OVERALL_DISCARD_CLASS_TOKENS)
_UNSEEN_CLASS = _Tokens(
    "^hide-", "comments-title", "nocomments", "-reply-", "message", "akismet", "suggest-links", "-hide-", "hide-print",
    " hidden", " hide", "noprint", "notloaded",
)  # fmt: skip
_UNSEEN_ID = _Tokens("hidden", "reader-comments", "akismet")


def appended(tree: HtmlElement) -> list[HtmlElement]:
    """Return what trafilatura removes first: readers' comments, further articles loaded below, bars to share with.

    These are REMOVE_COMMENTS_AND_LISTS_XPATH and RAW_TREE_PRUNE_XPATH.
    """
    found = []
    for element in tree.iter(*_COMMENTED):
        name, identity = element.get("class", ""), element.get("id", "")
        said = _says_appended(name, identity, element.tag) if name or identity else ""
        if said == "surely" or (said and next(element.iter("h1"), None) is None):
            found.append(element)
    return found


@lru_cache(REMEMBERED)
def _says_appended(name: str, identity: str, tag: str) -> str:
    known = _COMMENT_LIST_ID if tag in {"ol", "ul"} else _COMMENT_ID
    if known.search(identity) or _COMMENT_CLASS.search(name):
        return "surely"
    if tag not in {"div", "section"}:
        return ""
    if _NEXT_POST.search(identity) or _NEXT_POST.search(name) or "elementor-share-buttons" in name:
        return "surely"
    return "without a title" if _SCROLL.search(identity) or _SCROLL.search(name) else ""


def frame(tree: HtmlElement, rank: int) -> HtmlElement | None:
    """Return the first element that a guess (0 to RANKS - 1) takes for the article's frame (BODY_XPATH), or None."""
    if rank == 1:
        return next(tree.iter("article"), None)
    for element in tree.iter(*_FRAMES):
        given = element.attrib
        if given and _is_frame(rank, given.get("class", ""), given.get("id", ""), _role(rank, given)):
            return element
        if rank == RANKS - 1 and element.tag == "main":
            return element
    return None


def _role(rank: int, given: Mapping[str, str]) -> str:
    return given.get("itemprop", "") if rank == 0 else given.get("role", "")


@lru_cache(REMEMBERED)
def _is_frame(rank: int, name: str, identity: str, role: str) -> bool:
    if rank == 0:
        known = name in {"post", "entry"} or role == "articleBody" or identity == "articleContent"
        return known or _BODY_ID.stand_in(identity) or _BODY_CLASS.stand_in(name)
    if rank == 2:
        known = role == "article" or identity in {"article", "story"} or name in _STORY_NAMES
        return known or _STORY_ID.stand_in(identity) or "fulltext" in name.lower() or _STORY_CLASS.stand_in(name)
    if rank == 3:
        return "content" in {name, identity} or _MAIN_ID.stand_in(identity) or _MAIN_CLASS.stand_in(name)
    return any(said.startswith("main") for said in (name, identity, role))


def furniture(around: HtmlElement) -> tuple[list[HtmlElement], list[HtmlElement], list[HtmlElement]]:
    """Return what an element holds that is furniture, a caption, or teasers.

    OVERALL_DISCARD_XPATH, DISCARD_IMAGE_ELEMENTS and TEASER_DISCARD_XPATH.
    """
    unwanted, captions, teasers = [], [], []
    for element in around.iterdescendants():
        given = element.attrib
        if not given:
            continue
        name, identity, boxed = given.get("class", ""), given.get("id", ""), element.tag in _BOXES
        if _says_furniture(name, identity, boxed) or _unseen(given) or (boxed and _told_furniture(given)):
            unwanted.append(element)
        if boxed and "caption" in (said := f"{name} {identity}"):
            captions.append(element)
        if boxed and ("teaser" in said or "Teaser" in said):
            teasers.append(element)
    return unwanted, captions, teasers


@lru_cache(REMEMBERED)
def _says_furniture(name: str, identity: str, boxed: bool) -> bool:
    if _UNSEEN_CLASS.stand_in(name) or _UNSEEN_ID.stand_in(identity) or (identity or name).startswith("reply-"):
        return True
    if not boxed:
        return False
    return "cookie" in (identity or name) or _FURNITURE_ID.stand_in(identity) or _FURNITURE_CLASS.stand_in(name)


def _unseen(given: Mapping[str, str]) -> bool:
    style = given.get("style")
    if style and ("display:none" in style or "display: none" in style or ("hidden" in style and "id" not in given)):
        return True
    return given.get("aria-hidden") == "true"


def _told_furniture(given: Mapping[str, str]) -> bool:
    role, component = given.get("role"), given.get("data-component")
    if role and ("nav" in role or "Nav" in role):
        return True
    return (component is not None and "MostPopularStories" in component) or "data-lp-replacement-content" in given
