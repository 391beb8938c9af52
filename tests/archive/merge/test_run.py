from dataclasses import replace

import pytest
from click.testing import CliRunner

from archive.cli.merge import merge as command
from archive.errors import ArchiveError, ArchiveMissing, DiskFull, NotAnArchive
from archive.extraction.answer import BlockKind, SetAside, Teaser
from archive.forget import forget_urls
from archive.merge import run
from archive.merge.run import merge
from archive.merge.stages import STAGES
from archive.model import Address, Attempt, Reading, Refusal
from archive.store import frontier
from archive.store.database import Archive
from archive.store.memory import take_memory
from archive.store.reading import mark_read, store_readings
from archive.store.recording import record, record_attempts
from archive.verify.run import verify
from tests.archive.conftest import page, told
from tests.conftest import STARTED, begin, make_exchange

# What an archive says, in names that are the same in every archive.
SAID = {
    "captures": "SELECT capture_id, url, fetched_at, state, outcome, payload_digest FROM captures ORDER BY capture_id",
    "revisits": """SELECT captures.capture_id, earlier.capture_id FROM captures
        JOIN captures AS earlier ON earlier.id = captures.revisit_of ORDER BY 1""",
    "records": "SELECT record_id, type, member FROM records JOIN members USING (id) ORDER BY record_id",
    "articles": """SELECT article_id, url, state, first_seen_at, last_checked_at, changed_at, listed_at, domain
        FROM articles ORDER BY article_id""",
    "versions": """SELECT articles.article_id, ordinal, edit, seen_at, first.capture_id, last.capture_id, texts.digest
        FROM versions JOIN articles ON articles.id = versions.article_id
        JOIN captures AS first ON first.id = first_capture JOIN captures AS last ON last.id = last_capture
        JOIN extractions ON extractions.id = extraction_id JOIN texts ON texts.id = text_id ORDER BY 1, 2""",
    "aliases": """SELECT aliases.url, articles.url FROM aliases
        JOIN articles ON articles.id = aliases.article_id ORDER BY 1""",
    "dictionary": "SELECT kind, text FROM boilerplate JOIN verdicts ON verdicts.id = verdict_id ORDER BY 1, 2",
    "set aside": """SELECT captures.capture_id, boilerplate.text, reason, block.value ->> 2
        FROM extractions JOIN captures ON captures.id = extractions.capture_id, json_each(unpacked(set_aside)) AS block
        JOIN boilerplate ON boilerplate.id = block.value ->> 0
        JOIN verdicts ON verdicts.id = block.value ->> 1 ORDER BY 1, 4""",
    "teasers": """SELECT teasers.url, headline, captures.capture_id FROM teaser_sightings
        JOIN teasers ON teasers.id = teaser_id
        JOIN captures ON captures.id = teaser_sightings.capture_id ORDER BY 1, 3""",
    "frontier": """SELECT frontier.url, frontier.state, captures.capture_id
        FROM frontier LEFT JOIN captures ON captures.id = last_capture ORDER BY 1""",
    "attempts": "SELECT url, tried_at, reason FROM attempts ORDER BY 1, 2",
    "memories": "SELECT digest, domain, fingerprint FROM memories JOIN memory_blocks ON memory_id = id ORDER BY 1, 3",
    "days": "SELECT * FROM article_days WHERE articles > 0 ORDER BY 1, 2",
}


def said(archive, *leaving_out):
    return {
        what: [tuple(row) for row in archive.connection.execute(query)]
        for what, query in SAID.items()
        if what not in leaving_out
    }


ASIDE = (SetAside(BlockKind.FOOTER, "Write to the harbour desk", "It is the footer.", "0/9", 9),)


def visit(archive, crawl, exchange, *paragraphs, headline="Bridge"):
    """Record an exchange and read it."""
    frontier.add(archive, [Address(exchange.url)])
    row = archive.connection.execute("SELECT id FROM frontier WHERE url = ?", (exchange.url,)).fetchone()
    [capture] = record(archive, crawl, [replace(exchange, address_id=row["id"])])
    if capture.revisit_of:
        mark_read(archive, capture.id, "unchanged")
        return capture
    teasers = (Teaser("http://news.example/promoted", "Promoted", "Most read"),)
    extraction = replace(told(headline, *paragraphs), set_aside=ASIDE, teasers=teasers)
    store_readings(archive, [Reading(capture.id, extraction)])
    return capture


def shard(archive, name, visits):
    crawl = begin(archive, name)
    for url, minutes, *paragraphs in visits:
        exchange = make_exchange(url, page("Bridge", *paragraphs), minutes=minutes)
        visit(archive, crawl, exchange, *paragraphs)
    record_attempts(archive, crawl, [Attempt(f"http://{name}.example/", Refusal.DNS, "No such host.", STARTED)])
    take_memory(archive, "news.example")


A, B, C = "http://news.example/a", "http://news.example/b", "http://other.example/c"
EARLY = [
    (A, 0, "The bridge opens on Monday."),
    (A, 10, "The bridge opens on Monday."),
    (B, 1, "The ferry is back at the northern pier."),
]
LATE = [
    (A, 20, "The bridge opens on Tuesday instead, the council said."),
    (C, 5, "Herring prices fell by a crown at the auction."),
    (A, 30, "The bridge opens on Tuesday instead, the council said."),
]


@pytest.fixture
def shards(tmp_path):
    with (
        Archive.open(tmp_path / "early.db", create=True) as early,
        Archive.open(tmp_path / "late.db", create=True) as late,
    ):
        shard(early, "early", EARLY)
        shard(late, "late", LATE)
        yield early, late


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_merged_shards_say_the_same_in_any_order(shards, archive, tmp_path, order):
    for index in order:
        merge(archive, shards[index].path)
    assert verify(archive.path).faults == []
    with Archive.open(tmp_path / "whole.db", create=True) as whole:
        for index in (0, 1):
            merge(whole, shards[index].path)
        assert said(archive) == said(whole)


def test_merged_shards_equal_one_crawl(shards, archive):
    """But for the payload that two shards could not know they share, and so kept twice."""
    for one in shards:
        merge(archive, one.path)
    versions = said(archive)["versions"]
    assert [(row[1], row[2], row[3]) for row in versions if row[0] == said(archive)["articles"][0][0]]
    by_article = {}
    for article, ordinal, edit, seen_at, *_ in versions:
        by_article.setdefault(article, []).append((ordinal, edit, seen_at))
    assert sorted(map(len, by_article.values())) == [1, 1, 2]
    [two] = [rows for rows in by_article.values() if len(rows) == 2]
    assert two == [(1, "first", "2026-03-01T08:30:00.000Z"), (2, "substantial", "2026-03-01T08:50:00.000Z")]
    [article] = [row for row in said(archive)["articles"] if row[1] == A]
    assert article[3:6] == ("2026-03-01T08:30:00.000Z", "2026-03-01T09:00:00.000Z", "2026-03-01T08:50:00.000Z")
    assert len(said(archive)["captures"]) == 6
    assert archive.connection.execute("SELECT count(*) FROM article_search('tuesday')").fetchone()[0] == 1


def test_a_merge_into_an_empty_archive_is_a_copy(shards, archive):
    for one in shards:
        with Archive.open(archive.path.with_name(f"copy-of-{one.path.name}"), create=True) as copy:
            merge(copy, one.path)
            assert said(copy) == said(one)


def test_merging_again_changes_nothing(shards, archive):
    merge(archive, shards[0].path)
    before = said(archive)
    assert not any(merge(archive, shards[0].path).values())
    assert said(archive) == before


def test_overlap_comes_once(shards, archive):
    early, late = shards
    merge(late, early.path)
    merge(early, late.path)
    assert said(early) == said(late)
    assert verify(early.path).faults == []


def test_rules_and_sources_come_with_their_captures(shards, archive):
    early, _ = shards
    with early.transaction() as connection:
        connection.execute("INSERT INTO sources (id, name, domain, added_at) VALUES (7, 'news', 'news.example', '')")
        connection.execute("INSERT INTO source_rules (source_id, digest, toml, stored_at) VALUES (7, 'd', 'x = 1', '')")
        connection.execute("UPDATE captures SET source_id = 7")
        connection.execute("UPDATE articles SET source_id = 7")
        connection.execute("UPDATE extractions SET rules_id = (SELECT id FROM source_rules)")
    with archive.transaction() as connection:
        connection.execute("INSERT INTO sources (name, domain, added_at) VALUES ('another', 'another.example', '')")
    merge(archive, early.path)
    query = """SELECT DISTINCT sources.name, source_rules.toml FROM extractions
        JOIN captures ON captures.id = extractions.capture_id JOIN sources ON sources.id = captures.source_id
        JOIN source_rules ON source_rules.id = rules_id"""
    assert [tuple(row) for row in archive.connection.execute(query)] == [("news", "x = 1")]
    assert archive.connection.execute("SELECT count(*) FROM articles WHERE source_id IS NOT NULL").fetchone()[0] == 2


def test_what_was_removed_here_does_not_come_back(shards, archive):
    merge(archive, shards[0].path)
    forget_urls(archive, [A], reason="court order 7")
    for one in shards:
        merge(archive, one.path)
    assert verify(archive.path).faults == []
    assert {row[1] for row in said(archive)["articles"]} == {B, C}
    assert archive.connection.execute("SELECT count(*) FROM texts WHERE text LIKE '%bridge%'").fetchone()[0] == 0
    assert archive.connection.execute("SELECT count(*) FROM captures WHERE url = ?", (A,)).fetchone()[0] == 0


def test_a_merge_that_was_killed_anywhere_is_taken_up_again(shards, tmp_path, monkeypatch):
    for one in shards:
        with Archive.open(tmp_path / "whole.db", create=True) as whole:
            merge(whole, one.path)
    with Archive.open(tmp_path / "whole.db") as whole:
        expected = said(whole)
    steps = len(STAGES) + 1
    for stop in range(steps):
        with Archive.open(tmp_path / f"stopped-{stop}.db", create=True) as stopped:
            merge(stopped, shards[0].path)
            stages = iter(range(steps + 1))

            def progress(stage, stages=stages, stop=stop):
                if next(stages) == stop:
                    raise KeyboardInterrupt

            with pytest.raises(KeyboardInterrupt):
                merge(stopped, shards[1].path, progress=progress)
            assert verify(stopped.path).faults == []
            merge(stopped, shards[1].path)
            assert said(stopped) == expected


def test_rows_in_small_batches_come_the_same(shards, archive, tmp_path, monkeypatch):
    merge(archive, shards[0].path)
    monkeypatch.setattr(run, "STAGES", tuple(replace(stage, batch=1) for stage in STAGES))
    with Archive.open(tmp_path / "small.db", create=True) as small:
        merge(small, shards[0].path)
        assert said(small) == said(archive)


def test_a_full_disk_leaves_a_sound_archive_and_the_merge_goes_on_later(shards, archive, tmp_path):
    crawl = begin(shards[0], "big")
    batch = [make_exchange(f"http://news.example/{n}", bytes(range(256)) * 900 * n) for n in range(9)]
    record(shards[0], crawl, batch)
    archive.connection.execute("PRAGMA max_page_count = 80")
    with pytest.raises(DiskFull):
        merge(archive, shards[0].path)
    assert verify(archive.path).faults == []
    archive.connection.execute("PRAGMA max_page_count = 100000")
    merge(archive, shards[0].path)
    assert said(archive) == said(shards[0])


def test_what_is_no_other_archive_is_refused(archive, tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(NotAnArchive):
        merge(archive, tmp_path / "notes.txt")
    with pytest.raises(ArchiveMissing):
        merge(archive, tmp_path / "absent.db")
    with pytest.raises(ArchiveError, match="is the archive itself"):
        merge(archive, archive.path)


def test_the_command_counts_what_came(shards, tmp_path):
    arguments = ["--archive", str(tmp_path / "new.db"), *(str(one.path) for one in shards)]
    done = CliRunner().invoke(command, arguments)
    assert done.exit_code == 0, done.output
    assert "2 articles" in done.stdout.splitlines()[0]
    assert "1 articles" in done.stdout.splitlines()[1]
    again = CliRunner().invoke(command, arguments)
    assert again.stdout.splitlines() == [f"{one.path}: nothing new" for one in shards]
