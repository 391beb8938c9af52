"""robots.txt (RFC 9309) obeyed, with its Crawl-delay; reservations of text and data mining noted, or respected."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Self
from urllib.parse import urlsplit

from protego import Protego
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest, NotConfigured

from archive import clock
from archive.model import AddressKind, Attempt, Lease, Refusal
from archive.store.frontier import return_lease
from crawler.answers import Answer
from crawler.politeness import set_floor
from crawler.rights import TDMREP, Reservation, parse_tdmrep, reserved, signals
from crawler.session import session_of
from crawler.wellknown import ask

MAX_BODY = 512_000  # bytes read: RFC 9309, 2.5 asks for at least 500 kibibytes
NOT_NOW = timedelta(hours=1)  # how long a host rests whose robots.txt cannot be had
LOOK_AGAIN = timedelta(days=7)  # rules change; a refused address is asked for again then


class Refused(IgnoreRequest):
    """robots.txt or a reservation keeps this address from us."""


class NotNow(IgnoreRequest):
    """The host cannot say what it allows, which means nothing for the time being (RFC 9309, 2.3.1.4)."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What a host says to crawlers."""

    robots: Protego | None = None  # None: everything is allowed
    reservations: tuple[Reservation, ...] = ()
    unreachable: str = ""  # why robots.txt could not be had, where it could not
    reason: Refusal = Refusal.ROBOTS  # the same in one word


class RobotsMiddleware:
    """Asks each host for its rules before anything else of the host, and notes them with each request."""

    def __init__(self, crawler: Crawler, *, agent: str, cap: float) -> None:
        self._crawler = crawler
        self._agent = agent
        self._cap = cap  # seconds
        self._hosts: dict[str, asyncio.Future[Rules]] = {}

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
        """Let an allowed request pass; raises Refused or NotNow."""
        if request.meta.get("kind") is AddressKind.ROBOTS:
            return
        rules = await self._rules_of(request)
        lease: Lease | None = request.meta.get("lease")
        if rules.unreachable:
            await self._not_now(request, rules, lease)
            raise NotNow(rules.unreachable)
        host = urlsplit(request.url).netloc
        if rules.robots is not None and not rules.robots.can_fetch(request.url, self._agent):
            await self._refuse(request, lease, Refusal.ROBOTS, f"robots.txt of {host} does not allow {request.url}.")
        rights = signals(request.url, robots=rules.robots, reservations=rules.reservations)
        request.meta["rights"] = dict(rights)
        if reserved(rights) and session_of(self._crawler).respects_tdm(lease.source_id if lease else None):
            await self._refuse(request, lease, Refusal.TDM, f"{host} reserves {request.url} from text and data mining.")

    async def _rules_of(self, request: Request) -> Rules:
        parts = urlsplit(request.url)
        host = f"{parts.scheme}://{parts.netloc}"
        if host not in self._hosts:
            lease: Lease | None = request.meta.get("lease")
            self._hosts[host] = asyncio.ensure_future(self._ask(host, lease.source_id if lease else None))
        return await self._hosts[host]

    async def _ask(self, host: str, source_id: int | None) -> Rules:
        found = await ask(self._crawler, host, "/robots.txt", source_id=source_id)
        if found.is_ours:
            return Rules()
        if found.problem:
            why = f"{found.problem} Without robots.txt, nothing is fetched for the time being."
            return Rules(unreachable=why, reason=found.reason)
        robots = None
        if found.answer is Answer.CONTENT:
            robots = Protego.parse(found.body[:MAX_BODY].decode("utf-8", "replace"))
            self._slow_down(urlsplit(host).hostname or "", robots)
        reserved = await ask(self._crawler, host, TDMREP, source_id=source_id)
        return Rules(robots, parse_tdmrep(reserved.body))

    def _slow_down(self, host: str, robots: Protego) -> None:
        if delay := max(float(robots.crawl_delay(self._agent) or 0.0), 0.0):
            set_floor(self._crawler, host, min(delay, self._cap))

    async def _not_now(self, request: Request, rules: Rules, lease: Lease | None) -> None:
        session = session_of(self._crawler)
        now = clock.now()
        session.rest(urlsplit(request.url).netloc, now + NOT_NOW, rules.unreachable)
        # Without its address: the page keeps its place in the frontier, and has a row that says why it is not here.
        await session.recorder.attempt(Attempt(request.url, rules.reason, rules.unreachable, tried_at=now))
        if lease is not None:
            await session.writer.run(partial(return_lease, address_id=lease.address_id))

    async def _refuse(self, request: Request, lease: Lease | None, reason: Refusal, why: str) -> None:
        now = clock.now()
        attempt = Attempt(
            url=request.url,
            reason=reason,
            detail=why,
            tried_at=now,
            address_id=lease.address_id if lease else None,
            retry_at=now + LOOK_AGAIN,
        )
        request.meta["attempt"] = attempt
        await session_of(self._crawler).recorder.attempt(attempt)
        raise Refused(why)
