"""The small parts of the pages: links, marks, times, charts, feeds, style sheets."""

from __future__ import annotations

import time
from xml.etree import ElementTree

import pytest

from archive.extraction.answer import Mark
from archive.web.drawing import bars, sparkline
from archive.web.feeds import atom
from archive.web.links import Links
from archive.web.page import BadAddress, Entry, Page
from archive.web.replay.document import Surroundings, candidates, rewrite_page
from archive.web.replay.moments import wanted
from archive.web.replay.style import rewrite_style
from archive.web.typography import cut, direction, highlighted, marked, moment, size

LINK = Links("/")


def test_every_part_of_a_path_is_encoded():
    assert LINK.to("author", "A/B?c#d e") == "/author/A%2FB%3Fc%23d%20e"
    assert LINK.to("search", q="a&b", site=None) == "/search?q=a%26b"


def test_a_url_stands_in_a_replay_path_as_it_is_but_for_what_a_browser_would_change():
    assert LINK.replay("https://a.example/x?y=1&z=%20", "2026-03-18T17:40:00.000Z", "im_") == (
        "/web/20260318174000im_/https://a.example/x?y=1&z=%20"
    )
    assert LINK.replay('https://a.example/"ü#x') == "/web/*/https://a.example/%22%C3%BC%23x"


@pytest.mark.parametrize(
    ("marks", "html"),
    [
        ((), "a &lt;b&gt; c"),
        ((Mark(0, 5, "strong"),), "<strong>a &lt;b&gt;</strong> c"),
        (
            (Mark(0, 3, "strong"), Mark(2, 7, "emphasis")),
            "<strong>a </strong><em><strong>&lt;</strong></em><em>b&gt; c</em>",
        ),
        ((Mark(0, 1, "link", "javascript:alert(1)"),), "a &lt;b&gt; c"),
        ((Mark(0, 1, "link", "https://k.example/"),), '<a href="/article/known">a</a> &lt;b&gt; c'),
        ((Mark(-5, 99, "code"),), "<code>a &lt;b&gt; c</code>"),
    ],
)
def test_marks_nest_whatever_they_cover_and_links_lead_to_pages_only(marks, html):
    assert marked("a <b> c", marks, LINK, {"https://k.example/": "known"}) == html


def test_a_snippet_marks_its_matches_and_escapes_the_rest():
    assert highlighted("<i>a «b» c") == "&lt;i&gt;a <mark>b</mark> c"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2026-03-18T17:40:00.000Z", "18 March 2026, 17:40 UTC"),
        ("2026-03-18T17:40:00", "18 March 2026, 17:40"),
        ("2026-03-18T17:40:00+02:00", "18 March 2026, 17:40 UTC+0200"),
        ("2026-03-18", "18 March 2026"),
        ("whenever <x>", "whenever &lt;x&gt;"),
        ("", ""),
    ],
)
def test_times_say_their_zone_where_there_is_one(text, shown):
    assert shown in moment(text)


def test_sizes_directions_and_cuts():
    assert (size(999), size(1_234_000), size(5_600_000_000)) == ("999 bytes", "1.2 MB", "5.6 GB")
    assert (direction("ar"), direction("de"), direction("")) == ("rtl", "ltr", "auto")
    assert cut("one two three", 9) == "one two…"


def test_charts_say_in_words_what_they_show_and_stand_in_no_data():
    for chart in (sparkline([], "n<o"), sparkline([0, 3, 1], "n<o"), bars([0, 2], ["a", "<b>"], "n<o")):
        svg = ElementTree.fromstring(chart)
        assert svg.get("aria-label") == "n<o" and svg.get("role") == "img"


def test_a_feed_holds_no_character_that_xml_forbids():
    page = Page(
        "front", "a\x00b", None, entries=(Entry("urn:x", "https://a.example/?a=1&b=2", "\x1b<😀", "2026-01-01Z"),)
    )
    feed = ElementTree.fromstring(atom(page, "https://a.example/feed"))
    assert feed.findtext("{http://www.w3.org/2005/Atom}entry/{http://www.w3.org/2005/Atom}title") == "<😀"


@pytest.mark.parametrize(
    "text", ["", "20", "202603", "2026x", "20260230", "99999999999999", "20260318174000zz_", "²026"]
)
def test_what_is_no_time_is_refused_and_what_is_one_is_not(text):
    if text == "202603":
        assert wanted(text).at == "2026-03-01T00:00:00.000Z"
    else:
        with pytest.raises(BadAddress):
            wanted(text)


@pytest.mark.parametrize(
    ("css", "expected"),
    [
        ("a{b:url( 'x.png' )}", 'a{b:url("/im_/x.png")}'),
        ('@import "y.css";', '@import url("/cs_/y.css");'),
        ("@import url(y.css) screen;", '@import url("/cs_/y.css") screen;'),
        ("a{b:url(lost.png)}", 'a{b:url("data:,")}'),
        ("a{b:url(#here)}", "a{b:url(#here)}"),
        ("a{b:url(data:image/gif;base64,R0)}", 'a{b:url("data:image/gif;base64,R0")}'),
        ("a{width:expression(alert(1))}", "a{width:x-removed:alert(1))}"),
        ("a{b:u\\72l(https://a.example/)}", "a{b:x-removed(https://a.example/)}"),
    ],
)
def test_a_style_sheet_names_archived_copies_or_nothing(css, expected):
    assert rewrite_style(css, lambda address, flavour: "" if "lost" in address else f"/{flavour}/{address}") == expected


def test_commas_within_an_address_of_a_srcset_do_not_end_it():
    assert candidates("a.png?w=1,2 1x, b.png 2x") == [("a.png?w=1,2", "1x"), ("b.png", "2x")]


def rewritten(markup: str, archived: set[str] = frozenset()) -> str:
    around = Surroundings(
        "https://a.example/dir/page", lambda url, flavour: f"/{flavour}/{url}", lambda urls: {*urls} & archived
    )
    return rewrite_page(markup, around).decode()


def test_addresses_follow_the_base_of_the_page():
    page = rewritten(
        '<base href="https://b.example/x/"><img src="y.png"><a href="z">z</a>', {"https://b.example/x/y.png"}
    )
    assert 'src="/im_/https://b.example/x/y.png"' in page and 'href="//https://b.example/x/z"' in page


def test_a_picture_that_a_script_would_have_put_in_is_put_in():
    lazy = '<img src="data:image/gif;base64,R0" data-src="real.png">'
    assert 'src="/im_/https://a.example/dir/real.png"' in rewritten(lazy, {"https://a.example/dir/real.png"})


def test_forms_lose_their_fields_and_keep_their_words():
    page = rewritten('<form action="/x">Name <input name="n"><button>Send</button></form>')
    assert "Name" in page and "Send" in page and "<form" not in page and "<input" not in page and "<button" not in page


@pytest.mark.parametrize(
    "markup", ["", "\0", "<", "<!--", "<html", "plain text", "<?xml version='1.0' encoding='utf-16'?><p>x"]
)
def test_hardly_a_page_is_a_page_all_the_same(markup):
    assert "<html" in rewritten(markup)


@pytest.mark.parametrize(
    "markup",
    [
        "<img srcset='" + "a, " * 500_000 + "'>",
        "<style>" + "url(x)" * 300_000 + "</style>",
        "<style>url(" + " " * 2_000_000 + "</style>",
        "<style>" + "a\\" * 1_000_000 + "</style>",
        "<style>" + "w" * 2_000_000 + "</style>",
        "<p style='" + "url(" * 500_000 + "'>",
        "<div>" * 300_000,
    ],
    ids=lambda markup: markup[:16],
)
def test_a_page_made_to_be_slow_is_not(markup):
    begun = time.process_time()
    rewritten(markup)
    assert time.process_time() - begun < 5
