import gzip
import io
import random
import re
from dataclasses import replace

import pytest
from warcio.archiveiterator import ArchiveIterator

from archive import warc
from archive.errors import BadRecord

RESPONSE = warc.Record(
    id="urn:uuid:00000000-0000-4000-8000-000000000001",
    type="response",
    date="2026-03-01T08:30:00.000Z",
    block=b"HTTP/1.1 200 OK\nodd HEADER:  x \nno colon\n\nbody",
    content_type=warc.RESPONSE_TYPE,
    target_uri="http://news.example/",
    payload_digest=warc.digest(b"body"),
    extra=(("WARC-IP-Address", "192.0.2.1"), ("WARC-Truncated", "")),
)


def test_a_member_read_back_is_the_record():
    parsed = warc.read(warc.member_of(RESPONSE))
    assert parsed.block == RESPONSE.block
    assert parsed.id == RESPONSE.id
    assert parsed.header("warc-ip-address") == "192.0.2.1"
    assert parsed.header("WARC-Truncated") == ""
    assert parsed.header("WARC-Block-Digest") == warc.digest(RESPONSE.block)


def test_members_joined_are_a_warc_file_that_warcio_reads():
    joined = warc.member_of(RESPONSE) + warc.member_of(RESPONSE, packed=True)
    records = [
        (record.rec_headers.get_header("WARC-Type"), record.content_stream().read())
        for record in ArchiveIterator(io.BytesIO(joined), no_record_parse=True)
    ]
    assert records == [("response", RESPONSE.block)] * 2


@pytest.mark.parametrize("length", [0, 1, 2048, 65_535, 65_536, 200_000])
def test_a_body_that_is_compressed_is_stored_as_it_is_in_a_sound_member(length):
    body = random.Random(length).randbytes(length)
    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n"
    record = replace(RESPONSE, block=head + body, payload_digest=warc.digest(body))
    member = warc.member_of(record, packed=True)
    assert body in member or length > 65_535
    assert len(member) < len(body) + 500
    assert gzip.decompress(member) == warc.head_of(record) + record.block + b"\r\n\r\n"
    assert warc.read(member).block == record.block
    read = next(iter(ArchiveIterator(io.BytesIO(member), check_digests="raise")))
    assert read.raw_stream.read() == body


def test_a_body_that_only_says_it_is_compressed_is_compressed():
    record = replace(RESPONSE, block=b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + b"plain text " * 500)
    assert len(warc.member_of(record, packed=True)) < 600


def test_a_digest_is_sha1_in_base32():
    assert warc.digest(b"") == "sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ"


def test_record_ids_are_fresh_uuids():
    assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", warc.new_id())
    assert warc.new_id() != warc.new_id()


def test_a_line_break_cannot_enter_the_headers():
    smuggled = warc.Record("urn:x", "response", "2026", b"", target_uri="http://a/\r\nWARC-Type: warcinfo")
    with pytest.raises(BadRecord, match="line break"):
        warc.member_of(smuggled)


def test_line_breaks_of_a_warcinfo_value_become_spaces():
    assert warc.fields_block([("title", "Two\r\nlines"), ("rights", "")]) == b"title: Two lines\r\n"


@pytest.mark.parametrize(
    "damage",
    [
        lambda member: member[:-1],
        lambda member: member + b"x",
        lambda member: b"",
        lambda member: b"plain",
        lambda member: gzip.compress(gzip.decompress(member)[:-1]),
        lambda member: gzip.compress(gzip.decompress(member).replace(b"Content-Length: 4", b"Content-Length: 5")),
        lambda member: gzip.compress(b"HTTP/1.1 200 OK\r\n\r\n\r\n\r\n"),
        lambda member: gzip.compress(b"WARC/1.1\r\nno end"),
        lambda member: bytes([*member[:40], member[40] ^ 8, *member[41:]]),
    ],
)
def test_bytes_that_are_no_whole_record_are_refused(damage):
    with pytest.raises(BadRecord):
        warc.read(damage(warc.member_of(RESPONSE)))


def test_a_member_larger_than_its_bound_is_refused():
    bomb = gzip.compress(bytes(1 << 20))
    with pytest.raises(BadRecord, match="Longer than"):
        warc.unpack(bomb, limit=1000)


def test_folded_warc_headers_are_one_value():
    record = b"WARC/1.0\r\nWARC-Type: resource\r\nX: a\r\n b\r\nContent-Length: 0\r\n\r\n\r\n\r\n"
    assert warc.parse(record).header("x") == "a b"
