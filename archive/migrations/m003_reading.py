"""How captures were read, what the publisher said and changed, and what was set aside."""

from __future__ import annotations

from sqlite_utils.db import Database

from archive.migrations.steps import create


def migrate(db: Database) -> None:
    """Take the step."""
    create(
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
