"""What a publisher changed between two versions of an article, in one word."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from dataclasses import dataclass

from archive.model import Edit
from archive.store.content import count_words, normalised, words_of

EMPTIED_FROM = 40  # words that must have stood there before a page can be called emptied
EMPTIED_SHARE = 0.1  # of them that may be left
EMPTIED_WORDS = 12  # or so many: a sentence that says why
COSMETIC_WORDS = 3  # replaced, each by one that looks like it
COSMETIC_LIKENESS = 0.7

# Labels count at the head of a paragraph only: a market may see a correction, too.
_LABELS = (
    "correction", "corrections", "clarification", "corrected", "editor's note", "editors' note", "editor’s note",
    "erratum", "errata", "retraction",
    "korrektur", "richtigstellung", "berichtigung", "anmerkung der redaktion", "anm. d. red.",
    "rectificatif", "rectification", "note de la rédaction", "ndlr",
    "corrección", "rectificación", "aclaración", "fe de errores", "fe de erratas", "nota del editor",
    "nota de la redacción", "errata corrige", "rettifica", "precisazione", "nota della redazione",
    "correção", "retificação", "nota da redação", "nota do editor",
    "correctie", "rectificatie", "noot van de redactie", "rättelse", "rettelse", "retting", "oikaisu", "korjaus",
    "sprostowanie", "korekta", "od redakcji", "oprava", "helyesbítés", "helyreigazítás", "erată", "rectificare",
    "исправление", "поправка", "уточнение", "от редакции", "виправлення", "спростування", "від редакції",
    "διόρθωση", "düzeltme", "editörün notu", "editör notu", "koreksi", "ralat", "đính chính",
    "تصحيح", "تنويه", "اصلاحیه", "सुधार", "訂正", "お詫びと訂正", "更正", "勘误", "編按", "编者按",
    "정정", "바로잡습니다",
)  # fmt: skip
_PHRASES = (
    r"(an|a) (earlier|previous) version of this (article|story|report|post|headline|page)",
    r"this (article|story|report|post|headline|page) (was|has been) (amended|corrected|updated to correct)",
    r"updated to correct",
    r"in einer (früheren|vorherigen|ersten) (version|fassung)",
    r"une (première|précédente) version de (cet article|ce texte)|une version (précédente|antérieure) de cet article",
    r"(en )?una versión (anterior|previa) de es(ta|te) (noticia|artículo|información|texto)",
    r"(in )?una versione precedente di quest['’]?o? ?articolo",
    r"(em )?uma versão anterior dest[ea]",
    r"in een eerdere versie van dit (artikel|bericht)",
    r"i en (tidigare|tidligere) (version|versjon|utgave)",
    r"в (предыдущей|первоначальной|более ранней) версии",
)
_NOTE = re.compile(
    rf"^[\s(\[*—–-]*(?:{'|'.join(map(re.escape, _LABELS))})\b\s*[:：.)\]—–-]|{'|'.join(_PHRASES)}", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Said:
    """What a publisher said at one visit, as far as it is compared."""

    headline: str
    byline: str
    text: str  # standfirst, summary and body, paragraphs joined by a blank line


def classify(old: Said, new: Said) -> Edit:
    """Return the one class of an edit that says most about it.

    In this order: emptied, a correction or editor's note was added, the text or byline changed in substance, only the
    headline did, or nothing but spelling, punctuation and order.
    """
    if is_emptied(old.text, new.text):
        return Edit.EMPTIED
    if any(_NOTE.search(paragraph) for paragraph in _added_paragraphs(old.text, new.text)):
        return Edit.CORRECTION
    if not _reads_alike(old.text, new.text):
        return Edit.SUBSTANTIAL
    if not _reads_alike(old.headline, new.headline):
        return Edit.HEADLINE
    return Edit.COSMETIC if words_of(old.byline) == words_of(new.byline) else Edit.SUBSTANTIAL


def is_emptied(old: str, new: str) -> bool:
    """Whether next to nothing is left of a text that was an article."""
    before = count_words(old)
    return before >= EMPTIED_FROM and count_words(new) < max(EMPTIED_WORDS, before * EMPTIED_SHARE)


def _added_paragraphs(old: str, new: str) -> list[str]:
    known = {normalised(paragraph) for paragraph in old.split("\n\n")}
    return [paragraph for paragraph in map(normalised, new.split("\n\n")) if paragraph not in known]


def _reads_alike(old: str, new: str) -> bool:
    """Whether two texts have the same words but for spelling; counted as sets, since long texts must not cost long."""
    before, after = Counter(words_of(old)), Counter(words_of(new))
    removed, added = sorted((before - after).elements()), sorted((after - before).elements())
    if len(removed) != len(added) or len(added) > COSMETIC_WORDS:
        return False
    return all(_looks_like(one, other) for one, other in zip(removed, added, strict=True))


def _looks_like(one: str, other: str) -> bool:
    if any(letter.isdigit() for letter in one + other):
        return False  # a figure is never spelling
    return difflib.SequenceMatcher(None, one[:64], other[:64]).ratio() >= COSMETIC_LIKENESS
