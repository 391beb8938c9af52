"""An article in several pages, whatever the order in which its captures come, and wherever the archive goes."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from archive.forget import forget_urls
from archive.merge.run import merge
from archive.model import Outcome
from archive.several_pages import read_whole
from archive.split import split
from archive.store.database import Archive
from archive.store.reading import load, mark_gone, store_readings
from archive.store.recording import record
from archive.verify.run import verify
from archive.workers import read_page
from tests.archive.desk import LONG, html
from tests.conftest import begin, make_exchange

ONE = "http://news.example/2026/03/ferry-returns"
TWO = f"{ONE}?page=2"
FIRST, SECOND = LONG[:4], LONG[4:]
OTHERWISE = ("The office has since withdrawn what it said of the winter, and its clerk would not say for what reason.",)
SAID = {
    "versions": """SELECT articles.url, ordinal, edit, texts.text FROM versions
        JOIN articles ON articles.id = versions.article_id
        JOIN extractions ON extractions.id = versions.extraction_id JOIN texts ON texts.id = text_id ORDER BY 1, 2""",
    "pages": """SELECT shown.url, page, captures.url FROM extraction_pages
        JOIN captures ON captures.id = extraction_pages.capture_id
        JOIN extractions ON extractions.id = extraction_id
        JOIN captures AS shown ON shown.id = extractions.capture_id ORDER BY 1, 2""",
    "aliases": """SELECT aliases.url, articles.url FROM aliases
        JOIN articles ON articles.id = aliases.article_id ORDER BY 1""",
}


def numbered(*paragraphs: str) -> bytes:
    """A page of the ferry story with a row of page numbers."""
    numbers = b'<div class="pagination"><a href="?page=1">1</a> <a href="?page=2">2</a></div>'
    return html(*paragraphs).replace(b"</article>", numbers + b"</article>")


def keep(archive: Archive, crawl: int, url: str, *paragraphs: str, minutes: float) -> int:
    [capture] = record(archive, crawl, [make_exchange(url, numbered(*paragraphs), minutes=minutes)])
    return capture.id


def read(archive: Archive, capture: int) -> Outcome:
    reading = read_whole(archive, load(archive, capture), partial(read_page))
    return store_readings(archive, [reading])[0]


def said(archive: Archive) -> dict[str, list[tuple[object, ...]]]:
    return {what: [tuple(row) for row in archive.connection.execute(query)] for what, query in SAID.items()}


def texts(archive: Archive) -> list[tuple[str, int, list[str]]]:
    return [
        (str(url), int(str(ordinal)), str(text).split("\n\n")) for url, ordinal, _, text in said(archive)["versions"]
    ]


@pytest.fixture
def both(archive: Archive, crawl: int) -> Archive:
    for capture in (keep(archive, crawl, ONE, *FIRST, minutes=0), keep(archive, crawl, TWO, *SECOND, minutes=1)):
        read(archive, capture)
    return archive


def test_the_next_page_is_wanted_until_it_is_there(archive: Archive, crawl: int):
    one = keep(archive, crawl, ONE, *FIRST, minutes=0)
    assert read_whole(archive, load(archive, one), partial(read_page)).wanted == TWO
    two = keep(archive, crawl, TWO, *SECOND, minutes=1)
    assert read_whole(archive, load(archive, two), partial(read_page)).wanted == ""


def test_a_further_page_completes_the_version_and_is_no_edit(both: Archive):
    assert texts(both) == [(ONE, 1, [*LONG])]


def test_the_order_of_reading_does_not_matter(archive: Archive, crawl: int):
    one, two = keep(archive, crawl, ONE, *FIRST, minutes=0), keep(archive, crawl, TWO, *SECOND, minutes=1)
    assert read(archive, two).version == 1
    read(archive, one)
    assert texts(archive) == [(ONE, 1, [*LONG])]


def test_an_edit_of_either_page_is_a_version(both: Archive, crawl: int):
    read(both, keep(both, crawl, TWO, *OTHERWISE, minutes=60))
    read(both, keep(both, crawl, ONE, *FIRST[:3], minutes=120))
    assert texts(both) == [(ONE, 1, [*LONG]), (ONE, 2, [*FIRST, *OTHERWISE]), (ONE, 3, [*FIRST[:3], *OTHERWISE])]


def test_a_further_page_that_was_read_on_its_own_is_taken_in(archive: Archive, crawl: int):
    read(archive, keep(archive, crawl, TWO, *SECOND, minutes=0))
    assert texts(archive) == [(TWO, 1, [*SECOND])]
    read(archive, keep(archive, crawl, ONE, *FIRST, minutes=1))
    assert texts(archive) == [(ONE, 1, [*LONG])]
    assert verify(archive.path).clean


def test_a_further_page_that_is_gone_leaves_the_article_as_it_is(both: Archive, crawl: int):
    [lost] = record(both, crawl, [make_exchange(TWO, b"<h1>Not here</h1>", minutes=60, status="404 Not Found")])
    mark_gone(both, lost.id, "The server answered 404.")
    read(both, keep(both, crawl, ONE, *FIRST, FIRST[0] + " So it was.", minutes=61))
    assert both.connection.execute("SELECT state FROM articles").fetchone()[0] == "alive"
    assert texts(both)[-1][2] == [*FIRST, FIRST[0] + " So it was.", *SECOND]


def test_a_page_that_the_first_leads_to_no_more_changes_nothing(both: Archive, crawl: int):
    [whole] = record(both, crawl, [make_exchange(ONE, html(*LONG), minutes=60)])
    read(both, whole.id)
    left = read(both, keep(both, crawl, TWO, *SECOND, *OTHERWISE, minutes=61))
    assert left.version == 0
    assert "leads to it no more" in left.reason
    assert texts(both) == [(ONE, 1, [*LONG])]


@pytest.fixture
def other(tmp_path: Path) -> Archive:
    return Archive.open(tmp_path / "other.db", create=True)


def test_a_merge_brings_the_pages_along(both: Archive, other: Archive):
    merge(other, both.path)
    assert said(other) == said(both)
    assert verify(other.path).clean


def test_the_pages_of_two_archives_are_one_article(archive: Archive, crawl: int, other: Archive):
    read(archive, keep(archive, crawl, ONE, *FIRST, minutes=0))
    merge(other, archive.path)
    second = begin(other, "another")
    read(other, keep(other, second, TWO, *SECOND, minutes=1))
    merge(archive, other.path)
    assert texts(archive) == texts(other) == [(ONE, 1, [*LONG])]


def test_a_split_moves_an_article_with_all_its_pages(both: Archive, tmp_path: Path):
    before = said(both)
    split(both, tmp_path / "older.db", before="2030-01-01T00:00:00.000Z")
    with Archive.open(tmp_path / "older.db") as older:
        assert said(older) == before
    assert verify(tmp_path / "older.db").clean
    assert verify(both.path).clean
    assert texts(both) == []


@pytest.mark.parametrize("url", [ONE, TWO])
def test_an_article_is_forgotten_with_all_its_pages(both: Archive, url: str):
    forget_urls(both, [url], reason="asked for")
    for table in ("captures", "extraction_pages", "articles", "texts"):
        assert both.connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] == 0
