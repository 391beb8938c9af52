"""docs/analysis.md says what works: its blocks are run one after the other over an invented archive."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from archive.store.database import Archive
from archive.transfer.rows_out import write_jsonl, write_parquet
from archive.transfer.selection import Selection
from tests.archive.desk import LONG, STORY, URL, Desk, article
from tests.conftest import begin

pandas = pytest.importorskip("pandas", reason="pandas is not installed: the dev group has it")
pytest.importorskip("duckdb", reason="duckdb is not installed: the dev group has it")
GUIDE = (Path(__file__).parents[1] / "docs" / "analysis.md").read_text("utf-8")
BLOCKS = re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL)


@pytest.fixture
def notebook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """What is known after every block was run in a folder with the exports, as in a notebook."""
    with Archive.open(tmp_path / "archive.db", create=True) as archive:
        desk = Desk(archive, begin(archive))
        desk.visit(at="2026-03-01T12:00:00.000Z")
        desk.visit(URL, article(*LONG, headline="Ferry returns at last"), at="2026-03-02T12:00:00.000Z")
        market = article("Traders spoke of the roof.", headline="Market hall to close", tags=("trade", "roofs"))
        desk.visit("https://www.example.org/market", market, at="2026-04-01T12:00:00.000Z")
        write_parquet(archive, Selection(), tmp_path / "articles.parquet")
        write_jsonl(archive, Selection(), tmp_path / "articles.jsonl")
    monkeypatch.chdir(tmp_path)
    known: dict[str, object] = {}
    for block in BLOCKS:
        exec(compile(block, "analysis.md", "exec"), known)
    return known


def test_every_block_runs(notebook):
    assert len(BLOCKS) == 8
    assert list(notebook["articles"]["headline"]) == ["Market hall to close", "Ferry returns at last"]


def test_the_frames_hold_what_the_archive_holds(notebook):
    assert notebook["by_site"].loc["2026-04", "example.org"] == 1
    assert list(notebook["changed"]["url"]) == [URL]
    assert list(notebook["edits"]["ordinal"]) == [2]
    assert set(notebook["authors"]["authors"]) == {"Ada Quay"}
    assert str(notebook["articles"]["listed_at"].dtype.tz) == "UTC"
    assert STORY[0] in notebook["one"]["text"]
