"""Names of people out of a printed or declared byline: split, stripped of roles, addresses and leads."""

from __future__ import annotations

import html
import re

from archive.extraction.metadata.agencies import is_agency
from archive.extraction.metadata.months import MONTHS

MAX_BYLINE = 400  # characters
MAX_NAMES = 20
MAX_NAME = 70

# "By" in the languages of the corpus and their neighbours; the short ones only count in front of a printed byline.
_LEAD = re.compile(
    r"^(?:(?:(?:article|story|text|words|report|written|posted|published|authored|contributed|created|reported"
    r"|reviewed|compiled)\s+)?by\b"
    r"|(?:ein\s+(?:\w+\s+){1,3})?von\b|written:|text[eo]?:|texto y fotos:|autor(?:en|in|a|es|ka|zy)?\b:?|autore:"
    r"|authors?\b:|auteurs?\b:?|forfatter:|skribent:|journalist\b:?|reporter\b:|verfasst von\b|geschrieben von\b"
    r"|ein beitrag von\b|gastbeitrag von\b|eine analyse von\b|ein kommentar von\b"
    r"|publié par\b|par\b|propos recueillis par\b|escrito por\b|publicado por\b|redactado por\b|por\b|scritto da\b"
    r"|di\b|a cura di\b|door\b|geplaatst door\b|av\b|af\b|skrevet av\b|skrevet af\b|automatische übersetzung von\b"
    r"|kirjoittanut\b|teksti:|tekst:|przez\b|opracowanie:?|oprac\.|autor:|napsal[a]?\b|foto:|автор(?:ы)?:?|текст:"
    r"|от\b|yazan:?|haber:|penulis:?|oleh:?|ditulis oleh\b|نویسنده:?|بقلم:?|كتب:?|כתב:?|מאת:?|作者[：:]?|記者[：:]?"
    r"|责任编辑[：:]|責任編集[：:]|文[：:])\s*[:\-–]?\s*",
    re.I,
)  # fmt: skip
_SHORT_LEAD = re.compile(r"^(?:de|da|do|by|av|di)\s+(?=[A-ZÀ-Ý])", re.I)
_ADDRESS = re.compile(r"\S{1,80}@\S{1,120}|https?://\S{1,300}|www\.\S{1,300}|(?<!\w)@\w{1,40}")
_BRACKETS = re.compile(r"\([^()]{0,60}\)|\[[^\[\]]{0,60}\]")
_SPLIT = re.compile(
    r"\s*(?:[;|•·\n‖]|\s/\s|/(?=[A-ZÀ-Ý])|、|，|,)\s*"
    r"|\s+(?:and|und|et|y|e|en|og|och|i|и|та|ja|és|și|ve|dan|và|with|mit|avec|con|&|\+|și|a)\s+(?=[^\W\d_])|\s*&\s*",
    re.I,
)  # fmt: skip
_CONJUNCTION = re.compile(r"^(?:and|und|et|y|e|en|og|och|with|mit|&)\s+", re.I)
_TAIL = re.compile(
    r"\s+(?:[-–—]|\|)\s+.*$|\s+on\s+.*$|\s+(?:on|am|le|il|el|em|the)\s+\d.*$|\s+(?:updated|published|posted|last"
    r"|aktualisiert|veröffentlicht|publié|modifié|publicado|actualizado|is a|is the|ist|est)\b.*$"
    r"|\s+(?:for|für|pour|para|per|of|from|in|aus)\s+.{2,60}$|\s+\d.*$",
    re.I,
)  # fmt: skip
_ROLE = re.compile(
    r"\s*[,\-–—]?\s*\b(?:senior|chief|staff|contributing|deputy|assistant|associate|political|sports?|business"
    r"|education|health|science|lifestyle|news|guest|tech|crime|features?|city|special|foreign|us|uk|multimedia"
    r"|investigative|freelance|digital|managing|executive|consumer|money|showbiz|royal|live|trends|deals)?\s*"
    r"(?:reporter|correspondent|editor|writer|journalist|columnist|contributor|producer|redakteur(?:in)?"
    r"|korrespondent(?:in)?|reporterin|autorin|journaliste|rédacteur|redactor(?:a)?|periodista|giornalista"
    r"|jornalista|redactie|journalistin|newsroom assistant|author|admin|blogger)s?\b.*$",
    re.I,
)  # fmt: skip
_NOBODY = re.compile(
    r"^(?:admin\w*|administrator|staff|editor(?:ial|s)?|team|guest|guest (?:author|contributor|post|writer)"
    r"|contributor|redaktion|redakcja|redacción|redacao|redação|redazione|rédaction|la rédaction|redactie|redaksi"
    r"|redaktør|toimitus|szerkesztőség|редакция|编辑部|anonymous|unknown|undefined|null|none|n/a|user|author|autor"
    r"|webmaster|root|news|nachrichten|home|website|web|super user|newsroom|press release|author name|by|sponsored"
    r"|advertiser|agencies|agenturen|wires?|written by|posted by|view all posts|read more|more|bio|about"
    r"|about the author|follow|share|contact|email|subscribe)$"
    r"|\b(?:staff|newsroom|editorial|editors|desk|redaktion|redaction|rédaction|redacción|redazione|redactie|redação"
    r"|team|newsdesk|news service|webdesk|web desk|haber merkezi|redakcja|admin|press office|online-redaktion"
    r"|communications)\b",
    re.I,
)  # fmt: skip
_PARTICLE = frozenset(
    "de da do di del della der den van von zu zur af av la le el al bin ben ibn abu du dos das y e ter ten".split()
)
_LETTER = re.compile(r"[^\W\d_]")
_CASELESS = re.compile(
    r"[\u0590-\u08ff\u0900-\u0dff\u0e00-\u0eff\u10a0-\u10ff\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
)


_CREDENTIAL = re.compile(
    r",\s*(?=(?:(?:[A-Z][A-Za-z]?\.?){1,4}[A-Z]\.?[®™]?|Ph\.?D\.?|Psy\.?D\.?|Pharm\.?D\.?|Ed\.?D|Esq\.?|Jr\.?|Sr\.?"
    r"|[A-Z]-[A-Z]{2,4} ?\d*)(?:\s*[,;|&]|\s+(?:and|und)\b|\s*$))"
)
_DEGREE = re.compile(r"\b(?:Ph|M|Psy|Ed|Pharm)\.D$")  # its last point is gone with the other punctuation
_KEPT = "\x01"  # stands for a comma inside a name while the byline is split


def split(text: str, *, printed: bool = False) -> list[str]:
    """Return the names in a byline, in order; empty where it names nobody.

    `printed` says that the text was meant for readers, so a leading "De" or "Di" means "by".
    """
    text = " ".join(html.unescape(text[:MAX_BYLINE]).split()).replace("\u200b", "")
    text = _ADDRESS.sub(" ", _BRACKETS.sub(" ", text)).strip(" ,;:-–|.•·")
    for _ in range(2):
        text = _LEAD.sub("", text, count=1).strip()
    if printed:
        text = _SHORT_LEAD.sub("", text, count=1)
    text = _CREDENTIAL.sub(_keep_comma, text)
    found: list[str] = []
    for number, part in enumerate(_SPLIT.split(text)[: MAX_NAMES * 2]):
        if number and _WHAT.search(part):  # "..., Head of Marketing": what somebody is, after who
            continue
        name = tidy(part)
        if number and " " not in name and _ROLE.search(part):
            continue
        if name and name.casefold() not in {one.casefold() for one in found}:
            found.append(name)
    return found[:MAX_NAMES]


def _keep_comma(comma: re.Match[str]) -> str:
    credential = re.match(r"[^,;|&\s]+", comma.string[comma.end() :])
    return comma[0] if credential is None or is_agency(credential[0]) else _KEPT + " "


def tidy(part: str) -> str:
    """One name without lead, role and tail, or "" where what is left names nobody."""
    name = _CONJUNCTION.sub("", part.strip(" ,;:-–—|.•·*\"'“”"))
    name = _LEAD.sub("", name, count=1)
    name = _TAIL.sub("", name, count=1)
    name = _ROLE.sub("", name, count=1).strip(" ,;:-–—|•·*\"'“”")
    name = " ".join(name.split())
    name = _DEGREE.sub(r"\g<0>.", name)
    return name.replace(_KEPT, ",") if plausible(name.partition(_KEPT)[0]) else ""


_PLACEHOLDERS = frozenset(
    "undefined null none unknown anonymous admin administrator webmaster root user author autor nobody default test"
    " website superuser".split()
)
# Words that stand where a name might, in bylines of all sorts, and are none.
_NO_NAMES = frozenset(
    "facebook twitter x bluesky mastodon threads tiktok reddit github mon tue wed thu fri sat sun"
    " whatsapp instagram linkedin pinterest telegram youtube email e-mail print share copy blog blogs"
    " insights articles article related last history people profile login home news people's learn link text co et al"
    " monday tuesday wednesday thursday friday saturday sunday today yesterday updated published staff nachrichten"
    " germany deutschland usa".split()
)
_WHAT = re.compile(
    r"\b(?:head|chief|senior|sr\.|ceo|cto|cfo|cmo|coo|founder|co-founder|director|specialist|manager|officer"
    r"|president|chairman|dietitian|expert"
    r"|engineer|educator|winemaker|consultant|coordinator|analyst|strategist|representative|professor|attorney"
    r"|physician"
    r"|certified|licensed|marketing|development|horticulturalist|nutritionist|therapist|geschäftsführer"
    r"|chefredakteur|leiter(?:in)?)\b",
    re.I,
)


def is_handle(name: str) -> bool:
    """Whether a name looks like a login rather than like what somebody is called."""
    return (
        " " not in name
        and name.isascii()
        and (name.islower() or any(ch in name for ch in "._-") or any(ch.isdigit() for ch in name))
    )


def is_placeholder(text: str) -> bool:
    """Whether a system wrote this where it knew no author."""
    return text.strip().casefold().replace(" ", "") in _PLACEHOLDERS


def plausible(name: str) -> bool:
    """Whether a text may be the name of somebody rather than a phrase, a place holder or a department."""
    if not 1 < len(name) <= MAX_NAME or not _LETTER.search(name) or _NOBODY.search(name):
        return False
    words = name.split()
    if any(word.casefold() in _NO_NAMES for word in (words if len(words) == 1 else ())) or _WHAT.search(name):
        return False
    if len(words) == 1 and words[0].strip(".").casefold() in MONTHS:
        return False
    if len(words) > 6 or sum(ch.isdigit() for ch in name) > 2 or any(ch in name for ch in "{}<>=?!%$©…@:"):
        return False
    if _CASELESS.search(name):
        return len(name) <= 30
    lower = [word for word in words if word[0].islower() and word not in _PARTICLE]
    return len(lower) <= len(words) // 3 or len(words) == 1


def is_desk(text: str) -> bool:
    """Whether a text is the name of a desk, a team or a staff rather than of a person."""
    return bool(_NOBODY.search(text)) and len(text.split()) > 1
