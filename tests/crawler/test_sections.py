"""Of a section page's links, those that look like articles of the same site are taken."""

from __future__ import annotations

import pytest

from crawler.sections import looks_like_article, parse_section

URL = "https://example.org/local/"


@pytest.mark.parametrize(
    "path",
    [
        "/2026/03/02/night-trains",
        "/news/article-1234567.html",
        "/local/harbour-council-votes-to-rebuild",
        "/a_b_c_d.html",
    ],
)
def test_dated_numbered_and_titled_addresses_look_like_articles(path: str):
    assert looks_like_article(f"https://example.org{path}")


@pytest.mark.parametrize(
    "path",
    ["/", "/local/", "/tag/a-b-c-d-e", "/author/mara-odds-dottir-x", "/2026/03/photo.jpg", "/newsletter/", "/about"],
)
def test_lists_files_and_service_pages_do_not(path: str):
    assert not looks_like_article(f"https://example.org{path}")


def test_links_of_the_same_site_are_taken_once_in_page_order():
    body = b"""<a href="/2026/03/02/b#comments">B</a><a href="/2026/03/02/a">A</a><a href="/2026/03/02/b">B</a>
    <a href="https://other.example/2026/03/02/c">C</a><a href="https://www.example.org/2026/03/02/d">D</a>
    <a href="javascript:void(0)">x</a><a>y</a><a href="http://[">z</a>"""
    assert [entry.url for entry in parse_section(body, url=URL)] == [
        "https://example.org/2026/03/02/b",
        "https://example.org/2026/03/02/a",
        "https://www.example.org/2026/03/02/d",
    ]


@pytest.mark.parametrize("body", [b"", b"\x00\xff\xfe", b"<a href='", b"<" * 100_000])
def test_what_is_no_page_has_no_links(body: bytes):
    assert parse_section(body, url=URL) == []
