"""Feeds of every kind become addresses; what is no feed is named; hostile ones cost little."""

from __future__ import annotations

import time
from contextlib import suppress
from datetime import UTC, datetime

import pytest

from crawler.feeds import MAX_ENTRIES, NotAFeed, parse_feed
from tests.newsroom import formats
from tests.newsroom.stories import BY_HAND

BASE = "https://tarn.example"
LISTED = [(story, f"{BASE}/{story.slug}") for story in BY_HAND]
RSS_091 = b"""<?xml version="1.0"?><rss version="0.91"><channel><title>T</title><link>https://tarn.example</link>
<description>d</description><language>en</language><item><title>A</title><link>https://tarn.example/a</link></item></channel></rss>"""
RDF = b"""<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
<channel rdf:about="https://tarn.example"><title>T</title></channel><item rdf:about="https://tarn.example/a"><title>A</title>
<link>https://tarn.example/a</link></item></rdf:RDF>"""


@pytest.mark.parametrize("make", [formats.rss, formats.atom, formats.json_feed])
def test_stories_come_with_their_addresses_and_dates(make):
    feed = parse_feed(make("Tarn", BASE, LISTED), url=f"{BASE}/feed")
    assert [(entry.url, entry.dated_at) for entry in feed.entries] == [(url, story.published) for story, url in LISTED]
    assert feed.notes == ()


@pytest.mark.parametrize(("body", "kind"), [(RSS_091, "rss091u"), (RDF, "rss10")])
def test_old_formats_are_read(body: bytes, kind: str):
    feed = parse_feed(body, url=BASE)
    assert (feed.format, [entry.url for entry in feed.entries]) == (kind, [f"{BASE}/a"])


def test_a_feed_in_utf_16_is_read():
    text = formats.rss("Tarn", BASE, LISTED).decode().replace('encoding="UTF-8"', 'encoding="UTF-16"')
    assert len(parse_feed(text.encode("utf-16"), url=BASE).entries) == len(LISTED)


def test_a_truncated_feed_gives_the_stories_before_the_cut_and_says_so():
    whole = formats.rss("Tarn", BASE, LISTED)
    feed = parse_feed(whole[: whole.rindex(b"<item>") + 20], url=BASE)
    assert len(feed.entries) >= len(LISTED) - 1
    assert any("malformed" in note for note in feed.notes)


@pytest.mark.parametrize(
    ("body", "what"),
    [
        (b"<!doctype html><html><body><p>We have moved.</p></body></html>", "an HTML page"),
        (b"", "empty"),
        (b"just words", "something else"),
        (b'{"version": "1", "items": []}', "no JSON Feed"),
        (b'{"version": ', "broken JSON"),
    ],
)
def test_what_is_no_feed_is_named(body: bytes, what: str):
    with pytest.raises(NotAFeed, match=what):
        parse_feed(body, url=f"{BASE}/feed")


@pytest.mark.parametrize(
    "link", ["file:///etc/passwd", "javascript:alert(1)", "data:text/html,x", "ftp://a/b", "http://["]
)
def test_links_that_lead_elsewhere_than_the_web_are_left_out(link: str):
    body = RSS_091.replace(b"https://tarn.example/a", link.encode())
    assert parse_feed(body, url=BASE).entries == ()


def test_relative_links_belong_to_the_feeds_site():
    body = RSS_091.replace(b"https://tarn.example/a", b"/news/a?b=1")
    assert parse_feed(body, url=f"{BASE}/feeds/all").entries[0].url == f"{BASE}/news/a?b=1"


def test_a_feed_never_names_a_file_of_this_machine(tmp_path):
    (tmp_path / "secret.xml").write_bytes(RSS_091)
    with pytest.raises(NotAFeed):
        parse_feed(str(tmp_path / "secret.xml").encode(), url=BASE)


def test_a_billion_laughs_are_not_told():
    lols = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    body = f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY l0 "lol">{lols}]>'.encode() + RSS_091[21:].replace(
        b">A<", b">&l9;<"
    )
    began = time.process_time()
    with suppress(NotAFeed):
        parse_feed(body, url=BASE)
    assert time.process_time() - began < 2


def test_an_endless_feed_is_cut():
    items = b"".join(b"<item><link>https://tarn.example/%d</link></item>" % n for n in range(MAX_ENTRIES + 10))
    feed = parse_feed(b'<rss version="2.0"><channel><title>T</title>' + items + b"</channel></rss>", url=BASE)
    assert len(feed.entries) == MAX_ENTRIES
    assert any(str(MAX_ENTRIES) in note for note in feed.notes)


def test_a_date_that_cannot_be_is_no_date():
    body = b'{"version": "https://jsonfeed.org/version/1.1", "items": [{"url": "/a", "date_published": "31 Brumaire"}]}'
    assert parse_feed(body, url=BASE).entries[0].dated_at is None


def test_a_date_with_a_zone_is_given_in_utc():
    item = b'{"url": "/a", "date_published": "2026-03-01T01:00:00+02:00"}'
    body = b'{"version": "https://jsonfeed.org/version/1", "items": [' + item + b"]}"
    assert parse_feed(body, url=BASE).entries[0].dated_at == datetime(2026, 2, 28, 23, tzinfo=UTC)
