import pytest

from archive.backlog import read_backlog
from archive.store.database import Archive
from archive.store.memory import take_memory
from archive.store.recording import record
from archive.verify.run import verify
from archive.workers import Readers
from tests.archive.conftest import page
from tests.archive.desk import STORY
from tests.conftest import begin, make_exchange

FOOTER = "Write to the harbour desk, or call us between nine and noon on any day but Sunday."


@pytest.fixture(scope="module")
def read(tmp_path_factory):
    """An archive whose articles were read by the installed extractor, the last with a memory of the site."""
    path = tmp_path_factory.mktemp("deep") / "archive.db"
    with Archive.open(path, create=True) as archive, Readers(path, workers=1) as readers:
        crawl = begin(archive)
        for round_ in range(2):
            urls = [f"http://news.example/2026/03/{round_}{n}-boats-and-piers" for n in range(4)]
            captures = record(archive, crawl, [make_exchange(url, story(url), minutes=round_) for url in urls])
            assert read_backlog(archive, [capture.id for capture in captures], readers) == {"new": 4}
            take_memory(archive, "news.example")
    return path


def story(url):
    boats = [
        f"Boat number {n} of {url[-20:-16]} calls at the northern pier before noon, as in spring." for n in range(9)
    ]
    return page(f"Boats call again at pier {url[-17]}", *STORY, *boats, FOOTER)


@pytest.fixture
def archive_again(read, tmp_path):
    """A copy of it to change."""
    with Archive.open(read) as archive:
        archive.connection.execute("VACUUM INTO ?", (str(tmp_path / "copy.db"),))
    with Archive.open(tmp_path / "copy.db") as copy:
        yield copy


def test_every_reading_is_reproduced_from_its_record(read):
    report = verify(read, deep=True)
    assert (report.faults, report.notes) == ([], [])
    assert report.checked["readings reproduced"] == 8


@pytest.mark.parametrize(
    ("sql", "column"),
    [
        ("UPDATE extractions SET headline = 'Something else' WHERE id = 2", "headline"),
        ("UPDATE extractions SET text_id = (SELECT text_id FROM extractions WHERE id = 1) WHERE id = 2", "text"),
        ("UPDATE extractions SET set_aside = x'' WHERE id = 2 AND unpacked(set_aside) <> '[]'", "set_aside"),
        ("UPDATE extractions SET kind = 'gallery' WHERE id = 2", "kind"),
    ],
)
def test_a_reading_that_its_record_does_not_give_is_found(archive_again, sql, column):
    if not archive_again.connection.execute(sql).rowcount:
        pytest.skip("this page sets nothing aside")
    archive_again.connection.execute("INSERT INTO article_search (article_search) VALUES ('rebuild')")
    archive_again.connection.execute(
        """UPDATE articles SET kind = (SELECT extractions.kind FROM versions
            JOIN extractions ON extractions.id = extraction_id WHERE versions.id = current_version)"""
    )
    [fault] = verify(archive_again.path, deep=True).faults
    assert fault.check == "readings"
    assert column in fault.problem


def test_readings_by_an_extractor_that_is_not_installed_are_listed(archive_again):
    archive_again.connection.execute("UPDATE extractions SET extractor = 'tearsheet 0.0.1' WHERE id < 4")
    report = verify(archive_again.path, deep=True)
    assert report.faults == []
    assert report.notes == ["3 readings by tearsheet 0.0.1, which is not installed, were not reproduced."]
    assert report.checked["readings reproduced"] == 5


def test_a_copy_made_by_vacuum_is_still_an_archive(archive_again):
    assert verify(archive_again.path).faults == []
