"""When a page was published and last changed, and which of the places that say so was believed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urlsplit

from archive.extraction.answer import FoundDate
from archive.extraction.metadata import date_text
from archive.extraction.metadata.jsonld import Node
from archive.extraction.metadata.signals import Mention, Signals

_PUBLISHED_META = (
    "article:published_time", "article:published", "og:article:published_time", "og:published_time", "datepublished", "article.published", "parsely-pub-date",
    "sailthru.date", "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "publish_date", "published_at", "publication_date", "publishdate", "pubdate", "published", "article_date_original", "originalpublicationdate",
    "dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date.created", "dcterms.date", "citation_publication_date", "citation_date", "citation_online_date", "bt:pubdate", "article:post_date", "vr:published_time", "rnews:datepublished", "dc.date", "date", "og:date", "release_date", "datecreated", "article:created", "created", "shareaholic:article_published_time", "gsa-publish-date", "displaydate",
)  # fmt: skip
_MODIFIED_META = ("article:modified_time", "article:modified", "og:updated_time", "og:article:modified_time", "datemodified", "dcterms.modified", "dc.date.modified", "last-modified", "lastmod", "revised", "updated_time", "article:updated_time")  # fmt: skip

_PUBLISHED_WORD = re.compile(
    r"publish|posted|veröffentlicht|erstellt|erschienen|stand:|publié|publicad|pubblicat|geplaatst|publicerad|udgivet|publisert|julkaistu|opublikowan|publikov|vydáno|megjelen|yayın|опубликован|δημοσ|نشر|公開|发布|掲載|등록|입력|created|written|on\b",
    re.I,
)
_MODIFIED_WORD = re.compile(r"updat|modif|aktualis|mis à jour|mise à jour|actualizad|aggiornat|bijgewerkt|uppdaterad|opdateret|oppdatert|päivitetty|aktualizac|güncelle|обновлен|更新|수정|last (?:edited|reviewed|changed)|geändert|reviewed|redigert|endret", re.I)  # fmt: skip
_ELSEWHERE = re.compile(r"comment|related|teaser|recommend|footer|sidebar|aside|widget|more-|latest|trending|popular|archive|event|calendar|next|prev|carousel|slider|listing|nav|copyright|menu|ticker|birth|deadline|expire", re.I)  # fmt: skip
_URL_DATE = re.compile(r"[/_.-](?P<y>(?:19|20)\d\d)[/_.-]?(?P<m>0[1-9]|1[0-2])[/_.-]?(?P<d>0[1-9]|[12]\d|3[01])(?!\d)")


def published(
    signals: Signals,
    articles: list[Node],
    *,
    url: str,
    headline: Mention | None,
    day_first: bool,
    latest: datetime | None,
) -> FoundDate | None:
    """The first plausible date of publication, the most trustworthy place first."""
    return _first(_published(signals, articles, url, headline), day_first, latest)


def modified(signals: Signals, articles: list[Node], *, day_first: bool, latest: datetime | None) -> FoundDate | None:
    """The first plausible date of the last change, the most trustworthy place first."""
    return _first(_modified(signals, articles), day_first, latest)


def _first(places: Iterator[tuple[str, str]], day_first: bool, latest: datetime | None) -> FoundDate | None:
    for source, text in places:
        moment = date_text.read(text, day_first=day_first)
        if moment is not None and date_text.plausible(moment[0], latest=latest):
            return FoundDate(moment[0], source, moment[1])
    return None


def _published(signals: Signals, articles: list[Node], url: str, headline: Mention | None) -> Iterator[tuple[str, str]]:
    yield from _declared(articles, ("datePublished", "uploadDate", "dateCreated"))
    yield from _meta(signals, _PUBLISHED_META)
    yield from _microdata(signals, ("datepublished", "datecreated", "uploaddate"))
    yield from _printed(signals, headline, _PUBLISHED_WORD, _MODIFIED_WORD)
    yield from _below(headline)
    yield from _in_url(url)
    yield from _printed(signals, headline, _MODIFIED_WORD, None)
    yield from _declared(articles, ("dateModified",))
    yield from _meta(signals, _MODIFIED_META)


def _modified(signals: Signals, articles: list[Node]) -> Iterator[tuple[str, str]]:
    yield from _declared(articles, ("dateModified",))
    yield from _meta(signals, _MODIFIED_META)
    yield from _microdata(signals, ("datemodified",))
    for mention in signals.dates:
        if _MODIFIED_WORD.search(f"{mention.names} {mention.text[:80]}") and not _ELSEWHERE.search(
            f"{mention.names} {mention.context}"
        ):
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
    headline = signals.h1[0].order if signals.h1 else 0
    near = sorted(
        (m for m in signals.dates if not _ELSEWHERE.search(f"{m.names} {m.context}")),
        key=lambda m: _distance(m, headline),
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
