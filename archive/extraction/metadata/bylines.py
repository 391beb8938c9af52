"""Bylines as a page prints them: elements marked as one, links to author pages, and "By ..." below the headline."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from archive.extraction.metadata import date_text, names
from archive.extraction.metadata.agencies import is_agency
from archive.extraction.metadata.signals import Mention

NEAREST = 12  # marked elements looked at
ROW = 16  # elements between two bylines of one row
LINES = 25  # texts below the headline looked at

_ELSEWHERE = re.compile(
    r"comment|related|teaser|recommend|footer|sidebar|aside\b|widget|more-|latest|trending|popular|figure|figcaption"
    r"|caption"
    r"|image|photo|picture|media|gallery|video|carousel|slider|listing|\bnav|popup|modal|quote|testimonial|review"
    r"|product"
    r"|card__|-card\b|forum|reply"
)
# Names of containers that say nothing of what they hold, and the foot of an article, where it may be signed.
_WITHIN = re.compile(
    r"elementor-widget(?:-[\w-]+)?|footer (?:entry|post|article)[\w-]*|(?:entry|post|article)[-_]+footer"
)
_ALIEN = re.compile(
    r"comment|related|teaser|recommend|latest|trending|popular|figure|figcaption|caption|image|photo|picture|gallery"
    r"|carousel|slider|listing|\bnav|popup|modal|quote|testimonial|review|forum|reply|bookmark|embed|powered|copyright"
)
_INITIALS = re.compile(r"[A-Z]{1,2}")  # in place of a portrait
_CHECKED = re.compile(r"\b(?:fact[- ]?check\w*|reviewed|edited|verified|checked)(?: by)?:?\s*$", re.I)
_NOT_NAME = re.compile(
    r"avatar|img|image|photo|(?<![a-z])date(?!and)|time|social|bio\b|-bio|description|role|\bjob\b|job[-_]?title|position|comment|count|caption|credit"
    r"|copyright|follow|tooltip|share|reviewer|checker"
)
_LEAD = (
    r"(?:(?:this (?:post|article|story) (?:was|is) )?(?:written|posted|published|authored|reported|words|story"
    r"|visualizations?)"
    r"\s+by|by|words|authors?|contributors?|von|verfasst von|par|écrit par|por|escrito por|di"
    r"|scritto da|door|av|af|text|tekst"
    r"|autor(?:en|in)?"
    r"|przez|автор|yazan)"
)
_ONLY_LEAD = re.compile(rf"^\W*{_LEAD}\s*[:.]?\W*$", re.I)
_LEADS = re.compile(rf"^\W*(?:(?!di\b|av\b|af\b|text\b|words\b|author\b){_LEAD}\s*:?\s+|{_LEAD}\s*:\s*)(?=\S)", re.I)
_JOINS = re.compile(r"^\W*(?:,|&|and|und|et|y|e|en|og|och|i|with|mit)?\W*$", re.I)
# What is said of other people, or of the text, after its author.
_OTHERS = re.compile(
    r"\b(?:(?:medically |expert |technically )?reviewed|fact[- ]?check\w*|edited|verified|updated|published|last"
    r"|related|photos?|images?"
    r"|illustrat\w+|translated|co-authors?|in\b|is an?\b|foto|fotos|bearbeitet|aktualisiert|veröffentlicht|share)\b",
    re.I,
)
_NO_NAME = re.compile(
    r"(?:share|read|view|more|member|reading|text|see|updated?|published|about|follow|min\b|contact|email|posted|the\b|comments?"
    r"|category|tags?"
    r"|articles? by|by\b|who|learn|text link|log ?in|sign|profile|full bio|expert|image|photo)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Signed:
    """Names found in one place, with that place's text."""

    names: tuple[str, ...] = ()
    text: str = ""


NOBODY = Signed()


def marked(bylines: list[Mention], headline: Mention | None) -> Signed:
    """The names in the marked byline nearest to the headline."""
    start = headline.order if headline else 0
    ranked = sorted((one for one in bylines if is_own(one)), key=lambda one: _distance(one, start))
    for place in ranked[:NEAREST]:
        found = tuple(_named(place))
        if found:
            row = _row(place, [one for one in ranked if not _checks(one, headline)])
            return row if len(row.names) > len(found) else Signed(found, place.text)
    return NOBODY


def _checks(one: Mention, headline: Mention | None) -> bool:
    """Whether the text before a name says that its bearer checked or edited the story."""
    texts = headline.following if headline else ()
    at = next((number for number, text in enumerate(texts) if text == one.text), 0)
    return at > 0 and _CHECKED.search(texts[at - 1][-40:]) is not None


def marked_anywhere(bylines: list[Mention]) -> Signed:
    """The names in author boxes that stand beside the article or at its foot, where they all are the same."""
    found = [
        (tuple(name for name in _named(one) if " " in name or not one.names.startswith("author-page")), one.text)
        for one in bylines[:40]
        if not _NOT_NAME.search(one.names.lower()) and not _ALIEN.search(f"{one.names} {one.context}".lower())
    ]
    people = {who for who, _ in found if who}
    return next((Signed(who, text) for who, text in found if who), NOBODY) if len(people) == 1 else NOBODY


def is_own(one: Mention) -> bool:
    """Whether a marked element belongs to the article rather than to a comment, a picture or another story."""
    marks = _WITHIN.sub("", one.names.lower())
    around = _WITHIN.sub("", one.context.lower())
    return not _NOT_NAME.search(marks) and not _ELSEWHERE.search(marks) and not _ELSEWHERE.search(around)


def below(headline: Mention | None) -> Signed:
    """The names in a line below the headline that begins with "By", marked as nothing else."""
    texts = headline.following[:LINES] if headline else ()
    for number, text in enumerate(texts):
        if _ONLY_LEAD.match(text):
            found = _gathered(texts[number + 1 : number + 12])
        elif len(text) < 120 and (lead := _LEADS.match(text)):
            found = _gathered((text[lead.end() :], *texts[number + 1 : number + 10]))
        else:
            continue
        if found:
            return Signed(tuple(found), " ".join([text, *texts[number + 1 : number + 2]])[: names.MAX_BYLINE])
    return NOBODY


def signatures(headline: Mention | None) -> list[str]:
    """What stands where a name would below the headline, whoever it is: after "By", or first of all above the date."""
    texts = headline.following[:LINES] if headline else ()
    found = [texts[number + 1] for number, text in enumerate(texts[:-1]) if _ONLY_LEAD.match(text)]
    found += [text[lead.end() :] for text in texts if len(text) < 60 and (lead := _LEADS.match(text))]
    return found + [text for text in texts[:1] if any(len(one) < 40 and _dates(one) for one in texts[1:3])]


def _dates(text: str) -> bool:
    return date_text.read(text) is not None or bool(re.search(r"\d+\s*min", text))


def _gathered(texts: Iterable[str]) -> list[str]:
    """Names in a run of texts that are joined by commas and conjunctions."""
    found: list[str] = []
    expected = True
    for text in texts:
        if _JOINS.match(text):
            expected = True
            continue
        if not expected and not re.match(r"\s*(?:,|&|and\b|und\b|et\b)", text):
            break
        named = [name for name in names.split(own_part(text), printed=True) if _is_name(name)]
        if not named or len(text) > 120:
            break
        found.extend(name for name in named if name not in found)
        expected = text.rstrip().endswith((",", "&", " and", " und"))
    return found


def own_part(text: str) -> str:
    """What a text says before it turns to reviewers, dates and other matter."""
    others = _OTHERS.search(text)
    return text[: others.start()] if others and others.start() > 2 else text


def _distance(one: Mention, start: int) -> int:
    return one.order - start if one.order >= start else 4 * (start - one.order)


def _row(first: Mention, ranked: list[Mention]) -> Signed:
    """Marked elements of one kind, side by side, name one author each."""
    alike = (one for one in ranked if (one.tag, one.names, one.context) == (first.tag, first.names, first.context))
    row = [first]
    for one in sorted(alike, key=lambda one: one.order):
        if 0 < one.order - row[-1].order <= ROW:
            row.append(one)
    found = tuple(dict.fromkeys(name for one in row for name in _named(one)))
    return Signed(found, ", ".join(one.text for one in row)[: names.MAX_BYLINE])


def _named(one: Mention) -> Iterable[str]:
    """Names in one marked element: of its links where they are names, else of its text, piece by piece."""
    own = own_part(one.text)
    leads = [number for number, part in enumerate(one.pieces) if _ONLY_LEAD.match(part)]
    parts = one.pieces[leads[0] + 1 :] if leads else one.pieces
    after = " ".join(parts)
    linked = [name for text in one.linked if text in own and text in after for name in names.split(text, printed=True)]
    if linked and all(_is_name(name) for name in linked):
        return list(dict.fromkeys(linked))
    for number, part in enumerate(parts[:4]):
        found = [name for name in names.split(own_part(part), printed=True) if _is_name(name)]
        if found:
            return [*found, *_more(parts[number + 1 :])]
    return []


def _more(parts: tuple[str, ...]) -> list[str]:
    """Names that go on after a comma or a conjunction standing by itself."""
    return _gathered(parts) if parts and _JOINS.match(parts[0]) else []


def _is_name(name: str) -> bool:
    if any(ch.isdigit() for ch in name) or _NO_NAME.match(name):
        return False
    word = " " not in name and name[0].isascii() and (name[0].islower() or _INITIALS.fullmatch(name) is not None)
    return not word or is_agency(name)
