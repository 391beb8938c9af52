"""Every invented page of tests/pages comes out exactly as the JSON beside it says: article, set aside, teasers."""

import json
from pathlib import Path
from typing import Any

import pytest

from archive.extraction.answer import Extraction, Mark, Paragraph
from archive.extraction.extract import extract

PAGES = Path(__file__).parents[2] / "pages"
ALL = sorted(PAGES.glob("*/*.html"))


def read(page: Path) -> tuple[Extraction, dict[str, Any]]:
    expected = json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))
    return extract(page.read_bytes(), url=expected["url"]), expected


@pytest.fixture(scope="module", params=ALL, ids=lambda page: f"{page.parent.name}/{page.stem}")
def torn(request: pytest.FixtureRequest) -> tuple[Extraction, dict[str, Any]]:
    return read(request.param)


def told(paragraph: Paragraph, expected: dict[str, Any]) -> dict[str, Any]:
    """What the expectation speaks of, as this paragraph has it."""
    values: dict[str, Any] = {"kind": paragraph.kind.value, "text": paragraph.text}
    for key in expected.keys() - values.keys():
        value = getattr(paragraph, key)
        values[key] = value.isoformat() if key == "at" else value
        if key == "marks":
            values[key] = [shown(mark, paragraph.text) for mark in value]
    return values


def shown(mark: Mark, text: str) -> list[str]:
    return [mark.kind, text[mark.start : mark.end], mark.target]


def test_there_are_at_least_thirty_shapes() -> None:
    assert len({page.parent.name for page in ALL}) >= 30


def test_the_article_is_exactly_as_expected(torn: tuple[Extraction, dict[str, Any]]) -> None:
    extraction, expected = torn
    blank: list[dict[str, Any]] = [{}] * len(extraction.paragraphs)
    wanted = expected["article"] + blank[len(expected["article"]) :]
    assert [told(p, want) for p, want in zip(extraction.paragraphs, wanted, strict=False)] == expected["article"]


def test_what_was_set_aside_is_exactly_as_expected(torn: tuple[Extraction, dict[str, Any]]) -> None:
    extraction, expected = torn
    assert [{"kind": b.kind.value, "text": b.text} for b in extraction.set_aside] == expected["set_aside"]


def test_the_teasers_are_exactly_as_expected(torn: tuple[Extraction, dict[str, Any]]) -> None:
    extraction, expected = torn
    found = [
        {"heading": t.heading, "headline": t.headline, "snippet": t.snippet, "url": t.url} for t in extraction.teasers
    ]
    assert found == expected["teasers"]


def test_the_kind_of_page_and_its_title_are_as_expected(torn: tuple[Extraction, dict[str, Any]]) -> None:
    extraction, expected = torn
    assert (extraction.kind.value, extraction.metadata.title) == (expected["kind"], expected["title"])
