"""The schema as its history: each module is one sqlite-utils migration, and a released one never changes.

Comments behind the columns are data: docs/schema.md and datasette's labels are made from them.
Times are TEXT, UTC, ISO 8601 with milliseconds and "Z", so that they sort as text. Structured values are JSON in TEXT.
"""

from __future__ import annotations

from sqlite_utils import Migrations

from archive.migrations import (
    m001_runs_and_sources,
    m002_proof,
    m003_reading,
    m004_finding,
    m005_copies,
    m006_several_pages,
    m007_tighter,
    m008_filters,
)

migrations = Migrations("tearsheet")

for _step in (
    m001_runs_and_sources,
    m002_proof,
    m003_reading,
    m004_finding,
    m005_copies,
    m006_several_pages,
    m007_tighter,
    m008_filters,
):
    migrations(name=_step.__name__.rpartition(".")[2])(_step.migrate)
