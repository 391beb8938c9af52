"""Snippets: the words of a search in their place in the text, between « and »."""

from __future__ import annotations

import re
import sqlite3

from archive.store.candidates import leaves
from archive.store.query import Query
from archive.store.terms import PAIRS, WORDS

WORDS_SHOWN = 24
CHARACTERS_SHOWN = 160

_BY_WORDS = f"""SELECT rowid, snippet(article_search, 2, '«', '»', '…', {WORDS_SHOWN}) FROM article_search
    WHERE article_search MATCH ? AND rowid IN (SELECT value FROM json_each(?))"""
_TEXTS = "SELECT id, text FROM searchable WHERE id IN (SELECT value FROM json_each(?))"


def snippets(connection: sqlite3.Connection, query: Query, page: list[int]) -> dict[int, str]:
    """Return a snippet for each article of one page of results in whose text something was found."""
    words = [leaf.expression for leaf in leaves(query.words) if leaf.index == WORDS and leaf.text]
    runs = [leaf.text for leaf in leaves(query.words) if leaf.index == PAIRS]
    found: dict[int, str] = {}
    if words and page:
        found |= dict(tuple(row) for row in connection.execute(_BY_WORDS, (" OR ".join(words), str(page))))
    if runs and page:
        left = [key for key in page if "«" not in found.get(key, "")]
        found |= {row["id"]: marked(row["text"], runs) for row in connection.execute(_TEXTS, (str(left),))}
    return found


def marked(text: str, runs: list[str]) -> str:
    """Return the part of a text around the first of some strings, each of them marked."""
    either = re.compile("|".join(map(re.escape, runs)))
    first = either.search(text)
    start = max(0, first.start() - CHARACTERS_SHOWN // 4) if first else 0
    part = text[start : start + CHARACTERS_SHOWN]
    ends = ("…" if start else ""), ("…" if start + CHARACTERS_SHOWN < len(text) else "")
    return ends[0] + either.sub(lambda match: f"«{match[0]}»", part) + ends[1]


def lead(text: str) -> str:
    """Return the beginning of a text, cut between words."""
    return text if len(text) <= CHARACTERS_SHOWN else text[: CHARACTERS_SHOWN - 1].rsplit(" ", 1)[0] + "…"
