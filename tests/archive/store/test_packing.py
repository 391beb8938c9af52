from __future__ import annotations

import sqlite3
import zlib

import pytest

from archive.store import packing
from archive.store.packing import pack, register, unpack


@pytest.mark.parametrize("value", [[], [[1, None, "é", "\ud800"]], {"a": [1.5]}])
def test_what_is_packed_comes_back(value: object) -> None:
    assert unpack(pack(value)) == value


def test_an_empty_column_is_an_empty_list() -> None:
    assert unpack(b"") == []


@pytest.mark.parametrize("damaged", [b"\x00", pack([1, 2, 3])[:-1], zlib.compress(b"[1"), zlib.compress(b"\xff")])
def test_damage_is_said_so(damaged: bytes) -> None:
    with pytest.raises(ValueError):
        unpack(damaged)


def test_a_small_blob_cannot_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packing, "LARGEST", 1000)
    with pytest.raises(ValueError, match="longer than 1000 bytes"):
        unpack(pack("a" * 1001))


def test_sql_can_look_into_a_packed_column() -> None:
    connection = sqlite3.connect(":memory:")
    register(connection)
    assert connection.execute("SELECT json_array_length(unpacked(?))", (pack([1, 2]),)).fetchone() == (2,)
    assert unpack(connection.execute("SELECT packed('[1,2]')").fetchone()[0]) == [1, 2]
