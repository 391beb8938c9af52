"""Pages made to cost time or memory: each is answered within a bound, and says no more than the page did."""

from __future__ import annotations

import json
import time
from collections.abc import Callable

import pytest

from archive.extraction.extract import extract

URL = "https://news.example/town/ferry"
SENTENCE = b"<p>Some sentence of text, with commas, about the ferry.</p>"
ARTICLE = b"<html><body><article>"
CHARSETS = ("utf-8", "utf-16", "gb18030", "cp1251")
LONGEST = 20  # seconds of CPU, what a worker is given

PAGES: dict[str, Callable[[], bytes]] = {
    # depth and breadth
    "10,000 nested divs": lambda: b"<body>" + b"<div>" * 10_000 + SENTENCE * 20 + b"</div>" * 10_000,
    "100,000 nested divs": lambda: b"<body>" + b"<div>" * 100_000 + SENTENCE * 20,
    "100,000 paragraphs": lambda: ARTICLE + SENTENCE * 100_000,
    "200,000 spans in one paragraph": lambda: ARTICLE + b"<p>" + b"<span>word</span> " * 200_000,
    "200,000 nested inline marks": lambda: ARTICLE + b"<p>" + b"<b><i>word " * 100_000,
    "50,000 links": lambda: ARTICLE + b"<p><a href='/x'>link text</a> and more</p>" * 50_000,
    "50,000 table rows": lambda: ARTICLE + b"<table>" + b"<tr><td>cell</td><td>cell2</td></tr>" * 50_000,
    "2,000 nested tables": lambda: ARTICLE + b"<table><tr><td>cell text here " * 2_000,
    "a table row of 100,000 cells": lambda: ARTICLE + b"<table><tr>" + b"<td>cell" * 100_000,
    "5,000 nested lists": lambda: ARTICLE + b"<ul><li>item text " * 5_000,
    "300,000 line breaks": lambda: b"<body><div>" + b"text<br><br>" * 300_000,
    "300,000 comments": lambda: b"<body>" + b"<!-- c -->" * 300_000 + SENTENCE,
    "20,000 headings": lambda: ARTICLE + b"<h1>The ferry returns</h1>" * 20_000,
    "20,000 pictures": lambda: ARTICLE + b"<figure><img src='/a'><figcaption>A ferry</figcaption></figure>" * 20_000,
    "20,000 cards": lambda: ARTICLE + b"<div class='card'><a href='/x'><h3>A headline</h3><img></a></div>" * 20_000,
    "20,000 time elements": lambda: ARTICLE + b"<time datetime='2026-03-18T06:05Z'>18 March 2026</time>" * 20_000,
    "20,000 bylines": lambda: ARTICLE + b"<p class='byline author'>By Ada Quay, Bo Reed and Cy Dale</p>" * 20_000,
    "10,000 forms and consent words": lambda: ARTICLE + b"<form><button>Accept all cookies</button></form>" * 10_000,
    # single strings
    "one paragraph of 10 MB": lambda: b"<body><p>" + b"word word, word. " * 600_000,
    "one word of 5 MB": lambda: b"<body><p>" + b"w" * 5_000_000,
    "5 MB of white space in a paragraph": lambda: ARTICLE + b"<p>a" + b" " * 5_000_000 + b"b</p>",
    "5 MB of NULs": lambda: b"\0" * 5_000_000,
    "2 MB of dates": lambda: b"<body><p>" + b"2020-01-01 12/12/2012 " * 100_000,
    "1 MB of digits": lambda: b"<body><p>" + b"1" * 1_000_000 + b"</p><time datetime='" + b"2" * 1_000_000 + b"'>",
    "a title of 500 KB with separators": lambda: (
        b"<head><title>" + b"a - b | " * 60_000 + b"</title></head><body><h1>" + b"x " * 100_000 + b"</h1><p>text"
    ),
    "a class of 1 MB": lambda: ARTICLE + b"<p class='" + b"a " * 500_000 + b"'>text</p>",
    "an address of 1 MB": lambda: ARTICLE + b"<a href='/" + b"a/../" * 200_000 + b"'>text</a>" + SENTENCE * 9,
    "a srcset of 1 MB": lambda: ARTICLE + b"<img srcset='" + b"/a 1x, " * 150_000 + b"'>" + SENTENCE * 9,
    "a byline of 1 MB": lambda: b"<meta name=author content='" + b"By A and " * 100_000 + b"'>" + SENTENCE * 9,
    "a keywords list of 1 MB": lambda: b"<meta name=keywords content='" + b"a, " * 300_000 + b"'>" + SENTENCE * 9,
    "a million quotation marks": lambda: ARTICLE + b"<p>" + '“”«»"'.encode() * 200_000 + b"</p>",
    "a million full stops": lambda: ARTICLE + b"<p>" + b". . ." * 200_000 + b"</p>",
    "a million entities": lambda: ARTICLE + b"<p>" + b"&amp;&#x41;&nbsp;" * 100_000 + b"</p>",
    "right-to-left marks without end": lambda: ARTICLE + b"<p>" + "\u202e\u2067a".encode() * 100_000 + b"</p>",
    "combining marks without end": lambda: ARTICLE + b"<p>a" + "\u0301".encode() * 500_000 + b"</p>",
    # scripts that are data
    "JSON-LD that never closes": lambda: (
        b'<script type="application/ld+json">{"@type":"NewsArticle","author":{' + b'"name":"a b","x":{' * 120_000
        + b"</script><article><p>" + b"Some text here. " * 500
    ),
    "JSON-LD 100,000 deep": lambda: _json_ld(b'{"a":' * 100_000 + b"1" + b"}" * 100_000),
    "JSON-LD lists 100,000 deep": lambda: _json_ld(b"[" * 100_000 + b"]" * 100_000),
    "JSON-LD with 50,000 authors": lambda: _json_ld(
        json.dumps({"@type": "NewsArticle", "author": [{"name": f"Ada Quay {n}"} for n in range(50_000)]}).encode()
    ),
    "JSON-LD with an author of quotes": lambda: _json_ld(b'{"@type":"Article","author":"' + b'\\"' * 500_000),
    "JSON-LD that refers to itself": lambda: _json_ld(
        b'{"@graph":[' + b",".join(b'{"@id":"#%d","author":{"@id":"#%d"}}' % (n, 1 - n) for n in (0, 1)) + b"]}"
    ),
    "JSON-LD with a number of 100,000 digits": lambda: _json_ld(b'{"@type":"Article","x":' + b"9" * 100_000 + b"}"),
    "5,000 JSON-LD scripts": lambda: _json_ld(b'{"@type":"NewsArticle","headline":"a"}') * 5_000 + SENTENCE * 9,
    # what is no page, and what parsers stumble over
    "100,000 unclosed tags": lambda: b"<a href='<p><b><table><tr><td>" * 100_000,
    "a megabyte of angle brackets": lambda: b"<" * 1_000_000,
    "a megabyte of unfinished entities": lambda: b"&" * 1_000_000,
    "a megabyte of unfinished comments": lambda: b"<!--" * 250_000,
    "nested templates and SVG": lambda: b"<svg><foreignObject><template><math>" * 20_000 + SENTENCE,
    "a form feed in every place": lambda: SENTENCE.replace(b" ", b"\x0c") * 2_000,
    "UTF-16 that breaks off": lambda: ("<p>" + "渡船" * 100_000).encode("utf-16") + b"\xd8",
    "every charset at once": lambda: b"".join(
        f"<meta charset={name}><p>Žluťoučký 渡船".encode(name, "replace") for name in CHARSETS
    ) * 2_000,
}  # fmt: skip


def _json_ld(content: bytes) -> bytes:
    return b'<script type="application/ld+json">' + content + b"</script><article>" + SENTENCE * 9 + b"</article>"


# Two seconds of CPU and more: run by `make test-all`.
HEAVY = frozenset(
    {"100,000 paragraphs", "50,000 links", "a table row of 100,000 cells", "20,000 headings", "20,000 pictures",
     "20,000 cards", "20,000 bylines", "one paragraph of 10 MB", "5,000 nested lists", "50,000 table rows"}
)  # fmt: skip


@pytest.mark.timeout(180)
@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.long) if name in HEAVY else name for name in PAGES]
)
def test_a_hostile_page_is_answered_within_the_time_of_a_worker(name: str) -> None:
    html = PAGES[name]()
    began = time.process_time()
    extraction = extract(html, url=URL, content_type="text/html")
    assert time.process_time() - began < LONGEST
    assert extraction.kind_reason
    assert sum(len(block.text) for block in (*extraction.paragraphs, *extraction.set_aside)) <= len(html) + 1000
