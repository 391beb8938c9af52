"""An exchange is on disk before anybody interprets it, and commits are shared."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive.errors import ArchiveError, ArchiveMissing, DiskFull
from archive.model import Attempt, Exchange, Refusal
from archive.store import recording
from archive.store.database import Archive, now
from crawler import capture
from crawler.capture import Recorder

URL = "http://news.test/story"


def exchange(number: int = 0, body: bytes = b"okay") -> Exchange:
    return Exchange(
        url=f"{URL}/{number}",
        started_at=datetime.now(UTC),
        request=b"GET /story HTTP/1.1\r\nHost: news.test\r\n\r\n",
        response=b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body,
    )


def attempt() -> Attempt:
    return Attempt(URL, Refusal.TIMEOUT, "news.test did not answer.", datetime.now(UTC))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "archive.db"
    with Archive.open(path, create=True) as archive:
        archive.connection.execute(
            "INSERT INTO crawls (crawl_id, command, software, started_at) VALUES ('c', 'fetch', 'test', ?)", (now(),)
        )
    return path


def count(path: Path, table: str) -> int:
    connection = sqlite3.connect(path)
    try:
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
    finally:
        connection.close()


def test_when_record_returns_another_connection_sees_the_capture(path: Path):
    async def run() -> None:
        recorder = Recorder().start(path, 1)
        kept = await recorder.record(exchange())
        assert kept.status == 200
        assert count(path, "captures") == 1
        await recorder.stop()

    asyncio.run(run())


def test_exchanges_that_wait_together_are_kept_together_each_with_its_own_capture(path: Path, monkeypatch):
    batches = []

    def record(archive, crawl_id, exchanges):
        batches.append(len(exchanges))
        return recording.record(archive, crawl_id, exchanges)

    monkeypatch.setattr(capture, "record", record)

    async def run() -> list[str]:
        recorder = Recorder().start(path, 1)
        captures = await asyncio.gather(*(recorder.record(exchange(number)) for number in range(250)))
        await recorder.stop()
        return [kept.url for kept in captures]

    assert asyncio.run(run()) == [f"{URL}/{number}" for number in range(250)]
    assert len(batches) < 25
    assert max(batches) <= 100


def test_an_attempt_is_a_row_and_names_what_came_all_the_same(path: Path):
    async def run() -> None:
        recorder = Recorder().start(path, 1)
        await recorder.attempt(attempt())
        await recorder.record(exchange(), attempt())
        await recorder.stop()

    asyncio.run(run())
    with Archive.open(path, readonly=True) as archive:
        rows = archive.connection.execute("SELECT capture_id, reason FROM attempts ORDER BY id").fetchall()
    assert [tuple(row) for row in rows] == [(None, "timeout"), (1, "timeout")]


def test_stop_keeps_what_was_handed_over(path: Path):
    async def run() -> None:
        recorder = Recorder().start(path, 1)
        handed = [asyncio.ensure_future(recorder.record(exchange(number))) for number in range(50)]
        await asyncio.sleep(0)  # let each hand over its exchange
        await recorder.stop()
        assert count(path, "captures") == 50
        await asyncio.gather(*handed)

    asyncio.run(run())


def test_a_fetch_that_is_cancelled_while_it_waits_is_kept(path: Path):
    async def run() -> None:
        recorder = Recorder().start(path, 1)
        handed = asyncio.ensure_future(recorder.record(exchange()))
        await asyncio.sleep(0)
        handed.cancel()
        await recorder.stop()

    asyncio.run(run())
    assert count(path, "captures") == 1


def test_after_stop_nothing_is_taken_any_more(path: Path):
    async def run() -> None:
        recorder = Recorder().start(path, 1)
        await recorder.stop()
        await recorder.stop()
        with pytest.raises(ArchiveError, match="closed"):
            await recorder.record(exchange())

    asyncio.run(run())


def test_a_missing_archive_is_said_at_the_start(tmp_path: Path):
    with pytest.raises(ArchiveMissing):
        Recorder().start(tmp_path / "nowhere.db", 1)


def test_one_exchange_that_cannot_be_kept_takes_no_other_with_it(path: Path, monkeypatch):
    def record(archive, crawl_id, exchanges):
        if any(each.url.endswith("/3") for each in exchanges):
            raise ZeroDivisionError("a bug of ours")
        return recording.record(archive, crawl_id, exchanges)

    monkeypatch.setattr(capture, "record", record)

    async def run() -> list:
        recorder = Recorder().start(path, 1)
        outcomes = await asyncio.gather(*(recorder.record(exchange(n)) for n in range(10)), return_exceptions=True)
        await recorder.stop()
        return outcomes

    outcomes = asyncio.run(run())
    assert [number for number, outcome in enumerate(outcomes) if isinstance(outcome, ZeroDivisionError)] == [3]
    assert count(path, "captures") == 9


class SmallDisk:
    """Opens archives that cannot grow by more than forty pages."""

    @staticmethod
    def open(path: Path) -> Archive:
        archive = Archive.open(path)
        (pages,) = archive.connection.execute("PRAGMA page_count").fetchone()
        archive.connection.execute(f"PRAGMA max_page_count = {pages + 40}")
        return archive


def test_a_full_disk_fails_every_fetch_with_one_sentence_and_what_stood_stands(path: Path, monkeypatch):
    monkeypatch.setattr(capture, "Archive", SmallDisk)

    async def run() -> int:
        recorder = Recorder().start(path, 1)
        kept = 0
        with pytest.raises(DiskFull, match="No room left"):
            for number in range(1000):
                await recorder.record(exchange(number, body=os.urandom(10_000)))
                kept += 1
        with pytest.raises(DiskFull):
            await recorder.record(exchange())
        assert isinstance(recorder.failure, DiskFull)
        await recorder.stop()
        return kept

    assert 0 < asyncio.run(run()) == count(path, "captures")


ACKNOWLEDGE = """
import asyncio, sys
from pathlib import Path
from crawler.capture import Recorder
from tests.crawler.test_capture import exchange

async def run(path):
    recorder = Recorder().start(path, 1)
    async def keep(number):
        print((await recorder.record(exchange(number))).id, flush=True)
    for start in range(0, 100_000, 8):
        await asyncio.gather(*(keep(number) for number in range(start, start + 8)))

asyncio.run(run(Path(sys.argv[1])))
"""


def test_what_was_acknowledged_survives_a_kill(path: Path):
    run = subprocess.Popen(
        [sys.executable, "-c", ACKNOWLEDGE, str(path)], stdout=subprocess.PIPE, cwd=Path(__file__).parents[2], text=True
    )
    assert run.stdout is not None
    acknowledged = [int(run.stdout.readline()) for _ in range(50)]
    run.kill()
    acknowledged += [int(line) for line in run.stdout.read().split("\n")[:-1]]
    run.wait()
    with Archive.open(path, readonly=True) as archive:
        kept = {row[0] for row in archive.connection.execute("SELECT id FROM captures")}
        assert archive.connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    assert set(acknowledged) <= kept
