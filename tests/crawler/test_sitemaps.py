"""Sitemaps are read newest first, in bounded memory and time, also where they are traps."""

from __future__ import annotations

import gzip
import time
import zlib
from datetime import UTC, datetime

import pytest

from crawler.sitemaps import MAX_ADDRESSES, MAX_UNPACKED, NotASitemap, date_in, parse_sitemap
from tests.newsroom import formats
from tests.newsroom.stories import BY_HAND, invented

BASE = "https://tarn.example"
URL = f"{BASE}/sitemap.xml"
LISTED = [(story, f"{BASE}/{story.slug}") for story in (*BY_HAND[:1], *invented(5))]
NEWS = b"""<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://tarn.example/a</loc><lastmod>2026-03-09</lastmod><news:news><news:publication><news:name>Tarn</news:name>
</news:publication><news:publication_date>2026-03-04T10:00:00Z</news:publication_date><news:title>A</news:title></news:news></url></urlset>"""


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_pages_come_newest_first_gzipped_or_not(pack):
    sitemap = parse_sitemap(pack(formats.sitemap(LISTED)), url=URL)
    newest = sorted((story.published for story, _ in LISTED), reverse=True)
    assert [entry.dated_at for entry in sitemap.pages] == newest


def test_an_index_names_sitemaps_dated_by_themselves_or_by_their_address():
    index = formats.sitemap_index(
        [(f"{BASE}/sitemap-2024-05.xml", ""), (f"{BASE}/now.xml.gz", "2026-03-01"), ("/old.xml", "")]
    )
    sitemap = parse_sitemap(index, url=URL)
    assert [entry.url for entry in sitemap.sitemaps] == [
        f"{BASE}/now.xml.gz",
        f"{BASE}/sitemap-2024-05.xml",
        f"{BASE}/old.xml",
    ]
    assert date_in(f"{BASE}/sitemap-2024-12.xml") == datetime(2025, 1, 1, tzinfo=UTC)


def test_what_is_dated_before_since_is_left_out_and_what_has_no_date_is_not():
    index = formats.sitemap_index(
        [(f"{BASE}/sitemap-2024-05.xml", ""), (f"{BASE}/b.xml", "2026-03-01"), (f"{BASE}/c.xml", "")]
    )
    found = parse_sitemap(index, url=URL, since=datetime(2025, 1, 1, tzinfo=UTC)).sitemaps
    assert {entry.url for entry in found} == {f"{BASE}/b.xml", f"{BASE}/c.xml"}


def test_a_news_sitemap_dates_a_page_by_its_publication():
    [entry] = parse_sitemap(NEWS, url=URL).pages
    assert entry.dated_at == datetime(2026, 3, 4, 10, tzinfo=UTC)


def test_a_list_of_addresses_is_a_sitemap():
    assert len(parse_sitemap(b"https://tarn.example/a\nhttps://tarn.example/b\n", url=URL).pages) == 2


@pytest.mark.parametrize("body", [b"<html><body>No</body></html>", b"", b"some words\nhttps://tarn.example/a"])
def test_what_is_no_sitemap_is_named(body: bytes):
    with pytest.raises(NotASitemap, match=r"is no sitemap"):
        parse_sitemap(body, url=URL)


def test_links_that_lead_elsewhere_than_the_web_are_left_out():
    body = formats.sitemap([(BY_HAND[0], "file:///etc/passwd"), (BY_HAND[1], "javascript:alert(1)")])
    assert parse_sitemap(body, url=URL).pages == ()


def test_a_broken_sitemap_gives_what_came_before_the_break():
    whole = formats.sitemap(LISTED)
    assert len(parse_sitemap(whole[: len(whole) * 2 // 3], url=URL).pages) >= 3
    packed = gzip.compress(formats.sitemap([(story, f"{BASE}/{n}") for n, story in enumerate(invented(2000))]))
    cut = parse_sitemap(packed[: len(packed) // 2], url=URL)
    assert cut.pages


def test_more_addresses_than_the_protocol_allows_are_cut():
    urls = b"".join(b"<url><loc>https://tarn.example/%d</loc></url>" % n for n in range(MAX_ADDRESSES + 100))
    body = b'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">' + urls + b"</urlset>"
    assert len(parse_sitemap(body, url=URL).pages) == MAX_ADDRESSES


def test_a_sitemap_of_a_gigabyte_unpacked_costs_no_more_than_the_protocol_allows():
    packer = zlib.compressobj(wbits=31)
    head = b'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://tarn.example/a</loc></url>'
    bomb = packer.compress(head) + b"".join(packer.compress(b" " * (1 << 20)) for _ in range(1024)) + packer.flush()
    began = time.process_time()
    sitemap = parse_sitemap(bomb, url=URL)
    assert [entry.url for entry in sitemap.pages] == [f"{BASE}/a"]
    assert any(str(MAX_UNPACKED) in note for note in sitemap.notes)
    assert time.process_time() - began < 5


def test_entities_are_not_expanded_and_files_not_read():
    body = b"""<!DOCTYPE u [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY a "lol"><!ENTITY b "&a;&a;&a;">]>
    <urlset><url><loc>https://tarn.example/&b;</loc></url><url><loc>https://tarn.example/b&x;</loc></url></urlset>"""
    assert "root:" not in str(parse_sitemap(body, url=URL))
