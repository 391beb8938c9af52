"""A short name for a block's text, the same on every page of a site where the block recurs."""

from __future__ import annotations

import re
from hashlib import blake2b

_NUMBER = re.compile(r"\d+")
_WORD = re.compile(r"\w+")


def fingerprint(text: str) -> str:
    """Return 16 hexadecimal characters that stand for a text, case, punctuation and white space folded.

    Numbers count as one and the same, so that "12 comments" and "31 comments" are one piece of furniture.
    """
    folded = " ".join(_WORD.findall(_NUMBER.sub("0", text.casefold())))
    return blake2b(folded.encode("utf-8", "replace"), digest_size=8).hexdigest()
