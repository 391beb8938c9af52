from __future__ import annotations

from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from archive.store.database import Archive
from archive.verify.run import verify
from bench import make_archive, storage
from bench.invented import keep, stories


@pytest.fixture
def invented(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(make_archive, "KEPT", 1)
    monkeypatch.setattr(make_archive, "VOCABULARY", 2000)
    with Archive.open(tmp_path / "big.db", create=True) as archive:
        make_archive.fill(archive.connection, 30, np.random.default_rng(1))
    return tmp_path / "big.db"


def test_an_invented_archive_that_keeps_all_bytes_is_sound(invented: Path) -> None:
    assert verify(invented).faults == []


def test_pages_added_as_a_crawl_adds_them_leave_it_sound(invented: Path) -> None:
    with Archive.open(invented) as archive:
        captures = keep(archive, 1, list(stories("https://new.example", 5)))
    assert [capture.url for capture in captures] == [f"https://new.example/story-{n}" for n in range(5)]
    assert verify(invented).faults == []


def test_a_file_is_its_records_its_text_and_the_rest(invented: Path) -> None:
    with closing(Archive.open(invented)) as archive:
        found = storage.measure(archive.connection, invented)
        parts = {name: size for name, _, size in storage.parts(archive.connection)}
    assert found.file == invented.stat().st_size
    assert found.file == pytest.approx(storage.PROOF * found.warc + found.rest * found.text)
    assert parts["members"] == found.members >= found.warc
    assert sum(parts.values()) <= found.file
