"""Archived style sheets with their addresses led to archived copies.

The content security policy of a replayed page is what keeps it from the network; this is so that pictures are found.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

Rewrite = Callable[[str, str], str]  # (address as written, flavour "im_" or "cs_") -> our path, "" for nowhere

_NOWHERE = "data:,"
LONGEST = 1 << 20  # characters of one style sheet; what stands behind them is not shown
# Each repetition is bounded: a megabyte of blanks or letters must not be read once for each of them. Both are read in
# one pass, so that what was written for the one is not read as the other; the last of each is one that never closes.
_ADDRESS = re.compile(
    r"""@import(?:\s{0,20}(?:url\(\s{0,20})?["']?(?P<sheet>[^"'()\s;]{1,9999})["']?\s{0,20}\)?)?"""
    r"""|url\((?:\s{0,20}(?:"(?P<double>[^"\n]{0,9999})"|'(?P<single>[^'\n]{0,9999})'|(?P<bare>[^"'()\s]{0,9999}))\s{0,20}\))?""",
    re.IGNORECASE,
)
# IE's scripts in style sheets: no browser of today runs them, and nobody misses them.
_OLD_SCRIPT = re.compile(r"(?:expression\s{0,20}\(|-moz-binding|behavior\s{0,20}:)", re.IGNORECASE)
# A function whose name is written with escapes, such as u\72l(…): only somebody who hides something writes so.
_DISGUISED = re.compile(r"[\w-]{0,30}\\[\w\\ -]{0,30}\(")


def rewrite_style(css: str, rewrite: Rewrite) -> str:
    """Return a style sheet whose url() and @import lead where `rewrite` says."""
    css = _DISGUISED.sub("x-removed(", _OLD_SCRIPT.sub("x-removed:", css[:LONGEST]))
    return _ADDRESS.sub(lambda found: _rewritten(found, rewrite), css)


def addresses(css: str) -> Iterator[str]:
    """Yield the addresses that a style sheet names, as written."""
    for found in _ADDRESS.finditer(css, 0, LONGEST):
        if found.lastgroup:
            yield found[found.lastgroup]


def _rewritten(found: re.Match[str], rewrite: Rewrite) -> str:
    if found.lastgroup is None:  # it names nothing that we can read, and a browser may read it otherwise
        return "@x-removed " if found[0].startswith("@") else "x-removed("
    address = found[found.lastgroup]
    if found.lastgroup == "sheet":
        return f'@import url("{_quoted(rewrite(address, "cs_") or _NOWHERE)}")'
    if address.startswith("#"):  # a part of this document
        return found[0]
    if address.startswith("data:"):
        return f'url("{_quoted(address)}")'
    return f'url("{_quoted(rewrite(address, "im_") or _NOWHERE)}")'


def _quoted(address: str) -> str:
    return re.sub(r'["\\\n\r<>]', lambda character: f"%{ord(character[0]):02X}", address)
