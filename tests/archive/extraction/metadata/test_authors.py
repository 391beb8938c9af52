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
        ("Mara Holt, Ph.D.", ["Mara Holt, Ph.D"]),
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
