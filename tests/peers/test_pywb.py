"""pywb, started on loopback over an export, shows what was archived."""

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.store.database import Archive
from archive.store.recording import record
from archive.transfer.selection import Selection
from archive.transfer.warc_out import write
from tests.archive.conftest import page
from tests.conftest import begin, make_exchange
from tests.peers.pywb import get, manage, needs_pywb, serving

STORY = "http://news.example/2026/bridge"

pytestmark = [pytest.mark.peer, needs_pywb]


@pytest.fixture(scope="module")
def replay(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a pywb that serves an export as the collection "news"."""
    folder = tmp_path_factory.mktemp("pywb")
    export(folder)
    manage(folder, "init", "news")
    manage(folder, "add", "news", "out.warc.gz")
    with serving(folder) as address:
        yield f"{address}/news"


def export(folder: Path) -> None:
    chunked = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\ntransfer-encoding: chunked\r\n\r\n"
    coded = b"Content-Type: text/html\r\nContent-Encoding: gzip\r\n"
    story = page("Bridge opens", "The bridge opens on Monday.")
    with Archive.open(folder / "archive.db", create=True) as archive:
        exchanges = [
            make_exchange(STORY, story),
            make_exchange(STORY, story, minutes=60),
            make_exchange(STORY, b"", status="304 Not Modified", head=b"", minutes=120),
            make_exchange("http://news.example/old", b"", status="301 Moved", head=b"Location: /2026/bridge\r\n"),
            make_exchange("http://news.example/chunked", response=chunked + b"4\r\nin p\r\n5\r\narts.\r\n0\r\n\r\n"),
            make_exchange("http://news.example/gzip", gzip.compress(b"<p>Once packed.</p>"), head=coded),
            make_exchange("http://news.example/gone", b"<p>No such page.</p>", status="404 Not Found"),
        ]
        record(archive, begin(archive), exchanges)
        write(archive, Selection(), folder / "out.warc.gz")


def test_an_article_is_replayed(replay):
    status, body, _ = get(f"{replay}/20260301083000id_/{STORY}")
    assert (status, body) == (200, page("Bridge opens", "The bridge opens on Monday."))


def test_a_revisit_is_replayed_with_the_payload_it_stands_for(replay):
    status, body, _ = get(f"{replay}/20260301093000id_/{STORY}")
    assert (status, body) == (200, page("Bridge opens", "The bridge opens on Monday."))


def test_a_redirect_leads_to_the_archived_target(replay):
    status, _, location = get(f"{replay}/20260301083000id_/http://news.example/old")
    assert (status, location.endswith("/2026/bridge")) == (301, True)


def test_a_body_that_came_in_chunks_is_replayed(replay):
    assert get(f"{replay}/20260301083000id_/http://news.example/chunked")[:2] == (200, b"in parts.")


def test_a_packed_body_is_replayed(replay):
    assert get(f"{replay}/20260301083000id_/http://news.example/gzip")[:2] == (200, b"<p>Once packed.</p>")


def test_an_error_page_is_replayed_with_its_status(replay):
    assert get(f"{replay}/20260301083000id_/http://news.example/gone")[:2] == (404, b"<p>No such page.</p>")
