"""Versions: what a publisher changed, derived from an article's captures in the order they were fetched.

A capture that comes in order is compared with the version before it. One that comes late (an import, a merge, a
re-extraction) has the article's versions derived again from all its captures, by the same comparison: the outcome
does not depend on the order of reading.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from archive.model import Edit
from archive.store.comparing import Comparison, compare, readings_of
from archive.store.edits import Said, classify
from archive.store.finding import kept_findable
from archive.store.identity import captures_of, listing_date

EMPTIED = "The page is there, but next to nothing is left of its text."  # why an article is gone
NO_KEYS: Mapping[int, int] = MappingProxyType({})
_LAST = """
    SELECT versions.*, captures.fetched_at AS last_seen, extractions.capture_id AS compared
    FROM versions
    JOIN captures ON captures.id = versions.last_capture
    JOIN extractions ON extractions.id = versions.extraction_id
    WHERE versions.article_id = ? ORDER BY ordinal DESC LIMIT 1"""
_SHOWN = """
    SELECT versions.id, versions.seen_at, extractions.published_at, extractions.language, extractions.kind
    FROM versions JOIN extractions ON extractions.id = versions.extraction_id
    WHERE versions.article_id = ? AND versions.edit <> 'emptied' ORDER BY ordinal DESC LIMIT 1"""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a capture stands among an article's versions."""

    ordinal: int  # 0: it became none
    edit: Edit | None  # None: it showed what the capture before it showed
    reason: str = ""
    completed: bool = False  # it showed a further page of the version before it


_NOT_COMPARED = Standing(0, None, "it has no text to compare with the version before")


def follow(connection: sqlite3.Connection, article: int, capture: sqlite3.Row) -> Standing:
    """Give a capture, whose reading is stored, its place among an article's versions, and show the newest one.

    An article whose text is gone keeps the last version that had one, and is marked gone.
    """
    with kept_findable(connection, article):
        last = connection.execute(_LAST, (article,)).fetchone()
        if last is not None and (capture["fetched_at"], capture["id"]) <= (last["last_seen"], last["last_capture"]):
            standing = _derive_again(connection, article, capture["id"])
        else:
            standing = _append(connection, article, last, capture)
        _show_newest(connection, article, capture)
    return standing


def confirm(connection: sqlite3.Connection, article: int, capture: sqlite3.Row) -> None:
    """Note a visit that showed an article unchanged, without reading it: a 304, or the same payload again."""
    last = connection.execute(_LAST, (article,)).fetchone()
    if last is None or capture["fetched_at"] < last["last_seen"]:
        return
    connection.execute("UPDATE versions SET last_capture = ? WHERE id = ?", (capture["id"], last["id"]))
    _check(connection, article, capture, emptied=last["edit"] == Edit.EMPTIED.value)


def gone(connection: sqlite3.Connection, article: int, capture: sqlite3.Row, reason: str) -> None:
    """Note a visit that did not find an article any more; its last version stays."""
    connection.execute(
        """UPDATE articles SET last_checked_at = :at, state = 'gone', gone_reason = :reason
        WHERE id = :article AND last_checked_at <= :at""",
        {"article": article, "at": capture["fetched_at"], "reason": reason},
    )


def derive(connection: sqlite3.Connection, article: int) -> None:
    """Derive an article's versions again from all its captures; for a merge or after captures were removed."""
    with kept_findable(connection, article):
        _derive_again(connection, article, 0)
        _show_newest(connection, article, None)


def _append(
    connection: sqlite3.Connection,
    article: int,
    last: sqlite3.Row | None,
    capture: sqlite3.Row,
    *,
    keys: Mapping[int, int] = NO_KEYS,
) -> Standing:
    """Compare a capture with the version before, and add a version where it shows another; `keys`: see _insert."""
    readings = readings_of(connection, capture["id"])
    if last is None:
        if not readings:
            return _NOT_COMPARED
        return _insert(connection, article, 1, capture, found=None, keys=keys)
    if not readings and capture["revisit_of"] is not None:
        connection.execute("UPDATE versions SET last_capture = ? WHERE id = ?", (capture["id"], last["id"]))
        return Standing(last["ordinal"], None)
    found = compare(connection, last["compared"], capture["id"])
    if found is None:
        return _NOT_COMPARED
    if not found.changed:
        kept = not found.completed and (found.same_reader or not found.same_payload)
        shown = found.old if kept else found.new
        connection.execute(
            "UPDATE versions SET last_capture = ?, extraction_id = ? WHERE id = ?",
            (capture["id"], shown["id"], last["id"]),
        )
        return Standing(last["ordinal"], None, completed=found.completed)
    connection.execute("UPDATE versions SET extraction_id = ? WHERE id = ?", (found.old["id"], last["id"]))
    return _insert(connection, article, last["ordinal"] + 1, capture, found=found, keys=keys)


def _edit(found: Comparison) -> Edit:
    old, new = (Said(row["headline"], row["byline"], row["text"]) for row in (found.old, found.new))
    return classify(old, new)


def _doubt(found: Comparison) -> str:
    if found.same_reader:
        return ""
    return "compared across two extractors or memories: the earlier capture was not read again"


def _insert(
    connection: sqlite3.Connection,
    article: int,
    ordinal: int,
    capture: sqlite3.Row,
    *,
    found: Comparison | None,
    keys: Mapping[int, int],
) -> Standing:
    """Add a version that `capture` was the first to show; `found` is None for an article's first.

    `keys` are those of versions that stood here before, by their first capture: a version keeps its key.
    """
    extraction = readings_of(connection, capture["id"])[0] if found is None else found.new
    standing = Standing(ordinal, _edit(found) if found else Edit.FIRST, _doubt(found) if found else "")
    assert standing.edit is not None
    connection.execute(
        """INSERT INTO versions (id, article_id, ordinal, first_capture, last_capture, extraction_id, edit, seen_at)
        VALUES (:key, :article, :ordinal, :capture, :capture, :extraction, :edit, :at)""",
        {
            "key": keys.get(capture["id"]) or _free_key(connection, keys),
            "article": article,
            "ordinal": ordinal,
            "capture": capture["id"],
            "extraction": extraction["id"],
            "edit": standing.edit.value,
            "at": capture["fetched_at"],
        },
    )
    return standing


def _free_key(connection: sqlite3.Connection, keys: Mapping[int, int]) -> int | None:
    """Return a key for a version that did not stand here before; None: SQLite's next will do."""
    if not keys:
        return None
    used = int(connection.execute("SELECT coalesce(max(id), 0) FROM versions").fetchone()[0])
    return max(used, *keys.values()) + 1


def _derive_again(connection: sqlite3.Connection, article: int, asked: int) -> Standing:
    """Write an article's versions anew and return the standing of the capture that is asked for."""
    connection.execute("UPDATE articles SET current_version = NULL WHERE id = ?", (article,))
    rows = connection.execute("DELETE FROM versions WHERE article_id = ? RETURNING first_capture, id", (article,))
    keys = dict(tuple(row) for row in rows.fetchall())
    answer = _NOT_COMPARED
    for capture in captures_of(connection, article):
        last = connection.execute(_LAST, (article,)).fetchone()
        standing = _append(connection, article, last, capture, keys=keys)
        answer = standing if capture["id"] == asked else answer
    return answer


def _show_newest(connection: sqlite3.Connection, article: int, capture: sqlite3.Row | None) -> None:
    """Point an article at its newest version with text, and bring its dates and its day's count up to date."""
    shown = connection.execute(_SHOWN, (article,)).fetchone()
    last = connection.execute(_LAST, (article,)).fetchone()
    if shown is None or last is None:
        return
    connection.execute(
        """UPDATE articles SET current_version = :version, changed_at = :changed, listed_at = :listed,
            language = :language, kind = :kind,
            first_seen_at = (SELECT min(seen_at) FROM versions WHERE article_id = :article)
        WHERE id = :article""",
        {
            "article": article,
            "version": shown["id"],
            "language": shown["language"],
            "kind": shown["kind"],
            "changed": shown["seen_at"],
            "listed": listing_date(shown["published_at"], _first_seen(connection, article)),
        },
    )
    if capture is not None:
        _check(connection, article, capture, emptied=last["edit"] == Edit.EMPTIED.value)


def _first_seen(connection: sqlite3.Connection, article: int) -> str:
    row = connection.execute("SELECT min(seen_at) FROM versions WHERE article_id = ?", (article,)).fetchone()
    return str(row[0])


def _check(connection: sqlite3.Connection, article: int, capture: sqlite3.Row, *, emptied: bool) -> None:
    """Say when an article was looked at last, and whether it stood there; an older capture says nothing of that."""
    connection.execute(
        """UPDATE articles SET last_checked_at = :at, state = :state, gone_reason = :reason
        WHERE id = :article AND last_checked_at <= :at""",
        {
            "article": article,
            "at": capture["fetched_at"],
            "state": "gone" if emptied else "alive",
            "reason": EMPTIED if emptied else "",
        },
    )
