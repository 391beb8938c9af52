"""Politeness beyond robots.txt: delays that are kept, and hosts that are left alone when they say so."""

from __future__ import annotations

from datetime import timedelta
from typing import Self
from urllib.parse import urlsplit

from scrapy import Request, signals
from scrapy.core.downloader import Slot
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest, NotConfigured
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http import Response
from scrapy.utils.asyncio import create_looping_call

from archive import clock
from archive.model import AddressKind
from crawler.answers import Answer, answer_of, retry_after
from crawler.recrawl import BACK_OFF
from crawler.session import session_of

_LOOK_EVERY = 0.3  # seconds


class Throttle(AutoThrottle):
    """AutoThrottle with a floor for each host: Crawl-delay, which Scrapy parses and ignores, or the source's delay."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        if not crawler.settings.getbool("AUTOTHROTTLE_ENABLED"):
            raise NotConfigured("AUTOTHROTTLE_ENABLED is off")

    def _adjust_delay(self, slot: Slot, latency: float, response: Response) -> None:
        super()._adjust_delay(slot, latency, response)
        slot.delay = max(slot.delay, floor_of(self.crawler, urlsplit(response.url).hostname or ""))


class BackOff:
    """Leaves a host alone that answers 429 or 503, for as long as it says, from the moment it says so."""

    def __init__(self, crawler: Crawler, *, cap: timedelta) -> None:
        self._crawler = crawler
        self._cap = cap  # a Retry-After is believed up to here

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the middleware."""
        return cls(crawler, cap=timedelta(seconds=crawler.settings.getfloat("TEARSHEET_RETRY_AFTER_CAP")))

    def process_response(self, request: Request, response: Response) -> Response:
        """Look at the status; robots.txt has rules of its own."""
        rules = request.meta.get("kind") is AddressKind.ROBOTS
        if not rules and answer_of(response.status, "") is Answer.RATE_LIMITED:
            now = clock.now()
            stated = (response.headers.get("Retry-After") or b"").decode("latin-1")
            until = retry_after(stated, now=now, cap=self._cap) or now + BACK_OFF
            session_of(self._crawler).rest(urlsplit(response.url).netloc, until, f"it answered {response.status}.")
        return response


class NotSent(IgnoreRequest):
    """The run ends while the request still waits for its turn; its lease goes back."""


class PromptEnd:
    """Drops requests that wait for their host's delay when a run is told to end: what was sent is finished, no more."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._loop = create_looping_call(self._look)
        crawler.signals.connect(self._start, signal=signals.spider_opened)
        crawler.signals.connect(self._stop, signal=signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the extension."""
        return cls(crawler)

    def _start(self) -> None:
        self._loop.start(_LOOK_EVERY, now=False)

    def _stop(self) -> None:
        if self._loop.running:
            self._loop.stop()

    def _look(self) -> None:
        engine_slot = self._crawler.engine._slot  # Scrapy gives no signal when a spider begins to close
        if engine_slot is None or engine_slot.closing is None:
            return
        for slot in self._crawler.engine.downloader.slots.values():
            while slot.queue:
                _, waiting = slot.queue.popleft()
                waiting.errback(NotSent("The run ends before the request's turn came."))


def floor_of(crawler: Crawler, host: str) -> float:
    """Return the least delay between two requests to a host, in seconds."""
    slots = crawler.engine.downloader.per_slot_settings
    return float(slots.get(host, {}).get("delay", 0.0))


def set_floor(crawler: Crawler, host: str, delay: float) -> None:
    """Keep at least `delay` seconds between two requests to a host from now on."""
    downloader = crawler.engine.downloader
    # Also for the slot Scrapy makes anew after the host was idle for a minute.
    own = downloader.per_slot_settings.setdefault(host, {})
    own["delay"] = max(delay, float(own.get("delay", downloader._delay)))
    if host in downloader.slots:
        downloader.slots[host].delay = max(delay, downloader.slots[host].delay)
