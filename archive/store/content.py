"""What of an extraction counts as said by the publisher: its digest, its word count, its simhash."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache

from archive.extraction.answer import Extraction, Metadata
from archive.store.scripts import UNSPACED, holds_unspaced

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
WORD = re.compile(r"\w+")
SHINGLE = 3  # words


@lru_cache(maxsize=8)  # the text of a page is wanted for its digest and for its simhash
def normalised(text: str) -> str:
    """Return text as it is compared between visits: NFKC, invisible characters dropped, white space folded."""
    if not text.isascii():
        text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    return " ".join(text.split())


def compared_byline(metadata: Metadata) -> str:
    """Return who wrote it, for comparison: names where they are known, since a printed byline may hold a clock."""
    if metadata.authors:
        return ", ".join(sorted(normalised(author.name).casefold() for author in metadata.authors))
    return re.sub(r"\d+", "", normalised(metadata.byline)).casefold()


def content_digest(extraction: Extraction) -> str:
    """Return the sha256, hex, of normalised headline, standfirst, byline and text: equal means nobody changed it."""
    metadata = extraction.metadata
    parts = (metadata.title, extraction.standfirst, compared_byline(metadata), extraction.text)
    return hashlib.sha256("\x00".join(map(normalised, parts)).encode("utf-8", "surrogatepass")).hexdigest()


def text_digest(text: str) -> str:
    """Return the sha256 of a text in UTF-8, hex."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def count_words(text: str) -> int:
    """Return words as split on white space; characters of scripts without spaces count half a word each."""
    if not holds_unspaced(text):
        return len(text.split())
    unspaced = sum(len(run) for run in UNSPACED.findall(text))
    return len(UNSPACED.sub(" ", text).split()) + (unspaced + 1) // 2


def words_of(text: str) -> list[str]:
    """Return the words of a text, case folded, without punctuation; scripts without spaces give characters."""
    folded = normalised(text).casefold()
    if holds_unspaced(folded):
        folded = UNSPACED.sub(lambda run: " " + " ".join(run[0]) + " ", folded)
    return WORD.findall(folded)


def shingles(text: str) -> frozenset[tuple[str, ...]]:
    """Return the sets of three words in a row of a text; a shorter text is one shingle."""
    words = words_of(text)
    if len(words) <= SHINGLE:
        return frozenset({tuple(words)} if words else ())
    return frozenset(zip(words, words[1:], words[2:], strict=False))
