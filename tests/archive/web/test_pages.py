"""Each page with the press's archive: what it shows, its JSON, and its sentences when asked for what is not there."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest

from archive.urls import article_id_of
from archive.web import texts
from archive.web.texts import TEXTS
from tests.archive.web import press

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="session")
def ids() -> dict[str, str]:
    """Public ids of the press's stories by slug."""
    return {story.slug: article_id_of(story.url) for story in press.STORIES}


def test_the_front_page_shows_the_newest_articles_by_day(reader):
    front = reader.json("/index.json")
    assert [day["day"] for day in front["days"]][:3] == ["2026-03-18", "2026-03-17", "2026-03-16"]
    assert front["days"][0]["articles"][0]["headline"] == press.QUESO.headline
    assert front["totals"]["articles"] > 100
    assert front["edits"][0]["edit"] in {"headline", "substantial"}
    text = reader.get("/").text
    assert "Wednesday, 18 March 2026" in text and press.FERRY.headline in text


def test_the_front_page_goes_on_where_it_ends(reader):
    seen = set()
    following = ""
    for _ in range(3):
        front = reader.json(f"/index.json?before={following}")
        page = {article["id"] for day in front["days"] for article in day["articles"]}
        assert page and not page & seen
        seen |= page
        following = front["next"]


def test_an_article_page_shows_the_article_its_torn_edge_and_its_proof(reader, ids):
    text = reader.get(f"/article/{ids['ferry-returns']}").text
    for said in (press.FERRY.headline, press.FERRY.standfirst, "Ines Varga", "Ada Quay", "6.50"):
        assert said in text
    for aside in ("navigation", "newsletter", "It asks for a subscription.", "It stands on every page of this site."):
        assert aside in text
    assert "sha1:" in text and "urn:uuid:" in text and "192.0.2.7" in text


def test_the_whole_page_stands_in_order_with_kept_and_set_aside_parts(reader, ids):
    whole = reader.json(f"/article/{ids['tide-barrier']}.json?view=whole")["whole"]
    assert [piece["ordinal"] for piece in whole] == sorted(piece["ordinal"] for piece in whole)
    assert not whole[0]["kept"] and whole[0]["kind"] == "navigation"
    assert any(piece["kept"] for piece in whole) and not whole[-1]["kept"]


def test_an_older_version_is_shown_and_says_so(reader, ids):
    answer = reader.get(f"/article/{ids['tide-barrier']}?version=1")
    assert press.BARRIER.headline in answer.text and "This is version 1" in answer.text
    assert "dropped the narrow gate" not in answer.text


def test_a_diff_marks_words_that_were_added_and_removed(reader, ids):
    diff = reader.json(f"/article/{ids['tide-barrier']}/diff/1/2.json")
    added = [piece["text"] for piece in diff["text"] if piece["change"] == "added"]
    assert len(added) == 1 and added[0].strip().startswith("Correction, 18 March")
    assert diff["removed"] == 0
    assert "<ins>" in reader.get(f"/article/{ids['tide-barrier']}/diff/1/2").text


def test_an_article_comes_as_text(reader, ids):
    answer = reader.get(f"/article/{ids['ferry-returns']}.txt")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.text.startswith(press.FERRY.headline) and "Herring prices fall" not in answer.text


def test_an_article_comes_as_markdown_and_as_a_citation(reader, ids):
    ferry = f"/article/{ids['ferry-returns']}"
    assert reader.get(f"{ferry}.md").text.startswith(f"# {press.FERRY.headline}")
    assert "@online{" in reader.get(f"{ferry}/cite").text
    assert reader.json(f"{ferry}/cite.json")["csl"]["URL"] == press.FERRY.url


def test_an_article_comes_as_a_wacz(reader, ids):
    answer = reader.get(f"/article/{ids['ferry-returns']}.wacz")
    assert answer.headers["content-type"] == "application/wacz"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as package:
        assert {"datapackage.json", "pages/pages.jsonl"} <= set(package.namelist())
        assert press.FERRY.url in package.read("pages/pages.jsonl").decode()


def test_json_keeps_inside_keys_inside(reader, ids):
    story = reader.json(f"/article/{ids['ferry-returns']}.json")
    assert story["article"]["url"] == press.FERRY.url
    assert "capture" not in story["proof"] and "body" not in story


@pytest.mark.parametrize(
    ("slug", "language", "direction"), [("old-quarter-library", "ar", "rtl"), ("lighthouse-open", "ja", "ltr")]
)
def test_languages_say_which_they_are_and_which_way_they_run(reader, ids, slug, language, direction):
    assert f'lang="{language}" dir="{direction}"' in reader.get(f"/article/{ids[slug]}").text


def test_the_record_comes_as_a_gzip_member_with_its_type(reader, ids):
    link = re.search(r"/record/[\w-]+\.warc\.gz", reader.get(f"/article/{ids['ferry-returns']}").text)
    assert link
    answer = reader.get(link[0])
    assert answer.headers["content-type"] == "application/gzip"
    assert "attachment" in answer.headers["content-disposition"]
    assert answer.content.startswith(b"\x1f\x8b")
    assert "WARC-Target-URI: https://harbour-post.example" in reader.get(link[0].removesuffix(".warc.gz")).text


def test_search_finds_words_filters_and_marks_them(reader):
    found = reader.json("/search.json?q=gulls&site=harbour-post.example&sort=newest")
    assert found["total"] > 20 and found["next"] == 20
    assert all(hit["article"]["site"] == "harbour-post.example" for hit in found["hits"])
    assert "<mark>gulls</mark>" in reader.get("/search?q=gulls").text


def test_search_finds_japanese_and_arabic(reader):
    assert reader.json("/search.json?q=灯台")["hits"][0]["article"]["language"] == "ja"
    assert reader.json("/search.json?q=مكتبة")["hits"][0]["article"]["language"] == "ar"


def test_an_archived_text_cannot_put_markup_on_our_pages(reader):
    assert "<script>alert" not in reader.get("/search?q=%3Cscript%3Ealert(1)%3C/script%3E").text


@pytest.mark.parametrize("query", ["ferry OR", '"open', "(a", "after:noday ferry", "a" * 2_000, "kind:poem x"])
def test_a_search_that_cannot_be_read_gets_a_sentence(reader, query):
    answer = reader.get("/search", params={"q": query})
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text and "Traceback" not in answer.text


def test_a_search_of_more_than_ten_thousand_characters_is_refused_in_one_sentence(reader):
    answer = reader.get("/search", params={"q": "ferry " * 2_000})
    assert answer.status_code == 400 and "longer" in answer.text


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/site/harbour-post.example", "Hours of publication"),
        ("/author/Ada%20Quay", press.KEEPER.headline),
        ("/crawls", "finished"),
        ("/edits", "Rewritten"),
        ("/sites", "gazetanorte.example"),
        ("/teaser/1", "Where it stood"),
    ],
)
def test_the_other_pages_answer(reader, path, expected):
    answer = reader.get(path)
    assert answer.status_code == 200 and expected in answer.text
    assert reader.get(path + ".json").json()


def test_the_front_page_says_which_source_is_in_trouble(reader):
    sources = reader.json("/index.json")["sources"]
    assert [source["domain"] for source in sources if source["troubles"]] == ["almina.example"]
    assert "has gone quiet" in reader.get("/").text and "3 sources are well." in reader.get("/").text


def test_a_source_shows_its_runs_and_its_health(reader):
    well = reader.get("/source/harbour-post.example").text
    assert "Nothing is wrong with it." in well and press.KEEPER.headline in well
    page = reader.get("/source/almina.example").text
    assert "has gone quiet" in page and "New articles in the last 12 runs" in page


def test_a_crawl_says_what_it_fetched(reader):
    crawl = reader.json("/crawls.json")["crawls"][1]
    page = reader.get(f"/crawl/{crawl['id']}").text
    assert "ferry-returns" in page and "finished" in page
    assert reader.get("/crawl/1").status_code == 200  # the key inside the file, as a source's health has it


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/article/nothing", 404),
        ("/article/nothing.json", 404),
        ("/site/nowhere.example", 404),
        ("/author/Nobody%20At%20All", 404),
        ("/author/%22", 404),
        ("/source/none", 404),
        ("/crawl/none", 404),
        ("/record/none", 404),
        ("/teaser/99999999", 404),
        ("/teaser/seven", 400),
        ("/teaser/²", 400),
        ("/?before=yesterday", 400),
        ("/search?q=ferry&start=many", 400),
        ("/no/such/page", 404),
        ("/nothing", 404),
    ],
)
def test_what_is_not_there_is_answered_in_a_sentence(reader, path, status, capsys):
    answer = reader.get(path)
    assert answer.status_code == status
    assert "Traceback" not in answer.text and "sqlite3" not in answer.text
    if path.endswith(".json"):
        assert answer.json()["error"].endswith(".")
    else:
        assert 'class="standfirst"' in answer.text
    assert "Traceback" not in capsys.readouterr().out


def test_a_version_that_is_none_is_answered_in_a_sentence(reader, ids):
    ferry = ids["ferry-returns"]
    assert reader.get(f"/article/{ferry}?version=9").status_code == 404
    assert reader.get(f"/article/{ferry}?version=x").status_code == 400
    assert reader.get(f"/article/{ferry}/diff/1/9").status_code == 404
    assert reader.get(f"/article/{ferry}/diff/one/2").status_code == 400


@pytest.mark.parametrize("path", ["/index", "/search", "/site/harbour-post.example", "/author/Ada%20Quay", "/edits"])
def test_lists_come_as_atom_and_json_feed(reader, path):
    query = "?q=gulls" if path == "/search" else ""
    feed = ElementTree.fromstring(reader.get(f"{path}.atom{query}").content)
    entries = feed.findall(f"{ATOM}entry")
    assert feed.tag == f"{ATOM}feed" and entries
    for entry in entries:
        assert entry.find(f"{ATOM}link").get("href").startswith("http://localhost/article/")
        assert entry.find(f"{ATOM}updated").text.endswith("Z")
    items = reader.json(f"{path}.feed.json{query}")["items"]
    assert len(items) == len(entries) and items[0]["url"].startswith("http://localhost/")


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/?_format=json", "application/json"),
        ("/search?q=gulls&_format=atom", "application/atom+xml"),
        ("/edits?_format=feed.json", "application/feed+json"),
        ("/sites?_format=json", "application/json"),
        (f"/article/{article_id_of(press.FERRY.url)}?_format=md", "text/markdown"),
        ("/archive/articles.json?_shape=array", "application/json"),
    ],
)
def test_a_format_can_be_asked_for_as_datasette_has_it(reader, path, kind):
    assert reader.get(path).headers["content-type"].startswith(kind)


def test_a_format_that_is_none_is_answered_in_a_sentence(reader):
    answer = reader.get("/edits?_format=xlsx")
    assert answer.status_code == 400 and "There are json, atom" in answer.text
    assert reader.get(f"/web/*/{press.FERRY.url}?_format=xlsx").status_code == 404  # the archived address's own query


def test_a_site_shows_its_edits_as_a_picture(reader):
    page = reader.json("/site/harbour-post.example.json")
    assert sum(page["edits_per_day"]) == 4 and page["edits_per_day"][-1] == 4 and page["last_edit_day"] == "2026-03-18"
    assert "Edits a day over 120 days" in reader.get("/site/harbour-post.example").text


def test_opensearch_says_how_to_search(reader):
    description = ElementTree.fromstring(reader.get("/opensearch.xml").content)
    assert any("{searchTerms}" in url.get("template", "") for url in description)


def test_every_text_is_used_and_every_used_text_is_there():
    folder = Path(texts.__file__).parent
    sources = [path.read_text() for path in [*folder.rglob("*.html"), *folder.rglob("*.py")] if path.name != "texts.py"]
    used = {key for source in sources for key in re.findall(r"""say\(\s*f?["']([\w.]+)["'{]""", source)}
    families = tuple(key for key in used if key.endswith("."))
    assert {key for key in used if not key.endswith(".")} <= set(TEXTS)
    assert {key for key in TEXTS if key not in used and not key.startswith(families)} == set()


def test_pages_work_below_a_path_of_a_proxy(open_archive, printed):
    reader = open_archive(printed, base_url="/papers/")
    text = reader.get("/").text
    links = set(re.findall(r'(?:href|src|action)="(/[^"]*)"', text))
    assert links and all(link.startswith("/papers/") for link in links)


def test_an_empty_archive_says_how_to_fill_it(open_archive, tmp_path):
    from archive.store.database import Archive

    Archive.open(tmp_path / "new.db", create=True).close()
    answer = open_archive(tmp_path / "new.db").get("/")
    assert answer.status_code == 200 and "tearsheet crawl" in answer.text
