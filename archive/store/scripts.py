"""Scripts that put no space between words, and how such text is indexed: by overlapping pairs of characters."""

from __future__ import annotations

import re
from collections.abc import Iterator

# Han with its extensions, Kana, Bopomofo, Thai, Lao, Myanmar, Khmer: UAX #29 leaves their words to dictionaries.
_NO_SPACES = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3041-\u312f\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
_HANGUL = "\u1100-\u11ff\uac00-\ud7af"  # spaced, but particles stick to the word

UNSPACED = re.compile(f"[{_NO_SPACES}]+")
PAIRED = re.compile(f"[{_NO_SPACES}{_HANGUL}]+")
# What the UTF-8 of all of these characters begins with; that of Latin, Greek, Cyrillic and most punctuation does not.
_LEADING = bytes([0xE0, 0xE1, *range(0xE3, 0xF5)])


def holds_unspaced(text: str) -> bool:
    """Whether a text holds characters of scripts without spaces."""
    return _may_hold_paired(text) and UNSPACED.search(text) is not None


def _may_hold_paired(text: str) -> bool:
    """Whether it is worth looking: it is not for most texts, and this takes a tenth of the time of a regex."""
    if text.isascii():
        return False
    encoded = text.encode("utf-8", "surrogatepass")
    return len(encoded.translate(None, _LEADING)) < len(encoded)


def bigrams(text: str) -> str:
    """Return the pairs of neighbouring characters of each run of such script, in order; "" where there is none.

    A run's last character stands alone behind its pairs, so that each character begins some token and one character
    can be found by prefix.
    """
    if not _may_hold_paired(text):
        return ""
    return " ".join(pair for run in PAIRED.findall(text) for pair in _pairs(run))


def _pairs(run: str) -> Iterator[str]:
    for start in range(len(run)):
        yield run[start : start + 2]
