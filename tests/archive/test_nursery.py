"""The process that workers are forked from."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.store.database import Archive
from archive.workers import Readers


@pytest.fixture
def path(tmp_path: Path) -> Iterator[Path]:
    Archive.open(tmp_path / "archive.db", create=True).close()
    yield tmp_path / "archive.db"


def parent(readers: Readers) -> int:
    return readers.run("", os.getppid).result(timeout=60)


def test_it_has_one_thread_since_others_do_not_survive_a_fork(path: Path) -> None:
    with Readers(path, workers=1) as readers:
        nursery = parent(readers)
        assert nursery != os.getpid()
        assert len(list(Path(f"/proc/{nursery}/task").iterdir())) == 1


def test_its_workers_have_the_models_before_their_first_page(path: Path) -> None:
    with Readers(path, workers=1) as readers:
        loaded = "__import__('archive.extraction.model').extraction.model.shipped.cache_info().currsize"
        assert readers.run("", eval, loaded).result(timeout=60) == 1


def test_it_is_shared_and_ends_with_the_last_who_wants_workers(path: Path) -> None:
    with Readers(path, workers=1) as one:
        nursery = parent(one)
        with Readers(path, workers=1) as other:
            assert parent(other) == nursery
        assert parent(one) == nursery
    assert not Path(f"/proc/{nursery}").exists()
