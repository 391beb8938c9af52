from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from archive.__main__ import main
from archive.extraction.answer import PageKind
from archive.store.reading import mark_gone
from tests.archive.desk import STORY, URL, Desk, article

ROOT = Path(__file__).parents[3]
SLOW = (
    "scrapy",
    "twisted",
    "trafilatura",
    "lxml",
    "sqlite_utils",
    "onnxruntime",
    "numpy",
    "rich",
    "datasette",
    "pebble",
    "tldextract",
)


@pytest.fixture
def run(desk: Desk) -> Iterator[Callable[..., Result]]:
    def invoke(*arguments: str) -> Result:
        return CliRunner().invoke(main, [*arguments, "--archive", str(desk.archive.path)])

    return invoke


@pytest.fixture
def shelf(desk: Desk) -> Desk:
    desk.visit()
    desk.visit(
        "https://www.example.com/market", article("Traders at the market hall spoke.", headline="Market hall to close")
    )
    return desk


def test_search_prints_an_id_a_day_and_a_snippet_a_hit(shelf: Desk, run: Callable[..., Result]) -> None:
    result = run("search", "market", "hall")
    assert result.exit_code == 0
    article_id = shelf.one("SELECT article_id FROM articles WHERE id = 2")
    assert result.stdout == (
        f"{article_id}  ----------  Market hall to close  (example.com)\n    Traders at the «market» «hall» spoke.\n"
    )
    assert result.stderr == "1 article\n"


def test_a_leading_minus_is_no_option(shelf: Desk, run: Callable[..., Result]) -> None:
    assert run("search", "site:example.com", "the", "-market").stdout.count("example.com)") == 1


def test_a_wrong_search_is_a_sentence_and_exit_1(shelf: Desk, run: Callable[..., Result]) -> None:
    result = run("search", '"open')
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == 'tearsheet: A quotation mark is not closed; a phrase is written "like this".\n'


def test_show_takes_an_id_a_url_or_a_url_with_tracking(shelf: Desk, run: Callable[..., Result]) -> None:
    by_url = run("show", f"{URL}?utm_source=letter").stdout
    assert by_url.startswith("Ferry returns to the islands\n")
    assert run("show", str(shelf.one("SELECT article_id FROM articles WHERE id = 1"))).stdout == by_url
    assert json.loads(run("show", URL, "--json").stdout)["version"] == 1


def test_show_says_what_became_of_an_address_without_an_article(shelf: Desk, run: Callable[..., Result]) -> None:
    shelf.visit("https://www.example.com/wall", article(kind=PageKind.CONSENT_WALL))
    result = run("show", "https://www.example.com/wall")
    assert result.exit_code == 4
    assert "read as consent wall" in result.stderr
    assert run("show", "nothing").stderr == "tearsheet: No article has the id or URL nothing.\n"


@pytest.mark.parametrize(
    "arguments", [("show", URL), ("search", "ferry", "site:example.com"), ("log", URL), ("cite", URL), ("--help",)]
)
def test_nothing_slow_is_imported_on_the_way(shelf: Desk, arguments: tuple[str, ...]) -> None:
    code = f"""
import sys
from archive.__main__ import main
try:
    main({list(arguments)!r})
finally:
    print(*[name for name in {SLOW!r} if name in sys.modules], file=sys.stderr)
"""
    answer = subprocess.run(
        [sys.executable, "-c", code],
        env={"TEARSHEET_ARCHIVE": str(shelf.archive.path)},
        cwd=ROOT,
        capture_output=True,
        check=False,
        text=True,
    )
    assert answer.returncode == 0, answer.stderr
    assert answer.stderr.splitlines()[-1].strip() == ""


@pytest.fixture
def edited(shelf: Desk) -> Desk:
    shelf.visit(extraction=article(STORY[0], "Fares rise by a third in June, <b>the office</b> said.", *STORY[2:]))
    return shelf


def test_log_lists_versions_and_the_end(edited: Desk, run: Callable[..., Result]) -> None:
    mark_gone(edited.archive, edited.capture(status=410), "The server answered 410.")
    lines = run("log", URL).stdout.splitlines()
    assert lines[0].startswith("   1  first        2026-03-01T12:00:00.000Z  ")
    assert lines[1].startswith("   2  substantial  2026-03-03T12:00:00.000Z  ")
    assert lines[2] == "gone  2026-03-04T12:00:00.000Z  The server answered 410."
    assert [one["edit"] for one in json.loads(run("log", URL, "--json").stdout)["versions"]] == ["first", "substantial"]


def test_diff_shows_the_paragraph_that_changed(edited: Desk, run: Callable[..., Result]) -> None:
    lines = run("diff", URL).stdout.splitlines()
    assert lines[0] == "--- version 1\t2026-03-01T12:00:00.000Z"
    assert [line for line in lines[2:] if line[0] in "+-"] == [
        f"-{STORY[1]}",
        "+Fares rise by a third in June, <b>the office</b> said.",
    ]


def test_diff_by_words_and_as_html(edited: Desk, run: Callable[..., Result]) -> None:
    assert "{+Fares rise by a third" in run("diff", URL, "1", "2", "--words").stdout
    assert "&lt;b&gt;the office&lt;/b&gt;" in run("diff", URL, "--html").stdout


def test_diff_of_an_article_never_edited_says_so(shelf: Desk, run: Callable[..., Result]) -> None:
    result = run("diff", "https://www.example.com/market")
    assert result.exit_code == 4
    assert "one version only" in result.stderr
    assert "no version 9" in run("diff", URL, "1", "9").stderr


def test_cite_prints_a_line_bibtex_or_csl(shelf: Desk, run: Callable[..., Result]) -> None:
    assert "Archived 2026-03-01" in run("cite", URL).stdout
    assert run("cite", URL, "--bibtex").stdout.startswith("@online{")
    assert json.loads(run("cite", URL, "--csl").stdout)[0]["URL"] == URL


def test_stats_counts_what_is_there(edited: Desk, run: Callable[..., Result]) -> None:
    answer = json.loads(run("stats", "--json").stdout)
    assert answer["totals"]["articles"] == 2
    assert answer["totals"]["edits"] == 1
    assert answer["sites"] == {"example.com": 2}
    assert answer["edits"] == {"substantial": 1}
    assert "Articles by site\n           2  example.com" in run("stats").stdout
