import gzip
import io
import json

import pytest
from click.testing import CliRunner
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from archive import warc
from archive.cli.import_ import import_ as command
from archive.errors import BadRecord, DiskFull
from archive.forget import forget_urls
from archive.model import SavedPage
from archive.store import members
from archive.store.database import Archive
from archive.store.recording import record, record_saved
from archive.transfer import warc_in
from archive.transfer.intake import Wanted
from archive.transfer.selection import Selection
from archive.transfer.warc_in import import_file
from archive.transfer.warc_out import write
from archive.transfer.written import Options
from archive.verify.run import verify
from tests.archive.conftest import page, publish
from tests.archive.desk import STORY
from tests.conftest import STARTED, begin, make_exchange

LONGER = [f"Boat number {n} will call at the northern pier before noon, as it did until last spring." for n in range(9)]


@pytest.fixture
def target(tmp_path):
    """An empty archive to import into."""
    with Archive.open(tmp_path / "target.db", create=True) as opened:
        yield opened


def rows(archive, query, *bound):
    return [tuple(row) for row in archive.connection.execute(query, bound)]


def bytes_by_id(archive):
    """Every record of crawls by its id, but for the warcinfo that an import writes about itself."""
    return dict(
        rows(
            archive,
            """SELECT record_id, member FROM records JOIN members USING (id)
            WHERE records.id NOT IN (SELECT min(records.id) FROM records JOIN crawls ON crawls.id = records.crawl_id
                WHERE crawls.command = 'import' GROUP BY crawls.id)""",
        )
    )


def fill(archive, crawl):
    publish(archive, crawl, "http://news.example/a", "Bridge opens", "The bridge opens on Monday.")
    record(
        archive,
        crawl,
        [
            make_exchange("http://news.example/b", minutes=1),
            make_exchange("http://news.example/b", minutes=2),
            make_exchange("http://news.example/b", status="304 Not Modified", body=b"", minutes=3),
            make_exchange("http://news.example/d", status="301 Moved", head=b"Location: /a\r\n"),
            make_exchange("http://news.example/gone", status="410 Gone"),
            make_exchange("http://news.example/busy", status="503 Busy"),
            make_exchange("http://news.example/odd", response=b"HTTP/1.1 200\nodd: x\nno colon\n\nbody\xff"),
            make_exchange("http://news.example/none", response=b""),
        ],
    )
    record_saved(archive, crawl, SavedPage("file:///saved.html", STARTED, b"<p>Saved</p>"))


def test_what_was_exported_is_imported_byte_for_byte(archive, crawl, target, tmp_path):
    fill(archive, crawl)
    write(archive, Selection(), tmp_path / "out.warc.gz", Options(conversion=True))
    done = import_file(target, tmp_path / "out.warc.gz")
    assert bytes_by_id(archive).items() <= bytes_by_id(target).items()
    assert (done.problems, done.counts["bad"], done.counts["conversion"]) == ([], 0, 1)
    assert verify(target.path).faults == []
    columns = "capture_id, url, fetched_at, status, mime, location, payload_digest, payload_length"
    query = f"SELECT {columns} FROM captures WHERE response_record IS NOT NULL ORDER BY capture_id"
    assert rows(target, query) == rows(archive, query)


def test_what_was_imported_is_exported_byte_for_byte(archive, crawl, target, tmp_path):
    fill(archive, crawl)
    write(archive, Selection(), tmp_path / "out.warc.gz")
    import_file(target, tmp_path / "out.warc.gz")
    write(target, Selection(), tmp_path / "again.warc.gz")
    third = Archive.open(tmp_path / "third.db", create=True)
    import_file(third, tmp_path / "again.warc.gz")
    assert bytes_by_id(archive).items() <= bytes_by_id(third).items()


def test_importing_twice_changes_nothing(archive, crawl, target, tmp_path):
    fill(archive, crawl)
    write(archive, Selection(), tmp_path / "out.warc.gz")
    import_file(target, tmp_path / "out.warc.gz")
    before = rows(target, "SELECT count(*) FROM records"), rows(target, "SELECT count(*) FROM crawls")
    second = import_file(target, tmp_path / "out.warc.gz")
    assert second.before
    assert (rows(target, "SELECT count(*) FROM records"), rows(target, "SELECT count(*) FROM crawls")) == before


def test_records_that_are_here_already_are_duplicates(archive, crawl, tmp_path):
    fill(archive, crawl)
    write(archive, Selection(), tmp_path / "out.warc.gz")
    done = import_file(archive, tmp_path / "out.warc.gz")
    assert done.counts == {"duplicates": rows(archive, "SELECT count(*) FROM records")[0][0] - 1}


def test_a_capture_that_another_tool_wrote_out_anew_is_a_duplicate(archive, crawl, target, tmp_path):
    record(archive, crawl, [make_exchange()])
    write(archive, Selection(), tmp_path / "out.warc.gz")
    import_file(target, tmp_path / "out.warc.gz")
    [(member,)] = rows(archive, "SELECT member FROM members JOIN records USING (id) WHERE type = 'response'")
    found = warc.read(member)
    renamed = tuple((k, f"<{warc.new_id()}>" if k == "WARC-Record-ID" else v) for k, v in found.headers)
    (tmp_path / "anew.warc.gz").write_bytes(warc.pack(warc.Parsed(found.version, renamed, found.block)))
    assert import_file(target, tmp_path / "anew.warc.gz").counts == {"duplicates": 1}


def foreign(*, first="response", gzip_records=True):
    """A file as warcio writes one: bodies kept as they crossed the wire, requests before or after their responses."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=gzip_records, warc_version="1.0")
    out_records = [writer.create_warcinfo_record("foreign.warc.gz", {"software": "somebody else's"})]
    bodies = {
        "plain": ([("Content-Type", "text/html")], page("Bridge opens", "The bridge opens on Monday.")),
        "chunked": ([("Transfer-Encoding", "chunked")], b"5\r\nhello\r\n0\r\n\r\n"),
        "packed": ([("Content-Encoding", "gzip"), ("Content-Type", "text/html")], gzip.compress(b"<p>Packed</p>")),
    }
    for name, (headers, body) in bodies.items():
        url = f"http://foreign.example/{name}"
        dated = {"WARC-Date": "2026-02-01T00:00:00Z"}
        response = writer.create_warc_record(
            url, "response", io.BytesIO(body), http_headers=StatusAndHeaders("200 OK", headers, "HTTP/1.1"),
            warc_headers_dict=dated,
        )  # fmt: skip
        request = writer.create_warc_record(
            url, "request", io.BytesIO(), http_headers=StatusAndHeaders("GET / HTTP/1.1", [], is_http_request=True),
            warc_headers_dict=dict(dated),
        )  # fmt: skip
        if first == "response":
            request.rec_headers.add_header("WARC-Concurrent-To", response.rec_headers.get_header("WARC-Record-ID"))
            out_records += [response, request]
        else:
            response.rec_headers.add_header("WARC-Concurrent-To", request.rec_headers.get_header("WARC-Record-ID"))
            out_records += [request, response]
    revisit = writer.create_revisit_record(
        "http://foreign.example/plain", warc.digest(bodies["plain"][1]), "http://foreign.example/plain",
        "2026-02-01T00:00:00Z", http_headers=StatusAndHeaders("200 OK", [], "HTTP/1.1"),
        warc_headers_dict={"WARC-Date": "2026-02-02T00:00:00Z"},
    )  # fmt: skip
    for one in [*out_records, revisit]:
        writer.write_record(one)
    return out.getvalue()


@pytest.mark.parametrize("first", ["response", "request"])
@pytest.mark.parametrize("gzip_records", [True, False])
def test_what_warcio_wrote_comes_in_whole(target, tmp_path, first, gzip_records):
    (tmp_path / "foreign.warc").write_bytes(foreign(first=first, gzip_records=gzip_records))
    done = import_file(target, tmp_path / "foreign.warc")
    assert done.counts == {"warcinfo": 1, "response": 3, "request": 3, "revisit": 1}
    assert verify(target.path).faults == []
    captures = rows(target, "SELECT url, response_record, request_record, status FROM captures ORDER BY id")
    assert all(request is not None for _, _, request, _ in captures[:3])
    plain, chunked, packed, revisit = captures
    assert members.response(target.connection, chunked[1])[1] == b"hello"
    assert members.response(target.connection, revisit[1])[1] == members.response(target.connection, plain[1])[1]
    assert packed[0] == "http://foreign.example/packed"


def test_members_of_a_foreign_file_are_kept_byte_for_byte(target, tmp_path):
    content = foreign()
    (tmp_path / "foreign.warc.gz").write_bytes(content)
    import_file(target, tmp_path / "foreign.warc.gz")
    assert all(member in content for member in bytes_by_id(target).values())


def test_a_bad_record_is_skipped_and_counted_and_the_rest_comes_in(archive, crawl, target, tmp_path):
    record(archive, crawl, [make_exchange(f"http://news.example/{n}", minutes=n) for n in range(9)])
    all_members = [member for (member,) in rows(archive, "SELECT member FROM members ORDER BY id")]
    spoilt = bytearray(gzip.decompress(all_members[3]))
    spoilt[-10] ^= 1
    all_members[3] = gzip.compress(bytes(spoilt))
    all_members[5] = all_members[5][:60] + b"\0" + all_members[5][61:]
    (tmp_path / "out.warc.gz").write_bytes(b"".join(all_members))
    done = import_file(target, tmp_path / "out.warc.gz")
    assert done.counts["bad"] == 2
    assert done.counts["response"] == 7
    assert "does not hash to its WARC-Block-Digest" in done.problems[0]
    assert "damaged" in done.problems[1]
    assert verify(target.path).faults == []


@pytest.mark.parametrize(
    ("spoil", "problem"),
    [
        (lambda head: head.replace(b"WARC-Record-ID", b"X-Record-ID"), "no WARC-Record-ID"),
        (lambda head: head.replace(b"WARC-Date: 2026", b"WARC-Date: x"), "its WARC-Date is"),
        (lambda head: head.replace(b"WARC-Type: response", b"WARC-Type: continuation"), "are not kept"),
        (lambda head: head.replace(b"WARC-Type", b"WARC-Segment-Number: 1\r\nWARC-Type"), "one segment of a record"),
    ],
)
def test_what_a_record_must_have_is_named_when_missing(archive, crawl, target, tmp_path, spoil, problem):
    record(archive, crawl, [make_exchange()])
    [(member,)] = rows(archive, "SELECT member FROM members JOIN records USING (id) WHERE type = 'response'")
    (tmp_path / "one.warc").write_bytes(spoil(gzip.decompress(member)))
    done = import_file(target, tmp_path / "one.warc")
    assert problem in done.problems[0]
    assert done.counts == {"bad": 1}


def test_a_revisit_of_what_is_not_here_is_counted_and_left_out(archive, crawl, target, tmp_path):
    record(archive, crawl, [make_exchange(minutes=minutes) for minutes in range(2)])
    [(member,)] = rows(archive, "SELECT member FROM members JOIN records USING (id) WHERE type = 'revisit'")
    (tmp_path / "one.warc.gz").write_bytes(member)
    assert import_file(target, tmp_path / "one.warc.gz").counts == {"revisits of what is not here": 1}
    assert rows(target, "SELECT * FROM captures") == []


def test_what_was_removed_here_does_not_come_back(archive, crawl, tmp_path):
    fill(archive, crawl)
    write(archive, Selection(), tmp_path / "out.warc.gz")
    forget_urls(archive, ["http://news.example/a"], reason="court order 7")
    done = import_file(archive, tmp_path / "out.warc.gz")
    assert done.counts["removed here before"] == 2
    assert rows(archive, "SELECT * FROM captures WHERE url = 'http://news.example/a'") == []


def test_only_wanted_hosts_and_languages_come_in(archive, crawl, target, tmp_path):
    record(
        archive,
        crawl,
        [
            make_exchange("http://news.example/de", b"<html class=x lang='de-AT'><p>Guten Tag</p>"),
            make_exchange("http://m.news.example/en", b'<!doctype html><html lang="en"><p>Hello</p>'),
            make_exchange("http://news.example/unsaid", b"<p>?</p>"),
            make_exchange("http://other.example/de", b"<html lang=de>"),
            make_exchange("http://notnews.example/de", b"<html lang=de>"),
        ],
    )
    write(archive, Selection(), tmp_path / "out.warc.gz")
    import_file(target, tmp_path / "out.warc.gz", wanted=Wanted(hosts=("news.example",), languages=("de",)))
    assert rows(target, "SELECT url FROM captures ORDER BY url") == [
        ("http://news.example/de",), ("http://news.example/unsaid",),
    ]  # fmt: skip


def test_an_interrupted_import_goes_on_where_it_stopped(archive, crawl, target, tmp_path, monkeypatch):
    fill(archive, crawl)
    write(archive, Selection(), tmp_path / "out.warc.gz")
    monkeypatch.setattr(warc_in, "_BATCH", 2)
    with Archive.open(tmp_path / "undisturbed.db", create=True) as undisturbed:
        expected = import_file(undisturbed, tmp_path / "out.warc.gz").counts
    stops = 0
    while stops < 50:

        def stop(offset):
            raise KeyboardInterrupt

        try:
            done = import_file(target, tmp_path / "out.warc.gz", progress=stop if stops % 3 else lambda offset: None)
            break
        except KeyboardInterrupt:
            stops += 1
    assert bytes_by_id(target) == bytes_by_id(archive)
    assert done.counts == expected
    assert rows(target, "SELECT count(*) FROM crawls") == [(1,)]


def test_every_interruption_is_survived(archive, crawl, target, tmp_path, monkeypatch):
    fill(archive, crawl)
    (tmp_path / "out.warc").write_bytes(foreign(first="request", gzip_records=False))
    monkeypatch.setattr(warc_in, "_BATCH", 1)
    with Archive.open(tmp_path / "undisturbed.db", create=True) as undisturbed:
        expected = import_file(undisturbed, tmp_path / "out.warc").counts
        whole = bytes_by_id(undisturbed)
    while True:
        calls = iter([None])

        def stop_at_second(offset, calls=calls):
            if next(calls, "stop") == "stop":
                raise KeyboardInterrupt

        try:
            done = import_file(target, tmp_path / "out.warc", progress=stop_at_second)
            break
        except KeyboardInterrupt:
            continue
    assert (bytes_by_id(target), done.counts) == (whole, expected)


def test_a_full_disk_keeps_whole_batches_and_the_import_goes_on_later(archive, crawl, target, tmp_path, monkeypatch):
    batch = [make_exchange(f"http://news.example/{n}", body=bytes(range(256)) * 300 * n) for n in range(30)]
    record(archive, crawl, batch)
    write(archive, Selection(), tmp_path / "out.warc.gz")
    monkeypatch.setattr(warc_in, "_BATCH", 4)
    target.connection.execute("PRAGMA max_page_count = 60")
    with pytest.raises(DiskFull):
        import_file(target, tmp_path / "out.warc.gz")
    assert verify(target.path).faults == []
    target.connection.execute("PRAGMA max_page_count = 100000")
    import_file(target, tmp_path / "out.warc.gz")
    assert bytes_by_id(target) == bytes_by_id(archive)


def test_what_is_no_warc_file_leaves_no_trace(target, tmp_path):
    (tmp_path / "notes.txt").write_text("Not a WARC.")
    with pytest.raises(BadRecord, match="no WARC file"):
        import_file(target, tmp_path / "notes.txt")
    assert rows(target, "SELECT * FROM crawls") == []


def test_what_is_no_page_needs_no_reader_and_what_the_status_says_waits(archive, crawl, target, tmp_path):
    record(
        archive,
        crawl,
        [
            make_exchange("http://news.example/a"),
            make_exchange("http://news.example/a.png", head=b"Content-Type: image/png\r\n"),
            make_exchange("http://news.example/robots.txt", head=b"Content-Type: text/plain\r\n"),
        ],
    )
    write(archive, Selection(), tmp_path / "out.warc.gz")
    import_file(target, tmp_path / "out.warc.gz")
    assert rows(target, "SELECT kind, state FROM captures ORDER BY id") == [
        ("page", "recorded"), ("requisite", "read"), ("robots", "read"),
    ]  # fmt: skip


def test_the_command_imports_and_reads(tmp_path):
    with Archive.open(tmp_path / "one.db", create=True) as one:
        record(one, begin(one), [make_exchange("http://news.example/a", page("Ferry returns", *STORY, *LONGER))])
        write(one, Selection(), tmp_path / "out.warc.gz")
    (tmp_path / "bad.warc").write_bytes(b"nonsense")
    arguments = [str(tmp_path / "bad.warc"), str(tmp_path / "out.warc.gz"), "--archive", str(tmp_path / "two.db")]
    answer = CliRunner().invoke(command, arguments)
    assert answer.exit_code == 3, answer.output
    assert "bad.warc: It is no WARC file" in answer.stderr
    assert "1 request, 1 response, 1 warcinfo" in answer.stdout
    assert "read: 1 new" in answer.stdout
    with Archive.open(tmp_path / "two.db") as two:
        assert rows(two, "SELECT count(*) FROM articles") == [(1,)]
        assert json.loads(rows(two, "SELECT settings FROM crawls")[0][0])["file"] == "out.warc.gz"
    assert verify(tmp_path / "two.db").faults == []


def test_the_command_reads_standard_input(tmp_path):
    answer = CliRunner().invoke(command, ["-", "--no-read", "--archive", str(tmp_path / "two.db")], input=foreign())
    assert answer.exit_code == 0, answer.output
    assert answer.stdout == "-: 3 request, 3 response, 1 revisit, 1 warcinfo\n"
