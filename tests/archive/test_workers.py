from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.errors import ExtractionFailed, NoReaders
from archive.extraction.answer import PageKind
from archive.model import Edit, SavedPage
from archive.store.database import Archive
from archive.store.reading import store_readings
from archive.store.recording import record, record_saved
from archive.workers import PATIENCE, Readers
from tests.archive.desk import LONG, html
from tests.conftest import STARTED, make_exchange


@pytest.fixture(scope="module")
def readers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Readers]:
    path = tmp_path_factory.mktemp("readers") / "archive.db"
    Archive.open(path, create=True).close()
    with Readers(path, workers=1, timeout=8) as pool:
        yield pool


def failure(readers: Readers, function: object, *arguments: object) -> ExtractionFailed:
    with pytest.raises(ExtractionFailed) as caught:
        readers.run("Capture 7", function, *arguments).result(timeout=60)  # type: ignore[arg-type]
    return caught.value


def test_a_page_is_read_from_the_archive_by_its_key(archive: Archive, crawl: int) -> None:
    capture = record(archive, crawl, [make_exchange("http://news.example/ferry", html(*LONG))])[0]
    with Readers(archive.path, workers=1) as readers:
        reading = readers.submit(capture.id).result(timeout=60)
    assert reading.extraction.kind is PageKind.ARTICLE
    assert reading.extraction.metadata.title == "Ferry returns to the islands"
    assert "bow doors" in reading.extraction.text
    assert store_readings(archive, [reading])[0].edit is Edit.FIRST


def test_a_saved_text_is_read_as_plain_text(archive: Archive, crawl: int) -> None:
    text = b"Ferry returns\n\nThe ferry between the two islands sails again from Monday, the harbour office said today."
    capture = record_saved(archive, crawl, SavedPage("file:///ferry.txt", STARTED, text, "text/plain"))
    with Readers(archive.path, workers=1) as readers:
        reading = readers.submit(capture.id).result(timeout=60)
    assert "sails again" in reading.extraction.text
    assert store_readings(archive, [reading])[0].article_id


def test_a_page_that_hangs_costs_one_page(readers: Readers) -> None:
    readers.timeout, readers.patience = 0.5, 1
    error = failure(readers, time.sleep, 60)
    readers.timeout, readers.patience = 8, PATIENCE
    assert error.killed
    assert "longer than 0.5 s" in str(error)
    assert readers.run("", os.getpid).result(timeout=60)


def test_a_page_that_works_without_end_is_ended_after_its_cpu_time(readers: Readers) -> None:
    readers.timeout = 0.5
    error = failure(readers, sum, range(10**12))  # in C, where no handler of Python's would run
    readers.timeout = 8
    assert error.killed
    assert "longer than 0.5 s of CPU time" in str(error)
    assert readers.run("", os.getpid).result(timeout=60)


def test_a_page_on_a_busy_machine_may_wait_longer_than_it_may_work(readers: Readers) -> None:
    worker = readers.run("", os.getpid).result(timeout=60)
    readers.timeout = 0.3
    waited = readers.run("Capture 7", time.sleep, 0.9)
    readers.timeout = 8
    assert waited.result(timeout=60) is None
    assert readers.run("", os.getpid).result(timeout=60) == worker


def test_a_page_that_bloats_costs_one_page(readers: Readers) -> None:
    error = failure(readers, bytearray, 4 << 30)
    assert error.killed
    assert "more memory" in str(error)
    assert readers.run("", os.getpid).result(timeout=60)


def test_a_page_that_crashes_its_worker_costs_one_page(readers: Readers) -> None:
    error = failure(readers, ctypes.string_at, 0)
    assert error.killed
    assert "crashed the worker" in str(error)
    assert readers.run("", os.getpid).result(timeout=60)


def test_workers_that_die_while_they_wait_cost_no_page(readers: Readers) -> None:
    worker = readers.run("", os.getpid).result(timeout=60)
    os.kill(worker, signal.SIGKILL)
    assert readers.run("", os.getpid).result(timeout=60) != worker


def test_workers_that_cannot_start_are_no_fault_of_a_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.workers._begin", os._exit)  # each ends before it begins, with `memory` for its code
    with Readers(tmp_path / "archive.db", workers=1, memory=1) as readers, pytest.raises(NoReaders):
        readers.run("Capture 7", os.getpid).result(timeout=60)


def test_an_error_of_the_extractor_is_a_sentence_and_costs_no_worker(readers: Readers) -> None:
    before = readers.run("", os.getpid).result(timeout=60)
    error = failure(readers, int, "no number")
    assert not error.killed
    assert str(error).startswith("Capture 7 could not be read: ValueError")
    assert readers.run("", os.getpid).result(timeout=60) == before


def test_a_capture_that_is_not_there_is_said_so(readers: Readers) -> None:
    with pytest.raises(ExtractionFailed, match="no capture 999"):
        readers.submit(999).result(timeout=60)


SCRIPT = """
import scrapy, sys, pathlib
from archive.workers import PATIENCE, Readers
with Readers(pathlib.Path("archive.db"), workers=1) as readers:
    print(*readers.run("", eval, "sorted(__import__('sys').modules)").result(timeout=60))
"""


def test_a_worker_imports_neither_scrapy_nor_its_parents_script(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(SCRIPT)
    root = str(Path(__file__).parents[2])
    answer = subprocess.run(
        [sys.executable, script],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": root},
        capture_output=True,
        text=True,
        check=True,
    )
    modules = answer.stdout.split()
    assert "archive.extraction.extract" in modules
    assert not {"scrapy", "twisted", "datasette", "sqlite_utils"} & set(modules)
