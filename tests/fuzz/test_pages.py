"""Pages of any shape are read, and what was read can be stored and shown."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive import presentation
from archive.extraction.extract import extract
from archive.store import articles
from archive.store.database import Archive, stamp
from tests.archive.desk import Desk
from tests.conftest import begin
from tests.fuzz import claims
from tests.fuzz.shapes import CONTENT_TYPES, PAGES, SENTENCES, fuzz


@fuzz(60)
@given(PAGES, CONTENT_TYPES)
def test_any_page_is_read_the_same_each_time_and_every_block_has_one_place(html: bytes, content_type: str) -> None:
    claims.page(html, content_type)


@fuzz(60)
@given(st.one_of(PAGES, st.binary(max_size=300)), CONTENT_TYPES)
def test_any_bytes_are_text_in_some_charset(html: bytes, content_type: str) -> None:
    claims.text_of(html, content_type)


@fuzz(60)
@given(st.lists(st.one_of(st.sampled_from(SENTENCES), st.text(max_size=40)), max_size=30).map("\n".join))
def test_any_text_is_read_as_plain_text(text: str) -> None:
    claims.plain(text)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with Archive.open(tmp_path_factory.mktemp("fuzz") / "archive.db", create=True) as archive:
        yield Desk(archive, begin(archive))


MOMENTS = (stamp(datetime(2026, 3, 1, tzinfo=UTC) + timedelta(minutes=n)) for n in itertools.count())


@fuzz(40)
@given(PAGES, st.integers(0, 2))
def test_whatever_was_read_is_stored_and_shown_in_every_form(desk: Desk, html: bytes, story: int) -> None:
    url = f"https://www.example.com/{story}"
    outcome = desk.visit(url, extract(html, url=url, content_type="text/html"), at=next(MOMENTS))
    if outcome.article_id:
        connection = desk.archive.connection
        shown = articles.load(connection, articles.find(connection, outcome.article_id))
        for form in (presentation.as_text, presentation.as_markdown, presentation.as_json):
            assert form(shown)
        assert "\x1b" not in presentation.as_text(shown, set_aside=True)
