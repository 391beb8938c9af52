"""Claims about records far larger than pages are: kept whole, and in memory no more often than they must be."""

from __future__ import annotations

import gzip
import tracemalloc
from pathlib import Path
from random import Random

import pytest

from archive import warc
from archive.store.database import Archive
from archive.transfer.warc_in import import_file
from archive.verify.run import verify

LENGTH = 20_000_000  # bytes that do not shrink; more than SQLite is given as one value
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\n\r\n"


@pytest.fixture(scope="module")
def member() -> bytes:
    block = HEAD + Random(1).randbytes(LENGTH)
    return warc.member_of(
        warc.Record(
            "urn:uuid:1", "response", "2026-03-18T06:05:00.000Z", block, warc.RESPONSE_TYPE, "http://news.example/film"
        )
    )


@pytest.mark.parametrize("packed", [True, False], ids=["gzip", "plain"])
def test_a_large_record_is_kept_whole_and_held_four_times_at_most(member: bytes, packed: bool, tmp_path: Path) -> None:
    file = tmp_path / "large.warc"
    file.write_bytes(member if packed else gzip.decompress(member))
    with Archive.open(tmp_path / "archive.db", create=True) as archive:
        tracemalloc.start()
        done = import_file(archive, file)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        [[kept]] = archive.connection.execute("SELECT member FROM members WHERE length(member) > 1000000").fetchall()
    assert (done.counts["response"], done.problems) == (1, [])
    assert warc.read(kept) == warc.read(member)
    assert not packed or kept == member
    assert most < 4 * LENGTH
    assert verify(tmp_path / "archive.db").clean
