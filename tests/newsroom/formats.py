"""The lists an invented site publishes: RSS, Atom, JSON Feed, sitemaps."""

from __future__ import annotations

import json
from collections.abc import Sequence
from email.utils import format_datetime
from xml.sax.saxutils import escape

from tests.newsroom.stories import Story

Listed = Sequence[tuple[Story, str]]


def rss(name: str, base: str, listed: Listed) -> bytes:
    """RSS 2.0."""
    items = "".join(
        f"<item><title>{escape(story.headline)}</title><link>{escape(url)}</link><guid>{escape(url)}</guid>"
        f"<pubDate>{format_datetime(story.published)}</pubDate><description>{escape(story.lead)}</description></item>"
        for story, url in listed
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>{escape(name)}</title>'
        f"<link>{base}/</link><description>News</description>{items}</channel></rss>"
    ).encode()


def atom(name: str, base: str, listed: Listed) -> bytes:
    """Atom 1.0."""
    items = "".join(
        f"<entry><title>{escape(story.headline)}</title><link href={json.dumps(url)}/><id>{escape(url)}</id>"
        f"<updated>{story.published.isoformat()}</updated></entry>"
        for story, url in listed
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>{escape(name)}</title>'
        f"<id>{base}/</id><updated>2026-03-09T00:00:00Z</updated>{items}</feed>"
    ).encode()


def json_feed(name: str, base: str, listed: Listed) -> bytes:
    """JSON Feed 1.1."""
    items = [
        {"id": url, "url": url, "title": story.headline, "date_published": story.published.isoformat()}
        for story, url in listed
    ]
    table = {"version": "https://jsonfeed.org/version/1.1", "title": name, "home_page_url": base, "items": items}
    return json.dumps(table).encode()


def sitemap(listed: Listed) -> bytes:
    """A sitemap of pages."""
    urls = "".join(
        f"<url><loc>{escape(url)}</loc><lastmod>{story.published.isoformat()}</lastmod></url>" for story, url in listed
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
        f"{urls}</urlset>"
    ).encode()


def sitemap_index(entries: Sequence[tuple[str, str]]) -> bytes:
    """An index of sitemaps: (address, lastmod)."""
    maps = "".join(
        f"<sitemap><loc>{escape(url)}</loc>{f'<lastmod>{lastmod}</lastmod>' if lastmod else ''}</sitemap>"
        for url, lastmod in entries
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
        f"{maps}</sitemapindex>"
    ).encode()
