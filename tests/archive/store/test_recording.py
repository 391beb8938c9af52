import gzip
import io
import json
from datetime import timedelta

import pytest
from warcio.archiveiterator import ArchiveIterator

from archive import warc
from archive.errors import DiskFull
from archive.model import AddressKind, Attempt, Refusal, SavedPage
from archive.store import members
from archive.store.recording import record, record_attempts, record_saved
from tests.conftest import STARTED, make_exchange


def rows(archive, query, *values):
    return [dict(row) for row in archive.connection.execute(query, values)]


def address(archive, url="http://news.example/story"):
    with archive.transaction() as connection:
        return connection.execute(
            """INSERT INTO frontier (url, host, kind, found_by, found_at, rank, state)
            VALUES (?, 'news.example', 'page', 'seed', '', '', 'leased')""",
            (url,),
        ).lastrowid


def frontier(archive):
    [row] = rows(archive, "SELECT state, attempts, visits, due_at, reason, last_capture FROM frontier")
    return row


def test_an_exchange_is_kept_byte_for_byte(archive, crawl):
    odd = b"HTTP/1.1 200\nX-oDD:  a \nno colon\nX-odd: b\n\nbody\xff"
    [capture] = record(archive, crawl, [make_exchange(response=odd, request=b"GET /x HTTP/1.1\r\nhost:a\r\n\r\n")])
    assert members.parsed(archive.connection, capture.response_record).block == odd
    assert members.parsed(archive.connection, capture.request_record).block == b"GET /x HTTP/1.1\r\nhost:a\r\n\r\n"
    assert members.response(archive.connection, capture.response_record)[1] == b"body\xff"


def test_a_capture_states_what_the_response_says(archive, crawl):
    head = b'Content-type: Text/HTML ; charset=x\r\nETag: W/"1"\r\nLast-Modified: Mon\r\nLocation: ../b\r\n'
    [capture] = record(archive, crawl, [make_exchange(status="301 Moved", head=head, rights={"robots": "allowed"})])
    [row] = rows(archive, "SELECT * FROM captures")
    assert (row["status"], row["mime"], row["etag"], row["last_modified"]) == (301, "text/html", 'W/"1"', "Mon")
    assert row["location"] == capture.location == "http://news.example/b"
    assert row["payload_digest"] == warc.digest(b"<p>Hello</p>")
    assert json.loads(row["rights"]) == {"robots": "allowed"}
    assert (row["id"], row["capture_id"], row["state"]) == (capture.id, capture.capture_id, "recorded")


def test_records_point_at_each_other_and_at_the_warcinfo(archive, crawl):
    record(archive, crawl, [make_exchange(ip="192.0.2.7")])
    info, response, request = (
        warc.read(row["member"]) for row in rows(archive, "SELECT member FROM members ORDER BY id")
    )
    assert response.header("WARC-Warcinfo-ID") == request.header("WARC-Warcinfo-ID") == f"<{info.id}>"
    assert request.header("WARC-Concurrent-To") == f"<{response.id}>"
    assert response.header("WARC-IP-Address") == "192.0.2.7"
    assert response.header("WARC-Date") == "2026-03-01T08:30:00.000Z"
    [row] = rows(archive, "SELECT * FROM records WHERE type = 'request'")
    assert row["concurrent_to"] == rows(archive, "SELECT id FROM records WHERE type = 'response'")[0]["id"]


def test_members_joined_pass_warcios_digest_check(archive, crawl):
    chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"
    record(
        archive,
        crawl,
        [make_exchange(), make_exchange(minutes=1), make_exchange("http://b.example/", response=chunked)],
    )
    joined = b"".join(row["member"] for row in rows(archive, "SELECT member FROM members ORDER BY id"))
    found = [
        r.rec_type for r in ArchiveIterator(io.BytesIO(joined), check_digests="raise") if r.raw_stream.read() or True
    ]
    assert found == ["warcinfo", "response", "request", "revisit", "request", "response", "request"]


def test_the_same_payload_of_the_same_url_is_kept_once(archive, crawl):
    first, second, third = record(archive, crawl, [make_exchange(minutes=m) for m in range(3)])
    assert (first.revisit_of, second.revisit_of, third.revisit_of) == (None, first.id, first.id)
    kept = members.parsed(archive.connection, third.response_record)
    assert kept.header("WARC-Profile") == warc.IDENTICAL
    assert kept.header("WARC-Refers-To-Target-URI") == first.url
    assert kept.header("WARC-Refers-To-Date") == "2026-03-01T08:30:00.000Z"
    assert kept.header("WARC-Payload-Digest") == first.payload_digest == third.payload_digest
    assert kept.block == b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
    assert members.response(archive.connection, third.response_record)[1] == b"<p>Hello</p>"


def test_a_payload_that_changed_and_changed_back_is_kept_again(archive, crawl):
    bodies = [b"one", b"two", b"one"]
    captures = record(archive, crawl, [make_exchange(body=body, minutes=m) for m, body in enumerate(bodies)])
    assert [capture.revisit_of for capture in captures] == [None, None, None]


@pytest.mark.parametrize(
    "more",
    [
        {"url": "http://news.example/other"},
        {"truncated": "length"},
        {"status": "404 Not Found"},
    ],
)
def test_what_is_no_whole_answer_of_the_same_url_is_no_revisit(archive, crawl, more):
    record(archive, crawl, [make_exchange()])
    [capture] = record(archive, crawl, [make_exchange(minutes=1, **more)])
    assert capture.revisit_of is None


def test_redirects_are_never_revisits(archive, crawl):
    moved = [make_exchange(status="302 Found", minutes=m) for m in range(2)]
    assert [capture.revisit_of for capture in record(archive, crawl, moved)] == [None, None]


def test_a_304_is_a_revisit_of_the_last_good_answer(archive, crawl):
    first, *_ = record(archive, crawl, [make_exchange(), make_exchange(status="500 Oops", minutes=1)])
    [capture] = record(archive, crawl, [make_exchange(status="304 Not Modified", body=b"", minutes=2)])
    kept = members.parsed(archive.connection, capture.response_record)
    assert kept.header("WARC-Profile") == warc.NOT_MODIFIED
    assert kept.header("WARC-Payload-Digest") == ""
    assert capture.revisit_of == first.id
    assert members.response(archive.connection, capture.response_record) == (kept.block, b"<p>Hello</p>")


def test_a_304_out_of_the_blue_is_kept_as_it_came(archive, crawl):
    [capture] = record(archive, crawl, [make_exchange(status="304 Not Modified", body=b"")])
    assert capture.revisit_of is None
    assert members.parsed(archive.connection, capture.response_record).header("WARC-Type") == "response"


def test_a_response_that_broke_off_keeps_what_came_and_says_so(archive, crawl):
    cut = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel"
    captures = record(
        archive,
        crawl,
        [make_exchange(response=cut), make_exchange(response=b"HTTP/1.1 200 OK\r\nCont", truncated="time", minutes=1)],
    )
    reasons = [members.parsed(archive.connection, c.response_record).header("WARC-Truncated") for c in captures]
    assert reasons == ["disconnect", "time"]
    assert [row["truncated"] for row in rows(archive, "SELECT truncated FROM captures")] == ["disconnect", "time"]


def test_bytes_that_are_no_http_are_kept_without_a_status(archive, crawl):
    [capture] = record(archive, crawl, [make_exchange(response=b"SSH-2.0-OpenSSH\r\n")])
    assert (capture.status, capture.mime) == (None, "")
    assert members.parsed(archive.connection, capture.response_record).block == b"SSH-2.0-OpenSSH\r\n"


def test_a_request_that_nothing_answered_is_kept_alone(archive, crawl):
    [capture] = record(archive, crawl, [make_exchange(response=b"")])
    assert capture.response_record is None
    assert members.parsed(archive.connection, capture.request_record).header("WARC-Concurrent-To") == ""
    assert rows(archive, "SELECT state FROM captures") == [{"state": "read"}]


def test_an_address_becomes_recorded_with_its_exchange(archive, crawl):
    [capture] = record(archive, crawl, [make_exchange(address_id=address(archive), kind=AddressKind.FEED)])
    assert frontier(archive) == {
        "state": "recorded", "attempts": 0, "visits": 1, "due_at": None, "reason": None, "last_capture": capture.id,
    }  # fmt: skip
    assert rows(archive, "SELECT kind FROM captures") == [{"kind": "feed"}]


def test_attempts_go_on_counting_until_a_server_recovers(archive, crawl):
    row = address(archive)
    for minutes in range(2):
        record(archive, crawl, [make_exchange(status="503 Busy", address_id=row, minutes=minutes)])
        record_attempts(archive, crawl, [attempt(Refusal.HTTP_STATUS, row, retry=True)])
    assert (frontier(archive)["attempts"], frontier(archive)["state"]) == (2, "failed")
    record(archive, crawl, [make_exchange(address_id=row, minutes=3)])
    assert (frontier(archive)["attempts"], frontier(archive)["state"]) == (0, "recorded")


def attempt(reason, row, *, retry=False):
    retry_at = STARTED + timedelta(hours=1) if retry else None
    return Attempt("http://news.example/story", reason, "A sentence.", STARTED, address_id=row, retry_at=retry_at)


def test_a_fetch_that_failed_is_a_row_that_says_why_and_when_again(archive, crawl):
    record_attempts(archive, crawl, [attempt(Refusal.DNS, address(archive), retry=True)])
    assert frontier(archive)["state"] == "failed"
    assert frontier(archive)["due_at"] == "2026-03-01T09:30:00.000Z"
    [row] = rows(archive, "SELECT url, reason, detail, tried_at FROM attempts")
    assert row == {
        "url": "http://news.example/story", "reason": "dns", "detail": "A sentence.",
        "tried_at": "2026-03-01T08:30:00.000Z",
    }  # fmt: skip


@pytest.mark.parametrize("reason", [Refusal.ROBOTS, Refusal.NOT_PUBLIC, Refusal.TDM, Refusal.BAD_URL, Refusal.RULES])
def test_what_may_not_be_fetched_is_refused_not_failed(archive, crawl, reason):
    record_attempts(archive, crawl, [attempt(reason, address(archive))])
    assert (frontier(archive)["state"], frontier(archive)["due_at"]) == ("refused", None)


def test_a_saved_file_is_a_resource_record(archive, crawl):
    capture = record_saved(archive, crawl, SavedPage("file:///home/a b.html", STARTED, b"<p>Saved</p>"))
    kept = members.parsed(archive.connection, capture.response_record)
    assert (kept.header("WARC-Type"), kept.block, capture.status) == ("resource", b"<p>Saved</p>", None)
    assert kept.header("WARC-Block-Digest") == capture.payload_digest == warc.digest(b"<p>Saved</p>")
    assert members.response(archive.connection, capture.response_record) == (b"", b"<p>Saved</p>")


def test_bodies_that_are_compressed_already_are_kept_as_they_are(archive, crawl):
    body = gzip.compress(b"hello" * 1000)
    [capture] = record(archive, crawl, [make_exchange(body=body, head=b"Content-Encoding: gzip\r\n")])
    assert members.response(archive.connection, capture.response_record)[1] == body


def test_a_full_disk_keeps_nothing_of_a_batch(archive, crawl):
    size = archive.connection.execute("PRAGMA page_count").fetchone()[0]
    archive.connection.execute(f"PRAGMA max_page_count = {size + 4}")
    batch = [make_exchange(f"http://news.example/{n}", body=bytes(range(256)) * 400 * (n + 1)) for n in range(40)]
    with pytest.raises(DiskFull):
        record(archive, crawl, batch)
    for table in ("captures", "members"):
        assert rows(archive, f"SELECT count(*) AS n FROM {table}")[0]["n"] == (1 if table == "members" else 0)
    assert archive.connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


def test_what_is_recorded_is_named_the_same_in_every_archive_that_holds_the_record(archive, crawl):
    first, second = record(archive, crawl, [make_exchange(), make_exchange()])
    assert len(first.capture_id) == 16
    assert first.capture_id != second.capture_id
