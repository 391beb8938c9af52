"""Whether a source is well: this run against its own history, with a plain sentence where it is not."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from archive.store.database import moment, stamp
from archive.store.quality import Quality

KEPT_RUNS = 60  # runs a source's history goes back
NOBODY_RESTS: Mapping[str, datetime] = MappingProxyType({})
_ENOUGH_RUNS = 5  # runs with news, before silence means anything
_ENOUGH_PAGES = 5  # pages read, before their figures mean anything
_SHORTEST_SILENCE = timedelta(days=3)  # a long weekend is no alarm


def run_entry(*, crawl: str, at: datetime, counts: Mapping[str, int], quality: Quality) -> dict[str, Any]:
    """Return what is remembered of one run: its counts and how its pages were read."""
    return {
        "crawl": crawl,
        "at": at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "counts": {name: number for name, number in counts.items() if number},
        "quality": quality.as_json() if quality.pages else {},
    }


def with_run(
    health: Mapping[str, Any],
    entry: dict[str, Any],
    troubles: Sequence[str],
    resting: Mapping[str, datetime] = NOBODY_RESTS,
) -> dict[str, Any]:
    """Return a source's health with one more run, the newest first, and its hosts that rest until a time (UTC)."""
    runs = [entry, *health.get("runs", [])][:KEPT_RUNS]
    last_new = entry["at"] if entry["counts"].get("new") else health.get("last_new", "")
    return {
        "runs": runs,
        "last_new": last_new,
        "troubles": list(troubles),
        "resting": {host: stamp(until) for host, until in resting.items()},
    }


def resting_of(health: Mapping[str, Any], now: datetime) -> dict[str, datetime]:
    """Return the hosts that asked an earlier run to be left alone for longer than until `now`."""
    found = {host: moment(until) for host, until in health.get("resting", {}).items()}
    return {host: until for host, until in found.items() if until > now}


def troubles(source: str, health: Mapping[str, Any], entry: Mapping[str, Any]) -> list[str]:
    """Compare a run with the runs before it, and return a sentence for each thing that is wrong."""
    earlier = health.get("runs", [])
    return [sentence for sentence in (_silence(source, health, entry), *_collapse(source, earlier, entry)) if sentence]


def _silence(source: str, health: Mapping[str, Any], entry: Mapping[str, Any]) -> str:
    """A source that always had news and has none for far longer than ever: its feed may have moved."""
    times = sorted(moment(run["at"]) for run in health.get("runs", []) if run["counts"].get("new"))
    if entry["counts"].get("new") or len(times) < _ENOUGH_RUNS:
        return ""
    usual = max(later - before for before, later in pairwise(times))
    quiet = moment(entry["at"]) - times[-1]
    if quiet <= max(2 * usual, _SHORTEST_SILENCE):
        return ""
    return (
        f"{source} has gone quiet: nothing new for {quiet.days} days, and never before for longer than "
        f"{_spoken(usual)}. Look whether its feeds have moved: `tearsheet sources check {source}`."
    )


def _spoken(span: timedelta) -> str:
    return f"{span.days} days" if span >= timedelta(days=2) else f"{span.total_seconds() / 3600:.0f} hours"


def _collapse(source: str, earlier: Sequence[Mapping[str, Any]], entry: Mapping[str, Any]) -> list[str]:
    now = entry["quality"]
    before = [run["quality"] for run in earlier if run["quality"].get("pages", 0) >= _ENOUGH_PAGES]
    if now.get("pages", 0) < _ENOUGH_PAGES or not before:
        return []
    usual = {name: statistics.median(figures[name] for figures in before) for name in before[0]}
    found = []
    if usual["with_text"] >= 0.5 and now["with_text"] < usual["with_text"] / 2:
        found.append(f"only {now['with_text']:.0%} of its pages gave an article, usually {usual['with_text']:.0%}")
    if usual["words"] and now["words"] and now["words"] < usual["words"] * 0.3:
        found.append(f"its articles have {now['words']:.0f} words in the median, usually {usual['words']:.0f}")
    for name, what in (("without_title", "title"), ("without_date", "date")):
        if now["words"] and now[name] > usual[name] + 0.5:
            found.append(f"{now[name]:.0%} of its articles came without a {what}, usually {usual[name]:.0%}")
    return [f"Reading {source} has collapsed: {why}. Look at a page of it; the site may have changed." for why in found]
