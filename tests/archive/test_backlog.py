"""A page that costs its worker keeps its record, gets a row that says why, and takes no other page with it."""

from __future__ import annotations

from archive.backlog import read_backlog
from archive.store.database import Archive
from archive.store.recording import record
from archive.verify.run import verify
from archive.workers import Readers
from tests.archive.conftest import page
from tests.archive.desk import LONG, html
from tests.conftest import make_exchange

SENTENCES = (
    "The ferry between the two islands sails again from Monday, the harbour office said after a winter of repairs.",
    "Crews replaced the bow doors and both engines while the vessel lay in dry dock on the mainland for months.",
    "Fares stay as they were until the end of summer, and bicycles travel free of charge on every weekday.",
)
GOOD = page("Ferry returns to the islands", *SENTENCES)
ENDLESS = b"<article>" + b"<p>Some sentence of text, with commas, about the ferry.</p>" * 100_000  # seconds of CPU
ROWS = "SELECT url, state FROM captures WHERE kind = 'page' ORDER BY id"


def test_a_page_that_takes_too_long_costs_itself(archive: Archive, crawl: int) -> None:
    pages = {"before": (GOOD, 60), "hostile": (ENDLESS, 0.3), "after": (GOOD, 60)}
    with Readers(archive.path, workers=1) as readers:
        for name, (body, seconds) in pages.items():
            [capture] = record(archive, crawl, [make_exchange(f"http://news.example/{name}", body)])
            readers.timeout = seconds
            read_backlog(archive, [capture.id], readers)
    rows = [(row["url"].rpartition("/")[2], row["state"]) for row in archive.connection.execute(ROWS)]
    assert rows == [("before", "read"), ("hostile", "recorded"), ("after", "read")]
    [attempt] = archive.connection.execute("SELECT reason, detail FROM attempts").fetchall()
    assert attempt["reason"] == "worker killed"
    assert "took longer than 0.3 s" in attempt["detail"]
    assert verify(archive.path).clean


def test_a_page_that_kills_twice_is_set_aside(archive: Archive, crawl: int) -> None:
    [capture] = record(archive, crawl, [make_exchange("http://news.example/hostile", ENDLESS)])
    with Readers(archive.path, workers=1, timeout=0.3) as readers:
        for state in ("recorded", "quarantined"):
            read_backlog(archive, [capture.id], readers)
            assert archive.connection.execute(ROWS).fetchone()["state"] == state
    assert verify(archive.path).clean


def test_a_410_behind_its_article_in_one_backlog_marks_it_gone(archive: Archive, crawl: int) -> None:
    url = "http://news.example/ferry"
    exchanges = [make_exchange(url, html(*LONG)), make_exchange(url, b"Gone", status="410 Gone", minutes=60)]
    captures = [record(archive, crawl, [exchange])[0].id for exchange in exchanges]
    with Readers(archive.path, workers=1) as readers:
        read_backlog(archive, captures, readers)
    row = archive.connection.execute("SELECT state, gone_reason FROM articles").fetchone()
    assert tuple(row) == ("gone", "The server answered 410.")
