"""Which article a page is, and which captures showed it: canonical URLs where they can be believed, and aliases."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from urllib.parse import urlsplit

from archive.extraction.answer import Extraction
from archive.extraction.paging import is_further
from archive.store.addresses import domain_of, fetchable, spelled
from archive.store.articles import find_by_url
from archive.store.content import normalised, shingles
from archive.store.extractions import sortable
from archive.store.finding import leave
from archive.urls import article_id_of, url_key

SAME_STORY = 0.1  # share of the shorter text's word triples that the other must have
MAX_REDIRECTS = 10  # followed backwards for aliases

_CURRENT = """
    SELECT extractions.headline, texts.text FROM articles
    JOIN versions ON versions.id = articles.current_version
    JOIN extractions ON extractions.id = versions.extraction_id
    JOIN texts ON texts.id = extractions.text_id
    WHERE articles.id = ?"""
_ADDRESSES = "SELECT url FROM articles WHERE id = :article UNION SELECT url FROM aliases WHERE article_id = :article"
_CAPTURES = """
    SELECT * FROM captures WHERE url_key = ?
        AND (revisit_of IS NOT NULL
            OR EXISTS (SELECT 1 FROM extractions WHERE capture_id = captures.id AND text_id IS NOT NULL))"""
_IS_FURTHER = """
    SELECT EXISTS (SELECT 1 FROM captures CROSS JOIN extraction_pages ON extraction_pages.capture_id = captures.id
        WHERE captures.url_key = ? AND page > 1)"""
_READ_WHOLE = """
    SELECT EXISTS (SELECT 1 FROM extractions JOIN extraction_pages ON extraction_id = extractions.id
        WHERE extractions.capture_id = ?)"""
_REDIRECTED_FROM = """
    SELECT origin.url FROM frontier JOIN captures AS origin ON origin.id = frontier.found_on
    WHERE frontier.url = ? AND frontier.found_by = 'redirect'"""


def known_article(connection: sqlite3.Connection, url: str, extraction: Extraction) -> int | None:
    """Return the key of the article that a page is a visit to; None where it is a new one.

    A page that shares an address with an article but neither its headline nor its words is another story: a site
    that names one canonical URL on every page, or on page two of two, must not look like a site that edits.
    """
    claimed = extraction.metadata.canonical_url if _is_own(url, extraction.metadata.canonical_url) else ""
    for candidate in dict.fromkeys((spelled(url), own_address(url, extraction), fetchable(claimed))):
        found = find_by_url(connection, candidate)
        # Page two of two has the headline of page one; only its text tells whether it is the same page again.
        by_headline = not is_further(spelled(url), candidate)
        if found is not None and (
            _lives_at(connection, found, url) or _same_story(connection, found, extraction, by_headline=by_headline)
        ):
            return found
    return None


def article_living_at(connection: sqlite3.Connection, url: str) -> int | None:
    """Return the article known by a URL, unless that is the address of one of its further pages."""
    return None if is_further_page(connection, url) else find_by_url(connection, url)


def is_further_page(connection: sqlite3.Connection, url: str) -> bool:
    """Whether what was captured at a URL has been joined to an article as its second page or a later one."""
    return bool(connection.execute(_IS_FURTHER, (url_key(url),)).fetchone()[0])


def take_in_pages(connection: sqlite3.Connection, article: int, urls: Iterable[str]) -> None:
    """Make the addresses of further pages known as the article's; one that stood there on its own is no more."""
    for url in map(spelled, urls):
        own = connection.execute("SELECT id FROM articles WHERE url = ? AND id <> ?", (url, article)).fetchone()
        if own is not None:
            leave(connection, own["id"])
            connection.execute("DELETE FROM articles WHERE id = ?", (own["id"],))
        connection.execute("INSERT OR REPLACE INTO aliases (url, article_id) VALUES (?, ?)", (url, article))


def new_article(connection: sqlite3.Connection, capture: sqlite3.Row, extraction: Extraction) -> int:
    """Add the article of a page that is a visit to none, and return its key."""
    url = own_address(capture["url"], extraction)
    if find_by_url(connection, url) is not None:
        url = spelled(capture["url"])  # the canonical URL is another story's
        connection.execute("DELETE FROM aliases WHERE url = ?", (url,))
    row = {
        "article_id": article_id_of(url),
        "url": url,
        "domain": domain_of(url),
        "source_id": capture["source_id"],
        "at": capture["fetched_at"],
    }
    cursor = connection.execute(
        """INSERT INTO articles
            (article_id, url, domain, source_id, first_seen_at, last_checked_at, changed_at, listed_at)
        VALUES (:article_id, :url, :domain, :source_id, :at, :at, :at, :at)""",
        row,
    )
    return int(cursor.lastrowid or 0)


def add_aliases(connection: sqlite3.Connection, article: int, url: str, extraction: Extraction) -> None:
    """Remember the addresses that led to an article: the one asked for, those that redirected there, its AMP page."""
    claimed = extraction.metadata.amp_url
    if not _is_own(url, claimed):
        claimed = ""
    for alias in (spelled(url), own_address(url, extraction), fetchable(claimed), *_redirects(connection, url)):
        connection.execute(
            """INSERT OR IGNORE INTO aliases (url, article_id)
            SELECT :url, :article WHERE :url <> '' AND NOT EXISTS (SELECT 1 FROM articles WHERE url = :url)""",
            {"url": alias, "article": article},
        )


def captures_of(connection: sqlite3.Connection, article: int) -> list[sqlite3.Row]:
    """Return the captures that showed an article, oldest first: at its URL or an alias, and read as an article."""
    urls = [row[0] for row in connection.execute(_ADDRESSES, {"article": article})]
    rows: list[sqlite3.Row] = []
    for key in sorted({url_key(url) for url in urls}):
        rows += connection.execute(_CAPTURES, (key,)).fetchall()
    mine = [row for row in rows if spelled(row["url"]) in urls and _shows_article(connection, row)]
    return sorted(mine, key=lambda row: (row["fetched_at"], row["id"]))


def _shows_article(connection: sqlite3.Connection, capture: sqlite3.Row) -> bool:
    """Whether a capture shows the article: one of a further page does where it was read with the others."""
    if not is_further_page(connection, capture["url"]):
        return True
    return bool(connection.execute(_READ_WHOLE, (capture["id"],)).fetchone()[0])


def own_address(url: str, extraction: Extraction) -> str:
    """Return the canonical URL of a page where it can be believed, else the URL it was fetched from; normalised.

    A stranger's site cannot speak for another, a story does not live at a front page, and page two not at page one.
    """
    canonical = extraction.metadata.canonical_url
    if not _is_own(url, canonical) or is_further(spelled(url), fetchable(canonical)):
        return spelled(url)
    if urlsplit(canonical).path.strip("/") or not urlsplit(url).path.strip("/"):
        return fetchable(canonical) or spelled(url)
    return spelled(url)


def listing_date(published: str | None, first_seen: str) -> str:
    """Return the time that lists sort an article by: when it was published, unless that lies after its first visit."""
    at = sortable(published)
    return at if at and at <= first_seen else first_seen


def _is_own(url: str, claimed: str) -> bool:
    return domain_of(claimed) == domain_of(url) != ""


def _lives_at(connection: sqlite3.Connection, article: int, url: str) -> bool:
    query = "SELECT 1 FROM articles WHERE id = ? AND url = ?"
    return connection.execute(query, (article, spelled(url))).fetchone() is not None


def _same_story(connection: sqlite3.Connection, article: int, extraction: Extraction, *, by_headline: bool) -> bool:
    current = connection.execute(_CURRENT, (article,)).fetchone()
    if current is None:
        return True
    headline = normalised(extraction.metadata.title).casefold()
    if by_headline and headline and headline == normalised(current["headline"]).casefold():
        return True
    one, other = shingles(current["text"]), shingles(extraction.text)
    return len(one & other) >= SAME_STORY * min(len(one), len(other))


def _redirects(connection: sqlite3.Connection, url: str) -> list[str]:
    chain: list[str] = []
    while len(chain) < MAX_REDIRECTS:
        row = connection.execute(_REDIRECTED_FROM, (chain[-1] if chain else spelled(url),)).fetchone()
        if row is None or (origin := spelled(row["url"])) in chain:
            break
        chain.append(origin)
    return chain
