"""The schema as its history: each step is one sqlite-utils migration, and a released step never changes.

Comments behind the columns are data: docs/schema.md and datasette's labels are made from them.
Times are TEXT, UTC, ISO 8601 with milliseconds and "Z", so that they sort as text. Structured values are JSON in TEXT.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from sqlite_utils import Migrations
from sqlite_utils.db import Database

from archive.store.dictionary import number, verdict
from archive.store.packing import register

migrations = Migrations("tearsheet")


def _create(db: Database, *statements: str) -> None:
    for statement in statements:
        db.execute(statement)


@migrations()
def m001_runs_and_sources(db: Database) -> None:
    """Who collected, with what, and by which rules."""
    _create(
        db,
        """CREATE TABLE collection ( -- what the operator says of the whole archive
            key TEXT PRIMARY KEY, -- title, description, collector, rights, contact
            value TEXT NOT NULL -- as printed in warcinfo, WACZ and browse
        ) STRICT""",
        """CREATE TABLE crawls ( -- one run of a command that fetches, imports or reads again
            id INTEGER PRIMARY KEY, -- key inside this file
            crawl_id TEXT NOT NULL UNIQUE, -- stable across archives
            command TEXT NOT NULL, -- crawl, fetch, import, reextract
            software TEXT NOT NULL, -- names and versions that did the work
            settings TEXT NOT NULL DEFAULT '{}', -- what was asked of the run, JSON, secrets redacted
            started_at TEXT NOT NULL, -- UTC
            ended_at TEXT, -- UTC; NULL while it runs or where it was killed
            outcome TEXT, -- finished, interrupted, failed; NULL while it runs or where it was killed
            counts TEXT NOT NULL DEFAULT '{}' -- found, fetched, new, edited, gone, refused, failed ..., JSON
        ) STRICT""",
        """CREATE TABLE sources ( -- one news site that is crawled
            id INTEGER PRIMARY KEY, -- key inside this file
            name TEXT NOT NULL UNIQUE, -- the name of its TOML file
            domain TEXT NOT NULL, -- registered domain
            home TEXT NOT NULL DEFAULT '', -- address of its front page
            added_at TEXT NOT NULL, -- UTC
            health TEXT NOT NULL DEFAULT '{}' -- figures of its last runs, JSON
        ) STRICT""",
        """CREATE TABLE source_rules ( -- each state of a source's TOML that extracted something
            id INTEGER PRIMARY KEY, -- key inside this file
            source_id INTEGER NOT NULL REFERENCES sources(id), -- whose rules
            digest TEXT NOT NULL, -- sha256 of the TOML, hex
            toml TEXT NOT NULL, -- the file as it was, secrets are named in it, never held
            stored_at TEXT NOT NULL, -- UTC
            UNIQUE (source_id, digest)
        ) STRICT""",
    )


@migrations()
def m002_proof(db: Database) -> None:
    """Exchanges, their WARC records, and the bytes apart from everything else."""
    _create(
        db,
        """CREATE TABLE frontier ( -- each known address and where it stands
            id INTEGER PRIMARY KEY, -- key inside this file
            url TEXT NOT NULL UNIQUE, -- normalised
            host TEXT NOT NULL, -- lower case, with port where it is not the scheme's own
            kind TEXT NOT NULL, -- page, feed, sitemap, section, robots, requisite
            source_id INTEGER REFERENCES sources(id), -- the source it was found for
            found_by TEXT NOT NULL, -- feed, sitemap, section, teaser, redirect, next page, seed
            found_on INTEGER REFERENCES captures(id) ON DELETE SET NULL, -- the capture that links to it
            found_at TEXT NOT NULL, -- UTC
            published_hint TEXT, -- UTC, as the feed or sitemap says
            rank TEXT NOT NULL, -- what newest-first sorts by: published_hint, else found_at; list pages before all
            depth INTEGER NOT NULL DEFAULT 0, -- links followed from a feed, sitemap or seed
            state TEXT NOT NULL DEFAULT 'new', -- new, leased, recorded, read, failed, refused, gone
            leased_by INTEGER REFERENCES crawls(id), -- the crawl that fetches it now
            leased_until TEXT, -- UTC; after it the lease is void
            attempts INTEGER NOT NULL DEFAULT 0, -- in a row that came to nothing
            visits INTEGER NOT NULL DEFAULT 0, -- captures kept
            unchanged INTEGER NOT NULL DEFAULT 0, -- visits in a row that showed nothing new
            due_at TEXT, -- UTC; when it is looked at again, NULL: never
            last_capture INTEGER REFERENCES captures(id) ON DELETE SET NULL, -- the newest capture
            reason TEXT -- why it is failed, refused or gone
        ) STRICT""",
        "CREATE INDEX frontier_new ON frontier(source_id, rank DESC) WHERE state = 'new'",
        "CREATE INDEX frontier_due ON frontier(source_id, due_at) WHERE due_at IS NOT NULL",
        "CREATE INDEX frontier_lists ON frontier(source_id, rank DESC) WHERE kind IN ('feed', 'sitemap', 'section')",
        "CREATE INDEX frontier_leased ON frontier(leased_until) WHERE leased_until IS NOT NULL",
        "CREATE INDEX frontier_found_on ON frontier(found_on)",
        "CREATE INDEX frontier_last_capture ON frontier(last_capture)",
        """CREATE TABLE captures ( -- one HTTP exchange, or one saved file
            id INTEGER PRIMARY KEY, -- key inside this file
            capture_id TEXT NOT NULL UNIQUE, -- stable across archives
            url TEXT NOT NULL, -- target URI of the request
            url_key TEXT NOT NULL, -- SURT, what replay looks up
            fetched_at TEXT NOT NULL, -- UTC
            kind TEXT NOT NULL, -- page, feed, sitemap, section, robots, requisite
            status INTEGER, -- HTTP status; NULL where no status line came
            mime TEXT NOT NULL DEFAULT '', -- media type as sent, lower case, without parameters
            etag TEXT NOT NULL DEFAULT '', -- validator for a conditional request
            last_modified TEXT NOT NULL DEFAULT '', -- validator for a conditional request
            location TEXT NOT NULL DEFAULT '', -- absolute target of a redirect
            truncated TEXT NOT NULL DEFAULT '', -- length, time, disconnect
            payload_digest TEXT NOT NULL DEFAULT '', -- sha1 base32 of the body, still content-encoded
            payload_length INTEGER NOT NULL DEFAULT 0, -- bytes
            ip TEXT NOT NULL DEFAULT '', -- of the server
            rights TEXT NOT NULL DEFAULT '{}', -- robots and TDM signals, JSON
            crawl_id INTEGER NOT NULL REFERENCES crawls(id), -- the run that fetched it
            source_id INTEGER REFERENCES sources(id), -- the source it was fetched for
            response_record INTEGER REFERENCES records(id), -- response, revisit or resource record
            request_record INTEGER REFERENCES records(id), -- request record
            revisit_of INTEGER REFERENCES captures(id), -- earlier capture of the same payload
            state TEXT NOT NULL DEFAULT 'recorded', -- recorded, read, failed, quarantined
            outcome TEXT NOT NULL DEFAULT '', -- what it turned out to be: page kind, redirect, feed, or why it failed
            read_attempts INTEGER NOT NULL DEFAULT 0 -- workers it has cost
        ) STRICT""",
        "CREATE INDEX captures_url_key ON captures(url_key, fetched_at)",
        "CREATE INDEX captures_crawl ON captures(crawl_id)",
        "CREATE INDEX captures_source ON captures(source_id, fetched_at)",
        "CREATE INDEX captures_unread ON captures(state) WHERE state <> 'read'",
        "CREATE INDEX captures_payload ON captures(payload_digest)",
        "CREATE INDEX captures_response ON captures(response_record)",
        "CREATE INDEX captures_request ON captures(request_record)",
        "CREATE INDEX captures_revisit ON captures(revisit_of) WHERE revisit_of IS NOT NULL",
        """CREATE TABLE records ( -- one WARC/1.1 record
            id INTEGER PRIMARY KEY, -- key inside this file, and of its member
            record_id TEXT NOT NULL UNIQUE, -- urn:uuid:..., without angle brackets
            type TEXT NOT NULL, -- warcinfo, request, response, revisit, resource, conversion, metadata
            target_uri TEXT NOT NULL DEFAULT '', -- WARC-Target-URI
            date TEXT NOT NULL, -- WARC-Date, UTC
            content_type TEXT NOT NULL DEFAULT '', -- Content-Type of the record
            block_digest TEXT NOT NULL DEFAULT '', -- sha1 base32
            payload_digest TEXT NOT NULL DEFAULT '', -- sha1 base32
            block_length INTEGER NOT NULL, -- bytes of the block, uncompressed
            member_length INTEGER NOT NULL, -- bytes of the gzip member
            crawl_id INTEGER NOT NULL REFERENCES crawls(id), -- the run that wrote it
            concurrent_to INTEGER REFERENCES records(id), -- the request's response
            refers_to INTEGER REFERENCES records(id) -- what a revisit or conversion stands for
        ) STRICT""",
        "CREATE INDEX records_crawl ON records(crawl_id)",
        "CREATE INDEX records_concurrent ON records(concurrent_to) WHERE concurrent_to IS NOT NULL",
        "CREATE INDEX records_refers ON records(refers_to) WHERE refers_to IS NOT NULL",
        """CREATE TABLE members ( -- the bytes, and nothing else: joined in order they are a valid .warc.gz
            id INTEGER PRIMARY KEY REFERENCES records(id), -- its record
            member BLOB NOT NULL -- one gzip member holding one record
        ) STRICT""",
        """CREATE TABLE attempts ( -- what came to nothing, and why
            id INTEGER PRIMARY KEY, -- key inside this file
            url TEXT NOT NULL, -- as asked for
            frontier_id INTEGER REFERENCES frontier(id) ON DELETE SET NULL, -- its address
            capture_id INTEGER REFERENCES captures(id) ON DELETE SET NULL, -- what came all the same
            crawl_id INTEGER REFERENCES crawls(id), -- the run that tried
            tried_at TEXT NOT NULL, -- UTC
            reason TEXT NOT NULL, -- dns, timeout, robots, http status ...
            detail TEXT NOT NULL -- a sentence
        ) STRICT""",
        "CREATE INDEX attempts_url ON attempts(url)",
        "CREATE INDEX attempts_frontier ON attempts(frontier_id)",
        "CREATE INDEX attempts_capture ON attempts(capture_id)",
        "CREATE INDEX attempts_crawl ON attempts(crawl_id)",
    )


@migrations()
def m003_reading(db: Database) -> None:
    """How captures were read, what the publisher said and changed, and what was set aside."""
    _create(
        db,
        """CREATE TABLE memories ( -- a numbered snapshot of what is known as a site's furniture
            id INTEGER PRIMARY KEY, -- key inside this file
            digest TEXT NOT NULL UNIQUE, -- sha256 of domain and sorted fingerprints, hex: the same in every archive
            domain TEXT NOT NULL, -- registered domain
            number INTEGER NOT NULL, -- counts up within a domain
            taken_at TEXT NOT NULL, -- UTC
            articles INTEGER NOT NULL, -- it was counted over
            UNIQUE (domain, number)
        ) STRICT""",
        """CREATE TABLE memory_blocks ( -- the furniture a snapshot knows
            memory_id INTEGER NOT NULL REFERENCES memories(id), -- the snapshot
            fingerprint TEXT NOT NULL, -- of the block's text
            articles INTEGER NOT NULL, -- it stood on
            PRIMARY KEY (memory_id, fingerprint)
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE boilerplate ( -- a site's dictionary of blocks set aside: each stored once
            id INTEGER PRIMARY KEY, -- key inside this file
            domain TEXT NOT NULL, -- registered domain
            fingerprint TEXT NOT NULL, -- of its text; of prose the digest of its exact words
            kind TEXT NOT NULL, -- teaser list, navigation, footer ...
            decided_by TEXT NOT NULL, -- rule, model, memory, trafilatura
            reason TEXT NOT NULL, -- a sentence
            text TEXT NOT NULL -- what it says; with domain, fingerprint, kind, decided_by and reason stored once
        ) STRICT""",
        # Not a unique index over all five: that one took as much room as the dictionary.
        "CREATE INDEX boilerplate_fingerprint ON boilerplate(fingerprint)",
        """CREATE TABLE texts ( -- each article text once, however often it was seen
            id INTEGER PRIMARY KEY, -- key inside this file
            digest TEXT NOT NULL UNIQUE, -- sha256 of the text, hex
            words INTEGER NOT NULL, -- as split on white space; for scripts without spaces, characters / 2
            text TEXT NOT NULL -- standfirst, summary and body in page order, paragraphs joined by a blank line
        ) STRICT""",
        """CREATE TABLE extractions ( -- how one capture was read by one extractor and one snapshot of memory
            id INTEGER PRIMARY KEY, -- key inside this file
            capture_id INTEGER NOT NULL REFERENCES captures(id), -- what was read
            extractor TEXT NOT NULL, -- name and version
            memory_id INTEGER REFERENCES memories(id), -- NULL: nothing was known of the site
            rules_id INTEGER REFERENCES source_rules(id), -- NULL: no rules of the operator
            extracted_at TEXT NOT NULL, -- UTC
            kind TEXT NOT NULL, -- article, live blog, section page, consent wall ...
            kind_reason TEXT NOT NULL DEFAULT '', -- a sentence
            headline TEXT NOT NULL DEFAULT '', -- without the site's name
            headline_source TEXT NOT NULL DEFAULT '', -- og:title, h1, json-ld, title
            standfirst TEXT NOT NULL DEFAULT '', -- paragraph under the headline
            summary TEXT NOT NULL DEFAULT '[]', -- summary bullets, JSON
            byline TEXT NOT NULL DEFAULT '', -- as printed
            authors TEXT NOT NULL DEFAULT '[]', -- [{"name", "kind"}], JSON
            published_at TEXT, -- ISO 8601; with Z where the page gives a zone, else the publisher's local time
            published_source TEXT NOT NULL DEFAULT '', -- where on the page
            modified_at TEXT, -- as published_at
            modified_source TEXT NOT NULL DEFAULT '', -- where on the page
            language TEXT NOT NULL DEFAULT '', -- BCP 47 primary tag
            section TEXT NOT NULL DEFAULT '', -- the publisher's desk
            tags TEXT NOT NULL DEFAULT '[]', -- JSON
            image TEXT NOT NULL DEFAULT '', -- lead image, absolute
            site_name TEXT NOT NULL DEFAULT '', -- as the page says
            description TEXT NOT NULL DEFAULT '', -- as the page says
            canonical_url TEXT NOT NULL DEFAULT '', -- as the page says, absolute
            paywalled INTEGER, -- 1, 0, NULL: the page does not say
            text_id INTEGER REFERENCES texts(id), -- NULL: no article
            structure TEXT NOT NULL DEFAULT '[]', -- paragraphs over the text: kind, offsets, DOM path, marks, JSON
            set_aside TEXT NOT NULL DEFAULT '[]', -- [boilerplate id, block ordinal, percent body or null], JSON
            notes TEXT NOT NULL DEFAULT '[]', -- what went less than well, JSON
            content_digest TEXT NOT NULL DEFAULT '', -- sha256 of normalised headline, standfirst, byline, text
            simhash INTEGER, -- 64 bits of the text, for copies elsewhere
            cpu_ms INTEGER NOT NULL DEFAULT 0 -- what the reading cost
        ) STRICT""",
        "CREATE INDEX extractions_capture ON extractions(capture_id)",
        "CREATE INDEX extractions_text ON extractions(text_id)",
        "CREATE INDEX extractions_language ON extractions(language)",
        "CREATE INDEX extractions_kind ON extractions(kind)",
        """CREATE TABLE articles ( -- one story at its canonical URL
            id INTEGER PRIMARY KEY, -- key inside this file
            article_id TEXT NOT NULL UNIQUE, -- stable across archives: made from the URL
            url TEXT NOT NULL UNIQUE, -- canonical, normalised
            domain TEXT NOT NULL, -- registered domain
            source_id INTEGER REFERENCES sources(id), -- NULL: a one-off fetch or an import
            first_seen_at TEXT NOT NULL, -- UTC, first capture
            last_checked_at TEXT NOT NULL, -- UTC, last capture
            changed_at TEXT NOT NULL, -- UTC, first capture of the current version
            listed_at TEXT NOT NULL, -- UTC, what lists sort by: published, else first seen
            state TEXT NOT NULL DEFAULT 'alive', -- alive, gone
            gone_reason TEXT NOT NULL DEFAULT '', -- a sentence
            current_version INTEGER REFERENCES versions(id) -- what readers see
        ) STRICT""",
        "CREATE INDEX articles_listed ON articles(listed_at DESC)",
        "CREATE INDEX articles_domain ON articles(domain, listed_at DESC)",
        "CREATE INDEX articles_source ON articles(source_id, listed_at DESC)",
        "CREATE INDEX articles_current ON articles(current_version)",
        """CREATE TABLE aliases ( -- other addresses of a story: AMP, mobile, redirects, with tracking
            url TEXT PRIMARY KEY, -- normalised
            article_id INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE -- the story
        ) STRICT, WITHOUT ROWID""",
        "CREATE INDEX aliases_article ON aliases(article_id)",
        """CREATE TABLE versions ( -- what the publisher changed
            id INTEGER PRIMARY KEY, -- key inside this file
            article_id INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE, -- the story
            ordinal INTEGER NOT NULL, -- from 1
            first_capture INTEGER NOT NULL REFERENCES captures(id), -- that showed it
            last_capture INTEGER NOT NULL REFERENCES captures(id), -- that showed it
            extraction_id INTEGER NOT NULL REFERENCES extractions(id), -- how we read it now
            edit TEXT NOT NULL, -- first, headline, correction, substantial, cosmetic, emptied
            seen_at TEXT NOT NULL, -- UTC, time of first_capture
            UNIQUE (article_id, ordinal)
        ) STRICT""",
        "CREATE INDEX versions_extraction ON versions(extraction_id)",
        "CREATE INDEX versions_first_capture ON versions(first_capture)",
        "CREATE INDEX versions_last_capture ON versions(last_capture)",
        "CREATE INDEX versions_seen ON versions(seen_at DESC) WHERE ordinal > 1",
        """CREATE TABLE teasers ( -- who promoted which story
            id INTEGER PRIMARY KEY, -- key inside this file
            digest TEXT NOT NULL UNIQUE, -- sha256 of the columns below, hex
            domain TEXT NOT NULL, -- registered domain of the page it stands on
            url TEXT NOT NULL, -- absolute, normalised; "" in plain text
            heading TEXT NOT NULL, -- of the list it stands in
            headline TEXT NOT NULL, -- as promoted
            snippet TEXT NOT NULL, -- as promoted
            image TEXT NOT NULL -- absolute
        ) STRICT""",
        "CREATE INDEX teasers_url ON teasers(url)",
        """CREATE TABLE teaser_sightings ( -- where and when a teaser stood
            teaser_id INTEGER NOT NULL REFERENCES teasers(id), -- what was promoted
            capture_id INTEGER NOT NULL REFERENCES captures(id) ON DELETE CASCADE, -- on which page, when
            position INTEGER NOT NULL, -- within its list, from 0
            PRIMARY KEY (teaser_id, capture_id)
        ) STRICT, WITHOUT ROWID""",
        "CREATE INDEX teaser_sightings_capture ON teaser_sightings(capture_id)",
    )


@migrations()
def m004_finding(db: Database) -> None:
    """Full-text search over the current version of each article, and counts for the front page."""
    _create(
        db,
        """CREATE VIEW searchable AS
            SELECT articles.id AS id, extractions.headline, extractions.standfirst, texts.text,
                extractions.byline || ' ' || replace(replace(replace(replace(
                    -- the names alone; FTS5 reads no json_each here
                    extractions.authors, '"kind":"person"', ''), '"kind":"agency"', ''), '"kind":"organisation"', ''),
                    '"name":', '') AS byline
            FROM articles
            JOIN versions ON versions.id = articles.current_version
            JOIN extractions ON extractions.id = versions.extraction_id
            JOIN texts ON texts.id = extractions.text_id""",
        """CREATE VIRTUAL TABLE article_search USING fts5(
            headline, standfirst, text, byline,
            content='searchable', content_rowid='id', tokenize='unicode61 remove_diacritics 2')""",
        """CREATE VIRTUAL TABLE cjk_search USING fts5(
            bigrams, content='', tokenize='unicode61')""",
        """CREATE TABLE article_days ( -- articles a day and site, kept in step with articles
            day TEXT NOT NULL, -- UTC date of listed_at
            domain TEXT NOT NULL, -- registered domain
            articles INTEGER NOT NULL, -- on that day
            PRIMARY KEY (day, domain)
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE watches ( -- saved searches
            id INTEGER PRIMARY KEY, -- key inside this file
            query TEXT NOT NULL UNIQUE, -- in the language of `tearsheet search`
            added_at TEXT NOT NULL, -- UTC
            reported_through INTEGER NOT NULL DEFAULT 0 -- the newest versions.id already reported
        ) STRICT""",
        """CREATE TABLE tombstones ( -- that something was removed, and never what it said
            id INTEGER PRIMARY KEY, -- key inside this file
            what TEXT NOT NULL, -- article, capture, source
            digest TEXT NOT NULL, -- sha256 of its URL, hex
            removed_at TEXT NOT NULL, -- UTC
            reason TEXT NOT NULL -- as the operator gave it
        ) STRICT""",
        "CREATE INDEX tombstones_digest ON tombstones(digest)",
    )


@migrations()
def m005_copies(db: Database) -> None:
    """Near copies: the four bands of a simhash, each with an index that holds the whole of it."""
    _create(
        db,
        *(
            f"""CREATE INDEX extractions_band_{shift} ON extractions(simhash >> {shift} & 65535, simhash)
                WHERE simhash IS NOT NULL"""
            for shift in (0, 16, 32, 48)
        ),
    )


@migrations()
def m006_several_pages(db: Database) -> None:
    """Articles in several pages: what a reading was joined from."""
    _create(
        db,
        """CREATE TABLE extraction_pages ( -- the pages that a reading of an article in several pages was joined from
            extraction_id INTEGER NOT NULL REFERENCES extractions(id) ON DELETE CASCADE, -- the reading
            page INTEGER NOT NULL, -- from 1
            capture_id INTEGER NOT NULL REFERENCES captures(id), -- that showed this page
            PRIMARY KEY (extraction_id, page)
        ) STRICT, WITHOUT ROWID""",
        "CREATE INDEX extraction_pages_capture ON extraction_pages(capture_id)",
    )


@migrations()
def m007_tighter(db: Database) -> None:
    """Blocks set aside and the reasons for it, each stored once whatever the site; the lists of a reading packed."""
    register(db.conn)
    db.conn.create_function("number", 1, number, deterministic=True)
    db.conn.create_function("verdict", 3, verdict, deterministic=True)
    _create(
        db,
        """CREATE TABLE verdicts ( -- why blocks are set aside: each reason stored once
            id INTEGER PRIMARY KEY, -- key inside this file
            digest INTEGER NOT NULL UNIQUE, -- 64 bits that stand for the columns below
            kind TEXT NOT NULL, -- teaser list, navigation, footer ...
            decided_by TEXT NOT NULL, -- rule, model, memory, trafilatura
            reason TEXT NOT NULL -- a sentence
        ) STRICT""",
        """INSERT INTO verdicts (digest, kind, decided_by, reason)
            SELECT verdict(kind, decided_by, reason), kind, decided_by, reason
            FROM boilerplate GROUP BY 2, 3, 4 ORDER BY min(id)""",
        "ALTER TABLE boilerplate RENAME TO old_boilerplate",
        "DROP INDEX boilerplate_fingerprint",
        """CREATE TABLE boilerplate ( -- the dictionary of blocks set aside: each text stored once
            id INTEGER PRIMARY KEY, -- key inside this file
            fingerprint INTEGER NOT NULL, -- 64 bits that stand for its text; of prose for its exact words
            verdict_id INTEGER NOT NULL REFERENCES verdicts(id), -- why it was set aside when it was first met
            text TEXT NOT NULL -- what it says
        ) STRICT""",
        """INSERT INTO boilerplate (fingerprint, verdict_id, text)
            SELECT number(fingerprint), verdicts.id, text FROM old_boilerplate AS old
            JOIN verdicts ON digest = verdict(old.kind, old.decided_by, old.reason)
            WHERE old.id IN (SELECT min(id) FROM old_boilerplate GROUP BY fingerprint) ORDER BY old.id""",
        "CREATE UNIQUE INDEX boilerplate_fingerprint ON boilerplate(fingerprint)",
        """CREATE TEMP TABLE moved AS SELECT old.id AS old, boilerplate.id AS block, verdicts.id AS verdict
            FROM old_boilerplate AS old CROSS JOIN verdicts ON digest = verdict(old.kind, old.decided_by, old.reason)
            CROSS JOIN boilerplate ON boilerplate.fingerprint = number(old.fingerprint)""",
        "CREATE UNIQUE INDEX temp.moved_old ON moved(old)",
    )
    _rebuild(
        db,
        "extractions",
        columns={
            "structure": "BLOB NOT NULL DEFAULT x'', -- paragraphs: kind, offsets, DOM path, marks; JSON, deflated",
            "set_aside": "BLOB NOT NULL DEFAULT x'', -- [block, verdict, ordinal, percent or null]; JSON, deflated",
        },
        values={
            "structure": "packed(structure)",
            "set_aside": """packed((
                SELECT json_group_array(json_array(block, verdict, item.value ->> 1, item.value ->> 2))
                FROM json_each(set_aside) AS item CROSS JOIN moved ON moved.old = item.value ->> 0))""",
        },
    )
    _create(db, "DROP TABLE moved", "DROP TABLE old_boilerplate")
    _rebuild(
        db,
        "teasers",
        columns={"digest": "INTEGER NOT NULL UNIQUE, -- 64 bits that stand for the columns below"},
        values={"digest": "number(substr(digest, 1, 16))"},
    )


_READ_AS = """coalesce((SELECT extractions.{} FROM versions JOIN extractions ON extractions.id = versions.extraction_id
    WHERE versions.id = articles.current_version), '')"""


@migrations()
def m008_filters(db: Database) -> None:
    """What searches narrow by stands in the row they read first: an article's language and kind."""
    _rebuild(
        db,
        "articles",
        columns={
            "listed_at": """TEXT NOT NULL, -- UTC, what lists sort by: published, else first seen
            language TEXT NOT NULL DEFAULT '', -- BCP 47 primary tag, as the current version was read
            kind TEXT NOT NULL DEFAULT '', -- article, live blog ..., as the current version was read""",
        },
        values={"language": _READ_AS.format("language"), "kind": _READ_AS.format("kind")},
    )
    _create(
        db,
        "DROP INDEX extractions_language",
        "DROP INDEX extractions_kind",
        "CREATE INDEX articles_language ON articles(language)",
        "CREATE INDEX articles_kind ON articles(kind)",
    )


def _rebuild(db: Database, table: str, *, columns: Mapping[str, str], values: Mapping[str, str]) -> None:
    """Write a table anew with other columns (sqlite.org/lang_altertable.html, section 7).

    `columns` says what stands behind their names, `values` the SQL that makes the new value of the old row; a name
    there that the table lacks is a new column.
    """
    sql = db.execute("SELECT sql FROM sqlite_master WHERE name = ?", (table,)).fetchone()[0]
    for name, definition in columns.items():
        sql = re.sub(rf"\b{name} [A-Z].*", f"{name} {definition}", sql)
    kept = (
        "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND (type = 'view' OR (type = 'index' AND tbl_name = ?))"
    )
    again = [row[0] for row in db.execute(kept, (table,)).fetchall()]
    views = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'view'").fetchall()]
    old = [row[1] for row in db.execute(f"PRAGMA table_info({table})").fetchall()]
    names = [*old, *(name for name in values if name not in old)]
    made = ", ".join(values.get(name, name) for name in names)
    _create(
        db,
        *(f"DROP VIEW {view}" for view in views),
        sql.replace(f"CREATE TABLE {table} ", f"CREATE TABLE new_{table} ", 1),
        f"INSERT INTO new_{table} ({', '.join(names)}) SELECT {made} FROM {table}",
        f"DROP TABLE {table}",
        f"ALTER TABLE new_{table} RENAME TO {table}",
        *again,
    )
