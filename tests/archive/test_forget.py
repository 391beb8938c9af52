import json
from dataclasses import replace

import pytest
from click.testing import CliRunner

from archive.cli.forget import forget as command
from archive.compact import wipe
from archive.errors import ArchiveBusy, ArchiveError, NotFound
from archive.extraction.answer import BlockKind, SetAside, Teaser
from archive.forget import forget_source, forget_urls
from archive.model import Address, Attempt, Reading, Refusal
from archive.store import frontier
from archive.store.database import Archive
from archive.store.reading import store_readings
from archive.store.recording import record, record_attempts
from archive.verify.run import verify
from tests.archive.conftest import page, told
from tests.conftest import STARTED, make_exchange

URL = "http://news.example/quartz-scandal"
# Words that stand nowhere but in what is forgotten.
HEADLINE, TEXT, SAID_BY_ITS_FURNITURE = "Zirconium headline", "Obsidian paragraph", "Feldspar newsletter"
PROMOTED, OTHER = "Zirconium promoted", "Granite paragraph"
EVERYTHING = (
    HEADLINE,
    TEXT,
    SAID_BY_ITS_FURNITURE,
    "Zirconium",
    "Obsidian",
    "Feldspar",
    "quartz-scandal",
    "石英の記事",
)


@pytest.fixture
def two(archive, crawl):
    """One article to forget, with two versions, a revisit and a promoter, beside another that stays."""
    with archive.transaction() as connection:
        connection.execute(
            "INSERT INTO sources (id, name, domain, added_at) VALUES (1, 'news', 'news.example', '')",
        )
    frontier.add(archive, [Address(URL, source_id=1)])
    body = page(HEADLINE, TEXT, SAID_BY_ITS_FURNITURE, "石英の記事")
    aside = (
        SetAside(BlockKind.NEWSLETTER, SAID_BY_ITS_FURNITURE, "It asks for an address.", "0/7", 7),
        SetAside(BlockKind.FOOTER, "All rights reserved", "It is the footer.", "0/9", 9),
    )
    first, _again, _ = captures = record(
        archive,
        crawl,
        [
            make_exchange(URL, body, source_id=1),
            make_exchange(URL, body, minutes=1, source_id=1),
            make_exchange(URL, page(HEADLINE + " again", TEXT + " two"), minutes=2, source_id=1),
        ],
    )
    said = replace(told(HEADLINE, TEXT, "石英の記事"), set_aside=aside)
    store_readings(
        archive, [Reading(first.id, said), Reading(captures[2].id, told(HEADLINE + " again", TEXT + " two"))]
    )
    record_attempts(archive, crawl, [Attempt(URL, Refusal.TIMEOUT, "Slow.", STARTED)])
    [other] = record(archive, crawl, [make_exchange("http://news.example/other", page("Stays", OTHER), minutes=3)])
    teasers = (Teaser(URL, PROMOTED, "Most read"),)
    store_readings(archive, [Reading(other.id, replace(told("Stays", OTHER), set_aside=aside[1:], teasers=teasers))])
    return archive


def bytes_on_disk(archive):
    log = archive.path.with_name(archive.path.name + "-wal")
    return archive.path.read_bytes() + (log.read_bytes() if log.exists() else b"")


def hits(archive):
    """Which of the forgotten words stand in the file, in its members, or in any of its tables."""
    content = bytes_on_disk(archive).lower()
    rows = archive.connection.execute("SELECT member FROM members").fetchall()
    from archive.warc import unpack

    content += b"".join(unpack(row[0]).lower() for row in rows)
    return [word for word in (*EVERYTHING, PROMOTED) if word.lower().encode() in content]


def test_what_is_forgotten_is_in_no_byte_of_the_file(two):
    two.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert set(hits(two)) >= {TEXT, "quartz-scandal", PROMOTED}
    done = forget_urls(two, [URL], reason="court order 7")
    wipe(two)
    assert hits(two) == []
    assert {table: done.rows[table] for table in ("articles", "versions", "captures", "texts")} == {
        "articles": 1, "versions": 2, "captures": 3, "texts": 2,
    }  # fmt: skip


def test_what_remains_is_sound_and_still_found(two):
    forget_urls(two, [URL], reason="court order 7")
    assert verify(two.path).faults == []
    assert two.connection.execute("SELECT count(*) FROM articles").fetchone()[0] == 1
    assert two.connection.execute("SELECT count(*) FROM article_search('granite')").fetchone()[0] == 1
    assert two.connection.execute("SELECT text FROM boilerplate").fetchall()[0][0] == "All rights reserved"


def test_a_tombstone_says_that_something_was_removed_and_not_what(two):
    forget_urls(two, [URL], reason="court order 7")
    [row] = two.connection.execute("SELECT * FROM tombstones").fetchall()
    assert (row["what"], row["reason"], len(row["digest"])) == ("article", "court order 7", 64)


def test_what_is_forgotten_is_not_fetched_again(two):
    forget_urls(two, [URL], reason="court order 7")
    assert frontier.add(two, [Address(URL, source_id=1), Address("http://news.example/new", source_id=1)]) == 1


def test_an_article_is_forgotten_by_any_of_its_addresses(two):
    with two.transaction() as connection:
        connection.execute("INSERT INTO aliases VALUES ('http://news.example/amp/1', (SELECT min(id) FROM articles))")
    forget_urls(two, ["http://news.example/amp/1"], reason="")
    wipe(two)
    assert hits(two) == []


def test_a_source_goes_with_all_that_was_fetched_for_it(two):
    forget_source(two, "news", reason="licence ended")
    wipe(two)
    assert hits(two) == []
    assert two.connection.execute("SELECT count(*) FROM sources").fetchone()[0] == 0
    assert two.connection.execute("SELECT count(*) FROM frontier WHERE source_id = 1").fetchone()[0] == 0
    assert verify(two.path).faults == []


def test_nothing_is_removed_where_one_address_is_unknown(two):
    with pytest.raises(NotFound, match="nothing of"):
        forget_urls(two, [URL, "http://news.example/typo"], reason="")
    with pytest.raises(NotFound, match="no source 'absent'"):
        forget_source(two, "absent", reason="")
    assert TEXT in hits(two)


def test_revisits_elsewhere_that_lean_on_it_are_named_and_go_only_when_told(two):
    with two.transaction() as connection:
        connection.execute("UPDATE captures SET revisit_of = 1 WHERE url LIKE '%/other'")
    with pytest.raises(ArchiveError, match=r"1 captures of other addresses, such as http://news\.example/other"):
        forget_urls(two, [URL], reason="")
    assert TEXT in hits(two)
    assert forget_urls(two, [URL], reason="", with_revisits=True).rows["articles"] == 2


def test_a_reader_in_the_way_is_said(two):
    two.connection.execute("PRAGMA busy_timeout = 10")
    with Archive.open(two.path, readonly=True) as reader:
        reader.connection.execute("BEGIN")
        reader.connection.execute("SELECT * FROM texts").fetchone()
        forget_urls(two, [URL], reason="")
        with pytest.raises(ArchiveBusy, match="tearsheet compact"):
            wipe(two)
    wipe(two)
    assert hits(two) == []


def test_the_command_asks_first(two):
    arguments = ["--archive", str(two.path), URL, "--reason", "court order 7"]
    two.close()
    refused = CliRunner().invoke(command, arguments, input="n\n")
    assert refused.exit_code == 1
    done = CliRunner().invoke(command, [*arguments, "--yes"])
    assert done.exit_code == 0, done.output
    assert "1 articles" in done.stdout
    with Archive.open(two.path) as opened:
        assert hits(opened) == []
        assert json.loads(opened.connection.execute("SELECT json_group_array(url) FROM articles").fetchone()[0]) == [
            "http://news.example/other"
        ]
