import gzip
import io
import subprocess
import sys

import pytest
from click.testing import CliRunner
from warcio.archiveiterator import ArchiveIterator

from archive import warc
from archive.cli.export import export
from archive.errors import BadRecord, DiskFull, NotFound
from archive.model import SavedPage
from archive.store.articles import find
from archive.store.database import Archive
from archive.store.recording import record, record_saved
from archive.transfer import warc_out, written
from archive.transfer.selection import Selection, choose, moment_given
from archive.transfer.warc_out import write
from archive.transfer.written import Options
from tests.archive.conftest import publish
from tests.conftest import STARTED, begin, make_exchange


def kinds(path):
    with path.open("rb") as file:
        return [
            (found.rec_type, found.rec_headers.get_header("WARC-Target-URI"))
            for found in ArchiveIterator(file, no_record_parse=True)
        ]


def members_of(archive):
    return [bytes(row[0]) for row in archive.connection.execute("SELECT member FROM members ORDER BY id")]


def test_a_long_export_keeps_nobody_from_emptying_the_log(archive, crawl, monkeypatch):
    monkeypatch.setattr(warc_out, "_BATCH", 2)
    record(archive, crawl, [make_exchange(f"http://news.example/{n}", minutes=n) for n in range(5)])
    choose(archive.connection, Selection())
    before = sum(1 for _ in warc_out.placed(archive.connection, Options()))
    with Archive.open(archive.path) as other:
        written = 0
        for _ in warc_out.placed(archive.connection, Options()):
            record(other, crawl, [make_exchange(f"http://news.example/later-{written}")])
            assert other.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0
            written += 1
    assert written == before


def test_an_export_of_everything_is_the_members_joined(archive, crawl, tmp_path):
    record(archive, crawl, [make_exchange(minutes=minutes) for minutes in range(3)])
    done = write(archive, Selection(), tmp_path / "out.warc.gz")
    assert (tmp_path / "out.warc.gz").read_bytes() == b"".join(members_of(archive))
    assert done.counts == {"warcinfo": 1, "response": 1, "revisit": 2, "request": 3}


def test_an_export_passes_warcios_check(archive, crawl, tmp_path):
    fill(archive, crawl)
    write(archive, Selection(), tmp_path / "out.warc.gz", Options(conversion=True))
    checked = subprocess.run(
        [sys.executable, "-m", "warcio.cli", "check", "-v", str(tmp_path / "out.warc.gz")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_an_export_passes_fastwarcs_check_but_for_what_it_cannot_judge(archive, crawl, tmp_path):
    """fastwarc 2.0 hashes the (empty) payload of a revisit, though its digest is that of the record it stands for
    (ISO 28500, 6.7.2), and takes a head that ends in a bare LF for one without an end."""
    fill(archive, crawl)
    record(archive, crawl, [make_exchange("http://news.example/lf", response=b"HTTP/1.1 200 OK\nA: b\n\nhello")])
    write(archive, Selection(), tmp_path / "out.warc.gz", Options(conversion=True))
    report = tmp_path / "report.txt"
    subprocess.run(
        [sys.executable, "-c", "from fastwarc.cli import main; main()", "check", "-p", "-q", "-o", str(report),
         str(tmp_path / "out.warc.gz")],
        check=False,
    )  # fmt: skip
    failed = {line.split(": ")[0].strip("<>") for line in report.read_text().splitlines() if "FAIL" in line}
    excused = {
        row[0]
        for row in archive.connection.execute(
            "SELECT record_id FROM records WHERE type = 'revisit' OR (type = 'response' AND target_uri LIKE '%/lf')"
        )
    }
    assert failed == excused
    assert len(report.read_text().splitlines()) > len(failed)


def fill(archive, crawl):
    publish(archive, crawl, "http://news.example/a", "Bridge opens", "The bridge opens on Monday.")
    chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"
    odd = b"HTTP/1.1 200\r\nX-ODD:  a \r\nx-odd: b\r\nno colon\r\nLatin: \xe9\r\n\r\nhello"
    record(
        archive,
        crawl,
        [
            make_exchange("http://news.example/b", minutes=1),
            make_exchange("http://news.example/b", minutes=2),
            make_exchange("http://news.example/c", response=chunked),
            make_exchange("http://news.example/d", status="301 Moved", head=b"Location: /a\r\n"),
            make_exchange("http://news.example/e", response=odd),
            make_exchange("http://news.example/f", head=b"Content-Encoding: gzip\r\n", body=gzip.compress(b"x" * 99)),
            make_exchange("http://news.example/g", response=b"HTTP/1.1 200 OK\r\nCont", truncated="disconnect"),
        ],
    )
    record_saved(archive, crawl, SavedPage("file:///saved.html", STARTED, b"<p>Saved</p>"))


def test_a_selected_revisit_takes_along_what_it_stands_for(archive, crawl, tmp_path):
    record(archive, crawl, [make_exchange(), make_exchange("http://news.example/other", minutes=1)])
    later = begin(archive, "later")
    record(archive, later, [make_exchange(minutes=60)])
    done = write(archive, Selection(since=moment_given("2026-03-01T09:00")), tmp_path / "out.warc.gz")
    assert done.counts == {"warcinfo": 2, "response": 1, "request": 2, "revisit": 1}
    assert kinds(tmp_path / "out.warc.gz") == [
        ("warcinfo", None),
        ("response", "http://news.example/story"),
        ("request", "http://news.example/story"),
        ("warcinfo", None),
        ("revisit", "http://news.example/story"),
        ("request", "http://news.example/story"),
    ]


def test_a_revisit_of_what_is_not_here_is_refused_and_nothing_is_written(archive, crawl, tmp_path):
    record(archive, crawl, [make_exchange(minutes=minutes) for minutes in range(2)])
    archive.connection.execute("UPDATE records SET refers_to = NULL")
    with pytest.raises(BadRecord, match="stands for a payload that this archive does not hold"):
        write(archive, Selection(), tmp_path / "out.warc.gz")
    assert list(tmp_path.glob("*warc*")) == []


def test_until_is_the_end_of_a_selection_and_not_part_of_it(archive, crawl, tmp_path):
    record(archive, crawl, [make_exchange(f"http://news.example/{n}", minutes=n) for n in range(3)])
    chosen = Selection(since=moment_given("2026-03-01T08:31"), until=moment_given("2026-03-01T08:32"))
    write(archive, chosen, tmp_path / "out.warc.gz")
    assert ("response", "http://news.example/1") in kinds(tmp_path / "out.warc.gz")
    assert len(kinds(tmp_path / "out.warc.gz")) == 3


def test_an_article_comes_with_every_capture_of_its_addresses(archive, crawl, tmp_path):
    publish(archive, crawl, "http://news.example/a", "Bridge opens", "The bridge opens on Monday.")
    publish(archive, crawl, "http://news.example/a", "Bridge opens", "The bridge opens on Friday, we hear.", minutes=5)
    publish(archive, crawl, "http://news.example/b", "Ferry returns", "The ferry is back.", minutes=6)
    article = find(archive.connection, "http://news.example/a")
    write(archive, Selection(articles=(article,)), tmp_path / "out.warc.gz")
    assert [uri for kind, uri in kinds(tmp_path / "out.warc.gz") if kind == "response"] == ["http://news.example/a"] * 2


def test_a_source_is_selected_by_its_name(archive, crawl, tmp_path):
    with archive.transaction() as connection:
        connection.execute("INSERT INTO sources (id, name, domain, added_at) VALUES (1, 'news', 'news.example', '')")
    record(archive, crawl, [make_exchange("http://news.example/1", source_id=1), make_exchange("http://o.example/2")])
    done = write(archive, Selection(sources=("news",)), tmp_path / "out.warc.gz")
    assert done.counts["response"] == 1
    with pytest.raises(NotFound, match="no source 'absent'"):
        write(archive, Selection(sources=("absent",)), tmp_path / "out.warc.gz")


def test_rolled_files_each_begin_with_a_warcinfo_and_keep_requests_with_their_responses(archive, crawl, tmp_path):
    bodies = [bytes([n]) * 10 + gzip.compress(str(n).encode() * 5000) for n in range(20)]
    head = b"Content-Encoding: gzip\r\n"
    record(archive, crawl, [make_exchange(f"http://n.example/{n}", body, head=head) for n, body in enumerate(bodies)])
    done = write(archive, Selection(), tmp_path / "out.warc.gz", Options(size=4000))
    assert [file.name for file in done.files[:2]] == ["out-00000.warc.gz", "out-00001.warc.gz"]
    responses = []
    for file in done.files:
        first, *rest = kinds(file)
        assert first[0] == "warcinfo"
        assert [kind for kind, _ in rest] == ["response", "request"] * (len(rest) // 2)
        responses += [uri for kind, uri in rest if kind == "response"]
    assert responses == [f"http://n.example/{n}" for n in range(20)]


def test_conversion_records_carry_the_clean_text_and_are_the_same_each_time(archive, crawl, tmp_path):
    publish(archive, crawl, "http://news.example/a", "Bridge opens", "The bridge opens on Monday.")
    contents = []
    for name in ("one.warc.gz", "two.warc.gz"):
        write(archive, Selection(), tmp_path / name, Options(conversion=True))
        contents.append((tmp_path / name).read_bytes())
    assert contents[0] == contents[1]
    [found] = [
        r.content_stream().read() for r in ArchiveIterator(io.BytesIO(contents[0])) if r.rec_type == "conversion"
    ]
    assert found == b"The bridge opens on Monday."


def test_an_empty_archive_exports_an_empty_file(archive, tmp_path):
    assert write(archive, Selection(), tmp_path / "out.warc.gz").counts == {}
    assert (tmp_path / "out.warc.gz").read_bytes() == b""


def test_a_full_disk_leaves_no_half_of_a_file(archive, crawl, tmp_path, monkeypatch):
    record(archive, crawl, [make_exchange()])

    def full(path, mode):
        return open("/dev/full", mode)  # noqa: PTH123

    monkeypatch.setattr(written.Path, "open", full)
    with pytest.raises(DiskFull, match="nothing of it was kept"):
        write(archive, Selection(), tmp_path / "out.warc.gz")
    assert list(tmp_path.glob("*warc*")) == []


def test_the_command_says_what_it_wrote(archive, crawl, tmp_path):
    publish(archive, crawl, "http://news.example/a", "Bridge opens", "The bridge opens on Monday.")
    publish(archive, crawl, "http://news.example/b", "Ferry returns", "The ferry is back.", minutes=1)
    out = tmp_path / "out.warc.gz"
    arguments = ["--archive", str(archive.path), "--warc", str(out)]
    answer = CliRunner().invoke(export, [*arguments, "--query", "bridge", "--until", "2026-03-01"])
    assert answer.exit_code == 0, answer.output
    assert answer.stderr == f"{out}: 1 request, 1 response, 1 warcinfo\n"
    assert ("response", "http://news.example/b") not in kinds(out)


def test_the_command_writes_to_standard_output(archive, crawl):
    record(archive, crawl, [make_exchange()])
    answer = CliRunner().invoke(export, ["--archive", str(archive.path), "--warc", "-"])
    assert answer.stdout_bytes == b"".join(members_of(archive))


@pytest.mark.parametrize("wrong", [[], ["--warc", "a", "--cdxj", "b"]])
def test_one_format_must_be_asked_for(archive, wrong):
    answer = CliRunner().invoke(export, ["--archive", str(archive.path), *wrong])
    assert answer.exit_code == 2
    assert "Say one of --warc" in answer.stderr


def test_payload_digests_of_an_export_are_those_of_the_archive(archive, crawl, tmp_path):
    fill(archive, crawl)
    write(archive, Selection(), tmp_path / "out.warc.gz")
    with (tmp_path / "out.warc.gz").open("rb") as file:
        for found in ArchiveIterator(file, no_record_parse=True):
            assert warc.contradicts(found.rec_headers.get_header("WARC-Block-Digest"), found.raw_stream.read()) is False
