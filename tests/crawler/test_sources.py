"""A source's TOML is checked, and what is wrong is said with its line and its fix."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from crawler.sources import BadSource, load_sources, parse_source

PATH = Path("tarn.toml")
GOOD = 'home = "https://tarn.example/"\nfeeds = ["https://tarn.example/feed"]\n'


@pytest.mark.parametrize(
    ("toml", "sentence"),
    [
        (GOOD + 'feds = ["x"]', "line 3: feds is no setting of a source. Did you mean feeds?"),
        (
            GOOD + "[politeness]\nconcurency = 2",
            "line 4: concurency is no setting of a source. Did you mean concurrency?",
        ),
        (GOOD + '[politeness]\ndelay = "soon"', "line 4: politeness.delay: Input should be a valid number"),
        (
            GOOD + "[politeness]\nconcurrency = 99",
            "line 4: politeness.concurrency: Input should be less than or equal to 16",
        ),
        (GOOD + '[recrawl]\nafter = ["1x"]', 'line 4: recrawl.after.0: write a number and m, h or d, as in "15m"'),
        (GOOD + '[articles]\ndeny = ["("]', "line 4: articles.deny.0: no regular expression"),
        (GOOD + '[cookies]\nsession = "s3cret"', "line 4: cookies.session: name an environment variable"),
        (GOOD.replace("https://tarn.example/feed", "file:///etc/passwd"), "line 2: feeds.0: write a whole address"),
        ('feeds = ["https://tarn.example/feed"]', "home is missing"),
        ('home = "https://tarn.example/"', "no feeds, sitemaps or sections"),
        ('home = "https://tarn', "is no TOML: "),
    ],
)
def test_what_is_wrong_is_said_with_its_line_and_its_fix(toml: str, sentence: str):
    with pytest.raises(BadSource) as raised:
        parse_source(PATH, toml)
    assert sentence in str(raised.value)
    assert str(raised.value).startswith("tarn.toml")


def test_the_defaults_are_those_of_the_sample():
    sample = Path(__file__).parents[2] / "settings/sources/example.toml.sample"
    shown = "\n".join(line.removeprefix("# ") if " = " in line else line for line in sample.read_text().splitlines())
    assert (
        parse_source(PATH, sample.read_text()).file
        == parse_source(PATH, "home" + sample.read_text().partition("\nhome")[2]).file
    )
    assert 'after = ["1h", "6h", "1d", "7d", "30d"]' in shown
    assert parse_source(PATH, GOOD).file.recrawl.after[:3] == (
        timedelta(hours=1),
        timedelta(hours=6),
        timedelta(days=1),
    )


def test_patterns_say_what_is_an_article():
    source = parse_source(PATH, GOOD + '[articles]\nallow = ["/20\\\\d\\\\d/"]\ndeny = ["/live/"]')
    assert source.wants("https://tarn.example/2026/a")
    assert not source.wants("https://tarn.example/2026/live/a")
    assert not source.wants("https://tarn.example/about")


def test_secrets_come_from_the_environment_and_are_missed_by_name():
    source = parse_source(PATH, GOOD + '[headers]\nX-Key = "env:TARN_KEY"\n[cookies]\nsession = "env:TARN_SESSION"')
    assert source.secret_headers({"TARN_KEY": "k", "TARN_SESSION": "s"}) == {"X-Key": "k", "Cookie": "session=s"}
    with pytest.raises(BadSource, match="TARN_KEY"):
        source.secret_headers({})


def test_a_source_that_is_wrong_takes_no_other_with_it(tmp_path: Path):
    (tmp_path / "good.toml").write_text(GOOD)
    (tmp_path / "bad.toml").write_text("home =")
    (tmp_path / "latin.toml").write_bytes(b'home = "\xe9"')
    sources, problems = load_sources(tmp_path)
    assert [source.name for source in sources] == ["good"]
    assert len(problems) == 2


def test_a_name_that_is_none_is_answered_with_the_nearest(tmp_path: Path):
    (tmp_path / "courier.toml").write_text(GOOD)
    _, [problem] = load_sources(tmp_path, ["currier"])
    assert "Did you mean courier?" in str(problem)


def test_a_folder_without_sources_says_how_to_make_one(tmp_path: Path):
    with pytest.raises(BadSource, match="sources add"):
        load_sources(tmp_path)
    with pytest.raises(BadSource, match="TEARSHEET_SOURCES"):
        load_sources(tmp_path / "nowhere")
