"""What the text of each block looks like, counted in characters and words: the same for every language."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import cache

import numpy as np
import numpy.typing as npt

from archive.extraction.blocks import Block

Floats = npt.NDArray[np.float32]

HEAD = 400  # characters of a block that are looked at one by one
UPPER, LOWER, DIGIT, COMMA, STOP, QUOTE, SPACE, WIDE = range(8)
_COMMAS, _STOPS, _QUOTES = ",،，、;；", ".!?…。！？؟।", "\"'“”„«»‘’「」『』"
_ENDS = tuple(_STOPS)
_CLOSING = "\"'“”»«’)]」』 "

# How furniture begins, in the languages met most; the learnt lexicon knows more, this knows the rare forms.
_OPENINGS = (
    "read (?:more|also|next|the full)", "also read", "more:", "more (?:on|from)", "see also", "related",
    "recommended", "advertisement", "anzeige", "werbung", "sign up", "subscribe", "newsletter", "follow ", "share",
    "click here", "watch", "listen", "photo", "image", "picture", "credit", "getty", "source", "copyright", "©",
    r"\(c\)", "published", "updated", "last updated", "by ", "lesen sie", "mehr zum", "mehr dazu",
    "auch interessant", "lire aussi", "à lire", "lea ", "leer ", "lee ", "leggi ", "leia ", "lees ook",
    "läs (?:mer|också)", "les (?:også|mer)", "læs ", "čtěte", "czytaj", "читайте", "читать", "фото", "download",
    "get the", "join ", "contact", "email", r"tags?\b", r"topics?\b", "filed under", "editor'?s note", "trending",
    "this (?:article|story)", "most (?:read|popular)", "you (?:may|might)", "up next", r"comments?\b", r"print\b",
    "reporting by", "support", "donate", "become a", "don.?t miss", "about the author", "foto", "bild", "quelle",
    "fuente", "fonte", "crédit", "teilen", "partager", "compartir", "condividi", "kommentar", "weitere",
    "mehr (?:aus|über)", "voir aussi", "sur le même", "te puede", "ver también", "skip to", "back to", "leave a",
    "reply", "posted", "written by", "von ", "par ", "por ", "di ", "door ", "av ", "af ",
)  # fmt: skip
_OPENING = re.compile("|".join(_OPENINGS), re.IGNORECASE)
# The first two letters tell most blocks apart from all of them, at a fifth of the cost.
_STARTS = frozenset(opening.replace("\\", "")[:2] for opening in _OPENINGS)
_ADDRESS = re.compile(r"https?:|www\.|@\w")

NAMES = (
    "words characters word_length link strong breaks upper digits commas stops quotes wide ends colon ellipsis question"
    " opens_quote opens_lower opens_upper pipe address opening repeats longest_link links capitals emphasis"
).split()


def wording(blocks: Sequence[Block]) -> Floats:
    """Return blocks × NAMES: counts and shares of each block's text."""
    counts = _characters([block.text[:HEAD] for block in blocks])
    repeats = Counter(block.text for block in blocks)
    rows = [_row(block, repeats[block.text]) for block in blocks]
    told = np.asarray(rows, dtype=np.float32)
    seen = np.maximum(counts.sum(axis=1, keepdims=True), 1)
    letters = np.maximum(counts[:, UPPER] + counts[:, LOWER], 1)
    shares = np.stack(
        [counts[:, UPPER] / letters, counts[:, DIGIT] / seen[:, 0], counts[:, COMMA], counts[:, STOP], counts[:, QUOTE],
         counts[:, WIDE] / seen[:, 0]], axis=1
    )  # fmt: skip
    told[:, 0] += counts[:, WIDE] / 2  # scripts without spaces: two characters a word
    return np.concatenate([told[:, :6], shares.astype(np.float32), told[:, 6:]], axis=1)


def _row(block: Block, repeats: int) -> tuple[float, ...]:
    text, first = block.text, block.text[0]
    tail = text[-6:].rstrip(_CLOSING)
    linked = [span.end - span.start for span in block.spans if span.kind == "link"]
    capital = sum([word[0].isupper() for word in text[:120].split()[:12]])
    return (
        len(block.tokens),
        len(text),
        len(text) / len(block.tokens),
        block.link_share,
        block.strong_share,
        block.breaks,
        tail.endswith(_ENDS),
        text.endswith((":", "：")),
        text.endswith(("…", "...", "[…]")),
        tail.endswith(("?", "？", "؟")),
        first in _QUOTES,
        first.islower(),
        first.isupper(),
        "|" in text,
        _holds_address(text),
        _opens_as_furniture(text),
        repeats,
        max(linked, default=0),
        len(linked),
        capital,
        sum([span.end - span.start for span in block.spans if span.kind == "emphasis"]) / len(text),
    )


def _holds_address(text: str) -> bool:
    told = "@" in text or "http" in text or "www." in text
    return told and _ADDRESS.search(text, 0, HEAD) is not None


def _opens_as_furniture(text: str) -> bool:
    start = text[:2].lower()
    return (start in _STARTS or start[:1] in _STARTS) and _OPENING.match(text) is not None


def _characters(texts: list[str]) -> npt.NDArray[np.int64]:
    joined = "".join(texts)
    codes = np.frombuffer(joined.encode("utf-32-le", "replace"), dtype=np.uint32)
    kinds = _kinds()[np.minimum(codes, 0xFFFF)]
    starts = np.cumsum([0] + [len(text) for text in texts[:-1]])
    return np.stack([np.add.reduceat(kinds == kind, starts, dtype=np.int64) for kind in range(8)], axis=1)


@cache
def _kinds() -> npt.NDArray[np.uint8]:
    table = np.full(0x10000, 255, dtype=np.uint8)
    kinds = {"Lu": UPPER, "Lt": UPPER, "Ll": LOWER, "Nd": DIGIT, "Zs": SPACE}
    for code in range(0x10000):
        table[code] = kinds.get(unicodedata.category(chr(code)), 255)
    for low, high in ((0x0E00, 0x0E7F), (0x3040, 0x30FF), (0x3400, 0x9FFF)):
        table[low:high] = WIDE
    for kind, characters in ((COMMA, _COMMAS), (STOP, _STOPS), (QUOTE, _QUOTES)):
        table[[ord(character) for character in characters]] = kind
    return table
