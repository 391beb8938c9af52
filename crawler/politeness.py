"""AutoThrottle that never goes below what a host or its source asked for."""

from __future__ import annotations

from urllib.parse import urlsplit

from scrapy.core.downloader import Slot
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http import Response


class Throttle(AutoThrottle):
    """AutoThrottle with a floor for each host: Crawl-delay, which Scrapy parses and ignores, or the source's delay."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        if not crawler.settings.getbool("AUTOTHROTTLE_ENABLED"):
            raise NotConfigured("AUTOTHROTTLE_ENABLED is off")

    def _adjust_delay(self, slot: Slot, latency: float, response: Response) -> None:
        super()._adjust_delay(slot, latency, response)
        slot.delay = max(slot.delay, floor_of(self.crawler, urlsplit(response.url).hostname or ""))


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
