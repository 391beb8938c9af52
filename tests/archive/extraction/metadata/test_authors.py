from __future__ import annotations

import pytest

from archive.extraction.metadata.agencies import is_agency
from archive.extraction.metadata.names import split
from tests.archive.extraction.metadata.conftest import ld


def people(said):
    return [one.name for one in said.authors if one.kind == "person"]


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("By Mara Holt", ["Mara Holt"]),
        ("By Mara Holt and Idris Vane", ["Mara Holt", "Idris Vane"]),
        ("By Mara Holt, Idris Vane and Ute Brandt", ["Mara Holt", "Idris Vane", "Ute Brandt"]),
        ("Von Mara Holt und Idris Vane", ["Mara Holt", "Idris Vane"]),
        ("Par Mara Holt et Idris Vane", ["Mara Holt", "Idris Vane"]),
        ("Por Mara Holt y Idris Vane", ["Mara Holt", "Idris Vane"]),
        ("Di Mara Holt", ["Mara Holt"]),
        ("De Mara Holt", ["Mara Holt"]),
        ("Door Mara Holt", ["Mara Holt"]),
        ("Av Mara Holt og Idris Vane", ["Mara Holt", "Idris Vane"]),
        ("Автор: Мара Холт", ["Мара Холт"]),
        ("Written by: Mara Holt", ["Mara Holt"]),
        ("By Mara Holt, Senior Reporter", ["Mara Holt"]),
        ("By Mara Holt, Head of Marketing at Harbour Ltd", ["Mara Holt"]),
        ("Mara Holt (mho)", ["Mara Holt"]),
        ("Mara Holt mara.holt@harbour.example", ["Mara Holt"]),
        ("By Mara Holt @maraholt", ["Mara Holt"]),
        ("Mara Holt, MD", ["Mara Holt, MD"]),
        ("Mara Holt, Ph.D.", ["Mara Holt, Ph.D."]),
        ("Mara Holt, dpa", ["Mara Holt", "dpa"]),
        ("记者 李明", ["记者 李明"]),
    ],
)
def test_printed_bylines_give_names(byline, names):
    assert split(byline, printed=True) == names


@pytest.mark.parametrize(
    "text", ["Staff", "admin", "Redaktion", "By Staff Reporter", "August 3, 2025", "5 min read", "Read more", "", "!!!"]
)
def test_nobody_is_made_of_a_place_holder(text):
    assert split(text, printed=True) == []


def test_de_stays_in_a_declared_name():
    assert split("De Jong") == ["De Jong"]


def test_declared_authors_are_believed(metadata):
    said = metadata(
        ld('{"@type":"NewsArticle","author":[{"@type":"Person","name":"Mara Holt"},{"name":"Idris Vane"}]}')
    )
    assert people(said) == ["Mara Holt", "Idris Vane"]


def test_a_reference_to_another_node_is_followed(metadata):
    graph = '{"@graph":[{"@type":"Article","author":{"@id":"#p"}},{"@type":"Person","@id":"#p","name":"Mara Holt"}]}'
    assert people(metadata(ld(graph))) == ["Mara Holt"]


def test_a_printed_byline_that_says_more_completes_what_is_declared(metadata):
    body = '<h1>Storm</h1><p class="byline">By Idris Vane and Mara Holt</p>'
    said = metadata(ld('{"@type":"NewsArticle","author":{"name":"Mara Holt"}}'), body)
    assert people(said) == ["Idris Vane", "Mara Holt"]
    assert said.byline == "By Idris Vane and Mara Holt"


def test_by_below_the_headline_needs_no_mark(metadata):
    assert people(metadata("", "<h1>Storm</h1><div>By</div><div>Mara Holt</div><p>It blew.</p>")) == ["Mara Holt"]


def test_a_link_to_an_author_page_is_a_byline(metadata):
    assert people(metadata("", '<h1>Storm</h1><a href="/authors/mara-holt">Mara Holt</a>')) == ["Mara Holt"]


def test_commenters_and_photographers_are_no_authors(metadata):
    body = (
        '<h1>Storm</h1><figure><span class="author">Kai Lens</span></figure><p>It blew.</p>'
        '<div class="comments"><span class="comment-author">windy77</span></div>'
    )
    assert metadata("", body).authors == ()


def test_nobody_is_named_where_the_page_names_nobody(metadata):
    assert metadata("<title>Storm</title>", "<h1>Storm</h1><p>Mara Holt said it blew.</p>").authors == ()


def test_the_site_is_no_person(metadata):
    head = '<meta property="og:site_name" content="Harbour Post"><meta name="author" content="Harbour Post">'
    assert [one.kind for one in metadata(head).authors] == ["organisation"]


def test_a_person_who_signs_displaces_the_site(metadata):
    head = '<meta property="og:site_name" content="Harbour Post"><meta name="author" content="Harbour Post">'
    said = metadata(head, '<h1>Storm</h1><p class="byline">By Mara Holt</p>')
    assert [(one.name, one.kind) for one in said.authors] == [("Mara Holt", "person")]


def test_a_login_gives_way_to_a_printed_name(metadata):
    said = metadata('<meta name="author" content="mholt7">', '<h1>Storm</h1><p class="byline">By Mara Holt</p>')
    assert people(said) == ["Mara Holt"]


def test_agencies_are_marked(metadata):
    said = metadata("", '<h1>Storm</h1><p class="byline">Von Mara Holt, dpa</p>')
    assert [(one.name, one.kind) for one in said.authors] == [("Mara Holt", "person"), ("dpa", "agency")]


@pytest.mark.parametrize(
    "name", ["Reuters", "The Associated Press", "AFP", "dpa", "新华社", "Anadolu Ajansı", "PAP", "共同通信"]
)
def test_agencies_are_known_in_many_languages(name):
    assert is_agency(name)


def test_a_person_is_no_agency():
    assert not is_agency("Mara Holt")


STORY = "<p>The keeper opened the door, and the light went on again after two years of dark.</p>"


@pytest.mark.parametrize(
    "line",
    [
        "Written by Jane Roe",
        "Published August 7, 2023 by Jane Roe",
        "This post was written by Jane Roe, Head of Harbours",
        "Posted by Jane Roe on 2025-12-18 in lights.",
        "Autorin/Autor Jane Roe",
    ],
)
def test_a_line_that_signs_at_the_foot_of_the_story_counts(metadata, line):
    assert people(metadata("", f"<h1>Storm</h1>{STORY * 60}<div>{line}</div>")) == ["Jane Roe"]


@pytest.mark.parametrize(
    "line", ["Reviewed by Jane Roe", "Website by Harbour Media", "By Event Type", "By joining you accept the Terms"]
)
def test_other_lines_with_a_by_do_not(metadata, line):
    assert people(metadata("", f"<h1>Storm</h1>{STORY * 60}<div>{line}</div>")) == []


def test_a_row_of_lines_that_sign_belongs_to_other_stories(metadata):
    row = "".join(f"<div>Written by Jane {name}</div>" for name in ("Roe", "Doe", "Poe"))
    assert people(metadata("", f"<h1>Storm</h1>{STORY * 60}{row}")) == []


def test_a_name_after_the_date_is_a_byline(metadata):
    assert people(metadata("", f"<h1>Storm</h1><p>2025-03-02</p><p>·</p><p>Jane Roe</p>{STORY}")) == ["Jane Roe"]


def test_a_kicker_beside_the_date_is_no_person(metadata):
    head = "<title>Open Harbour: Storm takes the pier</title>"
    assert people(metadata(head, f"<h1>Storm takes the pier</h1><p>Open Harbour</p><p>2 March 2025</p>{STORY}")) == []


def test_who_checked_the_facts_did_not_write_the_story(metadata):
    first, second = (f'<a class="who" href="/author/{name}">{name} Roe</a>' for name in ("Jane", "Jo"))
    row = f"<p>By {first} | Fact-checked by {second}</p>"
    assert people(metadata("", f"<h1>Storm</h1>{row}{STORY}")) == ["Jane Roe"]


def test_initials_in_place_of_a_portrait_are_no_name(metadata):
    box = '<div class="author-box"><span>JR</span><span>Jane Roe</span></div>'
    assert people(metadata("", f"<h1>Storm</h1>{box}{STORY}")) == ["Jane Roe"]


def test_an_author_box_at_the_foot_of_the_article_counts(metadata):
    foot = '<footer class="entry-footer"><span class="entry-author">Jane Roe</span></footer>'
    assert people(metadata("", f"<article><h1>Storm</h1>{STORY * 9}{foot}</article>")) == ["Jane Roe"]


def test_a_degree_keeps_its_last_point():
    assert split("Jane Roe, Ph.D.") == ["Jane Roe, Ph.D."]


def test_a_name_declared_in_lower_case_is_a_name(metadata):
    assert people(metadata('<meta name="author" content="jane roe">', "<h1>Storm</h1>")) == ["jane roe"]
