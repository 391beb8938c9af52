"""Feeds, sitemaps, section pages, robots.txt, and the operator's own sources, of any shape."""

from __future__ import annotations

import json

from hypothesis import example, given
from hypothesis import strategies as st

from tests.fuzz import claims
from tests.fuzz.shapes import CONTENT_TYPES, JSON, PAGES, VALUES, damaged, fuzz

_TEXT = st.one_of(st.sampled_from(VALUES), st.text(max_size=15), st.just("&a;&a;&a;"), st.just("<![CDATA[<b>x]]>"))
_FEED_TAGS = st.sampled_from(
    "rss channel item title link guid pubDate feed entry id updated published content:encoded rdf:RDF dc:date "
    "media:content feedburner:origLink xhtml:div description".split()
)
_SITEMAP_TAGS = st.sampled_from(
    "urlset url loc lastmod sitemapindex sitemap news:news news:publication_date image:image image:loc".split()
)
_PROLOGUES = st.sampled_from(
    ["", '<?xml version="1.0"?>', '<?xml version="1.0" encoding="utf-16"?>', "\ufeff",
     '<!DOCTYPE a [<!ENTITY a "x"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>']
)  # fmt: skip


def _nested(tags: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.recursive(
        _TEXT,
        lambda inner: st.builds(
            lambda tag, parts, closed: f"<{tag}>{''.join(parts)}" + (f"</{tag}>" if closed else ""),
            tags,
            st.lists(inner, max_size=4),
            st.sampled_from([True, True, True, False]),
        ),
        max_leaves=20,
    )


def _documents(tags: st.SearchStrategy[str], *roots: str) -> st.SearchStrategy[bytes]:
    return damaged(
        st.builds(
            lambda prologue, root, parts: f"{prologue}<{root}>{''.join(parts)}</{root.split()[0]}>".encode(
                "utf-8", "replace"
            ),
            _PROLOGUES,
            st.sampled_from(roots),
            st.lists(_nested(tags), max_size=5),
        )
    )


@fuzz(100)
@given(_documents(_FEED_TAGS, "rss", 'feed xmlns="http://www.w3.org/2005/Atom"', "rdf:RDF"), CONTENT_TYPES)
@example(b"<rss></rss>", "text/xml; charset=\x00")
@example(b'<?xml version="1.0" encoding="ut\xe6-16"?><rss>x</rss>', "")
def test_any_feed_names_web_addresses_or_is_none(body: bytes, content_type: str) -> None:
    claims.feed(body, content_type)


@fuzz(60)
@given(
    st.one_of(
        st.builds(
            lambda items: {"version": "https://jsonfeed.org/version/1.1", "items": items},
            st.one_of(
                JSON,
                st.lists(
                    st.dictionaries(
                        st.sampled_from(["url", "date_published", "date_modified", "id"]),
                        st.one_of(JSON, st.sampled_from(["2026-03-18T06:05:00Z", "0001-01-01T00:00:00+14:00"])),
                    ),
                    max_size=4,
                ),
            ),
        ),
        JSON,
    ).map(lambda table: json.dumps(table).encode()),
)
def test_any_json_feed_names_web_addresses_or_is_none(body: bytes) -> None:
    claims.feed(body)


@fuzz(100)
@given(
    _documents(_SITEMAP_TAGS, "urlset", "sitemapindex", "urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'")
)
def test_any_sitemap_names_web_addresses_or_is_none(body: bytes) -> None:
    claims.sitemap(body)


_LINKS = st.lists(st.sampled_from(VALUES).map(lambda value: f'<a href="{value}">x</a>'.encode()), max_size=6).map(
    b"".join
)


@fuzz(60)
@given(st.one_of(PAGES, _LINKS))
@example(b'<a href="http://a:99999999/">x</a><a href="http://a..b/2026/03/18/x">x</a>')
def test_any_section_page_names_web_addresses(body: bytes) -> None:
    claims.section(body)


_RULES = st.sampled_from(
    "User-agent: *|User-agent: tearsheet|Disallow: /|Disallow: /*a*a*a*a*a*b$|Allow: /2026|Crawl-delay: 10|"
    "Crawl-delay: 1e400|Crawl-delay: nan|Crawl-delay: -5|Request-rate: 1/0|Request-rate: 1/5 2500-9999|"
    "Visit-time: 9999-1|Sitemap: http://[|Disallow: %ff%|: :|\0|#|Disallow".split("|")
)


@fuzz(100)
@given(damaged(st.lists(st.one_of(_RULES, st.text(max_size=15)), max_size=12).map(lambda n: "\n".join(n).encode())))
def test_any_robots_txt_says_yes_or_no(body: bytes) -> None:
    claims.robots(body)


_RESERVED = st.fixed_dictionaries(
    {},
    optional={
        "location": st.one_of(JSON, st.sampled_from(["/", "/*", "/2026/*", "**********$"])),
        "tdm-reservation": st.one_of(JSON, st.sampled_from([0, 1, "1"])),
        "tdm-policy": JSON,
    },
)


@fuzz(60)
@given(damaged(st.one_of(JSON, st.lists(st.one_of(_RESERVED, JSON), max_size=5)).map(lambda v: json.dumps(v).encode())))
def test_any_tdmrep_is_read(body: bytes) -> None:
    claims.tdmrep(body)


_TOML = st.sampled_from(
    'home = "https://news.example/"|home = "http://["|home = 5|feeds = ["https://news.example/feed"]|feeds = "x"|'
    'feeds = ["https://news.example:99999999/"]|[articles]|allow = ["("]|allow = ["a{1,99999999999}"]|'
    'deny = ["/live/"]|[politeness]|delay = -1|delay = nan|delay = 1e400|concurrency = 99|[recrawl]|'
    'after = ["9999d", "1x"]|lists = "15m"|lists = 1979-05-27|[extraction]|keep = ["p::::"]|[headers]|'
    'Cookie = "env:C"|"\\u0000" = "env:C"|'
    "[cookies]|a = 'plain'|[[articles]]|[articles.x]|hosts = ['\\\\x']|unknown = 1|home = '''|a = [[[[[".split("|")
)


@fuzz(150)
@given(st.lists(st.one_of(_TOML, _TOML, _TOML, st.text(max_size=15)), max_size=10).map("\n".join))
def test_any_toml_is_a_source_or_refused_with_its_file_named(toml: str) -> None:
    claims.source(toml)
