from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from archive.__main__ import main
from archive.extraction.answer import PageKind
from archive.model import Reading, Refusal
from archive.reextract.choice import BadCondition, Choice, chosen, not_read_yet, todays_extractor
from archive.reextract.prune import prune
from archive.reextract.run import reextract
from archive.store.database import Archive
from archive.store.reading import mark_unreadable, store_readings
from archive.store.recording import record
from tests.archive.conftest import told
from tests.archive.desk import LONG, html
from tests.conftest import make_exchange

URL = "http://news.example/ferry"
NAGGING = "Sign up for our newsletter and never miss a story from the islands again."
LATER = "Two more sailings a day were added on Thursday evening, after the first week had been sold out within hours."


@pytest.fixture
def shelf(archive: Archive, crawl: int) -> Archive:
    """Two visits to a page that was edited between them, read by an old extractor that took the nagging for text."""
    for minutes, story in ((0, LONG), (60, (*LONG, LATER))):
        [capture] = record(archive, crawl, [make_exchange(URL, html(*story), minutes=minutes)])
        store_readings(archive, [Reading(capture.id, told("Ferry returns to the islands", *story, NAGGING))])
    return archive


def texts(archive: Archive) -> list[str]:
    rows = archive.connection.execute(
        """SELECT texts.text FROM versions JOIN extractions ON extractions.id = extraction_id
        JOIN texts ON texts.id = text_id ORDER BY ordinal"""
    )
    return [row[0] for row in rows]


def test_reading_again_improves_the_text_and_keeps_the_publishers_edit(shelf: Archive) -> None:
    before = shelf.connection.execute("SELECT ordinal, edit, first_capture FROM versions").fetchall()
    report = reextract(shelf.path, Choice(), workers=1)
    assert report.counts["text"] == 2
    assert not any("newsletter" in text for text in texts(shelf))
    assert [LATER in text for text in texts(shelf)] == [False, True]
    assert shelf.connection.execute("SELECT ordinal, edit, first_capture FROM versions").fetchall() == before
    assert shelf.connection.execute("SELECT count(*) FROM extractions").fetchone()[0] == 4


def test_a_second_run_has_nothing_to_read(shelf: Archive) -> None:
    reextract(shelf.path, Choice(), workers=1)
    assert not_read_yet(shelf, chosen(shelf, Choice())) == []


def test_a_dry_run_stores_nothing(shelf: Archive) -> None:
    before = list(shelf.connection.iterdump())
    report = reextract(shelf.path, Choice(), workers=1, dry_run=True)
    assert report.counts["text"] == 2
    assert {example.url for example in report.examples} == {URL}
    assert list(shelf.connection.iterdump()) == before


def test_a_run_that_was_interrupted_goes_on_with_the_same_memory(shelf: Archive) -> None:
    def stop_after_one(captures):  # type: ignore[no-untyped-def]
        yield captures[0]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        reextract(shelf.path, Choice(), workers=1, progress=stop_after_one)
    report = reextract(shelf.path, Choice(), workers=1)
    assert report.counts["text"] >= 1
    crawls = shelf.connection.execute("SELECT outcome FROM crawls WHERE command = 'reextract'").fetchall()
    assert [tuple(row) for row in crawls] == [("finished",)]
    assert not_read_yet(shelf, chosen(shelf, Choice())) == []


def test_pruning_leaves_what_versions_show(shelf: Archive) -> None:
    reextract(shelf.path, Choice(), workers=1)
    shown = texts(shelf)
    assert prune(shelf) == 2
    assert texts(shelf) == shown
    rows = shelf.connection.execute("SELECT DISTINCT extractor FROM extractions").fetchall()
    assert [row[0] for row in rows] == [todays_extractor()]
    assert shelf.connection.execute("SELECT count(*) FROM texts").fetchone()[0] == 2


def test_pruning_keeps_an_old_reading_that_a_comparison_needs(shelf: Archive) -> None:
    better = replace(told("Ferry returns to the islands", *LONG), extractor="test 2")
    store_readings(shelf, [Reading(1, better)])
    assert prune(shelf) == 0


def test_reading_one_visit_again_reads_the_one_it_is_compared_with_too(shelf: Archive) -> None:
    reextract(shelf.path, Choice(where="captures.id = 1"), workers=1)
    rows = shelf.connection.execute("SELECT capture_id FROM extractions WHERE extractor = ?", (todays_extractor(),))
    assert sorted(row[0] for row in rows) == [1, 2]


def test_a_page_that_killed_twice_is_read_again_when_asked(shelf: Archive, crawl: int) -> None:
    [capture] = record(shelf, crawl, [make_exchange(f"{URL}-2", html(*LONG))])
    for _ in range(2):
        mark_unreadable(shelf, capture.id, Refusal.KILLED, "The worker died.")
    assert [one.id for one in chosen(shelf, Choice(quarantined=True))] == [capture.id]
    report = reextract(shelf.path, Choice(quarantined=True), workers=1)
    assert report.counts["read for the first time"] == 1
    assert shelf.connection.execute("SELECT state FROM captures WHERE id = ?", (capture.id,)).fetchone()[0] == "read"


def test_a_wrong_condition_is_a_sentence(shelf: Archive) -> None:
    with pytest.raises(BadCondition, match="no such column: kinds"):
        chosen(shelf, Choice(where="kinds = 1"))
    with pytest.raises(BadCondition):
        chosen(shelf, Choice(where="1); DELETE FROM captures; --"))


def test_the_command_prints_counts_and_examples(shelf: Archive, tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["reextract", "--dry-run", "--workers", "1", "--archive", str(shelf.path)])
    assert result.exit_code == 0, result.output
    assert "2  text\n" in result.stdout
    assert f"text: {URL}\n  [- Sign up for our newsletter" in result.stdout
    assert result.stderr == "2 captures to read\n"


def test_pruning_keeps_what_a_version_shows_where_today_it_is_read_as_no_article(shelf: Archive) -> None:
    shown = texts(shelf)
    for capture in (1, 2):
        doubtful = replace(told("Ferry"), kind=PageKind.SECTION, paragraphs=(), extractor="test 2")
        store_readings(shelf, [Reading(capture, doubtful)])
    assert prune(shelf) == 0
    assert texts(shelf) == shown
