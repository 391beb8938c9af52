"""How much of an element is links: trafilatura's test, which measures each link once however many elements hold it."""

from __future__ import annotations

from typing import Final

from lxml.html import HtmlElement
from trafilatura.htmlprocessing import is_paragraph_listing
from trafilatura.utils import LINK_FARM_RATIO, trim

LONG_LINK: Final = 100  # characters of a link that may be all that an element holds
SHORT_LINK: Final = 10
FARM: Final = 4  # more links than a handful


class Links:
    """The links (ref) of one frame: what stands around them, and how many characters each holds."""

    def __init__(self, frame: HtmlElement) -> None:
        self._around: set[HtmlElement] = set()
        self._lengths: dict[HtmlElement, int] = {}
        for link in frame.iter("ref"):
            self._lengths[link] = len(trim(link.text_content()))
            for above in link.iterancestors():
                if above in self._around:
                    break
                self._around.add(above)

    def fill(self, element: HtmlElement) -> tuple[bool, bool]:
        """Return whether an element is little but links, and whether it is short, as link_density_test does."""
        if element not in self._around:
            return False, False
        links = list(element.iterdescendants("ref"))
        if not links or next(element.iterdescendants("graphic"), None) is not None:
            return False, False
        held = len(trim(element.text_content()))
        lengths = [length for link in links if (length := self._lengths[link])]
        if len(links) == 1 and sum(lengths) > max(LONG_LINK, held * 0.9):
            return True, False
        if held < _limit(element):
            return (_fills_short(lengths, held), True) if lengths else (True, False)
        return len(links) > FARM and _is_farm(lengths, held) and not is_paragraph_listing(links), False


def _limit(element: HtmlElement) -> int:
    """Return how many characters make an element long."""
    last = element.getnext() is None
    return (60 if last else 30) if element.tag == "p" else 300 if last else 100


def _fills_short(lengths: list[int], held: int) -> bool:
    short = sum(1 for length in lengths if length < SHORT_LINK)
    crowded = len(lengths) > 1 and short / len(lengths) > 0.8
    return sum(lengths) > held * 0.8 or crowded


def _is_farm(lengths: list[int], held: int) -> bool:
    return held * LINK_FARM_RATIO < sum(lengths) < 100 * len(lengths)
