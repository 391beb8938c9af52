"""What the operator says about a site's pages: CSS selectors whose blocks are always, or never, body."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import cast

from cssselect import SelectorError
from lxml.cssselect import CSSSelector
from lxml.html import HtmlElement

from archive.errors import BadSelector
from archive.extraction.answer import SiteRules


@dataclass(frozen=True, slots=True)
class Overrides:
    """The elements of one page that the site's rules name."""

    kept: frozenset[HtmlElement]
    pruned: frozenset[HtmlElement]

    @classmethod
    def of(cls, rules: SiteRules, tree: HtmlElement) -> Overrides:
        """Find the elements; raises BadSelector for a selector that is none."""
        return cls(_matched(rules.keep, tree), _matched(rules.prune, tree))

    def keeps(self, element: HtmlElement) -> bool:
        """Whether the rules make this body: the innermost selector wins, `prune` where both name one element."""
        return bool(self.kept) and self._nearest(element) == "keep"

    def prunes(self, element: HtmlElement) -> bool:
        """Whether the rules take this out of the body."""
        return bool(self.pruned) and self._nearest(element) == "prune"

    def _nearest(self, element: HtmlElement) -> str:
        here: HtmlElement | None = element
        while here is not None:
            if here in self.pruned:
                return "prune"
            if here in self.kept:
                return "keep"
            here = here.getparent()
        return ""


def _matched(selectors: tuple[str, ...], tree: HtmlElement) -> frozenset[HtmlElement]:
    found: set[HtmlElement] = set()
    for selector in selectors:
        found.update(cast(list[HtmlElement], compiled(selector)(tree)))
    return frozenset(found)


@lru_cache(maxsize=1000)
def compiled(selector: str) -> CSSSelector:
    """Return a CSS selector ready for use; raises BadSelector, so that a source can be checked when it is read."""
    try:
        return CSSSelector(selector, translator="html")
    except SelectorError as error:
        raise BadSelector(f"“{selector}” is no CSS selector ({error}); correct it in the source's rules.") from error
