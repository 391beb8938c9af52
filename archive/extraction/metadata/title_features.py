"""What is known of one wording of the headline, as figures for the linear model that chooses between them."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from archive.extraction.metadata.sites import fold
from archive.extraction.metadata.title_candidates import Candidate, cuts, key

_PLACES = (
    "h1",
    "h1+",
    "og:title",
    "twitter:title",
    "title",
    "headline",
    "json-ld headline",
    "json-ld name",
    "itemprop",
)
_DECLARED = frozenset({"og:title", "twitter:title", "json-ld headline"})
_PAIRS = (
    ("h1", "og:title"), ("h1", "json-ld headline"), ("og:title", "json-ld headline"), ("og:title", "title"),
    ("h1", "title"), ("og:title", "twitter:title"), ("h1", "twitter:title"),
)  # fmt: skip


def features(
    one: Candidate, every: list[Candidate], *, headings: int, site_names: frozenset[str], slug: frozenset[str]
) -> dict[str, float]:
    """Return named figures, absent ones being 0."""
    found = {f"in {source}": 1.0 for source in one.sources if source.rstrip("-") in _PLACES}
    places = one.places
    found.update({f"{a} = {b}": 1.0 for a, b in _PAIRS if a in places and b in places})
    found["places"] = float(len(places))
    found["whole places"] = float(sum(not source.endswith("-") for source in one.sources))
    found["only h1"] = float("h1" in one.sources and headings == 1)
    found["no h1"] = float(headings == 0 and "og:title" in places)
    found.update(_length(one))
    found.update(_naming(one, site_names))
    found.update(_overlap(one, every, slug))
    return found


def slug_words(url: str) -> frozenset[str]:
    """Words of the longest path segment of an address, without figures."""
    segments = unquote(urlsplit(url).path)[:1_000].split("/")
    longest = max(segments, key=lambda segment: len(re.split(r"[-_+ ]", segment)), default="")
    return frozenset(word for word in key(longest.replace("_", " ")).split() if len(word) > 2 and not word.isdigit())


def _length(one: Candidate) -> dict[str, float]:
    words = len(one.key.split())
    return {
        "words": min(words, 30) / 10, "one word": float(words <= 1), "two words": float(words <= 2),
        "three words": float(words <= 3), "many words": float(words > 25),
        "cut off": float(one.text.endswith(("…", "..."))),
    }  # fmt: skip


def _naming(one: Candidate, site_names: frozenset[str]) -> dict[str, float]:
    parts = list(cuts(one.text))
    return {
        "names site": float(names_site(one.text, site_names)),
        "was cut": float(bool(one.end)),
        "site cut off": float(bool(one.end) and names_site(one.removed, site_names)),
        "head cut off": float(one.end == "head"),
        "cut words": min(len(one.removed.split()), 10) / 3 if one.end else 0.0,
        "ends in site": float(any(end == "tail" and names_site(removed, site_names) for _, end, removed in parts)),
        "begins with site": float(any(end == "head" and names_site(removed, site_names) for _, end, removed in parts)),
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


def _overlap(one: Candidate, every: list[Candidate], slug: frozenset[str]) -> dict[str, float]:
    words = set(one.key.split())
    found = {"slug covered": len(words & slug) / max(1, len(slug)), "in slug": len(words & slug) / max(1, len(words))}
    for place in ("h1", "og:title", "json-ld headline", "title"):
        others = [other.key for other in every if other is not one and place in other.sources]
        found[f"inside {place}"] = float(any(one.key in other for other in others))
        found[f"holds {place}"] = float(any(other in one.key for other in others))
    # A headline with its kicker, where the h1 prints the headline alone; and an h1 that prints the kicker too.
    agreed = len(one.sources & _DECLARED) >= 2
    found["h1 with kicker, agreed"] = float(
        agreed and any("h1" in other.sources and one.key.endswith(f" {other.key}") for other in every)
    )
    found["h1 without kicker, agreed"] = float(
        agreed and any("h1" in other.sources and other.key.endswith(f" {one.key}") for other in every)
    )
    found["agreed against h1"] = float(agreed and not one.places & {"h1", "h1+"})
    found["h1 alone"] = float(one.places == {"h1"})
    return found
