"""Articles in lists: newest first, by site, by source, and what was edited."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

PAGE = 40  # articles of one list; the next begins where it ends
LOOKED_AT = 5_000  # edits of the whole archive that one site's are picked from
TEASER = 280  # characters of a standfirst or lead in a list

_COLUMNS = f"""articles.article_id, articles.url, articles.domain, articles.listed_at, articles.state,
    extractions.headline, extractions.byline, extractions.authors, extractions.language, extractions.kind,
    extractions.image, extractions.published_at, versions.ordinal AS versions,
    substr(CASE WHEN extractions.standfirst <> '' THEN extractions.standfirst ELSE texts.text END, 1, {TEASER}) AS lead,
    texts.words"""
_JOINS = """JOIN versions ON versions.id = articles.current_version
    JOIN extractions ON extractions.id = versions.extraction_id
    LEFT JOIN texts ON texts.id = extractions.text_id"""


@dataclass(frozen=True, slots=True)
class Listed:
    """One article in a list."""

    id: str
    url: str
    site: str
    headline: str
    lead: str  # standfirst, else the first words
    byline: str
    authors: tuple[str, ...]
    listed_at: str  # UTC
    published_at: str  # "" where the page does not say
    language: str
    kind: str
    words: int
    versions: int
    state: str
    image: str  # as the page names it; "" where it names none


@dataclass(frozen=True, slots=True)
class Edited:
    """One edit of an article in a list."""

    article_id: str
    headline: str
    site: str
    language: str
    version: int
    edit: str  # headline, correction, substantial, cosmetic, emptied
    seen_at: str  # UTC


def latest(connection: sqlite3.Connection, *, before: str = "", limit: int = PAGE) -> tuple[Listed, ...]:
    """Return articles, newest first; `before` is a listed_at."""
    return _listed(connection, "articles.listed_at < :before", {"before": before or "9999", "limit": limit})


def of_site(connection: sqlite3.Connection, domain: str, *, before: str = "", limit: int = PAGE) -> tuple[Listed, ...]:
    """Return a site's articles, newest first."""
    where = "articles.domain = :domain AND articles.listed_at < :before"
    return _listed(connection, where, {"domain": domain, "before": before or "9999", "limit": limit})


def of_source(
    connection: sqlite3.Connection, source: int, *, before: str = "", limit: int = PAGE
) -> tuple[Listed, ...]:
    """Return a source's articles, newest first."""
    where = "articles.source_id = :source AND articles.listed_at < :before"
    return _listed(connection, where, {"source": source, "before": before or "9999", "limit": limit})


def by_id(connection: sqlite3.Connection, ids: Iterable[str]) -> dict[str, Listed]:
    """Return articles by their public id; ids that name none are left out."""
    wanted = list(ids)
    marks = ",".join("?" * len(wanted))
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM articles {_JOINS} WHERE articles.article_id IN ({marks})", wanted
    )
    return {row["article_id"]: _listing(row) for row in rows}


def by_key(connection: sqlite3.Connection, keys: Iterable[int]) -> dict[int, Listed]:
    """Return articles by their key inside the file; keys that name none are left out."""
    rows = connection.execute(
        f"""SELECT articles.id, {_COLUMNS} FROM json_each(?) AS wanted
            CROSS JOIN articles ON articles.id = wanted.value {_JOINS}""",
        (json.dumps(list(keys)),),
    )
    return {row["id"]: _listing(row) for row in rows}


def edits(
    connection: sqlite3.Connection, *, domain: str = "", before: str = "", limit: int = PAGE
) -> tuple[Edited, ...]:
    """Return what publishers changed, newest first; of one site, where `domain` says so, among the newest LOOKED_AT."""
    rows = connection.execute(
        """SELECT articles.article_id, articles.domain, versions.ordinal, versions.edit, versions.seen_at,
                extractions.headline, extractions.language
            FROM versions CROSS JOIN articles ON articles.id = versions.article_id
            CROSS JOIN extractions ON extractions.id = versions.extraction_id
            WHERE versions.ordinal > 1 AND versions.seen_at < :before AND versions.seen_at >= :after
                AND (:domain = '' OR articles.domain = :domain)
            ORDER BY versions.seen_at DESC LIMIT :limit""",
        {
            "before": before or "9999",
            "after": edits_from(connection) if domain else "",
            "domain": domain,
            "limit": limit,
        },
    )
    return tuple(
        Edited(
            article_id=row["article_id"],
            headline=row["headline"],
            site=row["domain"],
            language=row["language"],
            version=row["ordinal"],
            edit=row["edit"],
            seen_at=row["seen_at"],
        )
        for row in rows
    )


def edits_from(connection: sqlite3.Connection) -> str:
    """Return the time of the oldest of the archive's newest LOOKED_AT edits; "" where there are fewer."""
    row = connection.execute(
        "SELECT seen_at FROM versions WHERE ordinal > 1 ORDER BY seen_at DESC LIMIT 1 OFFSET ?", (LOOKED_AT,)
    ).fetchone()
    return row["seen_at"] if row else ""


def names(authors: str) -> tuple[str, ...]:
    """Return the names in a stored list of authors."""
    return tuple(str(author.get("name", "")) for author in json.loads(authors) if author.get("name"))


def _listed(connection: sqlite3.Connection, where: str, values: dict[str, object]) -> tuple[Listed, ...]:
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM articles {_JOINS} WHERE {where} ORDER BY articles.listed_at DESC LIMIT :limit", values
    )
    return tuple(map(_listing, rows))


def _listing(row: sqlite3.Row) -> Listed:
    return Listed(
        id=row["article_id"],
        url=row["url"],
        site=row["domain"],
        headline=row["headline"],
        lead=row["lead"] or "",
        byline=row["byline"],
        authors=names(row["authors"]),
        listed_at=row["listed_at"],
        published_at=row["published_at"] or "",
        language=row["language"],
        kind=row["kind"],
        words=row["words"] or 0,
        versions=row["versions"],
        state=row["state"],
        image=row["image"],
    )
