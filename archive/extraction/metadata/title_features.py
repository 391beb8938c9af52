"""What is known of one wording of the headline, as figures for the linear model that chooses between them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from archive.extraction.metadata.signals import Mention
from archive.extraction.metadata.sites import fold
from archive.extraction.metadata.title_candidates import Candidate, cuts, key
from archive.extraction.metadata.title_printed import Printed

_PLACES = (
    "h1",
    "h1+",
    "og:title",
    "twitter:title",
    "title",
    "headline",
    "json-ld headline",
    "json-ld name",
)
_MAIN = ("h1", "og:title", "json-ld headline", "title", "twitter:title")
_DECLARED = frozenset({"og:title", "twitter:title", "json-ld headline"})
_PAIRS = (
    ("h1", "og:title"), ("h1", "json-ld headline"), ("og:title", "json-ld headline"), ("og:title", "title"),
    ("h1", "title"), ("og:title", "twitter:title"), ("h1", "twitter:title"),
)  # fmt: skip
_UNSEEN = re.compile(r"sr-only|visually|hidden|screen-reader|breadcrumb|logo|site-title|site-name|brand")
_FURNITURE = re.compile(r"\b(?:nav|breadcrumb|logo|footer|aside|sidebar|modal|popup)")
_STORY = re.compile(r"(?:^|/ )(?:article|main) ")
_YEAR = re.compile(r"\b20\d\d\b")


@dataclass(frozen=True, slots=True)
class Page:
    """What all wordings of a page are seen against."""

    every: list[Candidate]
    headings: list[Mention]  # its h1s
    site_names: frozenset[str]
    slug: frozenset[str]  # words of its address
    printed: Printed
    news: bool  # declared a NewsArticle of some kind
    english: bool
    tails: frozenset[str] = field(init=False)  # what stands after a separator in <title> and og:title
    facts: dict[str, float] = field(init=False)

    def __post_init__(self) -> None:
        titles = [one.text for one in self.every if one.sources & {"title", "og:title"}]
        tails = frozenset(key(removed) for text in titles for _, end, removed in cuts(text) if end == "tail")
        object.__setattr__(self, "tails", tails)
        object.__setattr__(self, "facts", _facts(self))

    def whole(self, place: str) -> str:
        """The key of what a place carries whole, or ""."""
        return next((one.key for one in self.every if place in one.sources), "")


def _facts(page: Page) -> dict[str, float]:
    """How the places agree: each is crossed with the places that carry a wording."""
    h1, og, ld = page.whole("h1"), page.whole("og:title"), page.whole("json-ld headline")
    title, twitter = page.whole("title"), page.whole("twitter:title")
    first = page.headings[0] if page.headings else None
    mine, theirs = set(h1.split()), set((og or title).split())
    apart = float(bool(h1 and og) and h1 != og)
    return {
        "news": float(page.news),
        "foreign": float(not page.english),
        "apart": apart,
        "apart, news": apart * page.news,
        "apart, h1 as declared": apart * (h1 == ld),
        "apart, og as declared": apart * (og == ld),
        "apart, og as twitter": apart * (og == twitter),
        "apart, og as title": apart * (og == title),
        "apart, h1 in title": apart * (h1 in title),
        "apart, og in title": apart * (og in title),
        "apart, alike": apart * len(mine & theirs) / max(1, len(mine | theirs)),
        "apart, h1 in slug": apart * len(mine & page.slug) / max(1, len(page.slug)),
        "apart, og in slug": apart * len(theirs & page.slug) / max(1, len(page.slug)),
        "h1 is tail": float(bool(h1) and h1 in page.tails),
        "h1 names site": float(first is not None and names_site(first.text, page.site_names)),
        "h1 unseen": float(first is not None and _UNSEEN.search(first.names.lower()) is not None),
        "h1 in furniture": float(first is not None and _FURNITURE.search(first.context.lower()) is not None),
        "h1 in story": float(first is not None and _STORY.search(first.context.lower()) is not None),
        "several h1": float(len(page.headings) > 1),
    }


def features(one: Candidate, page: Page) -> dict[str, float]:
    """Return named figures, absent ones being 0."""
    found = {f"in {source}": 1.0 for source in one.sources if source.rstrip("-") in _PLACES}
    places = one.places
    found.update({f"{a} = {b}": 1.0 for a, b in _PAIRS if a in places and b in places})
    found["places"] = float(len(places))
    found["whole places"] = float(sum(not source.endswith("-") for source in one.sources))
    found["only h1"] = float("h1" in one.sources and len(page.headings) == 1)
    found["no h1"] = float(not page.headings and "og:title" in places)
    found.update(_crossed(places, page))
    found.update(_shape(one))
    found.update(_naming(one, page))
    found.update(_overlap(one, page))
    found.update(_seen(one, page))
    return found


def _crossed(places: Iterable[str], page: Page) -> dict[str, float]:
    return {
        f"{place}: {fact}": value for fact, value in page.facts.items() if value for place in _MAIN if place in places
    }


def slug_words(url: str) -> frozenset[str]:
    """Words of the longest path segment of an address, without figures."""
    segments = unquote(urlsplit(url).path)[:1_000].split("/")
    longest = max(segments, key=lambda segment: len(re.split(r"[-_+ ]", segment)), default="")
    return frozenset(word for word in key(longest.replace("_", " ")).split() if len(word) > 2 and not word.isdigit())


def _shape(one: Candidate) -> dict[str, float]:
    text = one.text
    words, printed = len(one.key.split()), text.split()
    return {
        "words": min(words, 30) / 10, "one word": float(words <= 1), "two words": float(words <= 2),
        "three words": float(words <= 3), "many words": float(words > 25),
        "cut off": float(text.endswith(("…", "..."))),
        "year": float(_YEAR.search(text) is not None),
        "capitals": float(text.isupper()),
        "capital words": sum(word[:1].isupper() for word in printed) / max(1, len(printed)),
        "closed": float(text[-1:] in ".:!?"),
        "set off": float(len(re.findall(r"\s[|–—•-]\s", text))),
    }  # fmt: skip


def _naming(one: Candidate, page: Page) -> dict[str, float]:
    parts = list(cuts(one.text))
    removed = set(key(one.removed).split())
    return {
        "names site": float(names_site(one.text, page.site_names)),
        "was cut": float(bool(one.end)),
        "site cut off": float(bool(one.end) and names_site(one.removed, page.site_names)),
        "head cut off": float(one.end == "head"),
        "cut words": min(len(one.removed.split()), 10) / 3 if one.end else 0.0,
        "cut words in slug": len(removed & page.slug) / max(1, len(removed)),
        "is tail": float(one.key in page.tails),
        "ends in site": float(any(end == "tail" and names_site(cut, page.site_names) for _, end, cut in parts)),
        "begins with site": float(any(end == "head" and names_site(cut, page.site_names) for _, end, cut in parts)),
    }


def names_site(text: str, site_names: frozenset[str]) -> bool:
    """Whether a text is the site's name, or that and little else."""
    folded = fold(text)
    return any(
        folded == name
        or (len(name) > 3 and name in folded and len(folded) < len(name) * 2.2)
        or (len(folded) > 3 and folded in name)
        for name in site_names
    )


def _overlap(one: Candidate, page: Page) -> dict[str, float]:
    words = set(one.key.split())
    slug = page.slug
    found = {"slug covered": len(words & slug) / max(1, len(slug)), "in slug": len(words & slug) / max(1, len(words))}
    for place in ("h1", "og:title", "json-ld headline", "title"):
        others = [other.key for other in page.every if other is not one and place in other.sources]
        found[f"inside {place}"] = float(any(one.key in other for other in others))
        found[f"holds {place}"] = float(any(other in one.key for other in others))
    # A headline with its kicker, where the h1 prints the headline alone; and an h1 that prints the kicker too.
    agreed = len(one.sources & _DECLARED) >= 2
    h1s = [other.key for other in page.every if "h1" in other.sources]
    found["h1 with kicker, agreed"] = float(agreed and any(one.key.endswith(f" {h1}") for h1 in h1s))
    found["h1 without kicker, agreed"] = float(agreed and any(h1.endswith(f" {one.key}") for h1 in h1s))
    found["agreed against h1"] = float(agreed and not one.places & {"h1", "h1+"})
    found["h1 alone"] = float(one.places == {"h1"})
    return found


def _seen(one: Candidate, page: Page) -> dict[str, float]:
    """How the page prints it: in which h1, or in a lesser heading above the first paragraph."""
    found: dict[str, float] = {}
    heading = next((h1 for h1 in page.headings if key(h1.text) == one.key), None)
    if heading is not None:
        context, names = heading.context.lower(), heading.names.lower()
        found["own h1 in furniture"] = float(_FURNITURE.search(context) is not None)
        found["own h1 in story"] = float(_STORY.search(context) is not None)
        found["own h1 unseen"] = float(_UNSEEN.search(names) is not None)
        found["own h1 called title"] = float(re.search(r"title|headline|heading", names) is not None)
        return found
    if any(not source.endswith("-") for source in one.sources):
        found["printed as heading"] = float(page.printed.as_heading(one.key))
        found["printed as line"] = float(page.printed.as_line(one.key))
        found["printed as heading, og"] = found["printed as heading"] * ("og:title" in one.sources)
    return found
