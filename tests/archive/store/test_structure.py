from __future__ import annotations

import json
import zlib
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import ArchiveError
from archive.extraction.answer import Extraction, Mark, PageKind, Paragraph, ParagraphKind
from archive.store.structure import MAX_PARAGRAPHS, decode, encode

LETTERS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
PATHS = st.lists(st.integers(0, 30), max_size=8).map(lambda steps: "/".join(map(str, steps)))
MARKS = st.builds(
    Mark, st.integers(0, 20), st.integers(0, 20), st.sampled_from(["link", "strong", "emphasis", "code"]), LETTERS
)
PARAGRAPHS = st.builds(
    Paragraph,
    kind=st.sampled_from(ParagraphKind),
    text=LETTERS,
    path=PATHS,
    ordinal=st.integers(0, 9999),
    level=st.integers(0, 6),
    ordered=st.booleans(),
    marks=st.lists(MARKS, max_size=3).map(tuple),
    target=LETTERS,
    credit=LETTERS,
    at=st.none() | st.datetimes(timezones=st.just(UTC)),
    probability=st.none() | st.integers(0, 1000).map(lambda number: number / 1000),
)


@given(st.lists(PARAGRAPHS, max_size=12).map(tuple))
def test_nothing_of_the_paragraphs_is_lost(paragraphs: tuple[Paragraph, ...]) -> None:
    text = Extraction(PageKind.ARTICLE, "", paragraphs=paragraphs).text
    assert decode(text, encode(paragraphs)) == paragraphs


def test_a_plain_article_costs_a_few_bytes_a_paragraph() -> None:
    plain = [Paragraph(ParagraphKind.PARAGRAPH, "x" * 300, f"0/1/4/2/0/{place}", place) for place in range(40)]
    assert len(encode(plain)) / 40 < 20


def test_a_live_entry_keeps_its_time() -> None:
    entry = Paragraph(ParagraphKind.LIVE_ENTRY, "Doors open", "0", 0, at=datetime(2026, 3, 1, 9, 30, tzinfo=UTC))
    assert decode("Doors open", encode([entry])) == (entry,)


@pytest.mark.parametrize(
    ("text", "structure"),
    [
        ("abc", "[]"),
        ("abc", '[["p",2,"0:0",0]]'),
        ("abc", '[["p",9,"0:0",0]]'),
        ("abc", '[["p",-3,"0:0",0]]'),
        ("abc", '[["z",3,"0:0",0]]'),
        ("abc", '[["p",3]]'),
        ("abc", '[["p",3,7,0]]'),
        ("abc", '[["p",3,"x:0",0]]'),
        ("abc", '{"p": 3}'),
        ("abc", "3"),
        ("abc", "["),
        ("abc", "[" * 5000),
        ("abc", '[["p",3,"0:0",0,{"m":[[1]]}]]'),
        ("", json.dumps([["p", 0, "0:0", 0]] * (MAX_PARAGRAPHS + 1))),
    ],
)
def test_a_damaged_structure_is_said_so(text: str, structure: str) -> None:
    with pytest.raises(ArchiveError, match="does not fit its text"):
        decode(text, zlib.compress(structure.encode()))
