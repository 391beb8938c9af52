from __future__ import annotations

from dataclasses import replace

from archive.extraction.answer import Author, Metadata
from archive.store.content import content_digest, count_words
from archive.store.scripts import bigrams
from archive.store.simhash import distance, simhash
from tests.archive.desk import STORY, article


def test_words_are_counted_with_and_without_spaces() -> None:
    assert count_words("The ferry sails.") == 3
    assert count_words("東京都は港を開いた") == 5
    assert count_words("NHKは東京") == 3
    assert count_words("") == 0


def test_a_clock_in_the_printed_byline_is_no_edit() -> None:
    page = article(authors=(Author("Ada Quay"),), byline="By Ada Quay, updated 3 hours ago")
    later = article(authors=(Author("Ada Quay"),), byline="By Ada Quay, updated 4 hours ago")
    assert content_digest(page) == content_digest(later)
    assert content_digest(page) != content_digest(article(authors=(Author("Bo Pier"),)))


def test_a_digest_tells_headline_and_text_apart() -> None:
    page = article("One two.", headline="Three")
    assert content_digest(page) != content_digest(article("Three", headline="One two."))
    assert content_digest(page) == content_digest(
        replace(page, extractor="other", metadata=replace(page.metadata, tags=("x",)))
    )
    assert content_digest(page) != content_digest(replace(page, metadata=Metadata(title="Three")))


def test_near_copies_have_near_simhashes() -> None:
    text = "\n\n".join(STORY * 4)
    one, near, other = simhash(text), simhash(text + " The end."), simhash("Something else entirely, about cats.")
    assert one is not None and near is not None and other is not None
    assert distance(one, near) <= 3 < 15 < distance(one, other)
    assert -(2**63) <= one < 2**63
    assert simhash(" ") is None


def test_pairs_cover_each_run_of_script_without_spaces() -> None:
    assert bigrams("東京都, NHK 港") == "東京 京都 都 港"
    assert bigrams("no such script") == ""
