"""Who wrote an article, as far as the page says so: people and agencies, never a guess.

Policy. A name counts where the page declares it (JSON-LD, meta) or prints it as a byline (an element marked as one,
a link to an author page, "By ..." below the headline, a person's name beside the date). Names are split, and stripped
of leads, roles, addresses and brackets; academic titles stay ("Jane Roe, MD"). Agencies count as authors and are
marked "agency", because papers sign agency copy with them. A desk, a team or the publisher itself is no person: where
nobody else signs, and only then, it is given as "organisation", so that a reader may leave it out. Where the page
names nobody, nobody is named.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive.extraction.answer import Author
from archive.extraction.blocks import Block
from archive.extraction.metadata import bylines, names, signed_lines
from archive.extraction.metadata.agencies import is_agency
from archive.extraction.metadata.bylines import NOBODY, Signed
from archive.extraction.metadata.jsonld import Node, strings, types
from archive.extraction.metadata.signals import Mention, Signals
from archive.extraction.metadata.sites import fold

_META = (
    "author", "article:author", "article:author_name", "articleauthor", "parsely-author", "sailthru.author", "byl",
    "dc.creator",
    "dcterms.creator", "dc.contributor", "citation_author", "cxenseparse:author", "twitter:data1", "og:article:author",
    "creator", "vr:author", "rbauthors", "authors",
)  # fmt: skip
_LABEL = re.compile(r"written|author|verfasst|geschrieben|escrito|écrit|scritto|geschreven|by\b|auteur|autor", re.I)
_LOWER = re.compile(r"[a-z'’-]+(?: [a-z'’-]+){1,2}")  # "jane roe"
_BY = re.compile(r"^(?:written |posted )?(?:by|von|par|por|door|di)\b:?\s*", re.I)
_INVERTED = re.compile(r"^([^\W\d_][\w'’.-]+(?: [\w'’.-]+)?), ((?:[^\W\d_][\w'’.-]*\s?){1,3})$")


def authors(
    signals: Signals,
    articles: list[Node],
    nodes: list[Node],
    *,
    site_names: frozenset[str],
    headline: Mention | None,
    blocks: Sequence[Block] | None = None,
) -> tuple[tuple[Author, ...], str]:
    """Return the authors in printed order and the byline as printed, both empty where the page names nobody."""
    marked, below = bylines.marked(signals.bylines, headline), bylines.below(headline)
    declared = _declared(articles, nodes)
    printed = marked if marked.names else below
    meta = _meta(signals, site_names)
    places = [_fuller(declared, printed, site_names), declared, marked, below, meta]
    if not any(_is_firm(place, site_names) for place in places):  # the rest costs a look at every block
        titles = (signals.title, *signals.meta.get("og:title", ())[:1])
        places.append(signed_lines.beside_date(headline, *titles))
        places.append(signed_lines.by_line(blocks or (), headline))
        places.append(bylines.marked_anywhere(signals.bylines))
    # A login is believed only where nothing else names anybody.
    places.sort(key=_only_logins)
    for place in places:
        people = [name for name in place.names if not is_site(name, site_names)]
        if people:
            who = tuple(Author(name, "agency" if is_agency(name) else "person") for name in people)
            return who, printed.text or place.text
    signed = [_BY.sub("", one.text) for one in signals.bylines[:20] if bylines.is_own(one)] + bylines.signatures(
        headline
    )
    return _organisation(signals, _listed_authors(articles, nodes), signed, site_names), printed.text


def _only_logins(place: Signed) -> bool:
    return bool(place.names) and all(names.is_handle(name) and not is_agency(name) for name in place.names)


def _is_firm(place: Signed, site_names: frozenset[str]) -> bool:
    return not _only_logins(place) and any(not is_site(name, site_names) for name in place.names)


def is_site(name: str, site_names: frozenset[str]) -> bool:
    """Whether a name is that of the site or of its publisher."""
    return fold(name) in site_names


def _fuller(declared: Signed, printed: Signed, site_names: frozenset[str]) -> Signed:
    """The printed byline, where it names everybody that is declared and more; else nothing."""
    said = {name.casefold() for name in declared.names if not is_site(name, site_names)}
    return printed if said and said < {name.casefold() for name in printed.names} else NOBODY


def _declared(articles: list[Node], nodes: list[Node]) -> Signed:
    for article in articles[:3]:
        listed = _listed_authors([article], nodes)
        people = [one for one in listed if not _is_organisation(one)]
        found = [name for one in people for text in strings(one) for name in names.split(text)]
        if found:
            texts = [text for one in listed for text in strings(one)[:1]]
            return Signed(tuple(dict.fromkeys(found)), ", ".join(texts)[: names.MAX_BYLINE])
    return NOBODY


def _is_organisation(one: object) -> bool:
    kinds = " ".join(types(one)) if isinstance(one, dict) else ""
    return "organization" in kinds and not is_agency(" ".join(strings(one)[:1]))


def _listed_authors(articles: list[Node], nodes: list[Node]) -> list[object]:
    """The values of `author`, one by one, with references to other nodes followed."""
    known = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and node.get("name")}
    found: list[object] = []
    for article in articles[:2]:
        value = article.get("author") or article.get("creator")
        listed = value if isinstance(value, list) else [value]
        flat = [inner for one in listed[:30] for inner in (one[:30] if isinstance(one, list) else [one])]
        found += [
            known.get(str(one.get("@id")), one) if isinstance(one, dict) and not one.get("name") else one
            for one in flat
        ]
    return [one for one in found[:60] if one]


def _meta(signals: Signals, site_names: frozenset[str]) -> Signed:
    for name in _META:
        if name == "twitter:data1" and not _LABEL.search(signals.first("twitter:label1")):
            continue
        values = [value for value in signals.meta.get(name, ())[:10] if not value.startswith(("http", "(", "/", "@"))]
        found = [one for value in values for one in _in_meta(name, value, site_names)]
        if found:
            return Signed(tuple(dict.fromkeys(found)), ", ".join(values)[: names.MAX_BYLINE])
    return NOBODY


def _in_meta(name: str, value: str, site_names: frozenset[str]) -> list[str]:
    inverted = _INVERTED.match(value[:100]) if name in ("citation_author", "dc.creator") else None
    if inverted:
        return names.split(f"{inverted[2].strip()} {inverted[1]}")
    found = names.split(value) or ([value] if _LOWER.fullmatch(value[:60]) and not names.is_desk(value) else [])
    # "paper.example, Berlin, Germany" is an imprint.
    return [] if any(is_site(part, site_names) for part in re.split(r"[,(]", value[:200])) else found


def _organisation(
    signals: Signals, declared: list[object], signed: list[str], site_names: frozenset[str]
) -> tuple[Author, ...]:
    """The desk or publisher that signs where nobody else does."""
    for text in signed:
        if _may_sign(text) and (is_site(text, site_names) or names.is_desk(text)):
            return (Author(text, "organisation"),)
    for text in [text for one in declared for text in strings(one)[:1]]:
        if _may_sign(text) and not names.is_placeholder(text):
            return (Author(" ".join(text.split()), "organisation"),)
    for text in [value for name in _META[:4] for value in signals.meta.get(name, ())[:1]]:
        if _may_sign(text) and (is_site(text, site_names) or names.is_desk(text)):
            return (Author(text, "organisation"),)
    return ()


def _may_sign(text: str) -> bool:
    return (
        2 < len(text.strip()) < 60
        and len(text.split()) <= 8
        and not text.startswith(("http", "@"))
        and not any(ch.isdigit() for ch in text)
    )
