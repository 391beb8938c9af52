"""Claims about the strata that a page is counted in."""

from archive.extraction.extract import extract
from bench.corpus import Page
from bench.scores import Scores
from bench.strata import strata, table

NEWS = (
    '<html lang="{}"><head><title>Ferry</title><script type="application/ld+json">{{"@type": "NewsArticle"}}</script>'
    "</head><body><p>The ferry will rest until the ice has gone.</p></body></html>"
)


def found(tmp_path, language: str) -> tuple[str, str]:
    file = tmp_path / "page.html"
    file.write_text(NEWS.format(language), encoding="utf-8")
    page = Page("1", "invented", "https://harbour.example/ferry", file, text="The ferry")
    return strata(page, extract(file.read_bytes(), url=page.url))


def test_a_page_is_counted_by_its_language_and_by_what_it_calls_itself(tmp_path):
    assert found(tmp_path, "de-AT") == ("invented, German", "invented, JSON-LD says news")
    assert found(tmp_path, "nl")[0] == "invented, other languages"


def test_a_stratum_is_a_row(tmp_path):
    scores = Scores()
    scores.add(Page("1", "invented, German", "", tmp_path, text="the old bridge"), "the old bridge")
    assert list(table(scores))[2] == "| invented, German | 1 | 1.000 | 1.000 | 1.000 | 1.000 | 0.000 |"
