"""What every test may ask for: an archive of its own, a crawl in it, and exchanges to keep."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from archive.model import Exchange
from archive.store.database import Archive, now
from archive.store.recording import record_warcinfo

STARTED = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say in the last lines that no browser was there, so that nobody takes its tests for passed."""
    skipped = [one for one in terminalreporter.stats.get("skipped", ()) if "No Chromium" in str(one.longrepr)]
    if skipped:
        terminalreporter.write_line(f"{len(skipped)} browser tests were skipped: there is no Chromium here.")


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """An empty archive."""
    with Archive.open(tmp_path / "archive.db", create=True) as opened:
        yield opened


@pytest.fixture
def crawl(archive: Archive) -> int:
    """A crawl in `archive`, with its warcinfo record."""
    return begin(archive)


def begin(archive: Archive, crawl_id: str = "test-crawl") -> int:
    with archive.transaction() as connection:
        key = connection.execute(
            "INSERT INTO crawls (crawl_id, command, software, started_at) VALUES (?, 'crawl', 'tearsheet test', ?)",
            (crawl_id, now()),
        ).lastrowid
    assert key is not None
    record_warcinfo(archive, key, {"software": "tearsheet test", "format": "WARC File Format 1.1"})
    return key


def make_exchange(
    url: str = "http://news.example/story",
    body: bytes = b"<p>Hello</p>",
    *,
    status: str = "200 OK",
    head: bytes = b"Content-Type: text/html; charset=utf-8\r\n",
    minutes: float = 0,
    **more: Any,
) -> Exchange:
    """An exchange that began `minutes` after half past eight; the response is what status, head and body make."""
    response = more.pop("response", b"HTTP/1.1 " + status.encode() + b"\r\n" + head + b"\r\n" + body)
    request = more.pop("request", b"GET / HTTP/1.1\r\nHost: news.example\r\n\r\n")
    return Exchange(url, STARTED + timedelta(minutes=minutes), request, response, **more)
