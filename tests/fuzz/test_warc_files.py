"""WARC files of strangers: each record whole, or a sentence; damage costs what it touches and no more."""

from __future__ import annotations

import gzip

from hypothesis import given
from hypothesis import strategies as st

from archive import payload, warc
from tests.fuzz import claims
from tests.fuzz.shapes import damaged, fuzz

_TYPES = ("warcinfo", "request", "response", "resource", "metadata", "revisit", "conversion", "continuation", "x")
_LINE = st.text(st.characters(blacklist_characters="\r\n", blacklist_categories=["Cs"]), max_size=15)
RECORDS = st.builds(
    warc.Record,
    id=st.just("urn:uuid:00000000-0000-4000-8000-000000000000"),
    type=st.sampled_from(_TYPES),
    date=st.sampled_from(["2026-03-18T06:05:00Z", "2026", "yesterday", ""]),
    block=st.one_of(st.binary(max_size=80), st.sampled_from([b"WARC/1.1\r\n", b"\x1f\x8b\x08", b"\r\n\r\n", b"\n\n"])),
    target_uri=_LINE,
    extra=st.lists(st.tuples(st.sampled_from(["X-Note", "WARC-IP-Address", "Content-Length"]), _LINE), max_size=2).map(
        tuple
    ),
)


def _plain(record: warc.Record) -> bytes:
    return warc.head_of(record) + record.block + b"\r\n\r\n"


def _gzips(found: list[warc.Record]) -> bytes:
    return b"".join(map(warc.member_of, found))


def _as_one(found: list[warc.Record]) -> bytes:
    return gzip.compress(b"".join(map(_plain, found)), mtime=0)


def _zstd(found: list[warc.Record]) -> bytes:
    zstd = payload.library("backports.zstd")
    return b"".join(zstd.compress(_plain(record)) for record in found)


def _open(found: list[warc.Record]) -> bytes:
    return b"".join(map(_plain, found))


PACKINGS = st.sampled_from([_gzips, _as_one, _zstd, _open])
_clean = RECORDS.filter(lambda record: not any(name == "Content-Length" for name, _ in record.extra))


@fuzz(80)
@given(st.lists(_clean, min_size=1, max_size=4), PACKINGS)
def test_what_was_written_is_read_back_whatever_the_packing(found: list[warc.Record], packing: object) -> None:
    read = claims.warc_file(packing(found))  # type: ignore[operator]
    assert [one.record.block for one in read if one.record] == [record.block for record in found]
    assert not any(one.problem for one in read)


@fuzz(150)
@given(damaged(st.builds(lambda found, packing: packing(found), st.lists(RECORDS, max_size=4), PACKINGS)))
def test_a_damaged_file_is_read_to_its_end_or_refused(content: bytes) -> None:
    claims.warc_file(content)


@fuzz(60)
@given(st.lists(_clean, min_size=3, max_size=3), st.integers(0, 1 << 16), st.integers(0, 7))
def test_a_flipped_bit_in_one_member_costs_at_most_that_record(found: list[warc.Record], at: int, bit: int) -> None:
    members = [warc.member_of(record) for record in found]
    first, hit = len(members[0]), at % len(members[1])
    content = bytearray(b"".join(members))
    content[first + hit] ^= 1 << bit
    blocks = [one.record.block for one in claims.warc_file(bytes(content)) if one.record]
    assert found[0].block in blocks
    assert found[2].block in blocks


@fuzz(100)
@given(damaged(st.one_of(RECORDS.map(warc.member_of), RECORDS.map(_plain), st.binary(max_size=60))))
def test_one_member_is_a_record_or_refused(content: bytes) -> None:
    claims.warc_member(content)
