"""The sites of the newsroom that are traps: each makes one thing hard for a crawler; docs/sources.md lists them."""

from __future__ import annotations

import gzip
import time
from collections.abc import Callable
from datetime import timedelta

from tests.newsroom import formats, theme
from tests.newsroom.obstacles import obstacles, twins
from tests.newsroom.server import Answer, Asked, Server
from tests.newsroom.several import several_pages
from tests.newsroom.site import Site
from tests.newsroom.stories import BY_HAND, OPENING_DAY, Story, invented

FEED = 'feeds = ["{base}/feed"]'
WALL = """<html><head><title>Your privacy</title></head><body><div class="consent-wall"><h1>We value your privacy</h1>
<p>We and our 812 partners store and access information on your device. Please choose.</p>
<button>Accept all</button><button>Manage options</button></div></body></html>"""


def crawl_delay(server: Server) -> str:
    """robots.txt asks for three tenths of a second between requests."""
    Site(server, "Slow Gazette", invented(4, seed=21))
    server.put("/robots.txt", Answer("User-agent: *\nCrawl-delay: 0.3\n", content_type="text/plain"))
    return FEED


def robots_down(server: Server) -> str:
    """robots.txt is answered by 503: not now."""
    Site(server, "Down", invented(3, seed=22))
    server.put("/robots.txt", Answer("later", 503))
    return FEED


def robots_huge(server: Server) -> str:
    """robots.txt is ten megabytes of comments, with a rule near its head."""
    site = Site(server, "Verbose", invented(3, seed=23))
    forbidden = site.path_of(invented(3, seed=23)[0])
    rules = f"User-agent: *\nDisallow: {forbidden}\n" + "# nothing to see\n" * 590_000
    server.put("/robots.txt", Answer(rules, content_type="text/plain"))
    return FEED


def rate_limited(server: Server) -> str:
    """After two pages, 429 with Retry-After."""
    site = Site(server, "Busy", invented(8, seed=24))
    served: list[str] = []
    for path in list(site.stories):
        server.put(path, _limited(server.pages[path], served))
    return FEED + "\n[politeness]\nconcurrency = 1"


def _limited(page: Callable[[Asked], Answer], served: list[str]) -> Callable[[Asked], Answer]:
    def answer(asked: Asked) -> Answer:
        served.append(asked.path)
        return page(asked) if len(served) <= 2 else Answer("Slow down", 429, headers={"Retry-After": "3600"})

    return answer


def slow(server: Server) -> str:
    """One page never ends; the others are as they should be."""
    stories = invented(3, seed=25)
    site = Site(server, "Sleepy", stories)
    page = server.pages[site.path_of(stories[1])]

    def late(asked: Asked) -> Answer:
        time.sleep(8)  # longer than the five seconds that settings/test.py allows
        return page(asked)

    server.put(site.path_of(stories[1]), late)
    return FEED


def sitemaps(server: Server) -> str:
    """No feed: an index of gzipped sitemaps, one of them within another index, and a loop of indexes."""
    stories = invented(6, seed=26)
    site = Site(server, "Archive Times", stories)
    listed = [(story, site.url_of(story)) for story in stories]
    xml = "application/xml"
    del server.pages["/feed"], server.pages["/atom.xml"], server.pages["/feed.json"]
    base = server.base
    index = formats.sitemap_index(
        [(f"{base}/inner.xml", ""), (f"{base}/a.xml.gz", "2026-03-05"), (f"{base}/sitemap.xml", "")]
    )
    server.put("/sitemap.xml", Answer(index, content_type=xml))
    server.put("/a.xml.gz", Answer(gzip.compress(formats.sitemap(listed[:3])), content_type="application/gzip"))
    server.put("/inner.xml", Answer(formats.sitemap_index([(f"{base}/b.xml.gz", "")]), content_type=xml))
    server.put("/b.xml.gz", Answer(gzip.compress(formats.sitemap(listed[3:])), content_type="application/gzip"))
    return 'sitemaps = ["{base}/sitemap.xml"]'


def sections(server: Server) -> str:
    """No feed and no sitemap: a section page, beside a calendar that never ends."""
    stories = invented(4, seed=27)
    site = Site(server, "Corner", stories)
    links = [(story, site.url_of(story)) for story in stories]
    month = '<a href="/calendar/2026/04/">next month</a><a href="/tag/harbour-news-of-the-day">tag</a>'
    server.put("/local/", Answer(theme.front("Local", links).replace("</body>", month + "</body>")))
    return 'sections = ["{base}/local/"]'


def endless_teasers(server: Server) -> str:
    """Every story promotes another that no feed names, for ever."""

    def chained(asked: Asked) -> Answer:
        number = int(asked.path.rpartition("-")[2])
        story = invented(1, seed=1000 + number)[0]
        following = Story(headline=f"And then the story went on to number {number + 1}", paragraphs=("More.",))
        url = f"{server.base}/2026/03/02/and-then-the-story-went-on-to-number-{number + 1}"
        others = [(following, url)] + [(following, url.replace("the-story", f"a-tale-{n}")) for n in ()]
        return Answer(
            theme.magazine(story, name="Chain", base=server.base, url=server.base + asked.path, others=others * 3)
        )

    for number in range(30):
        server.put(f"/2026/03/02/and-then-the-story-went-on-to-number-{number}", chained)
    first = Story(headline="And then the story went on to number 0", paragraphs=("x",), published=OPENING_DAY)
    listed = [(first, f"{server.base}/2026/03/02/and-then-the-story-went-on-to-number-0")]
    server.put("/feed", Answer(formats.rss("Chain", server.base, listed), content_type="application/rss+xml"))
    return FEED


def strange_links(server: Server) -> str:
    """A feed with tracking parameters, the same story twice, a date in the future, and links to files."""
    story, future = BY_HAND[2], BY_HAND[3]
    site = Site(server, "Odd", [story, future])
    url = site.url_of(story)
    listed = [
        (story, f"{url}?utm_source=rss&utm_medium=feed"),
        (story, f"{url}#comments"),
        (story, "file:///etc/passwd"),
        (story, "javascript:alert(1)"),
        (story, "http://169.254.169.254/latest/meta-data"),
        (Story(future.headline, future.paragraphs, published=OPENING_DAY + timedelta(days=9999)), site.url_of(future)),
    ]
    body = formats.rss("Odd", server.base, listed).decode().replace('encoding="UTF-8"', 'encoding="UTF-16"')
    server.put("/feed", Answer(body.encode("utf-16"), content_type="application/rss+xml; charset=utf-16"))
    return FEED


def redirect_circle(server: Server) -> str:
    """A story that redirects in a circle, one that leads to ever new addresses, and one that has moved for good."""
    moved, lost, far = invented(3, seed=28)
    site = Site(server, "Round", [moved, lost, far])
    page = server.pages[site.path_of(moved)]
    new = "/2026/03/04/the-same-story-at-another-address"
    server.put(site.path_of(moved), Answer(status=308, headers={"Location": new}))
    server.put(new, lambda _: page(Asked("GET", site.path_of(moved), {})))
    server.put(site.path_of(lost), Answer(status=302, headers={"Location": "/around"}))
    server.put(site.path_of(far), Answer(status=301, headers={"Location": "/further?step=1"}))
    server.put("/further", lambda asked: Answer(status=302, headers={"Location": asked.path + "1"}))
    server.put("/around", Answer(status=302, headers={"Location": site.path_of(lost)}))
    return FEED


def walled(server: Server) -> str:
    """Fine at first; from the second visit on, a consent wall instead of the article."""
    stories = invented(2, seed=29)
    site = Site(server, "Walled", stories)
    path, visits = site.path_of(stories[0]), []
    page = server.pages[path]

    def answer(asked: Asked) -> Answer:
        visits.append(asked)
        return page(Asked("GET", path, {})) if len(visits) == 1 else Answer(WALL)

    server.put(path, answer)
    return FEED


def reserved(server: Server) -> str:
    """Reserved from text and data mining: one story by tdmrep.json, one by its header; the source respects it."""
    by_file, by_header, free = invented(3, seed=30)
    site = Site(server, "Reserved", [by_file, by_header, free])
    rules = f'[{{"location": "{site.path_of(by_file)}", "tdm-reservation": 1}}]'
    server.put("/.well-known/tdmrep.json", Answer(rules, content_type="application/json"))
    page = server.pages[site.path_of(by_header)]
    server.put(site.path_of(by_header), lambda asked: Answer(page(asked).body, headers={"TDM-Reservation": "1"}))
    return FEED + "\n[politeness]\nrespect_tdm = true"


def members_only(server: Server) -> str:
    """Wants a header and a cookie that come from the operator's environment."""
    story = invented(1, seed=31)[0]
    site = Site(server, "Members", [story])
    page = server.pages[site.path_of(story)]

    def answer(asked: Asked) -> Answer:
        known = asked.headers.get("X-Member") == "s3cret-key" and "session=s3cret-cookie" in asked.headers.get(
            "Cookie", ""
        )
        return page(asked) if known else Answer("<h1>Members only</h1>", 403)

    server.put(site.path_of(story), answer)
    return FEED + '\n[headers]\nX-Member = "env:MEMBER_KEY"\n[cookies]\nsession = "env:MEMBER_COOKIE"'


TRAPS: dict[str, Callable[[Server], str]] = {
    "crawl-delay": crawl_delay,
    "robots-down": robots_down,
    "robots-huge": robots_huge,
    "rate-limited": rate_limited,
    "slow": slow,
    "sitemaps": sitemaps,
    "sections": sections,
    "endless-teasers": endless_teasers,
    "strange-links": strange_links,
    "redirect-circle": redirect_circle,
    "walled": walled,
    "reserved": reserved,
    "members-only": members_only,
    "several-pages": several_pages,
    "obstacles": obstacles,
    "twins": twins,
}
