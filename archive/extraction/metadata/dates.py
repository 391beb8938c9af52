"""When a page was published and last changed, and which of the places that say so was believed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from archive.extraction.answer import FoundDate
from archive.extraction.metadata import date_text
from archive.extraction.metadata.jsonld import Node, types
from archive.extraction.metadata.signals import Mention, Signals

NEAR = 80  # elements below the headline within which a date by itself is the article's

_PUBLISHED_META = tuple(
    (
        "article:published_time article:published og:article:published_time og:published_time datepublished "
        "article.published parsely-pub-date sailthru.date cxenseparse:recs:publishtime cxenseparse:publishtime "
        "publish_date publish-date published-date publication-date dc.date.published published_at publication_date "
        "publishdate pubdate published article_date_original originalpublicationdate dc.date.issued dcterms.issued "
        "dcterms.created dc.date.created dcterms.date citation_publication_date citation_date citation_online_date "
        "bt:pubdate article:post_date vr:published_time rnews:datepublished dc.date date og:date release_date "
        "datecreated article:created created shareaholic:article_published_time gsa-publish-date displaydate"
    ).split()
)
_MODIFIED_META = tuple(
    (
        "article:modified_time article:modified og:updated_time og:article:modified_time datemodified "
        "dcterms.modified dc.date.modified last-modified lastmod revised updated_time article:updated_time"
    ).split()
)

_PUBLISHED_WORD = re.compile(
    r"publish|posted|veröffentlicht|erstellt|erschienen|stand:|publié|publicad|pubblicat|geplaatst|publicerad"
    r"|udgivet|publisert|julkaistu|opublikowan|publikov|vydáno|megjelen|yayın|опубликован|δημοσ|نشر|公開|发布|掲載"
    r"|등록|입력"
    r"|created|written|on\b",
    re.I,
)
_MODIFIED_WORD = re.compile(
    r"updat|modif|aktualis|mis à jour|mise à jour|actualizad|aggiornat|bijgewerkt|uppdaterad|opdateret|oppdatert"
    r"|päivitetty|aktualizac|güncelle|обновлен|更新|수정|last (?:edited|reviewed|changed)|geändert|reviewed"
    r"|redigert|endret",
    re.I,
)
_ELSEWHERE = re.compile(
    r"comment|related|teaser|recommend|footer|sidebar|(?<![a-z])aside|latest|trending|popular|upcoming|countdown"
    r"|carousel"
    r"|slider|listing|\bnav|copyright|menu|ticker|birth|deadline|expire|[-_]cards?\b|cards?[-_]|cart__"
)
_OWN = re.compile(
    r"(?:single|entry|article|story|content|hero|byline|page)[-_\w]{0,20}(?:date|time|publish|posted|meta)"
)
_PAGES = frozenset({"webpage", "itempage", "faqpage", "qapage", "aboutpage", "medicalwebpage", "product", "recipe"})
_URL_DATE = re.compile(r"[/_.-](?P<y>(?:19|20)\d\d)[/_.-]?(?P<m>0[1-9]|1[0-2])[/_.-]?(?P<d>0[1-9]|[12]\d|3[01])(?!\d)")


def published(
    signals: Signals,
    articles: list[Node],
    nodes: list[Node],
    *,
    url: str,
    headline: Mention | None,
    day_first: bool,
    latest: datetime | None,
) -> FoundDate | None:
    """The most trustworthy plausible date of publication.

    What a page declares comes first, but a date that it prints at its headline and that is older wins: stories moved
    to a new system are often declared as of the day of the move.
    """
    declared = _first(_published(signals, articles, nodes), day_first, latest)
    shown = _first(_at_headline(signals, headline), day_first, latest)
    if declared is not None and shown is not None and shown.at.date() < declared.at.date() - timedelta(days=1):
        return shown
    if declared is not None:
        return _in_local_time(declared, signals)
    return _first(_shown(signals, articles, url, headline), day_first, latest)


def modified(signals: Signals, articles: list[Node], *, day_first: bool, latest: datetime | None) -> FoundDate | None:
    """The first plausible date of the last change, the most trustworthy place first."""
    return _first(_modified(signals, articles), day_first, latest)


def _first(places: Iterator[tuple[str, str]], day_first: bool, latest: datetime | None) -> FoundDate | None:
    for source, text in places:
        moment = date_text.read(text, day_first=day_first)
        if moment is not None and date_text.plausible(moment[0], latest=latest):
            return FoundDate(moment[0], source, moment[1])
    return None


def _in_local_time(found: FoundDate, signals: Signals) -> FoundDate:
    """The same moment in the publisher's zone, where a time element of the page gives it."""
    if found.at.utcoffset() != timedelta(0):
        return found
    for one in signals.dates:
        moment = date_text.read(one.value) if one.tag == "time" and "T" in one.value else None
        if moment is None or not moment[0].utcoffset():
            continue
        if abs(moment[0] - found.at) < timedelta(minutes=1):
            return FoundDate(moment[0], found.source, found.precision)
    return found


def _published(signals: Signals, articles: list[Node], nodes: list[Node]) -> Iterator[tuple[str, str]]:
    yield from _declared(articles, ("datePublished", "uploadDate", "dateCreated"))
    yield from _meta(signals, _PUBLISHED_META)
    yield from _microdata(signals, ("datepublished", "datecreated", "uploaddate"))
    yield from _declared([node for node in nodes[:100] if _PAGES.intersection(types(node))], ("datePublished",))


def _shown(signals: Signals, articles: list[Node], url: str, headline: Mention | None) -> Iterator[tuple[str, str]]:
    yield from _at_headline(signals, headline)
    yield from _printed(signals, headline, _PUBLISHED_WORD, _MODIFIED_WORD)
    yield from _in_title(signals)
    yield from _below(headline)
    yield from _in_url(url)
    yield from _printed(signals, headline, _MODIFIED_WORD, None)
    yield from _declared(articles, ("dateModified",))
    yield from _meta(signals, _MODIFIED_META)


def _at_headline(signals: Signals, headline: Mention | None) -> Iterator[tuple[str, str]]:
    """Dates that stand by themselves just below the headline, unless they are called an update."""
    if headline is None:
        return
    for one in signals.dates:
        near = headline.order < one.order < headline.order + NEAR and len(one.text) < 60
        if near and not _misplaced(one) and not _MODIFIED_WORD.search(f"{one.names} {one.context[:60]} {one.text}"):
            yield "printed at the headline", one.text
    for before, text in zip(("", *headline.following), headline.following[:8], strict=False):
        if len(text) < 40 and not _MODIFIED_WORD.search(f"{before[-30:]} {text}"):
            yield "printed at the headline", text


def _in_title(signals: Signals) -> Iterator[tuple[str, str]]:
    tail = re.split(r"[|,]| [–—-] ", signals.title[-80:])[-1]
    if len(tail) < 30 and tail != signals.title:
        yield "title", tail


def _modified(signals: Signals, articles: list[Node]) -> Iterator[tuple[str, str]]:
    yield from _declared(articles, ("dateModified",))
    yield from _meta(signals, _MODIFIED_META)
    yield from _microdata(signals, ("datemodified",))
    for mention in signals.dates:
        if _MODIFIED_WORD.search(f"{mention.names} {mention.text[:80]}") and not _misplaced(mention):
            yield "printed", mention.value or mention.text


def _declared(articles: list[Node], keys: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for key in keys:
        for node in articles[:4]:
            value = node.get(key)
            if isinstance(value, (str, int)):
                yield f"json-ld {key}", str(value)[:100]


def _meta(signals: Signals, names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for name in names:
        for value in signals.meta.get(name, ())[:2]:
            yield f"meta {name}", value[:100]


def _microdata(signals: Signals, props: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for mention in signals.dates:
        if mention.names.split(" ", 1)[0].lower() in props:
            yield f"itemprop {props[0]}", mention.value or mention.text


def _printed(
    signals: Signals, headline: Mention | None, wanted: re.Pattern[str], unwanted: re.Pattern[str] | None
) -> Iterator[tuple[str, str]]:
    start = headline.order if headline else 0
    near = sorted(
        (one for one in signals.dates if not _misplaced(one)),
        key=lambda one: _distance(one, start),
    )
    for telling in (True, False):
        for mention in near[:40]:
            said = f"{mention.names} {mention.text[:120]}"
            if telling != bool(wanted.search(said)) or (unwanted is not None and unwanted.search(said)):
                continue
            source = "time element" if mention.tag == "time" else "printed"
            if mention.value:
                yield source, mention.value
            yield source, mention.text[:120]


def _misplaced(one: Mention) -> bool:
    """Whether a date belongs to something else than the article: a comment, a teaser, the footer."""
    names = one.names.lower()
    if _ELSEWHERE.search(names):
        return True
    return not _OWN.search(names) and bool(_ELSEWHERE.search(one.context.lower()))


def _distance(mention: Mention, start: int) -> int:
    return mention.order - start if mention.order >= start else 3 * (start - mention.order)


def _below(headline: Mention | None) -> Iterator[tuple[str, str]]:
    texts = headline.following[:25] if headline else ()
    for number, text in enumerate(texts):
        # A date may be cut in pieces by markup: "January" "08, 2026".
        joined = " ".join(texts[number : number + 3])
        if len(text) < 90:
            yield "printed below the headline", joined if len(text) < 12 and len(joined) < 90 else text


def _in_url(url: str) -> Iterator[tuple[str, str]]:
    found = _URL_DATE.search(urlsplit(url).path)
    if found:
        yield "url", f"{found['y']}-{found['m']}-{found['d']}"
