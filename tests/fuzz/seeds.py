"""What a fuzzer begins with: one or two small inputs for each door, of the kind that comes through it on a good day."""

from __future__ import annotations

import gzip
import zlib

from archive import warc
from tests.fuzz.hostile import HOSTILE

PAGE = b"""<!doctype html><html lang=en><head><title>Ferry returns | Tarn Courier</title>
<link rel=canonical href="/2026/03/18/ferry"><meta property="og:title" content="Ferry returns">
<script type="application/ld+json">{"@type":"NewsArticle","author":{"name":"Ada Quay"},"datePublished":"2026-03-18"}
</script></head><body><nav><a href="/a">Home</a></nav><article><h1>Ferry returns</h1><p class=byline>By Ada Quay</p>
<p>The ferry between the islands sails again from <b>Monday</b>, the harbour office said.</p><ul><li>One fare</li></ul>
<figure><img src=/a.jpg srcset="/a.jpg 1x, /b.jpg 2x"><figcaption>The quay</figcaption></figure></article>
<aside><h2>Related</h2><a href=/2026/03/17/lighthouse-opens-again>Lighthouse opens again</a></aside>"""
_RESPONSE = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nferry\r\n0\r\nX: y\r\n\r\n"
)
_MEMBER = warc.member_of(
    warc.Record("urn:uuid:1", "response", "2026-03-18T06:05:00Z", _RESPONSE, target_uri="http://news.example/ferry")
)
_CSS = (
    b"""@import "a.css"; @import url(b.css) print; p { background: url('c.png') } @font-face { src: url( d.woff ) }"""
)
_FEED = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>Courier</title><item><title>Ferry</title>
<link>https://news.example/ferry</link><guid isPermaLink="true">https://news.example/ferry</guid>
<pubDate>Wed, 18 Mar 2026 06:05:00 GMT</pubDate></item></channel></rss>"""
_ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>urn:a</id><title>Ferry</title>
<link rel="alternate" href="/ferry"/><updated>2026-03-18T06:05:00Z</updated></entry></feed>"""
_JSON_FEED = (
    b'{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1", "url": "/ferry", "title": "Ferry"}]}'
)
_SITEMAP = b"""<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url>
<loc>https://news.example/ferry</loc><lastmod>2026-03-18</lastmod></url></urlset>"""
_SITEMAPS = b"<sitemapindex><sitemap><loc>https://news.example/s.xml.gz</loc></sitemap></sitemapindex>"
_ENTITIES = b'<!DOCTYPE a [<!ENTITY a "x"><!ENTITY b "&a;&a;&a;">]><urlset><url><loc>&b;</loc></url></urlset>'
_SOURCE = b"""home = "https://news.example/"
feeds = ["https://news.example/feed"]
sitemaps = ["https://news.example/sitemap.xml"]
[politeness]
delay = 2.5
concurrency = 1
[articles]
allow = ["/2026/", "^/news/.*-[0-9]+$"]
"""

SEEDS: dict[str, tuple[bytes, ...]] = {
    "address": (b"http://News.Example:80/%7ea/../b?utm_source=x&b=1#top", "http://мир.рф/ä?q=ö".encode()),
    "charset": (b'<meta charset="windows-1251"><p>\xcf\xe0\xf0\xee\xec', "\ufeff<p>fähre".encode("utf-16")),
    "coded": (b"\0" + gzip.compress(PAGE), b"\1" + zlib.compress(PAGE), b"\4" + zlib.compress(gzip.compress(PAGE))),
    "feed": (_FEED, _ATOM, _JSON_FEED),
    "message": (_RESPONSE, b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.0 302\nLocation: /b\n\n"),
    "page": (PAGE, *HOSTILE),
    "plain": (b"Ferry returns\nBy Ada Quay\n\nThe ferry sails again from Monday.\n\nRead more:\n- Lighthouse\n",),
    "query": (b'ferry "dry dock" -harbour site:news.example after:2026-03-01 title:bridge*', b"(a OR b)"),
    "replayed": (PAGE, b"<style>" + _CSS + b"</style><svg><a xlink:href=javascript:1><img onerror=1></svg>"),
    "robots": (b"User-agent: *\nDisallow: /a*b$\nCrawl-delay: 2.5\nSitemap: /s.xml\n\nUser-agent: B\nDisallow: /",),
    "section": (PAGE, *HOSTILE),
    "sitemap": (_SITEMAP, _SITEMAPS, _ENTITIES, gzip.compress(_SITEMAP)),
    "source": (_SOURCE,),
    "style": (_CSS, rb"@\69mport \75rl(x); a { b: u\72l('kept'); c: image-set('d' 1x) } /* url(e */"),
    "tdmrep": (b'[{"location": "/premium/*", "tdm-reservation": 1, "tdm-policy": "https://news.example/p"}]',),
    "warc": (_MEMBER, gzip.decompress(_MEMBER), _MEMBER + _MEMBER),
    "warc-member": (_MEMBER, gzip.decompress(_MEMBER)),
}  # fmt: skip
