"""Claims about the bench of site memory, on invented pages."""

import pytest

from archive.extraction import model
from bench import site_memory, unseen
from bench.corpus import Page
from bench.scores import Scores

FURNITURE = "Harbour News is written by people who live by the sea and read by people who wish they did."
STORIES = (
    ("ferry", "The ferry between the two towns will rest until the ice has gone, its captain said on Monday."),
    ("bridge", "Nine members of the council voted to repair the old stone bridge before the winter comes."),
    ("library", "The library by the market will open on Sundays from March, after a vote of its readers."),
)


@pytest.fixture
def pages(tmp_path, monkeypatch):
    shipped = model.shipped()
    monkeypatch.setattr(unseen, "fold_model", lambda fold: shipped)
    return [_page(tmp_path, name, text) for name, text in STORIES]


def _page(folder, name: str, text: str) -> Page:
    body = "".join(
        f"<p>{text} {extra}</p>" for extra in ("So it was decided.", "Nobody was against it.", "It is cold.")
    )
    file = folder / f"{name}.html"
    file.write_text(
        f"<title>{name}</title><article><h1>{name}</h1>{body}<p>{FURNITURE}</p></article>", encoding="utf-8"
    )
    return Page(name, "news-dev", f"https://harbour.example/{name}", file, text=text)


def test_sites_of_too_few_pages_are_left_out(pages):
    assert list(site_memory.sites(pages)) == ["harbour.example"]
    assert site_memory.sites(pages[:2]) == {}


def test_what_stands_on_two_other_pages_is_set_aside_and_scored(pages):
    plain, knowing = Scores(), Scores()
    assert site_memory.compare(pages, "harbour.example", plain, knowing) == 3
    assert knowing.means()["news-dev"]["P"] > plain.means()["news-dev"]["P"]
