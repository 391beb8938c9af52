from __future__ import annotations

import socket
import time

import pytest

from archive import urls
from archive.extraction.dom import parse
from archive.extraction.metadata import read
from archive.extraction.metadata.addresses import absolute, same_site
from archive.extraction.metadata.language import detected, primary
from archive.extraction.metadata.sites import registered_domain
from tests.archive.extraction.metadata.conftest import ld

URL = "https://www.harbour-post.co.uk/news/lighthouse-reopens"


def test_canonical_is_made_absolute(metadata):
    assert (
        metadata('<link rel="canonical" href="/news/x?id=1#top">').canonical_url
        == "https://www.harbour-post.co.uk/news/x?id=1"
    )


@pytest.mark.parametrize(
    "href", ["https://stranger.example/x", "javascript:alert(1)", "ftp://harbour-post.co.uk/x", "http://[", "data:,x"]
)
def test_a_canonical_address_elsewhere_is_not_believed(metadata, href):
    assert metadata(f'<link rel="canonical" href="{href}">').canonical_url == ""


def test_an_article_is_not_the_front_page(metadata):
    assert metadata('<link rel="canonical" href="https://www.harbour-post.co.uk/">').canonical_url == ""


def test_subdomains_are_one_site():
    assert same_site("https://m.harbour-post.co.uk/x", "https://www.harbour-post.co.uk/y")
    assert not same_site("https://a.co.uk/", "https://b.co.uk/")


def test_domains_are_registered_without_asking_the_network(monkeypatch):
    def refuse(*_args, **_kwargs):
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    urls._registered.cache_clear()
    assert registered_domain("https://news.harbour.co.uk/x") == "harbour.co.uk"


def test_addresses_are_http_or_nothing():
    assert absolute("//cdn.example/a.jpg", base=URL) == "https://cdn.example/a.jpg"
    assert absolute("mailto:a@b.example", base=URL) == ""


def test_links_and_labels_are_read(metadata):
    said = metadata(
        '<link rel="amphtml" href="/amp/x"><link rel="next" href="?page=2"><meta property="og:image" content="/i.jpg">'
        '<meta property="article:section" content="Coast"><meta property="article:tag" content="Storm">'
        '<meta property="article:tag" content="Sea"><meta name="robots" content="noai">'
        '<meta name="tdm-reservation" content="1">'
        '<meta property="og:description" content="It &amp;amp; blew">'
        '<meta property="og:site_name" content="Harbour Post">'
    )
    assert said.amp_url == "https://www.harbour-post.co.uk/amp/x"
    assert said.next_url.endswith("lighthouse-reopens?page=2")
    assert said.image == "https://www.harbour-post.co.uk/i.jpg"
    assert (said.section, said.tags, said.robots, said.tdm_reservation) == ("Coast", ("Storm", "Sea"), "noai", "1")
    assert (said.description, said.site_name) == ("It & blew", "Harbour Post")


@pytest.mark.parametrize(
    ("head", "answer"),
    [
        (ld('{"@type":"NewsArticle","isAccessibleForFree":false}'), True),
        (ld('{"@type":"NewsArticle","isAccessibleForFree":"False"}'), True),
        (ld('{"@type":"NewsArticle","isAccessibleForFree":true}'), False),
        (ld('{"@type":"NewsArticle","hasPart":{"isAccessibleForFree":"false","cssSelector":".paid"}}'), True),
        ('<meta property="article:content_tier" content="locked">', True),
        ('<meta property="article:content_tier" content="free">', False),
        ("", None),
    ],
)
def test_a_paywall_is_what_the_page_declares(metadata, head, answer):
    assert metadata(head).paywalled is answer


@pytest.mark.parametrize(
    ("claim", "tag"), [("de-AT", "de"), ("en_GB", "en"), ("German", "de"), ("", ""), ("x", ""), ("jp", "ja")]
)
def test_language_claims_are_brought_to_primary_tags(claim, tag):
    assert primary(claim) == tag


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        (
            "Der Sturm ist vorbei und die Leute sind wieder auf dem Weg zu den Booten, die in der Bucht liegen.",
            "de",
        ),
        (
            "The storm is over and the people are back on the way to the boats that lie in the bay with all of this.",
            "en",
        ),
        (
            "La tempête est passée et les gens sont de retour sur le chemin des bateaux qui sont dans la baie.",
            "fr",
        ),
        (
            "Буря прошла, и люди снова на пути к лодкам, которые стоят в бухте, но это было не так, как он сказал.",
            "ru",
        ),
        ("嵐は過ぎ去り、人々は湾の船に戻っています。", "ja"),
        ("폭풍이 지나가고 사람들은 배로 돌아가고 있다", "ko"),
        ("storm boat", ""),
    ],
)
def test_language_is_told_by_script_and_common_words(text, tag):
    assert detected(text) == tag


def test_an_empty_page_says_nothing():
    said = read(parse(""), url=URL)
    assert (said.title, said.authors, said.published, said.canonical_url) == ("", (), None, "")


HOSTILE = {
    "a megabyte of quotes": ld('{"@type":"NewsArticle","author":"' + '\\"' * 500_000 + '"}'),
    "metas": "".join(f'<meta name="n{i}" content="v">' for i in range(100_000)),
    "title": f"<title>{'a - ' * 50_000}</title>",
    "authors": f'<meta name="author" content="{"a, " * 70_000}">',
    "bylines": '<span class="author">A B</span>' * 50_000,
    "dates": "<time>1.1.1</time>" * 50_000,
    "classes": f'<div class="{"author " * 100_000}">x</div>',
    "nested": '<div class="byline">' * 3_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pages_cost_no_more_than_a_moment(name):
    tree = parse(f"<html><head></head><body><h1>Storm</h1>{HOSTILE[name]}</body></html>")
    start = time.process_time()
    read(tree, url=URL)
    assert time.process_time() - start < 2
