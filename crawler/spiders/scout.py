"""The scout spider: looks at one site for feeds, sitemaps and section pages; what `tearsheet sources add` runs."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from functools import partial
from typing import Any, ClassVar, Self
from urllib.parse import urljoin

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest

from archive.model import AddressKind, Attempt, Capture
from archive.store.reading import load
from archive.urls import normalise
from crawler import scouting
from crawler.answers import Answer, answer_of
from crawler.feeds import NotAFeed, parse_feed
from crawler.scouting import Findings
from crawler.sections import parse_section
from crawler.session import session_of
from crawler.sitemaps import NotASitemap, parse_sitemap
from crawler.spiders.base import ArchiveSpider

MAX_HOPS = 5

_Counter = Callable[[bytes, str], int]


def _stories_of_feed(body: bytes, url: str) -> int:
    return len(parse_feed(body, url=url).entries)


def _stories_of_sitemap(body: bytes, url: str) -> int:
    sitemap = parse_sitemap(body, url=url)
    return len(sitemap.pages) + len(sitemap.sitemaps)


def _stories_of_section(body: bytes, url: str) -> int:
    return len(parse_section(body, url=url))


class ScoutSpider(ArchiveSpider):
    """Visits a front page, robots.txt, and what they name or sites usually have."""

    name = "scout"
    command: ClassVar[str] = "sources add"
    home = ""
    findings: Findings | None = None
    problem = ""  # why the front page could not be had

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Take the address of the front page."""
        spider = super().from_crawler(crawler, *args)
        spider.home = normalise(str(kwargs["home"]))
        spider.asked = {"home": spider.home}
        return spider

    async def start(self) -> AsyncIterator[Any]:
        """Look around; nothing is left to the scheduler."""
        self.findings = await self._look()
        for request in self.first_requests():
            yield request

    async def _look(self) -> Findings | None:
        front = await self._get(self.home)
        if front is None:
            return None
        url, body = front
        robots = await self._get(urljoin(url, "/robots.txt"))
        linked = scouting.linked_feeds(body, url)
        named = scouting.named_sitemaps(robots[1].decode("utf-8", "replace"), url) if robots else []
        return Findings(
            home=url,
            feeds=await self._tried(linked or scouting.common(url, scouting.FEED_PATHS), _stories_of_feed),
            sitemaps=await self._tried(named or scouting.common(url, scouting.SITEMAP_PATHS), _stories_of_sitemap),
            sections=await self._tried(scouting.linked_sections(body, url), _stories_of_section),
            hosts=scouting.left_behind(self.home, url),
        )

    async def _tried(self, urls: Iterable[str], count: _Counter) -> tuple[tuple[str, int], ...]:
        found: dict[str, int] = {}
        for url in urls:
            answer = await self._get(url)
            if answer is None or answer[0] in found:
                continue
            try:
                number = await asyncio.to_thread(count, answer[1], answer[0])
            except (NotAFeed, NotASitemap):
                continue
            if number:
                found[answer[0]] = number
        return tuple(found.items())

    async def _get(self, url: str) -> tuple[str, bytes] | None:
        """Return where an address leads to and what is there, decoded; None where there is nothing."""
        for _ in range(MAX_HOPS):
            request = Request(url, meta={"kind": _kind(url)}, dont_filter=True)
            try:
                await self.crawler.engine.download_async(request)
            except Exception as error:  # noqa: BLE001 - each failure has its row, and its sentence if it matters
                self._note(request, error)
                return None
            capture: Capture = request.meta["capture"]
            answer = answer_of(capture.status, capture.location)
            if answer is not Answer.REDIRECT:
                self.problem = self.problem or f"{url} answered {capture.status}."
                page = await session_of(self.crawler).writer.run(partial(load, capture_id=capture.id))
                return (url, page.body) if answer is Answer.CONTENT else None
            url = capture.location
        return None

    def _note(self, request: Request, error: Exception) -> None:
        attempt: Attempt | None = request.meta.get("attempt")
        detail = attempt.detail if attempt else str(error)
        self.problem = self.problem or detail or f"{request.url} was refused ({IgnoreRequest.__name__})."


def _kind(url: str) -> AddressKind:
    return AddressKind.ROBOTS if url.endswith("/robots.txt") else AddressKind.PAGE
