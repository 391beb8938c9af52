"""The frontier hands each address out once, newest first and fairly, and forgets nothing of a run that died."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from archive.model import Address, AddressKind, FrontierState
from archive.store import frontier
from archive.store.database import Archive, stamp
from archive.store.sources import put_source

NOW = datetime(2026, 3, 9, 12, tzinfo=UTC)
LATER = NOW + timedelta(minutes=30)


@pytest.fixture
def source(archive: Archive) -> int:
    return put_source(archive, name="tarn", domain="tarn.example", home="https://tarn.example/", toml="")


def page(source: int, name: str, *, days_old: float = 0, kind: AddressKind = AddressKind.PAGE) -> Address:
    return Address(
        f"https://tarn.example/{name}", kind, source, found_by="feed", published_hint=NOW - timedelta(days=days_old)
    )


def lease(archive: Archive, crawl: int, *sources: int, limit: int = 10, **options: object) -> list[str]:
    leases = frontier.lease(archive, crawl, source_ids=sources or None, limit=limit, now=NOW, until=LATER, **options)
    return [leased.url.rpartition("/")[2] for leased in leases]


def state(archive: Archive, name: str) -> str:
    query = "SELECT state FROM frontier WHERE url = ?"
    return str(archive.connection.execute(query, (f"https://tarn.example/{name}",)).fetchone()[0])


def test_an_address_is_added_once(archive: Archive, source: int):
    assert frontier.add(archive, [page(source, "a"), page(source, "b"), page(source, "a")]) == 2
    assert frontier.add(archive, [page(source, "a")]) == 0


def test_lists_come_first_and_pages_newest_first(archive: Archive, crawl: int, source: int):
    feed = page(source, "feed", days_old=900, kind=AddressKind.FEED)
    frontier.add(
        archive, [page(source, "old", days_old=3), page(source, "new"), feed, page(source, "older", days_old=9)]
    )
    assert lease(archive, crawl, source) == ["feed", "new", "old", "older"]


def test_a_date_in_the_future_counts_as_now(archive: Archive, crawl: int, source: int):
    frontier.add(archive, [page(source, "3026", days_old=-365_000)])
    row = archive.connection.execute("SELECT rank, found_at FROM frontier").fetchone()
    assert row["rank"] <= row["found_at"]


def test_nobody_is_handed_an_address_twice(archive: Archive, crawl: int, source: int):
    frontier.add(archive, [page(source, name) for name in "abcdef"])
    handed = lease(archive, crawl, source, limit=4) + lease(archive, crawl, source, limit=4)
    assert sorted(handed) == list("abcdef")


def test_sources_take_turns(archive: Archive, crawl: int, source: int):
    other = put_source(archive, name="orrin", domain="orrin.example", home="https://orrin.example/", toml="")
    frontier.add(archive, [page(source, f"t{number}") for number in range(50)])
    frontier.add(archive, [Address(f"https://orrin.example/o{number}", source_id=other) for number in range(2)])
    assert sum(name.startswith("o") for name in lease(archive, crawl, source, other, limit=4)) == 2


def test_a_resting_host_is_passed_over(archive: Archive, crawl: int, source: int):
    frontier.add(archive, [page(source, "a")])
    assert lease(archive, crawl, source, resting=["tarn.example"]) == []
    assert state(archive, "a") == "new"


def test_a_run_that_may_fetch_no_more_pages_still_looks_at_lists(archive: Archive, crawl: int, source: int):
    frontier.add(archive, [page(source, "a"), page(source, "feed", kind=AddressKind.FEED)])
    assert lease(archive, crawl, source, lists_only=True) == ["feed"]


def test_what_is_due_comes_after_what_is_new(archive: Archive, crawl: int, source: int):
    frontier.add(archive, [page(source, name) for name in ("read", "waiting", "new")])
    for name, due in (("read", NOW - timedelta(hours=1)), ("waiting", NOW + timedelta(hours=1))):
        frontier.settle(archive, _id(archive, name), state=FrontierState.READ, due_at=due)
    assert lease(archive, crawl, source) == ["new", "read"]


def test_a_dead_runs_leases_fall_back_to_what_they_were(archive: Archive, crawl: int, source: int):
    frontier.add(archive, [page(source, "new"), page(source, "failed")])
    archive.connection.execute(
        "UPDATE frontier SET attempts = 1, state = 'failed', due_at = ? WHERE url LIKE '%failed'", (stamp(NOW),)
    )
    assert len(lease(archive, crawl, source)) == 2
    assert frontier.give_back_dead(archive, crawl + 1, [source]) == 2
    assert (state(archive, "new"), state(archive, "failed")) == ("new", "failed")


def test_a_lease_is_void_after_its_time(archive: Archive, crawl: int, source: int):
    frontier.add(archive, [page(source, "a")])
    lease(archive, crawl, source)
    again = frontier.lease(
        archive, crawl, source_ids=[source], limit=1, now=LATER + timedelta(seconds=1), until=LATER + timedelta(hours=1)
    )
    assert [leased.url for leased in again] == ["https://tarn.example/a"]


def test_a_run_gives_back_only_its_own_leases(archive: Archive, crawl: int, source: int):
    frontier.add(archive, [page(source, "a")])
    lease(archive, crawl, source)
    assert frontier.give_back(archive, crawl + 1) == 0
    assert frontier.give_back(archive, crawl) == 1


def test_what_a_person_names_is_handed_out_whenever_it_is_due(archive: Archive, crawl: int, source: int):
    frontier.add(archive, [page(source, "a")])
    frontier.settle(archive, _id(archive, "a"), state=FrontierState.READ, due_at=None)
    wanted = [page(source, "a"), Address("https://strange.example/b")]
    claimed = frontier.claim(archive, crawl, wanted, until=LATER)
    assert [leased.url for leased in claimed] == [address.url for address in wanted]


@pytest.mark.parametrize(
    ("query", "index"),
    [
        (frontier.LIST_ROWS, "frontier_lists"),
        (frontier.NEW_ROWS, "frontier_new"),
        (frontier.DUE_ROWS, "frontier_due"),
    ],
)
def test_a_lease_reads_along_an_index_and_sorts_nothing(archive: Archive, query: str, index: str):
    plan = archive.connection.execute(
        f"EXPLAIN QUERY PLAN {query}", {"source": 1, "now": stamp(NOW), "limit": 9, "since": ""}
    )
    steps = [row["detail"] for row in plan]
    assert len(steps) == 1
    assert f"INDEX {index} (source_id=?" in steps[0]


def test_falling_back_reads_along_an_index(archive: Archive):
    for whose in ("leased_until < '2026'", "leased_by = 1", "leased_by <> 1 AND source_id = 2"):
        plan = archive.connection.execute(f"EXPLAIN QUERY PLAN {frontier.FALL_BACK} AND {whose}").fetchone()
        assert "INDEX frontier_leased (leased_until" in plan["detail"]


def _id(archive: Archive, name: str) -> int:
    row = archive.connection.execute(
        "SELECT id FROM frontier WHERE url = ?", (f"https://tarn.example/{name}",)
    ).fetchone()
    return int(row["id"])
