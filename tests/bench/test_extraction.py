"""Claims about measuring extraction, on an invented corpus."""

import gzip
import json

import pytest

from bench import corpus, extraction
from bench.scores import Scores, overlap
from bench.wordlist import counts, learn

STORY = [
    "The ferry to Great Pebble was cancelled on Friday because of fog.",
    "It is to sail again on Saturday at noon.",
]
SUFFIXES = ["com", "net", "org"]
PAGE = f"""<html><head><title>Ferry cancelled</title></head><body><nav><a href="/">Home</a></nav><article>
<h1>Ferry cancelled</h1>{"".join(f"<p>{line}</p>" for line in STORY)}</article>
<footer>© Pebble Post</footer></body></html>"""


@pytest.fixture
def invented(tmp_path, monkeypatch):
    (tmp_path / "html").mkdir()
    rows = []
    for number in range(3):
        (tmp_path / "html" / f"{number}.html.gz").write_bytes(gzip.compress(PAGE.encode()))
        row = {"id": f"p{number}", "corpus": "invented", "html": f"html/{number}.html.gz", "text": "\n\n".join(STORY)}
        row |= {"url": f"https://www.example.{SUFFIXES[number]}/ferry", "with": STORY[:1], "without": ["Home"]}
        rows.append(row)
    (tmp_path / "gold.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    monkeypatch.setenv("TEARSHEET_CORPUS", str(tmp_path))
    return tmp_path


def test_a_corpus_is_read_with_its_pages(invented):
    pages = list(corpus.pages(invented))
    assert [page.id for page in pages] == ["p0", "p1", "p2"]
    assert pages[0].html() == PAGE


def test_pages_of_one_site_share_a_fold(invented):
    first = next(corpus.pages(invented))
    assert first.domain == "example.com"
    assert first.fold == next(corpus.pages(invented)).fold


def test_extractors_are_measured_on_the_same_pages(invented):
    answers = {"right": lambda page, html: page.text, "nothing": lambda page, html: ""}
    measured = extraction.measure(list(corpus.pages(invented)), answers)
    right, nothing = (measured[name][0].means()["invented"] for name in answers)
    assert (right["F1"], right["clean"], right["lost"], right["with"], right["without"]) == (1, 1, 0, 1, 1)
    assert (nothing["F1"], nothing["clean"], nothing["lost"], nothing["with"], nothing["without"]) == (0, 0, 1, 0, 1)


def test_the_table_has_a_row_for_each_extractor(invented):
    measured = extraction.measure(list(corpus.pages(invented)), {"right": lambda page, html: page.text})
    assert extraction.table(measured).splitlines()[2].startswith("| invented | right | 1.0000 |")


def test_a_score_below_its_floor_is_told():
    scores = Scores()
    scores.cells["invented"]["F1"] = [0.90]
    assert extraction.fallen(scores, {"invented": {"F1": 0.95}}) == ["invented: F1 fell from 0.9500 to 0.9000."]
    assert extraction.fallen(scores, {"invented": {"F1": 0.901}}) == []


def test_without_a_corpus_the_bench_says_so_and_succeeds(monkeypatch, capsys, tmp_path):
    monkeypatch.setenv("TEARSHEET_CORPUS", str(tmp_path))
    monkeypatch.setattr("sys.argv", ["extraction"])
    assert extraction.main() == 0
    assert capsys.readouterr().err.startswith("The corpus is absent")


def test_words_count_as_often_as_they_stand():
    assert overlap("a a b", "a b b") == pytest.approx((2 / 3, 2 / 3, 2 / 3))
    assert overlap("", "a") == (0.0, 0.0, 0.0)


def test_the_lexicon_learns_what_stands_around_the_body(invented, monkeypatch):
    from bench.dataset import example

    monkeypatch.setattr("bench.wordlist.MIN_SITES", (2, 2, 2, 2))
    pages = [example(page) for page in corpus.pages(invented)]
    lexicon = learn(pages, {page.id: counts(page) for page in pages})
    assert lexicon.said["f pebble post"] < 0 < lexicon.said["f the ferry"]
