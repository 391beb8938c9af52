"""What a block's words alone say it is: the rules that web pages and plain texts share."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from archive.extraction import phrases
from archive.extraction.answer import BlockKind


@dataclass(frozen=True, slots=True)
class Verdict:
    """A kind, and the sentence that says why."""

    kind: BlockKind
    reason: str
    sure: bool = False  # enough to overrule whoever thought it body


_DIGIT = re.compile(r"\d")
_DATED = re.compile(r"\d[:./–-] ?\d|(?:19|20)\d\d")
_WORD = re.compile(r"[^\W\d_]+")
_CJK_DATE = re.compile(
    r"[\s\d年月日時时分秒點点:：/／.\-–()（）\[\]월일년오전후,|]*"
    r"(?:(?:公開|更新|配信|掲載|発行|发布|發布|時間|时间|日期|日時|入力|最終|最终|入稿|有料|会員限定|입력|수정|승인|등록|기사)[\s\d年月日時时分秒點点:：/／.\-–()（）\[\]월일년오전후,|]*)*"
)
_PAGES = re.compile(
    r"(?:page|seite|pagina|página|strona|страница|стор\.?)?\s*\d{1,3}\s*(?:/|of|von|sur|de|di|van|из|z)\s*\d{1,3}"
    r"|(?:\d{1,3}[\s|·.…]+){2,}\d{0,3}\W*\w{0,12}\W*",
    re.I,
)
_TAG_ROW = re.compile(r"(?:#[\w-]+[\s,]*){1,40}")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|[\w.+-]+@[\w-]+\.[\w.]+|@\w{2,30}")
_POST = re.compile(r"pic\.twitter\.com/|[—–-] .{2,80}\(@\w{1,20}\)|a post shared by|#\w+ .*https://t\.co/", re.I)
_PICTURE_SOURCE = re.compile(
    r"getty ?images|shutterstock|istock|alamy|\bunsplash|\bpexels|adobe ?stock|depositphotos|imago\b|wikimedia"
    r"|\bap photo\b|(?:reuters|afp|dpa|epa|apa|ansa|efe|keystone|belga|anp|pap|tass|ntb|tt|lehtikuva"
    r"|picture alliance|xinhua|kyodo"
    r"|(?<!\w)ap)(?: via| */|$|-)|/ ?(?:reuters|afp|ap|dpa|epa|apa|ansa|efe|getty|imago)\b|handout",
    re.I,
)
_LIBRARIES = (
    "getty", "shutterstock", "istock", "alamy", "unsplash", "pexels", "adobe", "depositphotos", "imago", "wikimedia",
    "ap photo", "handout",
)  # fmt: skip
_AGENCIES = (
    "reuters", "afp", "dpa", "epa", "apa", "ansa", "efe", "keystone", "belga", "anp", "pap", "tass", "ntb", "tt",
    "lehtikuva", "picture alliance", "xinhua", "kyodo", "ap",
)  # fmt: skip
_SURE_OPENINGS = frozenset({BlockKind.BYLINE, BlockKind.DATELINE, BlockKind.EMBED, BlockKind.ADVERT})
_COPYRIGHT = re.compile(r"(?:©|\(c\)|copyright)\s*(?:copyright\s*)?(?:©\s*)?(?:by .{2,40} )?(?:19|20)\d\d")
_COUNT = re.compile(r"[\d.,]+[km]?|[()\[\]]", re.I)


def verdict(text: str) -> Verdict | None:
    """Return what a block is by its words alone, or None where they could be an article's."""
    return None if len(text) > 3 * phrases.SHORT else _verdict(text)


@lru_cache(maxsize=10_000)
def _verdict(text: str) -> Verdict | None:
    folded = phrases.fold(text)
    return (
        _says_only(folded)
        or (_opens(text, folded) if len(text) <= phrases.SHORT else None)
        or _looks_like(text, folded)
    )


def _says_only(folded: str) -> Verdict | None:
    kind = phrases.whole(folded) or _without_count(folded)
    return Verdict(kind, f"says only “{_shown(folded)}”", not phrases.ambiguous(folded)) if kind else None


def _without_count(folded: str) -> BlockKind | None:
    """“12 comments”, “Share (3)”: the phrase with its figure taken out."""
    if len(folded) > 40 or not _DIGIT.search(folded):
        return None
    kind = phrases.whole(" ".join(_COUNT.sub(" ", folded).split()))
    return kind if kind in {BlockKind.COMMENTS, BlockKind.SHARE} else None


def _opens(text: str, folded: str) -> Verdict | None:
    if _COPYRIGHT.match(folded):
        return Verdict(BlockKind.LEGAL, "is a copyright notice", sure=len(text) < 80)
    found = phrases.opening(folded)
    if found is None:
        return None
    kind, phrase = found
    if (kind is BlockKind.DATELINE and not is_date(folded)) or (kind is BlockKind.BYLINE and not is_byline(text)):
        return None
    sure = kind in _SURE_OPENINGS or (kind is BlockKind.RELATED and phrase.endswith((":", "：")))
    return Verdict(kind, f"opens with “{_shown(phrase)}”", sure)


def _looks_like(text: str, folded: str) -> Verdict | None:
    """Try the patterns whose telling character the text holds: most blocks hold none."""
    figures = bool(_DIGIT.search(text))
    if figures and is_date(text):
        return Verdict(BlockKind.DATELINE, "says nothing but a date or a time", sure=True)
    if figures and is_signed_date(text):
        return Verdict(BlockKind.BYLINE, "says nothing but names and a date")
    if figures and len(text) < 80 and _PAGES.fullmatch(text):
        return Verdict(BlockKind.PAGINATION, "is a row of page numbers", sure=True)
    if len(text) < 70 and _names_picture_source(folded):
        return Verdict(BlockKind.CREDIT, "names who owns a picture", sure=True)
    if is_embedded_post(text):
        return Verdict(BlockKind.EMBED, "reads like an embedded post", sure=True)
    return _looks_typed(text)


def _looks_typed(text: str) -> Verdict | None:
    if text.startswith("#") and _TAG_ROW.fullmatch(text):
        return Verdict(BlockKind.TAGS, "is a row of hashtags", sure=True)
    if len(text) < 120 and _ADDRESS.fullmatch(text):
        return Verdict(BlockKind.OTHER, "is a bare address")
    return None


def is_date(text: str) -> bool:
    """Whether a text says nothing but a date, a time or a reading time (“Published on 3 May 2024, 10:05 GMT”)."""
    if len(text) > 120 or not _DIGIT.search(text):
        return False
    words = _WORD.findall(text.casefold())
    if not words and not _DATED.search(text):
        return False
    return all(word in phrases.DATE_WORDS for word in words) or bool(_CJK_DATE.fullmatch(text))


def is_byline(text: str) -> bool:
    """Whether a short text opens with “By” in some language and goes on with nothing but names."""
    found = phrases.opening(phrases.fold(text))
    if found is None or found[0] is not BlockKind.BYLINE or len(text) > 120:
        return False
    words = _WORD.findall(text[len(found[1]) :])
    if not 0 < len(words) <= 14 or text.rstrip().endswith((".", "!", "?", "。", "،")):
        return False
    return all(not word[0].islower() or word in phrases.BETWEEN_NAMES for word in words)


def is_signed_date(text: str) -> bool:
    """Whether a short text is names and a date: “Ida Marlow Published: January 3, 2024”."""
    if len(text) > 110 or not _DIGIT.search(text) or text.endswith((".", "!", "?")):
        return False
    words = _WORD.findall(text)
    names = [word for word in words if word.casefold() not in phrases.DATE_WORDS]
    return 0 < len(names) <= 6 and len(words) - len(names) >= 2 and all(not name[0].islower() for name in names)


def is_credit(text: str) -> bool:
    """Whether a short text names who owns a picture."""
    if len(text) > 120:
        return False
    found = phrases.opening(phrases.fold(text))
    return bool(found and found[0] is BlockKind.CREDIT) or _names_picture_source(text.casefold())


def _names_picture_source(folded: str) -> bool:
    # Most texts hold no sign of one, and the pattern is dear.
    told = "/" in folded or "-" in folded or " via" in folded or folded.endswith(_AGENCIES)
    return (told or _holds_any(folded, _LIBRARIES)) and bool(_PICTURE_SOURCE.search(folded))


def _holds_any(text: str, names: tuple[str, ...]) -> bool:
    # A loop: a generator costs more than the tests themselves, on every short block of every page.
    for name in names:  # noqa: SIM110
        if name in text:
            return True
    return False


def is_embedded_post(text: str) -> bool:
    """Whether a text is what a social network's embed shows before its script runs."""
    return ("(@" in text or "#" in text or "pic.twitter" in text or "shared by" in text) and bool(_POST.search(text))


def _shown(folded: str) -> str:
    return folded if len(folded) <= 60 else folded[:59] + "…"
