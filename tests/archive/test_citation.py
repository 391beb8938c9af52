from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from archive.citation import as_bibtex, as_csl, as_line
from archive.extraction.answer import Author, FoundDate
from archive.store import articles
from archive.store.articles import Article
from tests.archive.desk import URL, Desk, article


@pytest.fixture
def cited(desk: Desk) -> Article:
    page = article(
        headline="Fares & tolls: 50% {more}",
        authors=(Author("Ada Quay"), Author("Wire and Post", "agency")),
        published=FoundDate(datetime(2026, 2, 3, 9, tzinfo=UTC), "json-ld"),
        site_name="The Example",
    )
    desk.visit(extraction=page)
    return articles.load(desk.archive.connection, articles.find(desk.archive.connection, URL))


def test_a_line_names_the_proof(cited: Article) -> None:
    assert as_line(cited) == (
        "Ada Quay, Wire and Post. “Fares & tolls: 50% {more}”. The Example. 2026-02-03. "
        f"{URL}. Archived 2026-03-01T12:00:00.000Z, capture capture1, payload sha1:1, version 1."
    )


def test_bibtex_escapes_what_tex_would_read(cited: Article) -> None:
    entry = as_bibtex(cited)
    assert f"@online{{example-{cited.id}," in entry
    assert r"title = {{Fares \& tolls: 50\% \{more\}}}," in entry
    assert "author = {Ada Quay and {Wire and Post}}," in entry
    assert f"url = {{{URL}}}," in entry
    assert "urldate = {2026-03-01}," in entry
    assert "payload sha1:1, version 1" in entry


def test_bibtex_cannot_be_broken_out_of_by_a_url(cited: Article) -> None:
    assert "url = {https://x/%7D%7Dy}," in as_bibtex(replace(cited, url="https://x/}}y"))


def test_csl_is_an_item_of_a_newspaper(cited: Article) -> None:
    item = as_csl(cited)
    assert item["type"] == "article-newspaper"
    assert item["issued"] == {"date-parts": [[2026, 2, 3]]}
    assert item["accessed"] == {"date-parts": [[2026, 3, 1]]}
    assert item["author"] == [{"literal": "Ada Quay"}, {"literal": "Wire and Post"}]
