"""What a site offers to a crawler: its feeds, sitemaps and section pages, found from its front page and robots.txt."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from lxml import html
from lxml.etree import ParserError

from archive.urls import registered_domain
from crawler.feeds import web_address
from crawler.sections import looks_like_article

FEED_PATHS = ("/feed", "/rss", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml", "/feed.json", "/feeds/all.rss")
SITEMAP_PATHS = ("/news-sitemap.xml", "/sitemap_news.xml", "/sitemap.xml", "/sitemap_index.xml")
MOST_FEEDS = 8  # a site links a feed for each desk, and one for the comments of each story
MOST_SECTIONS = 8
_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml")
_COMMENTS = re.compile(r"comment|kommentar", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found, each with how many stories it named."""

    home: str
    feeds: tuple[tuple[str, int], ...] = ()
    sitemaps: tuple[tuple[str, int], ...] = ()
    sections: tuple[tuple[str, int], ...] = ()
    hosts: tuple[str, ...] = ()  # other registered domains of the site: the one that was named, where it redirects

    @property
    def empty(self) -> bool:
        """Whether nothing was found that a crawl could begin with."""
        return not (self.feeds or self.sitemaps or self.sections)


def linked_feeds(body: bytes, url: str) -> list[str]:
    """Return the feeds that a page's head links to (RSS Autodiscovery), those of comments left out."""
    links = (link for link in _tree(body).iter("link") if "alternate" in str(link.get("rel")).lower())
    found = [
        web_address(url, str(link.get("href") or ""))
        for link in links
        if str(link.get("type")).lower() in _FEED_TYPES
        and not _COMMENTS.search(f"{link.get('href')} {link.get('title')}")
    ]
    return list(dict.fromkeys(address for address in found if address))[:MOST_FEEDS]


def linked_sections(body: bytes, url: str) -> list[str]:
    """Return the pages of the same site that a front page's navigation leads to and that look like lists."""
    tree = _tree(body)
    places = [*tree.iter("nav"), *tree.iter("header")] or [tree]
    anchors = (str(anchor.get("href") or "") for place in places for anchor in place.iter("a"))
    found = dict.fromkeys(web_address(url, link).partition("#")[0] for link in anchors)
    return [link for link in found if link and _is_section(link, url)][:MOST_SECTIONS]


def _is_section(link: str, home: str) -> bool:
    parts = urlsplit(link)
    depth = len([piece for piece in parts.path.split("/") if piece])
    return (
        1 <= depth <= 2
        and not parts.query
        and not looks_like_article(link)
        and "." not in parts.path.rpartition("/")[2]
        and registered_domain(link) == registered_domain(home)
        and not re.search(r"privacy|about|contact|login|account|subscribe|imprint|impressum|terms|jobs", link)
    )


def named_sitemaps(robots: str, url: str) -> list[str]:
    """Return the sitemaps that a robots.txt names (sitemaps.org, "Specifying the Sitemap location")."""
    found = re.findall(r"^[ \t]*sitemap[ \t]*:[ \t]*(\S+)", robots[:500_000], re.IGNORECASE | re.MULTILINE)
    return [address for link in dict.fromkeys(found) if (address := web_address(url, link))][:MOST_FEEDS]


def left_behind(asked: str, home: str) -> tuple[str, ...]:
    """Return the host that was asked for where it redirects to a home in another registered domain.

    >>> left_behind("https://old.example/", "https://www.new.example/")
    ('old.example',)
    >>> left_behind("http://old.example/", "https://www.old.example/")
    ()
    """
    host = urlsplit(asked).hostname
    return (host,) if host and registered_domain(asked) != registered_domain(home) else ()


def common(home: str, paths: Iterable[str]) -> list[str]:
    """Return the addresses at which sites usually keep something."""
    return [urljoin(home, path) for path in paths]


def _tree(body: bytes) -> html.HtmlElement:
    try:
        return html.fromstring(body or b"<html/>")
    except (ParserError, ValueError):
        return html.fromstring("<html/>")


def source_name(home: str) -> str:
    """Return the name of a site's source file: its domain, with the port where it has one."""
    parts = urlsplit(home)
    host = registered_domain(home) + (f"-{parts.port}" if parts.port else "")
    return re.sub(r"[^a-z0-9.-]+", "-", host.lower()).strip("-.")


def toml_of(findings: Findings) -> str:
    """Write a source's TOML; section pages stand commented where feeds or sitemaps make them unnecessary."""
    lines = [f"home = {_quoted(findings.home)}"]
    lines += [f"hosts = [{', '.join(map(_quoted, findings.hosts))}]"] if findings.hosts else []
    lines += _list("feeds", findings.feeds) + _list("sitemaps", findings.sitemaps)
    needed = not (findings.feeds or findings.sitemaps)
    lines += [line if needed else f"# {line}" for line in _list("sections", findings.sections)]
    return "\n".join(lines) + "\n"


def _list(name: str, found: Iterable[tuple[str, int]]) -> list[str]:
    entries = [f"    {_quoted(url)},  # {number} stories" for url, number in found]
    return [f"{name} = [", *entries, "]"] if entries else []


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
