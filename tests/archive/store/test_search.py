from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import BadQuery
from archive.extraction.answer import Author, FoundDate, PageKind
from archive.model import Hit
from archive.store import candidates, ranking
from archive.store.query import LONGEST, parse
from archive.store.search import matching, search
from archive.store.snippets import marked
from archive.store.terms import WORDS, leaves_of
from tests.archive.desk import Desk, article


@pytest.fixture
def shelf(desk: Desk) -> Desk:
    pages = {
        "ferry": article("The harbour ferry sails to the islands again, and cafés on the quay are open late."),
        "market": article(
            "Traders at the market hall spoke of a ferry that brings them customers, then of the roof.",
            headline="Market hall to close",
            authors=(Author("Bo Núñez"),),
            language="es",
        ),
        "live": article(
            "The storm reached the coast shortly before nine in the evening, the weather office said.",
            headline="Storm: live updates",
            kind=PageKind.LIVE_BLOG,
            byline="By our staff",
        ),
        "tokyo": article("東京都は新しい港を開いた。式典には多くの人が集まった。", headline="新しい港", language="ja"),
        "seoul": article("서울시는 새로운 다리를 열었다.", headline="다리", language="ko"),
    }
    for name, page in pages.items():
        site = "www.example.org" if name == "market" else "www.example.com"
        desk.visit(f"https://{site}/{name}", page)
    return desk


def found(shelf: Desk, query: str) -> list[str]:
    return [hit.url.rsplit("/", 1)[1] for hit in search(shelf.archive.connection, query).hits]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("ferry", ["ferry", "market"]),
        ("FERRY", ["ferry", "market"]),
        ("cafes", ["ferry"]),
        ("CAFÉS", ["ferry"]),
        ('"market hall"', ["market"]),
        ('"hall market"', []),
        ("“market hall”", ["market"]),
        ("isla*", ["ferry"]),
        ("isla", []),
        ("ferry AND roof", ["market"]),
        ("ferry roof", ["market"]),
        ("roof OR storm", ["live", "market"]),
        ("ferry NOT roof", ["ferry"]),
        ("ferry -roof", ["ferry"]),
        ("ferry AND (roof OR islands)", ["ferry", "market"]),
        ("(roof OR storm) NOT coast", ["market"]),
        ("ferry site:example.org", ["market"]),
        ("ferry site:www.example.org", ["market"]),
        ("ferry -site:example.org", ["ferry"]),
        ("site:example.org", ["market"]),
        ("author:quay ferry", ["ferry"]),
        ('author:"bo nunez"', ["market"]),
        ("ferry -author:nunez", ["ferry"]),
        ("lang:es", ["market"]),
        ("ferry lang:en", ["ferry"]),
        ("lang:es lang:ja", ["tokyo", "market"]),
        ('kind:"live blog"', ["live"]),
        ("kind:live-blog storm", ["live"]),
        ("東京", ["tokyo"]),
        ("京都", ["tokyo"]),
        ("京東", []),
        ("港", ["tokyo"]),
        ("東京 式典", ["tokyo"]),
        ("東京 NOT 式典", []),
        ("다리", ["seoul"]),
        ("東京 OR ferry", ["tokyo", "market", "ferry"]),
        ("東京 NOT ferry", ["tokyo"]),
        ("東京 lang:ja", ["tokyo"]),
        ("author:quay 東京", ["tokyo"]),
        ("islands!!!", ["ferry"]),
        ("ferry ;", ["ferry", "market"]),
        ("NEAR(ferry islands)", []),
        ("headline:ferry", []),
        ('"AND"', ["ferry"]),
    ],
)
def test_the_language_of_search(shelf: Desk, query: str, names: list[str]) -> None:
    assert sorted(found(shelf, query)) == sorted(names)


def test_a_word_in_the_headline_ranks_above_one_in_the_body(shelf: Desk) -> None:
    assert found(shelf, "ferry") == ["ferry", "market"]
    assert found(shelf, "market OR islands")[0] == "market"


@pytest.mark.parametrize(
    ("query", "what"),
    [
        ("", "no word"),
        ("   ", "no word"),
        ("!!!", "no word"),
        ('"open', "not closed"),
        ("(ferry", "not closed"),
        ("ferry)", "no opening"),
        ("ferry AND", "AND needs"),
        ("NOT", "NOT needs"),
        ("-ferry", "besides what it leaves out"),
        ("ferry OR -roof", "besides what it leaves out"),
        ("ferry OR", "OR stands between"),
        ("ferry OR site:example.org", "cannot stand in parentheses or beside OR"),
        ("(site:example.org)", "cannot stand in parentheses"),
        ("after:yesterday", "is no date"),
        ("after:2026-13-01", "is no date"),
        ("kind:poem", "not known"),
        ("site:", "needs a value"),
        ("author:!", "needs a name"),
        ("a*", "would match too much"),
        ("x" * 10_000, f"may have {LONGEST:,} characters"),
        ("( " * 40 + "a", "deep"),
        ("a " * 100, "60 words"),
    ],
)
def test_a_wrong_query_gets_a_sentence(shelf: Desk, query: str, what: str) -> None:
    with pytest.raises(BadQuery, match=what):
        search(shelf.archive.connection, query)


@given(st.text(max_size=60) | st.text(alphabet='ab "()*:-+ANDORT{}^東京', max_size=40))
def test_no_query_reaches_fts5_as_syntax(text: str) -> None:
    try:
        query = parse(text)
    except BadQuery:
        return
    assert query.words is not None or query.filters


def test_every_query_that_can_be_read_can_be_answered(shelf: Desk) -> None:
    @given(st.text(alphabet="fery \"()*:-+ANDORT{}^東京\\'\x00;%_", max_size=30))
    def answered(text: str) -> None:
        try:
            search(shelf.archive.connection, text)
        except BadQuery as error:
            assert "fts5" not in str(error)

    answered()


def test_dates_filter_by_the_day_an_article_is_listed_under(desk: Desk) -> None:
    from datetime import UTC, datetime

    for month in (1, 2):
        published = FoundDate(datetime(2026, month, 10, tzinfo=UTC), "json-ld")
        desk.visit(f"https://www.example.com/{month}", article(headline=f"Story {month}", published=published))
    assert found(desk, "ferry after:2026-02") == ["2"]
    assert found(desk, "ferry before:2026-02") == ["1"]
    assert found(desk, "after:2026-01-10 before:2026-01-11") == ["1"]
    assert found(desk, "after:2026") == ["2", "1"]


def test_a_snippet_shows_the_words_in_their_place(shelf: Desk) -> None:
    def snippet(query: str) -> str:
        return search(shelf.archive.connection, query).hits[0].snippet

    assert "«roof»" in snippet("roof")
    assert "«東京»都" in snippet("東京")
    assert snippet("lang:es").startswith("Traders at the market")


@pytest.mark.parametrize(
    ("query", "shown"),
    [("isla*", "«islands»"), ("CAFE*", "«cafés»"), ('"the isl"*', "«the islands»"), ("open isl*", "«open»")],
)
def test_what_a_prefix_stands_for_is_marked_as_it_is_written(shelf: Desk, query: str, shown: str) -> None:
    assert shown in search(shelf.archive.connection, query).hits[0].snippet


def test_a_snippet_without_its_prefix_in_the_text_is_the_beginning() -> None:
    leaf = leaves_of("hall", prefix=True)
    assert marked("The roof of the market.", leaf) == "The roof of the market."


@pytest.fixture
def large(shelf: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The shelf as if it held more than bm25 may count."""
    monkeypatch.setattr(ranking, "COUNTED", 1)
    return shelf


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("the", ["ferry", "live", "market"]),
        ("market OR ferry OR storm", ["live", "market", "ferry"]),
        ("ferry NOT roof", ["ferry"]),
        ("ferr*", ["market", "ferry"]),
        ("author:Núñez ferry", ["market"]),
        ("港 OR ferry", ["tokyo", "market", "ferry"]),
        ("港", ["tokyo"]),
    ],
)
def test_what_is_too_much_to_count_is_ranked_by_headline_and_date(large: Desk, query: str, names: list[str]) -> None:
    assert found(large, query) == names


def test_a_headline_comes_before_newer_bodies_also_where_nothing_is_counted(desk: Desk, monkeypatch) -> None:
    monkeypatch.setattr(ranking, "COUNTED", 1)
    desk.visit("https://www.example.com/old", article("It opens.", headline="The bridge is open"))
    for number in range(4):
        desk.visit(f"https://www.example.com/{number}", article(f"Number {number} crossed the bridge."))
    assert found(desk, "bridge") == ["old", "3", "2", "1", "0"]


@pytest.mark.parametrize(
    ("query", "most"),
    [("ferry", 2), ("ferry roof", 1), ("ferry OR storm", 3), ("ferry NOT roof", 2), ('"market hall"', 1), ("fer*", 9)],
)
def test_the_hits_of_a_search_are_at_most_those_of_its_rarest_words(shelf: Desk, query: str, most: int) -> None:
    words = parse(query).words
    assert words is not None
    assert ranking.hits_at_most(shelf.archive.connection, words, 9) == most
    assert len(found(shelf, query)) <= most


def test_rare_words_are_ranked_by_bm25_in_a_large_archive_too(desk: Desk, monkeypatch) -> None:
    monkeypatch.setattr(ranking, "COUNTED", 3)
    for number in range(6):
        desk.visit(f"https://www.example.com/{number}", article(f"Number {number} went home with the others that day."))
    desk.visit("https://www.example.com/twice", article("A gull, and another gull.", headline="Nothing of them"))
    desk.visit("https://www.example.com/once", article("A gull flew by, and the fish in the harbour were many."))
    assert found(desk, "gull") == ["twice", "once"]
    assert found(desk, "gull OR number")[:1] == ["once"]


def test_a_hit_says_what_a_list_shows(shelf: Desk) -> None:
    hit = search(shelf.archive.connection, "storm").hits[0]
    article_id = shelf.one("SELECT article_id FROM articles WHERE url LIKE '%/live'")
    assert hit == Hit(
        str(article_id), "https://www.example.com/live", "Storm: live updates", "example.com", "", hit.snippet
    )


def test_pages_follow_one_another(desk: Desk) -> None:
    for number in range(5):
        desk.visit(f"https://www.example.com/{number}", article(headline=f"Story {number}"))
    connection = desk.archive.connection
    pages = [search(connection, "ferry", order="newest", limit=2, offset=offset) for offset in (0, 2, 4)]
    assert [hit.url[-1] for page in pages for hit in page.hits] == ["4", "3", "2", "1", "0"]
    assert {page.total for page in pages} == {5}
    assert sorted(matching(connection, "ferry")) == [1, 2, 3, 4, 5]


def test_an_edit_leaves_no_word_behind(shelf: Desk) -> None:
    shelf.visit("https://www.example.com/tokyo", article("大阪の橋は閉じられた。", headline="橋", language="ja"))
    assert found(shelf, "東京") == []
    assert found(shelf, "大阪") == ["tokyo"]


def test_words_of_both_kinds_go_to_their_indexes() -> None:
    assert parse("ferry").words.index == WORDS  # type: ignore[union-attr]


@pytest.mark.parametrize(("way", "bounds"), [("_beside", (0, 1)), ("_few", (3, 0)), ("_within", (3, 1000))])
def test_each_way_to_narrow_finds_the_same(
    shelf: Desk, monkeypatch: pytest.MonkeyPatch, way: str, bounds: tuple[int, int]
) -> None:
    taken = []
    real = getattr(candidates, way)
    monkeypatch.setattr(candidates, way, lambda *given: taken.append(way) or real(*given))
    monkeypatch.setattr(candidates, "SET", bounds[0])
    monkeypatch.setattr(candidates, "FEW", bounds[1])
    monkeypatch.setattr(candidates, "PASSED", 0)
    assert found(shelf, "ferry site:example.org") == ["market"]
    assert found(shelf, "ferry -site:example.org") == ["ferry"]
    assert found(shelf, "ferry site:example.com after:2026 lang:en") == ["ferry"]
    assert found(shelf, "ferry lang:es") == ["market"]
    assert found(shelf, "storm kind:live-blog -lang:es") == ["live"]
    assert found(shelf, "kind:live-blog") == ["live"]
    assert found(shelf, "ferry before:2026-03-01") == []
    assert sorted(found(shelf, "ferry before:2999")) == ["ferry", "market"]
    assert found(shelf, "storm site:nowhere.example") == []
    assert taken


def test_a_source_or_a_host_below_a_domain_is_a_site_too(desk: Desk) -> None:
    with desk.archive.transaction() as connection:
        connection.execute("INSERT INTO sources (name, domain, added_at) VALUES ('Post', 'example.com', '')")
    desk.read(desk.capture("https://www.example.com/a", source_id=1))
    desk.visit("https://sport.example.com/b", article("Nothing of that here."))
    assert found(desk, "site:post") == ["a"]
    assert found(desk, "site:sport.example.com") == ["b"]
    assert found(desk, "site:example.net") == []
