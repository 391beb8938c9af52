"""A run says what it was, and what a dead one recorded is found by the next."""

from __future__ import annotations

import json

from archive.model import AddressKind
from archive.store.crawls import begin_crawl, end_crawl, left_to_read
from archive.store.database import Archive
from archive.store.reading import mark_read
from archive.store.recording import record
from archive.store.sources import put_source
from tests.conftest import make_exchange


def test_a_run_has_a_name_a_warcinfo_record_and_an_end(archive: Archive):
    crawl = begin_crawl(archive, command="crawl", settings={"limit": 3})
    end_crawl(archive, crawl, outcome="finished", counts={"new": 2})
    row = archive.connection.execute("SELECT * FROM crawls WHERE id = ?", (crawl,)).fetchone()
    assert (row["command"], row["outcome"], json.loads(row["counts"])) == ("crawl", "finished", {"new": 2})
    assert json.loads(row["settings"]) == {"limit": 3}
    assert len(row["crawl_id"]) == 16
    [kind] = archive.connection.execute("SELECT type FROM records WHERE crawl_id = ?", (crawl,)).fetchone()
    assert kind == "warcinfo"


def test_two_runs_never_share_a_name(archive: Archive):
    for _ in range(20):
        begin_crawl(archive, command="crawl", settings={})
    names = archive.connection.execute("SELECT count(DISTINCT crawl_id) FROM crawls").fetchone()[0]
    assert names == 20


def test_what_a_dead_run_recorded_of_a_source_is_left_to_read(archive: Archive):
    source = put_source(archive, name="tarn", domain="tarn.example", home="https://tarn.example/", toml="")
    dead = begin_crawl(archive, command="crawl", settings={})
    fetched = [make_exchange(f"https://tarn.example/{number}", source_id=source) for number in range(2)]
    [page, read] = record(archive, dead, fetched)
    mark_read(archive, read.id, "redirect")
    mine = begin_crawl(archive, command="crawl", settings={})
    [left] = left_to_read(archive, mine, [source])
    assert (left.capture_id, left.kind, left.source_id) == (page.id, AddressKind.PAGE, source)
    assert left_to_read(archive, dead, [source]) == []  # its own captures a run is reading


def test_what_a_one_off_fetch_recorded_is_left_alone_until_it_has_ended(archive: Archive):
    fetch = begin_crawl(archive, command="fetch", settings={})
    record(archive, fetch, [make_exchange()])
    mine = begin_crawl(archive, command="crawl", settings={})
    assert left_to_read(archive, mine, []) == []
    end_crawl(archive, fetch, outcome="failed", counts={})
    assert len(left_to_read(archive, mine, [])) == 1
