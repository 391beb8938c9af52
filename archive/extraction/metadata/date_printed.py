"""Dates as a page prints them: at its headline, marked by name, below the headline, in its title."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.extraction.metadata.signals import Mention, Signals

Places = Iterator[tuple[str, str]]  # (source, text that may hold a date), the most trustworthy first

NEAR = 80  # elements below the headline within which a date by itself is the article's

_PUBLISHED_WORD = re.compile(
    r"publish|posted|veröffentlicht|erstellt|erschienen|stand:|publié|publicad|pubblicat|geplaatst|publicerad"
    r"|udgivet|publisert|julkaistu|opublikowan|publikov|vydáno|megjelen|yayın|опубликован|δημοσ|نشر|公開|发布|掲載"
    r"|등록|입력"
    r"|created|written|on\b",
    re.I,
)
_ORIGINALLY = re.compile(r"originally (?:published|posted|appeared) (?:on|in)?|zuerst erschienen am", re.I)
_MODIFIED_WORD = re.compile(
    r"updat|modif|aktualis|mis à jour|mise à jour|actualizad|aggiornat|bijgewerkt|uppdaterad|opdateret|oppdatert"
    r"|päivitetty|aktualizac|güncelle|обновлен|更新|수정|last (?:edited|reviewed|changed)|geändert|reviewed"
    r"|redigert|endret",
    re.I,
)
_WORDS = re.compile(f"{_PUBLISHED_WORD.pattern}|{_MODIFIED_WORD.pattern}", re.I)
_ANYTHING, _NOTHING = re.compile(""), re.compile(r"(?!)")
_ELSEWHERE = re.compile(
    r"comment|related|teaser|recommend|footer|sidebar|(?<![a-z])aside|latest|trending|popular|upcoming|countdown"
    r"|carousel"
    r"|slider|listing|\bnav|copyright|menu|ticker|birth|deadline|expire|[-_]cards?\b|cards?[-_]|cart__"
)
_OWN = re.compile(
    r"(?:single|entry|article|story|content|hero|byline|page)[-_\w]{0,20}(?:date|time|publish|posted|meta)"
)


def marked_as_published(signals: Signals, headline: Mention | None) -> Places:
    """Marked dates that are called those of publication."""
    return _marked(signals, headline, telling=_PUBLISHED_WORD, unlike=_MODIFIED_WORD)


def marked_as_nothing(signals: Signals, headline: Mention | None) -> Places:
    """Marked dates that are called neither that nor those of a change."""
    return _marked(signals, headline, unlike=_WORDS)


def marked_as_changed(signals: Signals, headline: Mention | None) -> Places:
    """Marked dates that are called those of a change."""
    return _marked(signals, headline, telling=_MODIFIED_WORD)


def changes(signals: Signals) -> Places:
    """The same in page order, for the date of the last change."""
    for one in signals.dates:
        if _MODIFIED_WORD.search(f"{one.names} {one.text[:80]}") and not _misplaced(one):
            yield "printed", one.value or one.text


def original(signals: Signals) -> Places:
    """What a page says outright: "originally published on ..."."""
    for one in signals.dates:
        said = _ORIGINALLY.search(one.text)
        if said:
            yield "printed", one.text[said.end() :][:60]


def at_headline(signals: Signals, headline: Mention | None) -> Places:
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


def in_title(signals: Signals) -> Places:
    """What stands last in <title>."""
    tail = re.split(r"[|,]| [–—-] ", signals.title[-80:])[-1]
    if len(tail) < 30 and tail != signals.title:
        yield "title", tail


def below(headline: Mention | None) -> Places:
    """Texts below the headline that may hold a date."""
    texts = headline.following[:25] if headline else ()
    for number, text in enumerate(texts):
        # A date may be cut in pieces by markup: "January" "08, 2026".
        joined = " ".join(texts[number : number + 3])
        if len(text) < 90:
            yield "printed below the headline", joined if len(text) < 12 and len(joined) < 90 else text


def _marked(
    signals: Signals,
    headline: Mention | None,
    *,
    telling: re.Pattern[str] = _ANYTHING,
    unlike: re.Pattern[str] = _NOTHING,
) -> Places:
    """Marked dates whose names or text match one pattern and not the other, nearest to the headline first."""
    start = headline.order if headline else 0
    own = sorted((one for one in signals.dates if not _misplaced(one)), key=lambda one: _distance(one, start))
    for one in own[:40]:
        said = f"{one.names} {one.text[:120]}"
        if telling.search(said) and not unlike.search(said):
            source = "time element" if one.tag == "time" else "printed"
            yield from ((source, text) for text in (one.value, one.text[:120]) if text)


def _misplaced(one: Mention) -> bool:
    """Whether a date belongs to something else than the article: a comment, a teaser, the footer."""
    names = one.names.lower()
    if _ELSEWHERE.search(names):
        return True
    return not _OWN.search(names) and bool(_ELSEWHERE.search(one.context.lower()))


def _distance(mention: Mention, start: int) -> int:
    return mention.order - start if mention.order >= start else 3 * (start - mention.order)
