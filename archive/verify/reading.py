"""The readings: every article has its way back to a record, and what it is found by is in step."""

from __future__ import annotations

import sqlite3

from archive.store.database import Archive
from archive.verify.report import Report

_ARTICLES = {
    "it has no current version": """
        SELECT article_id FROM articles WHERE current_version IS NULL""",
    "its current version is of another article": """
        SELECT articles.article_id FROM articles JOIN versions ON versions.id = articles.current_version
        WHERE versions.article_id <> articles.id""",
    "its language or kind is not that of what it shows": """
        SELECT articles.article_id FROM articles
        JOIN versions ON versions.id = articles.current_version
        JOIN extractions ON extractions.id = versions.extraction_id
        WHERE (articles.language, articles.kind) <> (extractions.language, extractions.kind)""",
    "it has no version": """
        SELECT article_id FROM articles WHERE id NOT IN (SELECT article_id FROM versions)""",
    "a version of it was read from a capture that has no record": """
        SELECT articles.article_id FROM versions
        JOIN articles ON articles.id = versions.article_id
        JOIN extractions ON extractions.id = versions.extraction_id
        JOIN captures ON captures.id = extractions.capture_id
        WHERE captures.response_record IS NULL""",
    "a version of it has no text": """
        SELECT articles.article_id FROM versions
        JOIN articles ON articles.id = versions.article_id
        JOIN extractions ON extractions.id = versions.extraction_id
        WHERE extractions.text_id IS NULL""",
    "its versions do not count from 1 without a gap": """
        SELECT articles.article_id FROM versions JOIN articles ON articles.id = versions.article_id
        GROUP BY articles.id HAVING min(ordinal) <> 1 OR max(ordinal) <> count(*)""",
}
_DAYS = """
    WITH counted AS (
        SELECT substr(listed_at, 1, 10) AS day, domain, count(*) AS articles
        FROM articles WHERE current_version IS NOT NULL GROUP BY 1, 2
    )
    SELECT day, domain FROM (
        SELECT day, domain, articles FROM counted
        EXCEPT SELECT day, domain, articles FROM article_days)
    UNION
    SELECT day, domain FROM (
        SELECT day, domain, articles FROM article_days WHERE articles <> 0
        EXCEPT SELECT day, domain, articles FROM counted)"""
_UNINDEXED = """
    SELECT articles.article_id FROM searchable
    JOIN articles ON articles.id = searchable.id
    WHERE searchable.id NOT IN (SELECT id FROM article_search_docsize)"""
_LEFT_IN_INDEX = "SELECT id FROM article_search_docsize WHERE id NOT IN (SELECT id FROM searchable)"
_LEFT_IN_CJK = "SELECT id FROM cjk_search_docsize WHERE id NOT IN (SELECT id FROM searchable)"


def check(connection: sqlite3.Connection, report: Report) -> None:
    """Look at every article, its versions, the counts by day, and which articles the index holds."""
    report.count("articles", connection.execute("SELECT count(*) FROM articles").fetchone()[0])
    report.count("versions", connection.execute("SELECT count(*) FROM versions").fetchone()[0])
    for problem, query in _ARTICLES.items():
        for row in connection.execute(query):
            report.fault("articles", row[0], f"The article is not sound: {problem}.")
    for row in connection.execute(_DAYS):
        report.fault("days", f"{row['day']} {row['domain']}", "The count of this day is not that of its articles.")
    for row in connection.execute(_UNINDEXED):
        report.fault("search", row[0], "The article is not in the search index.")
    for query, index in ((_LEFT_IN_INDEX, "search index"), (_LEFT_IN_CJK, "index of Chinese, Japanese and Korean")):
        for row in connection.execute(query):
            report.fault("search", f"row {row[0]}", f"The {index} holds an article that is not there.")


def check_index(archive: Archive, report: Report) -> None:
    """Have FTS5 compare its index with the text of every article; it asks for a writer's lock, and writes nothing.

    Raises:
        ArchiveBusy: another writer held the file for too long.

    """
    for index in ("article_search", "cjk_search"):
        with archive.transaction() as connection:
            try:
                connection.execute(f"INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)")
            except sqlite3.DatabaseError:
                report.fault("search", index, "The index does not hold what the articles say; `compact` makes it anew.")
