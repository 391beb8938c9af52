import gzip
import io
import itertools
import random
import time

import pytest

from archive import warc
from archive.errors import BadRecord
from archive.transfer import records_in, stream
from archive.transfer.records_in import records

zstd = pytest.importorskip("backports.zstd", reason="no zstd library here")

BLOCKS = [b"HTTP/1.1 200 OK\r\n\r\n" + bytes([n]) * (n * 97) + b"\r\n\r\n" * (n % 3) for n in range(40)]
RECORDS = [
    warc.Record(warc.new_id(), "response", "2026-03-01T08:30:00Z", block, target_uri=f"http://news.example/{n}")
    for n, block in enumerate(BLOCKS)
]
MEMBERS = [warc.member_of(record) for record in RECORDS]
PLAIN = b"".join(map(gzip.decompress, MEMBERS))
FILES = {
    "a member a record": b"".join(MEMBERS),
    "plain": PLAIN,
    "one big gzip": gzip.compress(PLAIN),
    "members at random": b"".join(gzip.compress(PLAIN[at : at + 777]) for at in range(0, len(PLAIN), 777)),
    "zstd": b"".join(zstd.compress(gzip.decompress(member)) for member in MEMBERS),
    "one big zstd": zstd.compress(PLAIN),
    "zstd frames at random": b"".join(zstd.compress(PLAIN[at : at + 777]) for at in range(0, len(PLAIN), 777)),
    "zstd with frames to skip": b"\x50\x2a\x4d\x18\x03\0\0\0abc".join(
        zstd.compress(gzip.decompress(member)) for member in MEMBERS
    ),
}


def read(content, **more):
    return list(records(io.BytesIO(content), **more))


def whole(found):
    return [one.record.block for one in found if one.record]


@pytest.mark.parametrize("name", FILES)
def test_every_record_is_read_whatever_the_packing(name):
    found = read(FILES[name])
    assert whole(found) == BLOCKS
    assert [one.record.id for one in found] == [record.id for record in RECORDS]


def test_a_member_of_its_own_comes_byte_for_byte():
    assert [one.member for one in read(FILES["a member a record"])] == MEMBERS


@pytest.mark.parametrize("name", [name for name in FILES if name != "a member a record"])
def test_what_is_no_gzip_member_of_its_own_has_none(name):
    assert {one.member for one in read(FILES[name])} == {None}


@pytest.mark.parametrize("name", FILES)
def test_reading_begins_again_at_a_records_offset_and_at_the_next(name):
    found = read(FILES[name])
    for one, following in itertools.pairwise(found[5:]):
        again = [left.record.id for left in read(FILES[name], offset=one.offset) if left.record]
        assert one.record.id in again
        behind = [left.record.id for left in read(FILES[name], offset=one.next) if left.record]
        assert following.record.id in behind


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_was_cut_gives_what_came_and_says_so(name):
    content = FILES[name]
    found = read(content[: len(content) // 2])
    assert whole(found) == BLOCKS[: len(whole(found))]
    assert whole(found) or name == "one big zstd"  # whose blocks decode whole or not at all
    assert found[-1].problem


@pytest.mark.parametrize("name", ["a member a record", "zstd", "plain"])
def test_a_flipped_bit_costs_one_record(name):
    chance = random.Random(7)
    for _ in range(80):
        damaged = bytearray(FILES[name])
        damaged[chance.randrange(40, len(damaged))] ^= 1 << chance.randrange(8)
        assert len({one.record.id for one in read(bytes(damaged)) if one.record}) >= len(BLOCKS) - 1


def test_a_block_that_looks_like_a_member_or_a_record_is_still_a_block():
    block = b"\r\n\r\nWARC/1.0\r\nWARC-Type: fake\r\nContent-Length: 0\r\n\r\n\r\n\r\n" + gzip.compress(b"WARC/1.1\r\n")
    member = warc.member_of(warc.Record(warc.new_id(), "resource", "2026-03-01T08:30:00Z", block))
    assert whole(read(member + MEMBERS[3])) == [block, BLOCKS[3]]
    assert whole(read(gzip.decompress(member) + gzip.decompress(MEMBERS[3]))) == [block, BLOCKS[3]]


@pytest.mark.parametrize("said", [b"2", b"999999", b"-1", b"", b"1e3", b"9" * 30])
@pytest.mark.parametrize("pack", [gzip.compress, lambda record: record])
def test_a_wrong_content_length_costs_that_record_alone(pack, said):
    wrong = gzip.decompress(MEMBERS[9]).replace(b"Content-Length: 892", b"Content-Length: " + said)
    assert b"Content-Length: 892" in gzip.decompress(MEMBERS[9])
    parts = [gzip.decompress(MEMBERS[8]), wrong, gzip.decompress(MEMBERS[10]), gzip.decompress(MEMBERS[11])]
    found = read(b"".join(map(pack, parts)))
    if said == b"999999" and pack(b"") == b"":
        assert whole(found) == [BLOCKS[8]]  # nothing tells where a plain record really ends
    else:
        assert whole(found) == [BLOCKS[8], BLOCKS[10], BLOCKS[11]]
    assert any(one.problem for one in found)


def test_a_record_longer_than_is_kept_is_passed_over_without_being_held(monkeypatch):
    monkeypatch.setattr(records_in, "LONGEST_RECORD", 2000)
    monkeypatch.setattr(stream, "LONGEST_RECORD", 2000)
    for name in ("a member a record", "plain", "one big gzip"):
        found = read(FILES[name])
        assert whole(found) == [block for block in BLOCKS if len(block) <= 2000]
        assert "the most that is kept" in found[-1].problem


@pytest.mark.parametrize("content", [b"GIF89a" * 9, b"HTTP/1.1 200 OK\r\n\r\n", b"PK\x03\x04"])
def test_what_is_no_warc_file_is_refused(content):
    with pytest.raises(BadRecord, match="no WARC file"):
        read(content)


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_an_arc_file_is_refused_by_name(pack):
    arc = b"filedesc://old.arc 0.0.0.0 20060101000000 text/plain 76\n1 0 Crawler\nURL IP-address Archive-date\n"
    with pytest.raises(BadRecord, match=r"ARC file.*warcio recompress"):
        read(pack(arc))


def test_an_empty_file_has_no_records():
    assert read(b"") == []
    assert read(gzip.compress(b"")) == []


def test_heads_of_other_writers_are_understood():
    loose = b"WARC/0.18\nWARC-Type: resource\nWARC-Record-ID: <urn:x>\nX: a\n b\nContent-Length: 3\n\nabc\n\n"
    first, second = read(loose + b"\r\n" + loose)
    assert first.record == second.record
    assert (first.record.version, first.record.block, first.record.header("x")) == ("WARC/0.18", b"abc", "a b")


def test_gzip_of_nonsense_ends_in_bounded_time():
    began = time.process_time()
    assert all(one.problem for one in read(b"\x1f\x8b\x08" * 20_000))
    assert all(one.problem for one in read(gzip.compress(b"WARC/1.0\r\n" * 100_000)))
    assert all(one.problem for one in read(gzip.compress(b"x" * (64 << 20))))
    assert time.process_time() - began < 10


def test_a_dictionary_of_a_zstd_file_is_used():
    dictionary = zstd.train_dict([gzip.decompress(member) for member in MEMBERS], 2048)
    frame = b"\x5d\x2a\x4d\x18" + len(dictionary.dict_content).to_bytes(4, "little") + dictionary.dict_content
    packed = b"".join(zstd.compress(gzip.decompress(member), zstd_dict=dictionary) for member in MEMBERS)
    found = read(frame + packed)
    assert whole(found) == BLOCKS
    assert whole(read(frame + packed, offset=found[7].offset)) == BLOCKS[7:]
