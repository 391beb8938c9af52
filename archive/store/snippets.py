"""Snippets: the words of a search in their place in the text, between « and »."""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from collections.abc import Sequence

from archive.store.expressions import leaves
from archive.store.query import Query
from archive.store.terms import PAIRS, WORDS, Leaf

WORDS_SHOWN = 24
CHARACTERS_SHOWN = 160

_BY_WORDS = f"""SELECT rowid, snippet(article_search, 2, '«', '»', '…', {WORDS_SHOWN}) FROM article_search
    WHERE article_search MATCH ? AND rowid IN (SELECT value FROM json_each(?))"""
_TEXTS = "SELECT id, text FROM searchable WHERE id IN (SELECT value FROM json_each(?))"


def snippets(connection: sqlite3.Connection, query: Query, page: list[int]) -> dict[int, str]:
    """Return a snippet for each article of one page of results in whose text something was found."""
    wanted = [leaf for leaf in leaves(query.words) if leaf.text]
    words = [leaf.expression for leaf in wanted if leaf.index == WORDS and not leaf.prefix]
    # FTS5 would gather what a prefix stands for anew for each article of the page.
    others = [leaf for leaf in wanted if leaf.index == PAIRS or leaf.prefix]
    found: dict[int, str] = {}
    if words and page:
        found |= dict(tuple(row) for row in connection.execute(_BY_WORDS, (" OR ".join(words), str(page))))
    if others and page:
        left = [key for key in page if "«" not in found.get(key, "")]
        found |= {row["id"]: marked(row["text"], others) for row in connection.execute(_TEXTS, (str(left),))}
    return found


def marked(text: str, wanted: Sequence[Leaf]) -> str:
    """Return the part of a text around the first of what is wanted, each place of it marked."""
    folded = text.translate(_PLAIN)  # as long as the text, so that places in one are places in the other
    patterns = [
        (text, re.escape(leaf.text)) if leaf.index == PAIRS else (folded, _begins(leaf.text)) for leaf in wanted
    ]
    places = sorted({match.span() for where, pattern in patterns for match in re.finditer(pattern, where)})
    start = max(0, places[0][0] - CHARACTERS_SHOWN // 4) if places else 0
    end = min(start + CHARACTERS_SHOWN, len(text))
    shown, at = ["…" if start else ""], start
    for first, last in places:
        if at <= first and last <= end:
            shown += [text[at:first], "«", text[first:last], "»"]
            at = last
    return "".join([*shown, text[at:end], "…" if end < len(text) else ""])


def _begins(typed: str) -> str:
    return r"\b" + r"\W+".join(map(re.escape, typed.translate(_PLAIN).split())) + r"\w*"


class _Plain(dict[int, str]):
    """Each character in lower case without its diacritics, as FTS5's unicode61 indexes it; made when it is met."""

    def __missing__(self, code: int) -> str:
        self[code] = unicodedata.normalize("NFD", chr(code).lower()[0])[0]
        return self[code]


_PLAIN = _Plain()


def lead(text: str) -> str:
    """Return the beginning of a text, cut between words."""
    return text if len(text) <= CHARACTERS_SHOWN else text[: CHARACTERS_SHOWN - 1].rsplit(" ", 1)[0] + "…"
