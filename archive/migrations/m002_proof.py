"""Exchanges, their WARC records, and the bytes apart from everything else."""

from __future__ import annotations

from sqlite_utils.db import Database

from archive.migrations.steps import create


def migrate(db: Database) -> None:
    """Take the step."""
    create(
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
