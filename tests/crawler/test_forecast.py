"""A run says beforehand that the disk may be too small for it."""

from __future__ import annotations

import shutil
from collections import namedtuple

import pytest

from archive.model import Address
from archive.store import frontier
from archive.store.database import Archive
from archive.store.sources import put_source
from crawler.forecast import forecast

Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def source(archive: Archive) -> int:
    key = put_source(archive, name="tarn", domain="tarn.example", home="https://tarn.example/", toml="")
    frontier.add(archive, [Address(f"https://tarn.example/{number}", source_id=key) for number in range(5000)])
    return key


def test_a_disk_with_room_is_no_news(archive: Archive, source: int, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(0, 0, 2 << 30))
    assert forecast(archive, [source]) == ""


def test_a_disk_that_may_be_too_small_is(archive: Archive, source: int, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(0, 0, 400 << 20))
    assert forecast(archive, [source]).startswith("5000 pages wait, which may need 0.7 GiB, and 0.4 GiB are free")
    assert forecast(archive, [source], limit=100) == ""
