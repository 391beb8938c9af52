"""What an archive says, in names that are the same in every archive, so that two can be compared."""

from __future__ import annotations

from pathlib import Path

from archive.store.database import Archive

QUERIES = {
    "records": """SELECT r.record_id, r.type, r.target_uri, r.block_digest, r.payload_digest, members.member,
            one.record_id, other.record_id
        FROM records AS r JOIN members USING (id) LEFT JOIN records AS one ON one.id = r.concurrent_to
        LEFT JOIN records AS other ON other.id = r.refers_to
        WHERE r.id NOT IN (SELECT min(records.id) FROM records JOIN crawls ON crawls.id = records.crawl_id
            WHERE crawls.command IN ('import', 'reextract') GROUP BY crawls.id)""",
    "captures": """SELECT c.capture_id, c.url, c.status, c.kind, c.state, c.outcome, c.payload_digest,
            response.record_id, request.record_id, original.capture_id
        FROM captures AS c LEFT JOIN records AS response ON response.id = c.response_record
        LEFT JOIN records AS request ON request.id = c.request_record
        LEFT JOIN captures AS original ON original.id = c.revisit_of""",
    "articles": """SELECT article_id, url, state, gone_reason, first_seen_at, last_checked_at, changed_at, listed_at
        FROM articles""",
    "aliases": "SELECT aliases.url, articles.url FROM aliases JOIN articles ON articles.id = aliases.article_id",
    "versions": """SELECT articles.url, versions.ordinal, versions.edit, one.capture_id, other.capture_id, seen_at,
            headline, text, versions.id = articles.current_version
        FROM versions JOIN articles ON articles.id = versions.article_id
        JOIN captures AS one ON one.id = first_capture JOIN captures AS other ON other.id = last_capture
        JOIN extractions ON extractions.id = extraction_id JOIN texts ON texts.id = text_id""",
    "readings": """SELECT captures.capture_id, extractor, memories.digest, rules_id, extractions.kind, kind_reason,
            headline, byline, published_at, content_digest, text
        FROM extractions JOIN captures ON captures.id = extractions.capture_id
        LEFT JOIN memories ON memories.id = memory_id LEFT JOIN texts ON texts.id = text_id""",
    "teasers": """SELECT teasers.url, teasers.headline, captures.capture_id FROM teasers
        JOIN teaser_sightings ON teaser_id = teasers.id
        JOIN captures ON captures.id = teaser_sightings.capture_id""",
    "set aside": "SELECT text FROM boilerplate",
    "attempts": "SELECT url, reason FROM attempts",
}


def said(path: Path) -> dict[str, list[tuple[object, ...]]]:
    with Archive.open(path) as archive:
        return {
            what: sorted((tuple(row) for row in archive.connection.execute(query)), key=repr)
            for what, query in QUERIES.items()
        }
