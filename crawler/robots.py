"""robots.txt (RFC 9309): fetched and kept like any page, obeyed, and its Crawl-delay enforced."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Self
from urllib.parse import urljoin, urlsplit

from protego import Protego
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest, NotConfigured

from archive.model import AddressKind, Attempt, Capture, Lease, Refusal
from archive.store.frontier import return_lease
from archive.store.reading import load, mark_read
from crawler.answers import Answer, answer_of
from crawler.politeness import set_floor
from crawler.session import session_of

MAX_BODY = 512_000  # bytes read: RFC 9309, 2.5 asks for at least 500 kibibytes
MAX_HOPS = 5  # redirects followed: RFC 9309, 2.3.1.2
NOT_NOW = timedelta(hours=1)  # how long a host rests whose robots.txt cannot be had
LOOK_AGAIN = timedelta(days=7)  # rules change; a refused address is asked for again then


class RobotsRefused(IgnoreRequest):
    """robots.txt does not allow this address to us."""


class NotNow(IgnoreRequest):
    """The host cannot say what it allows, which means nothing for the time being (RFC 9309, 2.3.1.4)."""


@dataclass(frozen=True, slots=True)
class Robots:
    """What a host's robots.txt says to us."""

    rules: Protego | None = None  # None: everything is allowed
    unreachable: str = ""  # why it could not be had, where it could not

    def allows(self, url: str, agent: str) -> bool:
        """Say whether we may fetch `url`."""
        return self.rules is None or bool(self.rules.can_fetch(url, agent))

    def delay(self, agent: str) -> float:
        """Return the Crawl-delay in seconds, 0.0 where there is none."""
        stated = self.rules.crawl_delay(agent) if self.rules else None
        return max(float(stated or 0.0), 0.0)


class RobotsMiddleware:
    """Asks each host's robots.txt once a run, before anything else of the host."""

    def __init__(self, crawler: Crawler, *, agent: str, cap: float) -> None:
        self._crawler = crawler
        self._agent = agent
        self._cap = cap  # seconds
        self._hosts: dict[str, asyncio.Future[Robots]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the middleware, unless robots.txt is switched off."""
        if not crawler.settings.getbool("ROBOTSTXT_OBEY"):
            raise NotConfigured("ROBOTSTXT_OBEY is off")
        return cls(
            crawler,
            agent=crawler.settings["ROBOTSTXT_USER_AGENT"],
            cap=crawler.settings.getfloat("TEARSHEET_CRAWL_DELAY_CAP"),
        )

    async def process_request(self, request: Request) -> None:
        """Let an allowed request pass; raises RobotsRefused or NotNow."""
        if request.meta.get("kind") is AddressKind.ROBOTS:
            return
        robots = await self._robots_of(request)
        lease: Lease | None = request.meta.get("lease")
        if robots.unreachable:
            await self._not_now(request, robots, lease)
            raise NotNow(robots.unreachable)
        if not robots.allows(request.url, self._agent):
            await self._refuse(request, lease)
            raise RobotsRefused(f"robots.txt of {urlsplit(request.url).netloc} does not allow {request.url}.")

    async def _robots_of(self, request: Request) -> Robots:
        parts = urlsplit(request.url)
        host = f"{parts.scheme}://{parts.netloc}"
        if host not in self._hosts:
            self._hosts[host] = asyncio.ensure_future(self._fetch(host, request))
        return await self._hosts[host]

    async def _fetch(self, host: str, request: Request) -> Robots:
        lease: Lease | None = request.meta.get("lease")
        url = f"{host}/robots.txt"
        for _ in range(MAX_HOPS + 1):
            meta = {
                "kind": AddressKind.ROBOTS,
                "source_id": lease and lease.source_id,
                "download_slot": f"robots of {host}",
            }
            asked = Request(url, meta=meta, dont_filter=True)
            try:
                await self._crawler.engine.download_async(asked)
            except Exception as error:  # noqa: BLE001 - whatever it was, its row is written, and it means "not now"
                attempt: Attempt | None = asked.meta.get("attempt")
                return Robots(unreachable=attempt.detail if attempt else f"{url} could not be fetched: {error}.")
            capture: Capture = asked.meta["capture"]
            answer = answer_of(capture.status, capture.location)
            await self._read(capture)
            if answer is not Answer.REDIRECT:
                return await self._robots(capture, answer, urlsplit(host).hostname or "")
            url = urljoin(url, capture.location)
        return Robots()

    def _read(self, capture: Capture) -> Awaitable[None]:
        return session_of(self._crawler).writer.run(lambda archive: mark_read(archive, capture.id, "robots"))

    async def _robots(self, capture: Capture, answer: Answer, host: str) -> Robots:
        if answer in (Answer.RATE_LIMITED, Answer.BROKEN):
            return Robots(unreachable=f"its robots.txt was answered by {capture.status}, which means “not now”.")
        if answer is not Answer.CONTENT:
            return Robots()
        page = await session_of(self._crawler).writer.run(lambda archive: load(archive, capture.id))
        robots = Robots(Protego.parse(page.body[:MAX_BODY].decode("utf-8", "replace")))
        if delay := robots.delay(self._agent):
            set_floor(self._crawler, host, min(delay, self._cap))
        return robots

    async def _not_now(self, request: Request, robots: Robots, lease: Lease | None) -> None:
        session = session_of(self._crawler)
        session.rest(urlsplit(request.url).netloc, datetime.now(UTC) + NOT_NOW, robots.unreachable)
        if lease is not None:
            await session.writer.run(lambda archive: return_lease(archive, lease.address_id))

    async def _refuse(self, request: Request, lease: Lease | None) -> None:
        now = datetime.now(UTC)
        attempt = Attempt(
            url=request.url,
            reason=Refusal.ROBOTS,
            detail=f"robots.txt of {urlsplit(request.url).netloc} does not allow it.",
            tried_at=now,
            address_id=lease.address_id if lease else None,
            retry_at=now + LOOK_AGAIN,
        )
        request.meta["attempt"] = attempt
        await session_of(self._crawler).recorder.attempt(attempt)
