"""Which tables are copied in which order, by what a row is known in every archive, and how its keys are translated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Stage:
    """How the rows of one table come over."""

    table: str
    same: tuple[str, ...]  # columns that name a row in every archive
    refers: Mapping[str, str] = field(default_factory=dict)  # column → table whose keys it holds
    within: tuple[str, ...] = ()  # columns that hold keys of the same table
    instead: Mapping[str, str] = field(default_factory=dict)  # column → SQL over their row `t`
    only: str = "1"  # SQL over their row: whether it comes over
    batch: int = 500  # of their keys to one transaction


_NOT_FORGOTTEN = "t.id NOT IN (SELECT id FROM forgotten_captures)"
# A capture counts as read once its article stands: a merge that was killed is taken up where it was.
_AS_UNREAD = {"state": "'recorded'", "outcome": "''"}
# As store/dictionary.py writes it, in the order it was.
_SET_ASIDE = """packed((SELECT json_group_array(
        json_array(known.ours, verdict.ours, block.value ->> 2, block.value ->> 3))
    FROM json_each(unpacked(t.set_aside)) AS block
    CROSS JOIN map_boilerplate AS known ON known.theirs = block.value ->> 0
    CROSS JOIN map_verdicts AS verdict ON verdict.theirs = block.value ->> 1))"""
_UNLEASED = """CASE WHEN t.state <> 'leased' THEN t.state
    WHEN t.last_capture IS NOT NULL THEN 'read' WHEN t.attempts > 0 THEN 'failed' ELSE 'new' END"""

STAGES = (
    Stage("crawls", ("crawl_id",)),
    Stage("sources", ("name",)),
    Stage("source_rules", ("source_id", "digest"), {"source_id": "sources"}),
    # Numbers are given anew in run.py, by the time a snapshot was taken; until then none may clash.
    Stage("memories", ("digest",), instead={"number": "-1000000000 - t.id"}),
    Stage("verdicts", ("digest",)),
    Stage("boilerplate", ("fingerprint",), {"verdict_id": "verdicts"}),
    Stage("texts", ("digest",), only="t.id NOT IN (SELECT id FROM forgotten_texts)"),
    Stage(
        "records",
        ("record_id",),
        {"crawl_id": "crawls"},
        within=("concurrent_to", "refers_to"),
        only="t.id NOT IN (SELECT id FROM forgotten_records)",
    ),
    Stage(
        "captures",
        ("capture_id",),
        {"crawl_id": "crawls", "source_id": "sources", "response_record": "records", "request_record": "records"},
        within=("revisit_of",),
        instead=_AS_UNREAD,
        only=_NOT_FORGOTTEN,
    ),
    Stage(
        "extractions",
        ("capture_id", "extractor", "memory_id", "rules_id"),
        {"capture_id": "captures", "memory_id": "memories", "rules_id": "source_rules", "text_id": "texts"},
        instead={"set_aside": _SET_ASIDE},
        only="t.capture_id NOT IN (SELECT id FROM forgotten_captures)",
    ),
    Stage("teasers", ("digest",), only="NOT is_forgotten(t.url)"),
    Stage(
        "frontier",
        ("url",),
        {"source_id": "sources", "found_on": "captures", "last_capture": "captures"},
        instead={"state": _UNLEASED, "leased_by": "NULL", "leased_until": "NULL"},
        only="NOT is_forgotten(t.url)",
    ),
    Stage(
        "attempts",
        ("url", "tried_at", "reason"),
        {"frontier_id": "frontier", "capture_id": "captures", "crawl_id": "crawls"},
        only="NOT is_forgotten(t.url)",
    ),
    Stage("tombstones", ("what", "digest")),
    Stage("watches", ("query",), instead={"reported_through": "0"}),
)
