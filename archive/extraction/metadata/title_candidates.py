"""Every wording of its headline that a page prints or declares, with the places that carry each."""

from __future__ import annotations

import html
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from archive.extraction.metadata.jsonld import Node
from archive.extraction.metadata.signals import Signals

MAX_TITLE = 500  # characters; what is longer is no headline
MAX_CANDIDATES = 40
META = ("og:title", "twitter:title", "title", "headline", "dc.title", "sailthru.title", "parsely-title")

_SEPARATOR = re.compile(
    r"\s+(?:\||-|–|—|·|•|::|»|«|›|‹|/|~|\+\+\+)\s+|\s*[｜¦|]\s*|\s*--\s*|：(?=[^：]{2,20}$)|\s+-(?=\w)"
    r"|(?<=\w)\s?[–—-]\s+|,\s+(?=[^,]{4,40}$)"
)
_SET_OFF = re.compile(r"\w: | / | [-–—|] ")
_WORD = re.compile(r"\w+")
_INVISIBLE = {ord(ch): None for ch in "\xad\u200b\u200e\u200f\ufeff"}


@dataclass(slots=True)
class Candidate:
    """One wording and the places that bear it out."""

    key: str
    sources: set[str] = field(default_factory=set)  # "og:title"; "og:title-" where something was cut off first
    end: Literal["", "head", "tail"] = ""  # which end was cut off, where no place carries the wording whole
    removed: str = ""  # what was cut off
    printings: Counter[str] = field(default_factory=Counter)  # how often each spelling of the words was met

    @property
    def places(self) -> set[str]:
        """Where the wording stands, cut or whole."""
        return {source.rstrip("-") for source in self.sources}

    @property
    def text(self) -> str:
        """The printing to be shown: a kicker set off, not all in capitals, and such as most places print it."""
        # Of equals the first met wins, which is the one that readers see.
        return max(
            self.printings,
            key=lambda text: (not text.isupper(), " : " not in text, len(_SET_OFF.findall(text)), self.printings[text]),
        )


def clean(text: str) -> str:
    """A headline as a person would write it out: entities resolved, white space folded, soft hyphens gone."""
    text = text[: MAX_TITLE * 4]
    if "&" in text:
        text = html.unescape(text)
    return " ".join(text.translate(_INVISIBLE).split())


def key(text: str) -> str:
    """What two printings of the same wording share: its words, case-folded."""
    return " ".join(_WORD.findall(unicodedata.normalize("NFKC", text).casefold()))


def cuts(text: str) -> Iterator[tuple[str, Literal["head", "tail"], str]]:
    """Yield what is left when segments are taken off either end, which end, and what was taken."""
    for mark in list(_SEPARATOR.finditer(text))[-5:]:
        head, tail = text[: mark.start()].strip(), text[mark.end() :].strip()
        if head and tail:
            yield head, "tail", tail
            yield tail, "head", head


def places(signals: Signals, articles: list[Node]) -> list[tuple[str, str]]:
    """Return (place, text) of everything that may be the headline, as printed before as declared."""
    found = [("h1" if number == 0 else "h1+", one.text) for number, one in enumerate(signals.h1[:6])]
    found += [
        (f"json-ld {name}", node[name])
        for node in articles[:2]
        for name in ("headline", "name")
        if isinstance(node.get(name), str)
    ]
    found += [(name, value) for name in META[:2] for value in signals.meta.get(name, ())[:1]]
    found += [("title", signals.title)] if signals.title else []
    found += [(name, value) for name in META[2:] for value in signals.meta.get(name, ())[:1]]
    found += [("itemprop", one.text) for one in signals.headlines if one.names.startswith("headline")][:3]
    return found


def candidates(found: Iterable[tuple[str, str]]) -> list[Candidate]:
    """Return the distinct wordings of (place, text) pairs, each with every place that carries it."""
    known: dict[str, Candidate] = {}
    cleaned = [(place, clean(text)) for place, text in found]
    for place, text in cleaned:
        _add(known, text, place)
    for place, text in cleaned:
        for part, end, removed in cuts(text[:MAX_TITLE]):
            _add(known, part, f"{place}-", end, removed)
    return list(known.values())


def _add(
    known: dict[str, Candidate], text: str, source: str, end: Literal["", "head", "tail"] = "", removed: str = ""
) -> None:
    name = key(text)
    if not name or len(text) > MAX_TITLE or (name not in known and len(known) >= MAX_CANDIDATES):
        return
    one = known.setdefault(name, Candidate(name, end=end, removed=removed))
    one.sources.add(source)
    one.printings[text] += 1
