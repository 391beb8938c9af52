"""Every way by which strangers name an address, times every spelling of one inside the network: none leads there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest

from tests.crawler.crawling import Desk
from tests.newsroom.server import Answer, Server
from tests.newsroom.stories import BY_HAND

SPELLINGS = {
    "a literal": "127.0.0.3",
    "decimal": "2130706435",
    "hexadecimal": "0x7f.0.0.3",
    "octal": "0177.0.0.03",
    "short": "127.3",
    "v4-mapped": "[::ffff:127.0.0.3]",
    "NAT64": "[64:ff9b::7f00:3]",
    "6to4": "[2002:7f00:3::]",
}
WAYS = ("feed", "sitemap", "nested", "section", "teaser", "refresh", "canonical", "redirect")
SOURCE = """feeds = ["{base}/feed"]
sitemaps = ["{base}/sitemap.xml"]
sections = ["{base}/news"]"""


@dataclass(frozen=True)
class Lured:
    """What one crawl of a site full of such addresses left, and what the inside of the network saw of it."""

    desk: Desk
    hidden: Server
    seen: list[str]


@pytest.fixture(scope="module")
def lured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lured]:
    desk = Desk(tmp_path_factory.mktemp("lured"))
    with Server() as site, Server(host="127.0.0.3") as hidden:
        _lay_out(site, hidden.port)
        desk.source("lure", site, SOURCE)
        ran = desk.crawl()
        assert "Traceback" not in ran.stderr
        seen = [asked.path for asked in hidden.asked]
    yield Lured(desk, hidden, seen)


def _lay_out(site: Server, port: int) -> None:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in BY_HAND[0].paragraphs)

    def inside(way: str) -> list[str]:
        return [f"http://{host}:{port}/2026/03/{way}-{at}-of-our-stories" for at, host in enumerate(SPELLINGS.values())]

    def page(head: str = "", body: str = "") -> Answer:
        return Answer(
            f"<html><head><title>Ferry</title>{head}</head><body><article>{text}</article>{body}</body></html>"
        )

    ours = [site.put(f"/2026/03/redirect-{at}", Answer("", 302, headers={"Location": url}))
            for at, url in enumerate(inside("redirect"))]  # fmt: skip
    for name, head in (("refresh", '<meta http-equiv="refresh" content="0;url={}">'),
                       ("canonical", '<link rel="canonical" href="{}">')):  # fmt: skip
        ours += [site.put(f"/2026/03/{name}-{at}", page(head.format(url))) for at, url in enumerate(inside(name))]
    cards = "".join(
        f'<li><a href="{url}"><h3>The ferry sails again from Monday on</h3></a></li>' for url in inside("teaser")
    )
    ours.append(site.put("/2026/03/teasers", page(body=f"<aside><h2>Related stories</h2><ul>{cards}</ul></aside>")))
    items = "".join(f"<item><title>Ferry</title><link>{url}</link></item>" for url in (*ours, *inside("feed")))
    site.put(
        "/feed", Answer(f"<rss version='2.0'><channel>{items}</channel></rss>", content_type="application/rss+xml")
    )
    nested = "".join(f"<sitemap><loc>{url}</loc></sitemap>" for url in (f"{site.base}/pages.xml", *inside("nested")))
    site.put("/sitemap.xml", Answer(f"<sitemapindex>{nested}</sitemapindex>", content_type="application/xml"))
    urls = "".join(f"<url><loc>{url}</loc></url>" for url in inside("sitemap"))
    site.put("/pages.xml", Answer(f"<urlset>{urls}</urlset>", content_type="application/xml"))
    listed = "".join(f'<h2><a href="{url}">The ferry sails again from Monday on</a></h2>' for url in inside("section"))
    site.put("/news", Answer(f"<html><body><main>{listed}</main></body></html>"))


def test_the_inside_of_the_network_sees_no_request(lured: Lured):
    assert lured.seen == []


def test_the_site_itself_was_read(lured: Lured):
    assert len(lured.desk.values("SELECT 1 FROM captures WHERE kind = 'page' AND outcome = 'article'")) >= len(
        SPELLINGS
    )


@pytest.mark.parametrize("way", ["feed", "redirect"])
def test_an_address_inside_the_network_is_refused_with_its_reason(lured: Lured, way: str):
    rows = lured.desk.rows(
        "SELECT url, state, reason FROM frontier WHERE url LIKE ?", f"%:{lured.hidden.port}/%{way}-%"
    )
    assert rows
    assert {(row["state"], row["reason"]) for row in rows} == {("refused", "address not public")}


@pytest.mark.parametrize("way", WAYS)
def test_whatever_was_noted_of_the_inside_was_refused_or_left(lured: Lured, way: str):
    rows = lured.desk.rows("SELECT url, state FROM frontier WHERE url LIKE ?", f"%:{lured.hidden.port}/%{way}-%")
    assert {row["state"] for row in rows} <= {"refused", "new"}  # new: no source's own, and fetched by no run
    articles = lured.desk.values("SELECT url FROM articles")
    assert {urlsplit(url).hostname for url in articles} == {"127.0.0.1"}
