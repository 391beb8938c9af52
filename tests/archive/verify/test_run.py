import json
import os

import pytest
from click.testing import CliRunner

from archive import warc
from archive.cli.verify import verify as command
from archive.errors import ArchiveMissing
from archive.model import SavedPage
from archive.store.recording import record, record_saved
from archive.verify import proof
from archive.verify.run import verify
from tests.archive.conftest import publish
from tests.conftest import STARTED, make_exchange


@pytest.fixture
def full(archive, crawl):
    """An archive with an article in two versions, a revisit, a redirect, a broken exchange and a saved page."""
    publish(archive, crawl, "http://news.example/a", "Bridge opens", "The bridge opens on Monday.")
    publish(archive, crawl, "http://news.example/a", "Bridge opens late", "It opens on Tuesday instead.", minutes=9)
    publish(archive, crawl, "http://news.example/b", "橋が開通", "橋は月曜日に開通します。", minutes=1)
    chunked = b"HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n5\r\nhello\r\n0\r\n\r\n"
    record(
        archive,
        crawl,
        [
            make_exchange("http://news.example/c", minutes=1),
            make_exchange("http://news.example/c", minutes=2),
            make_exchange("http://news.example/c", status="304 Not Modified", body=b"", minutes=3),
            make_exchange("http://news.example/d", status="301 Moved", head=b"Location: /a\r\n"),
            make_exchange("http://news.example/e", response=chunked),
            make_exchange("http://news.example/f", response=b"HTTP/1.1 2", truncated="disconnect"),
            make_exchange("http://news.example/g", response=b""),
        ],
    )
    record_saved(archive, crawl, SavedPage("file:///saved.html", STARTED, b"<p>Saved</p>"))
    return archive


def faults(archive, **how):
    return {fault.check for fault in verify(archive.path, **how).faults}


def test_an_untouched_archive_is_sound(full):
    report = verify(full.path)
    assert report.faults == []
    assert report.notes == []
    assert report.checked == {"records": 19 + 2, "captures": 11, "articles": 2, "versions": 3}


def change(archive, sql, *values):
    archive.connection.execute("PRAGMA foreign_keys = OFF")
    archive.connection.execute(sql, values)


@pytest.mark.parametrize(
    ("check", "sql"),
    [
        ("members", "UPDATE members SET member = substr(member, 1, 50) WHERE id = 4"),
        ("members", "UPDATE members SET member = (SELECT member FROM members WHERE id = 2) WHERE id = 4"),
        ("members", "DELETE FROM members WHERE id = 4"),
        ("members", "UPDATE records SET block_digest = 'sha1:X' WHERE id = 4"),
        ("members", "UPDATE records SET block_length = 1 WHERE id = 4"),
        ("members", "UPDATE records SET member_length = 1 WHERE id = 4"),
        ("members", "UPDATE records SET payload_digest = 'sha1:X' WHERE id = 4"),
        ("members", "UPDATE records SET target_uri = 'http://other.example/' WHERE id = 4"),
        ("members", "UPDATE records SET date = '2020-01-01T00:00:00.000Z' WHERE id = 4"),
        ("members", "UPDATE records SET concurrent_to = 4 WHERE id = 3"),
        ("members", "UPDATE records SET refers_to = 4 WHERE type = 'revisit'"),
        ("captures", "UPDATE captures SET payload_digest = 'sha1:X' WHERE id = 1"),
        ("captures", "UPDATE captures SET url = 'http://other.example/' WHERE id = 1"),
        ("captures", "UPDATE captures SET response_record = request_record WHERE id = 1"),
        ("captures", "UPDATE captures SET revisit_of = NULL WHERE id = 5"),
        ("references", "DELETE FROM captures WHERE id = 1"),
        ("references", "DELETE FROM texts WHERE id = 1"),
        ("articles", "UPDATE articles SET current_version = NULL WHERE id = 1"),
        ("articles", "UPDATE articles SET language = 'xx' WHERE id = 1"),
        ("articles", "UPDATE extractions SET kind = 'live blog'"),
        ("articles", "UPDATE versions SET ordinal = 7 WHERE id = 1"),
        ("articles", "UPDATE extractions SET text_id = NULL WHERE id = 1"),
        ("days", "UPDATE article_days SET articles = articles + 1"),
        ("days", "INSERT INTO article_days VALUES ('2020-01-01', 'news.example', 3)"),
        ("search", "UPDATE texts SET text = 'something else altogether'"),
        ("search", "INSERT INTO article_search (rowid, text) VALUES (99, 'a ghost')"),
        ("search", "INSERT INTO cjk_search (rowid, bigrams) VALUES (99, 'a ghost')"),
        ("search", "INSERT INTO article_search (article_search) VALUES ('delete-all')"),
    ],
)  # fmt: skip
def test_each_kind_of_damage_is_found(full, check, sql):
    change(full, sql)
    assert check in faults(full)


def test_a_bit_flipped_in_any_record_is_found(full):
    for row in full.connection.execute("SELECT id, member FROM members ORDER BY id").fetchall():
        flipped = bytearray(row["member"])
        flipped[len(flipped) // 2] ^= 1
        change(full, "UPDATE members SET member = ? WHERE id = ?", bytes(flipped), row["id"])
        assert "members" in faults(full), f"record {row['id']}"
        change(full, "UPDATE members SET member = ? WHERE id = ?", row["member"], row["id"])


def test_a_record_whose_bytes_were_forged_with_their_digests_is_found(full):
    row = full.connection.execute("SELECT * FROM records WHERE id = 2").fetchone()
    forged = warc.Record(row["record_id"], "response", row["date"], b"HTTP/1.1 200 OK\r\n\r\nforged")
    member = warc.member_of(forged)
    change(full, "UPDATE members SET member = ? WHERE id = 2", member)
    assert "members" in faults(full)


def test_damage_to_the_file_itself_is_found(full):
    full.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    full.close()
    content = bytearray(full.path.read_bytes())
    content[8192 * 9 : 8192 * 10] = b"\xff" * 8192
    full.path.write_bytes(content)
    assert "file" in faults(full)


def test_damage_that_keeps_the_file_from_being_opened_is_a_fault_and_no_failure(full):
    full.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    full.close()
    content = bytearray(full.path.read_bytes())
    content[150:8192] = os.urandom(8192 - 150)  # the schema, behind the header
    full.path.write_bytes(content)
    assert faults(full) == {"file"}
    answer = CliRunner().invoke(command, ["--archive", str(full.path)])
    assert answer.exit_code == 5
    assert answer.stdout.startswith("file\tSQLite\tA page of the file cannot be read: ")


def test_only_crawls_that_ended_since_are_read_when_asked(full):
    with full.transaction() as connection:
        connection.execute("UPDATE crawls SET ended_at = '2026-03-02T00:00:00.000Z'")
    assert verify(full.path, since="2026-03-01").checked["records"] == 21
    assert "records" not in verify(full.path, since="2026-03-03").checked


def test_what_is_missing_is_no_archive(tmp_path):
    with pytest.raises(ArchiveMissing):
        verify(tmp_path / "none.db")


def test_the_command_says_what_it_looked_at(full):
    answer = CliRunner().invoke(command, ["--archive", str(full.path)])
    assert answer.exit_code == 0
    assert answer.stdout == "21 records, 11 captures, 2 articles, 3 versions: all sound.\n"


def test_the_command_exits_5_and_names_each_fault(full):
    change(full, "UPDATE members SET member = x'00' WHERE id = 4")
    answer = CliRunner().invoke(command, ["--archive", str(full.path)])
    assert answer.exit_code == 5
    record_id = full.connection.execute("SELECT record_id FROM records WHERE id = 4").fetchone()[0]
    assert all(line.startswith(f"members\t{record_id}\t") for line in answer.stdout.splitlines())
    as_json = json.loads(CliRunner().invoke(command, ["--archive", str(full.path), "--json"]).stdout)
    assert as_json["clean"] is False
    assert as_json["faults"][0]["where"] == record_id


def test_records_are_read_in_their_order_without_sorting_them_for_each_batch(archive):
    plan = archive.connection.execute(f"EXPLAIN QUERY PLAN {proof._RECORDS}", (0, "", 1)).fetchall()
    assert not any("B-TREE" in row["detail"] for row in plan)
