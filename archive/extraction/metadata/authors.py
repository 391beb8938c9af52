"""Who wrote an article, as far as the page says so: people and agencies, never a guess.

Policy. A name counts where the page declares it (JSON-LD, meta) or prints it as a byline (an element marked as one,
a link to an author page, "By ..." below the headline). Names are split, and stripped of leads, roles, addresses and
brackets; academic titles stay ("Jane Roe, MD"). Agencies count as authors and are marked "agency", because papers
sign agency copy with them. A desk, a team or the publisher itself is no person: where nobody else signs, and only
then, it is given as "organisation", so that a reader may leave it out. Where the page names nobody, nobody is named.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from archive.extraction.answer import Author
from archive.extraction.metadata import names
from archive.extraction.metadata.agencies import is_agency
from archive.extraction.metadata.jsonld import Node, strings, types
from archive.extraction.metadata.signals import Mention, Signals

_META = ("author", "article:author", "article:author_name", "parsely-author", "sailthru.author", "byl", "dc.creator", "dcterms.creator", "dc.contributor", "citation_author", "cxenseparse:author", "twitter:data1", "og:article:author", "creator", "vr:author", "rbauthors", "authors")  # fmt: skip
_ELSEWHERE = re.compile(
    r"comment|related|teaser|recommend|footer|sidebar|aside\b|widget|more-|latest|trending|popular|figure|figcaption|caption|image|photo|picture|media|gallery|video|carousel|slider|listing|\bnav|popup|modal|quote|testimonial|review|product|card__|-card\b|forum|reply",
    re.I,
)  # fmt: skip
_NOT_NAME = re.compile(
    r"avatar|img|image|photo|date|time|social|bio\b|-bio|description|role|job|position|comment|count|caption|credit|copyright|follow|tooltip|share",
    re.I,
)
_ONLY_LEAD = re.compile(
    r"^(?:\W*(?:(?:written|posted|published|authored|words|story|text)\s+)?(?:by|von|par|por|di|door|av|af|autor(?:en|in)?|author|text|przez|автор)\W*)$",
    re.I,
)
_LEADS = re.compile(
    r"^(?:(?:written|posted|published|authored|words|story)\s+by|by|von|par|por|door|av|af|text|autor|автор)\b[:\s]",
    re.I,
)
_KEEPS = 6  # words of a byline that carries no mark but its lead


@dataclass(frozen=True, slots=True)
class Signed:
    """Names found in one place, with that place's text."""

    names: tuple[str, ...]
    text: str


def authors(
    signals: Signals, articles: list[Node], nodes: list[Node], *, site_names: frozenset[str], headline: Mention | None
) -> tuple[tuple[Author, ...], str]:
    """Return the authors in printed order and the byline as printed, both empty where the page names nobody."""
    printed = _printed(signals, headline)
    declared = _declared(articles, nodes)
    places = [_believed(declared, printed, site_names), declared, printed, _meta(signals), _below(headline)]
    for place in places:
        people = [name for name in place.names if not is_site(name, site_names)]
        if people:
            return tuple(
                Author(name, "agency" if is_agency(name) else "person") for name in people
            ), printed.text or place.text
    return _organisation(signals, articles, nodes, printed, site_names), printed.text


def is_site(name: str, site_names: frozenset[str]) -> bool:
    """Whether a name is that of the site or of its publisher."""
    folded = "".join(ch for ch in name.casefold() if ch.isalnum())
    return folded in site_names


def _believed(declared: Signed, printed: Signed, site_names: frozenset[str]) -> Signed:
    """The printed byline, where it says more than what is declared; else nothing."""
    said = {name.casefold() for name in declared.names if not is_site(name, site_names)}
    shown = {name.casefold() for name in printed.names}
    return printed if said and said < shown else Signed((), "")


def _declared(articles: list[Node], nodes: list[Node]) -> Signed:
    known = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and node.get("name")}
    for article in articles[:3]:
        found: list[str] = []
        texts: list[str] = []
        for one in _listed(article.get("author") or article.get("creator"), known):
            texts.extend(strings(one)[:1])
            if (
                isinstance(one, dict)
                and "organization" in " ".join(types(one))
                and not is_agency(" ".join(strings(one)[:1]))
            ):
                continue
            for text in strings(one):
                found.extend(name for name in names.split(text) if name not in found)
        if found:
            return Signed(tuple(found), ", ".join(texts)[: names.MAX_BYLINE])
    return Signed((), "")


def _listed(value: object, known: dict[str, Node]) -> list[object]:
    listed = value if isinstance(value, list) else [value] if value else []
    flat = [inner for one in listed[:30] for inner in (one if isinstance(one, list) else [one])]
    return [
        known.get(str(one.get("@id")), one) if isinstance(one, dict) and not one.get("name") else one
        for one in flat[:30]
    ]


def _meta(signals: Signals) -> Signed:
    for name in _META:
        values = [value for value in signals.meta.get(name, ())[:10] if not value.startswith(("http", "(", "/", "@"))]
        if name == "twitter:data1" and not re.search(
            r"written|author|verfasst|geschrieben|escrito|écrit|scritto|by", signals.first("twitter:label1"), re.I
        ):
            continue
        found = [one for value in values for one in names.split(value)]
        if found:
            return Signed(tuple(dict.fromkeys(found)), ", ".join(values)[: names.MAX_BYLINE])
    return Signed((), "")


def _printed(signals: Signals, headline: Mention | None) -> Signed:
    start = headline.order if headline else 0
    ranked = sorted((one for one in signals.bylines if _is_byline(one)), key=lambda one: _distance(one, start))
    best = Signed((), "")
    for place in ranked[:12]:
        found = tuple(_in(place))
        if found:
            best = best if len(best.names) >= len(found) else Signed(found, place.text)
            best = _row(place, ranked, best)
            break
    return best


def _is_byline(one: Mention) -> bool:
    return not _NOT_NAME.search(one.names) and not _ELSEWHERE.search(one.context) and not _ELSEWHERE.search(one.names)


def _distance(one: Mention, start: int) -> int:
    return one.order - start if one.order >= start else 4 * (start - one.order)


def _row(first: Mention, ranked: list[Mention], best: Signed) -> Signed:
    """Several marked elements of the same kind side by side name one author each."""
    row = [
        one
        for one in sorted(ranked, key=lambda one: one.order)
        if one.tag == first.tag and one.names == first.names and one.context == first.context
    ]
    if len(row) < 2 or row[-1].order - row[0].order > 60:
        return best
    found = tuple(dict.fromkeys(name for one in row for name in _in(one)))
    return (
        Signed(found, ", ".join(one.text for one in row)[: names.MAX_BYLINE]) if len(found) > len(best.names) else best
    )


def _in(one: Mention) -> Iterable[str]:
    """Names in one marked element: of its links where they are names, else of its text, piece by piece."""
    linked = [name for text in one.linked for name in names.split(text, printed=True)]
    if linked and all(_is_name(name) for name in linked):
        return list(dict.fromkeys(linked))
    parts = [part for part in one.pieces if not _ONLY_LEAD.match(part)]
    if len(parts) > 1:
        for part in parts[:4]:
            found = [name for name in names.split(part, printed=True) if _is_name(name)]
            if found:
                return found
        return []
    return [name for name in names.split(" ".join(parts), printed=True) if _is_name(name)]


def _is_name(name: str) -> bool:
    return not any(ch.isdigit() for ch in name) and not re.match(
        r"(?:share|read|view|more|updated?|published|about|follow|min\b|contact|email|posted|the\b|comments?|category|tags?)\b",
        name,
        re.I,
    )


def _below(headline: Mention | None) -> Signed:
    """A line below the headline that begins with "By", marked as nothing else."""
    texts = headline.following[:25] if headline else ()
    for number, text in enumerate(texts):
        line = text if not _ONLY_LEAD.match(text) else f"By {texts[number + 1]}" if number + 1 < len(texts) else ""
        if len(line) < 120 and (_LEADS.match(line)):
            found = [
                name
                for name in names.split(line, printed=True)
                if len(name.split()) <= _KEEPS and _is_name(name) and (name[0].isupper() or not name[0].isascii())
            ]
            if found:
                return Signed(tuple(found), line)
    return Signed((), "")


def _organisation(
    signals: Signals, articles: list[Node], nodes: list[Node], printed: Signed, site_names: frozenset[str]
) -> tuple[Author, ...]:
    """The desk or publisher that signs where nobody else does."""
    known = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and node.get("name")}
    for one in signals.bylines[:20]:
        text = re.sub(r"^(?:written |posted )?(?:by|von|par|por)\b:?\s*", "", one.text, flags=re.I).strip()
        if (
            _is_byline(one)
            and 2 < len(text) < 50
            and len(text.split()) <= 6
            and not any(ch.isdigit() for ch in text)
            and (is_site(text, site_names) or names.is_desk(text))
        ):
            return (Author(text, "organisation"),)
    for article in articles[:2]:
        for value in _listed(article.get("author"), known):
            for text in strings(value)[:1]:
                if 2 < len(text.strip()) < 60 and not text.startswith("http"):
                    return (Author(" ".join(text.split()), "organisation"),)
    for name in _META[:4]:
        for text in signals.meta.get(name, ())[:1]:
            if (
                2 < len(text) < 60
                and not text.startswith(("http", "@"))
                and (is_site(text, site_names) or names.is_desk(text))
            ):
                return (Author(text, "organisation"),)
    return ()
