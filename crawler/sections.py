"""Section pages: the links of a page that lists articles, by what their addresses look like."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from lxml import html
from lxml.etree import ParserError

from archive.errors import BadUrl
from archive.urls import registered_domain
from crawler.feeds import Entry, web_address

MAX_LINKS = 2000  # of one page
_DATED = re.compile(r"/(?:19|20)\d\d[/-]?(?:0?[1-9]|1[0-2])(?:[/-]|\b)")
_NUMBERED = re.compile(r"\d{5,}")
_NO_ARTICLE = re.compile(
    r"/(?:tags?|topics?|authors?|autor(?:en)?|category|categories|kategorie|search|suche|login|account|page|feed|rss"
    r"|video-?archiv|galler(?:y|ies)|newsletters?|about|contact|impressum|privacy|datenschutz|terms|jobs|wp-content"
    r"|wp-admin|wp-login|shop|calendar)(?:[/.?]|$)",
    re.IGNORECASE,
)
_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|svg|pdf|mp[34]|zip|css|js|xml|ico)$", re.IGNORECASE)


def parse_section(body: bytes, *, url: str, content_type: str = "") -> list[Entry]:
    """Return the addresses on a page of its own site that look like articles', in page order, each once."""
    charset = re.search(r"charset=\"?([\w-]+)", content_type)
    try:
        tree = html.fromstring(body or b"<html/>", parser=html.HTMLParser(encoding=charset[1] if charset else None))
    except (ParserError, LookupError):
        return []
    links = (web_address(url, link) for link in _links(tree)[:MAX_LINKS])
    own = registered_domain(url)
    return [
        Entry(link)
        for link in dict.fromkeys(link.partition("#")[0] for link in links if link)
        if _domain_of(link) == own and looks_like_article(link)
    ]


def _links(tree: html.HtmlElement) -> list[str]:
    return [str(anchor.get("href")) for anchor in tree.iter("a") if anchor.get("href")]


def _domain_of(link: str) -> str:
    try:
        return registered_domain(link)
    except BadUrl:
        return ""


def looks_like_article(url: str) -> bool:
    """Say whether an address looks like an article's: dated, numbered, or with a headline for a name.

    >>> looks_like_article("https://news.example/2026/03/night-trains-return")
    True
    >>> looks_like_article("https://news.example/tag/trains")
    False
    """
    parts = urlsplit(url)
    path = parts.path.rstrip("/")
    if _NO_ARTICLE.search(path + "/") or _FILE.search(path):
        return False
    name = path.rpartition("/")[2]
    return bool(_DATED.search(path) or _NUMBERED.search(name) or name.count("-") >= 3 or name.count("_") >= 3)
