"""A Scrapy scheduler over the archive's frontier: a small batch leased at a time, lists first, then newest first."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Self, cast

from scrapy import Request
from scrapy.core.scheduler import BaseScheduler
from scrapy.crawler import Crawler

from archive import clock
from archive.model import Address, FrontierState, Lease, Refusal
from archive.store.frontier import LIST_KINDS, claim, lease, return_lease, settle
from archive.urls import normalise
from crawler.session import session_of

if TYPE_CHECKING:
    from crawler.spiders.base import ArchiveSpider

BATCH = 32  # leases a run holds at most; a kill gives no more than these back
LEASE = timedelta(minutes=30)
PATIENCE = timedelta(minutes=1)  # a host that wants to be left alone no longer than this is waited for


class FrontierScheduler(BaseScheduler):
    """Hands out leases of the frontier, and claims what a spider or a person asks for by name.

    A request carries its lease as `meta["lease"]`. A host gets no more requests than it has connections, so that one
    slow host keeps nobody waiting and a run that is told to stop has little to finish.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._spider = cast("ArchiveSpider", crawler.spider)
        self._session = session_of(crawler)
        self._wanted: deque[Request] = deque()
        self._requests: deque[Request] = deque()
        self._pages_left: int | None = self._spider.limit
        self._began = clock.now()
        self._turns: deque[int] = deque(self._session.sources)  # sources that may have something, next one first
        self._news = False  # something was stored since every source was last asked
        self._awaited = False  # a host was about to end its rest when the run last looked

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the scheduler of a crawl that has a session."""
        return cls(crawler)

    def enqueue_request(self, request: Request) -> bool:
        """Take a request by name: it is fetched in this run, whenever it is due."""
        self._wanted.append(request)
        return True

    def stored(self, source_id: int | None) -> None:
        """Take note that something of a source was stored: its part of the frontier may hold more now."""
        self._news = True
        if source_id in self._session.sources and source_id not in self._turns:
            self._turns.append(source_id)

    def has_pending_requests(self) -> bool:
        """Say whether a request waits, or might."""
        self._look_for_rests()
        return bool(self._wanted or self._requests or self._turns or (self._news and self._session.sources))

    def _look_for_rests(self) -> None:
        """Have every source asked again while a host rests for a short time, and once when it has ended its rest."""
        awaited = self._session.rests_within(PATIENCE)
        self._news = self._news or awaited or self._awaited
        self._awaited = awaited

    def next_request(self) -> Request | None:
        """Return a request whose host has a connection free, or None for now."""
        if self._session.hands.full:
            return None
        try:
            self._fill()
            return self._next()
        except Exception as error:  # noqa: BLE001 - Scrapy would call a crawl finished that lost its scheduler
            self._session.fail(error)
            return None

    def _fill(self) -> None:
        self._claim_wanted()
        if len(self._requests) < BATCH // 2:
            self._lease_more()
        while not self._requests and self._turns:  # exhausted sources are passed over at once
            self._lease_more()

    def _next(self) -> Request | None:
        for _ in range(len(self._requests)):
            request = self._requests.popleft()
            if self._session.is_resting(request.url):
                return_lease(self._session.archive, request.meta["lease"].address_id)
            elif self._has_room(request):
                return request
            else:
                self._requests.append(request)
        return None

    def _claim_wanted(self) -> None:
        if not self._wanted:
            return
        requests = [self._wanted.popleft() for _ in range(min(len(self._wanted), BATCH))]
        addresses = [request.meta.get("address") or Address(normalise(request.url)) for request in requests]
        leases = claim(self._session.archive, self._session.crawl_id, addresses, until=clock.now() + LEASE)
        for request, leased in zip(requests, leases, strict=True):
            self._requests.append(self._spider.request_for(leased, request.meta))

    def _lease_more(self) -> None:
        """Ask as many sources as there is room for, those that waited longest first; leave out the exhausted."""
        if not self._turns and self._news:
            self._news = False  # a page may have named addresses of another source
            self._turns.extend(self._session.sources)
        room = BATCH - len(self._requests)
        asked = [self._turns.popleft() for _ in range(min(room, len(self._turns)))]
        if not asked:
            return
        with self._session.archive.transaction():  # a thousand refusals are one commit
            self._take_turns(asked, room)

    def _take_turns(self, asked: Sequence[int], room: int) -> None:
        leases = lease(
            self._session.archive,
            self._session.crawl_id,
            source_ids=asked,
            limit=room,
            now=self._began,  # what falls due while the run goes on is the next one's: a run has an end
            until=clock.now() + LEASE,
            resting=self._session.resting_hosts(),
            lists_only=self._pages_left == 0,
            since=self._spider.since,
        )
        self._turns.extend(dict.fromkeys(leased.source_id for leased in leases if leased.source_id is not None))
        for leased in leases:
            self._take(leased)

    def _take(self, leased: Lease) -> None:
        """Make a request of a lease, unless the source's rules or the run's limit speak against it."""
        if leased.kind not in LIST_KINDS:
            if why := self._spider.refusal(leased):
                self._session.count_failure(leased.source_id, Refusal.RULES)
                settle(self._session.archive, leased.address_id, state=FrontierState.REFUSED, due_at=None, reason=why)
                return
            if self._pages_left == 0:
                return_lease(self._session.archive, leased.address_id)
                return
            self._pages_left = None if self._pages_left is None else self._pages_left - 1
        self._requests.append(self._spider.request_for(leased, {}))

    def _has_room(self, request: Request) -> bool:
        downloader = self._crawler.engine.downloader
        host = downloader.get_slot_key(request)
        # The downloader's own slots count a request only when robots.txt has been asked.
        busy = sum(downloader.get_slot_key(other) == host for other in downloader.active)
        own = downloader.per_slot_settings.get(host, {})
        return busy < int(own.get("concurrency", downloader.domain_concurrency))
