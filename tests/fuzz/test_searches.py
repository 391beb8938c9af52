"""Whatever somebody types into the search is answered or refused with a sentence, and changes nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import BadQuery
from archive.store.database import Archive
from archive.store.search import matching, search
from tests.archive.desk import Desk, article
from tests.conftest import begin
from tests.fuzz import claims
from tests.fuzz.shapes import fuzz

_TYPED = st.sampled_from(
    'ferry|harbour|渡船|渡|"bow doors"|-|+|NOT|AND|OR|(|)|"|“|*|fer*|site:example.com|site:|author:ada|after:2026|'
    "after:0|before:9999-99-99|before:٢٠٢٦|lang:en|kind:article|kind:x|-site:a|NEAR(a b)|text:ferry|{headline}:x|^a|'|"
    "'; DROP TABLE articles; --|%|_|\0|\ufffd|\ue000|a.b|10%|C++|#|:|::|headline : x|🦀|ß|İ".split("|")
)
QUERIES = st.lists(st.one_of(_TYPED, _TYPED, st.text(max_size=8)), max_size=10).map(" ".join)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    path = tmp_path_factory.mktemp("search") / "archive.db"
    with Archive.open(path, create=True) as writing:
        desk = Desk(writing, begin(writing))
        for number in range(3):
            desk.visit(f"https://www.example.com/{number}")
        desk.visit("https://www.example.org/x", article("渡船は月曜日から再び運航する。", headline="渡船"))
    with Archive.open(path, readonly=True) as reading:
        yield reading


@fuzz(150)
@given(QUERIES, st.sampled_from(["best", "newest"]))
def test_any_search_is_answered_or_refused_and_lists_find_what_pages_show(
    archive: Archive, typed: str, order: str
) -> None:
    claims.query(typed)
    try:
        found = search(archive.connection, typed, order=order)  # type: ignore[arg-type]
    except BadQuery as error:
        assert str(error)
        return
    assert found.total == len(set(matching(archive.connection, typed))) == len(found.hits)
    assert archive.connection.execute("SELECT count(*) FROM articles").fetchone()[0] == 4
