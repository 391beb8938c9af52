"""Signatures that no markup betrays: a line that says "by ..." anywhere on a page, a name beside the date."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from archive.extraction.blocks import Block
from archive.extraction.metadata import date_text, names
from archive.extraction.metadata.agencies import is_agency
from archive.extraction.metadata.bylines import NOBODY, Signed, own_part
from archive.extraction.metadata.signals import Mention

MAX_BLOCKS = 1_500  # looked at
LONGEST = 20  # words of a line that signs
ROW = 3  # lines that sign in the same way are a list of stories
NEAREST = 3  # texts below the headline looked at

_SIGNS = re.compile(
    r"^(?:(?:this|the) (?:article|post|story|piece|guide|page) (?:was|is) )?(?:originally |last )?"
    r"(?:written|posted|published|authored|updated)(?: on)?(?: [^.:;|a-z]{0,3}[a-z]{0,9}\.? ?\d[\d., ]{2,20})?"
    r" by\s*:?\s+(?=[^\W\d_])"
    r"|^(?:autor(?:in|en)?(?:/autor)?|author|verfasst von|geschrieben von|escrito por|écrit par):? (?=[^\W\d_])",
    re.I,
)
_BARE = re.compile(r"^by:? (?=[^\W\d_])", re.I)
_BETWEEN = re.compile(r"^\W*$|^on$", re.I)
_LABEL = re.compile(
    r"\b(?:comments?|categor\w+|uncategorized|sidebar|menu|share|show|hide|contents|no|find|views?)\b", re.I
)
_SECTION = re.compile(r"\s+in$")  # "Jane Roe in" <a>Coast</a>


def by_line(blocks: Sequence[Block], headline: Mention | None) -> Signed:
    """The people named by the first short line that signs, wherever it stands; nobody where a row of lines does.

    A line that says no more than "by ..." counts right below the headline only: menus are full of such.
    """
    found: list[Signed] = []
    near = " ".join(headline.following[:12]) if headline else ""
    for block in blocks[:MAX_BLOCKS]:
        if len(block.tokens) > LONGEST:
            continue
        lead = _SIGNS.match(block.text) or (_BARE.match(block.text) if block.text[:60] in near else None)
        if lead is None:
            continue
        people = [name for name in names.split(own_part(block.text[lead.end() :]), printed=True) if _is_person(name)]
        if people:
            found.append(Signed(tuple(people), block.text[: names.MAX_BYLINE]))
    return found[0] if found and len({one.names for one in found}) < ROW else NOBODY


def beside_date(headline: Mention | None, *titles: str) -> Signed:
    """A person's name that stands alone below the headline, with the date next to it.

    A label may look like a name ("Smart Home"), but then its words stand in lower case somewhere in the story; and a
    kicker stands in one of the `titles` that the page declares.
    """
    texts = [text for text in headline.following if not _BETWEEN.match(text)] if headline else []
    common = {word for text in texts for word in text.split() if word.islower()}
    for number, text in enumerate(texts[:NEAREST]):
        name = _SECTION.sub("", text)
        beside = texts[1:3] if number == 0 else (texts[number - 1], *texts[number + 1 : number + 2])
        if (
            _looks_like_person(name)
            and not _in_titles(name, titles)
            and any(len(one) < 40 and _dates(one) for one in beside)
        ):
            return NOBODY if common.intersection(name.lower().split()) else Signed((name,), text)
    return NOBODY


def _in_titles(name: str, titles: Iterable[str]) -> bool:
    return any(name.casefold() in title.casefold() for title in titles)


def _looks_like_person(text: str) -> bool:
    """Whether a text is two or three capitalised words and nothing else."""
    words = text.split()
    if not 2 <= len(words) <= 3 or not all(re.fullmatch(r"[^\W\d_]['’.\w-]*", word) for word in words):
        return False
    if _LABEL.search(text):
        return False
    return (
        all(word[0].isupper() and not word.isupper() for word in words)
        and names.tidy(text) == text
        and not is_agency(text)
    )


def _is_person(name: str) -> bool:
    words = name.replace(",", "").split()
    return 2 <= len(words) <= 5 and words[0][0].isupper() and words[-1][0].isupper() and not names.is_desk(name)


def _dates(text: str) -> bool:
    return date_text.read(text) is not None or bool(re.search(r"\d+\s*min", text))
