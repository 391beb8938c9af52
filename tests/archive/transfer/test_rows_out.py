from __future__ import annotations

import csv
import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive.errors import ArchiveError, MissingExtra
from archive.extraction.answer import FoundDate
from archive.transfer.rows_out import COLUMNS, write_csv, write_jsonl, write_markdown, write_parquet
from archive.transfer.selection import Selection
from tests.archive.desk import URL, Desk, article

ALL = Selection()


@pytest.fixture
def shelf(desk: Desk) -> Desk:
    published = FoundDate(datetime(2026, 2, 3, 9, tzinfo=UTC), "json-ld")
    desk.visit(extraction=article(published=published, tags=("ferry", "islands")))
    desk.visit(
        "https://www.example.com/../evil", article('She said "yes",\nthen left.', headline="=1+1: ../../etc/passwd")
    )
    return desk


def test_jsonl_has_one_article_a_line_with_stable_columns(shelf: Desk, tmp_path: Path) -> None:
    written = write_jsonl(shelf.archive, ALL, tmp_path / "out.jsonl")
    rows = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert written.counts == {"articles": 2}
    assert [list(one) for one in rows] == [list(COLUMNS)] * 2
    ferry = next(one for one in rows if one["url"] == URL)
    assert (ferry["headline"], ferry["tags"], ferry["published_at"]) == (
        "Ferry returns to the islands",
        ["ferry", "islands"],
        "2026-02-03T09:00:00.000Z",
    )
    assert ferry["payload_digest"] == "sha1:1"


def test_csv_comes_back_whole_and_starts_no_formula(shelf: Desk, tmp_path: Path) -> None:
    write_csv(shelf.archive, ALL, tmp_path / "out.csv")
    with (tmp_path / "out.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    evil = next(one for one in rows if one["url"].endswith("/evil"))
    assert evil["headline"] == "'=1+1: ../../etc/passwd"
    assert evil["text"] == 'She said "yes",\nthen left.'
    assert json.loads(evil["authors"]) == ["Ada Quay"]


def test_parquet_has_typed_columns(shelf: Desk, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow is an extra and is not installed")
    write_parquet(shelf.archive, ALL, tmp_path / "out.parquet")
    table = parquet.read_table(tmp_path / "out.parquet")
    assert table.column_names == list(COLUMNS)
    assert table.column("listed_at").to_pylist()[-1] == datetime(2026, 2, 3, 9, tzinfo=UTC)
    assert table.column("authors").to_pylist() == [["Ada Quay"]] * 2


def test_parquet_without_pyarrow_says_what_to_install(
    shelf: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingExtra, match=r"pip install 'tearsheet\[parquet\]'"):
        write_parquet(shelf.archive, ALL, tmp_path / "out.parquet")
    assert not list(tmp_path.glob("*.parquet"))


def test_markdown_files_stay_in_their_folder(shelf: Desk, tmp_path: Path) -> None:
    write_markdown(shelf.archive, ALL, tmp_path / "out")
    files = sorted(file.relative_to(tmp_path / "out") for file in (tmp_path / "out").rglob("*.md"))
    assert [str(file)[: -len("-123456789012.md")] for file in files] == [
        "example.com/2026-02-03-ferry-returns-to-the-islands",
        "example.com/2026-03-02-1-1-..-..-etc-passwd",
    ]
    text = (tmp_path / "out" / files[0]).read_text()
    assert text.startswith('---\nid: "')
    assert "\n# Ferry returns to the islands\n" in text


def test_a_file_that_cannot_be_written_is_a_sentence(shelf: Desk, tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="cannot be written"):
        write_jsonl(shelf.archive, ALL, tmp_path / "missing" / "out.jsonl")


def test_a_selection_by_article_leaves_the_others_out(shelf: Desk, tmp_path: Path) -> None:
    assert write_jsonl(shelf.archive, Selection(articles=(2,)), tmp_path / "out.jsonl").counts == {"articles": 1}
