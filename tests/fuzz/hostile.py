"""Hostile pages in small: the shapes of tests/archive/extraction/test_hostile_pages.py, for a fuzzer to build on."""

from __future__ import annotations

_P = b"<p>Some sentence of text, with commas, about the ferry.</p>"
_STORY = b"<article><h1>Ferry returns</h1>" + 3 * _P
_LD = b'<script type="application/ld+json">'

HOSTILE = (
    # depth and breadth
    b"<div>" * 60 + _P * 3,
    b"<article><p>" + b"<b><i>word " * 30,
    b"<article><p>" + b"<span>word</span> " * 20,
    b"<article><ul>" + b"<li>item text<ul>" * 20 + _P,
    b"<table>" + b"<tr><td>cell<td>cell two" * 12 + b"<table><tr><td>" * 8 + _P,
    b"<article>" + b"<p><a href='/x'>link text</a> and more</p>" * 8,
    _STORY + b"<div class=card><a href=/x><h3>A headline</h3><img></a></div>" * 6,
    _STORY + b"<figure><img src=/a><figcaption>A ferry</figcaption></figure>" * 5,
    b"<body><div>" + b"text<br><br>" * 20,
    b"<!-- c -->" * 20 + b"<!--" * 10 + _P,
    # single strings
    b"<head><title>" + b"a - b | " * 30 + b"</title><body><h1>a - b</h1>" + _P * 3,
    b"<article><p class='" + b"a " * 100 + b"'>text</p>" + _P * 3,
    _STORY + b"<a href='/" + b"a/../" * 40 + b"'>text</a><img srcset='" + b"/a 1x, " * 30 + b"'>",
    b"<meta name=author content='" + b"By A and " * 30 + b"'>" + _STORY,
    b"<article>" + b"<p class=byline>By Ada Quay, Bo Reed and Cy Dale</p>" * 5 + _P * 3,
    b"<body><p>" + b"2020-01-01 12/12/2012 " * 10 + b"<time datetime='" + b"2" * 200 + b"'>" + _P * 3,
    b"<article><p>" + '“”«»"\u202e\u2067a\u0301\u0301'.encode() * 12 + b". . ." * 20 + b"&amp;&#x41;&nbsp;&" * 10,
    # scripts that are data
    _LD + b'{"@type":"NewsArticle","author":{' + b'"name":"a b","x":{' * 20 + b"</script>" + _STORY,
    _LD + b'{"a":' * 50 + b"1" + b"}" * 50 + b"</script>" + _STORY,
    _LD + b'{"@type":"Article","author":"' + b'\\"' * 50 + b"</script>" + _STORY,
    _LD + b'{"@graph":[{"@id":"#0","author":{"@id":"#1"}},{"@id":"#1","author":{"@id":"#0"}}]}</script>' + _STORY,
    # what is no page, and what parsers stumble over
    b"<a href='<p><b><table><tr><td>" * 12,
    b"<svg><foreignObject><template><math>" * 12 + _P,
    ("<p>" + "渡船は月曜日から再び運航する。" * 6).encode("utf-16") + b"\xd8",
    b"<meta charset=gb18030><meta charset=utf-7><article>" + "<p>Žluťoučký 渡船</p>".encode("gb18030", "replace") * 6,
    _P.replace(b" ", b"\x0c\0") * 6,
)
"""Each of at most a thousand bytes: what an extraction costs grows with the page."""
