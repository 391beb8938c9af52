"""The url spider: fetches what a person names, now; what `tearsheet fetch` runs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar, Self

from scrapy import Request
from scrapy.crawler import Crawler

from archive.model import Address
from crawler.spiders.base import ArchiveSpider


class UrlSpider(ArchiveSpider):
    """`scrapy crawl url -a url=ADDRESS`; from Python, `urls` is a list of normalised addresses."""

    name = "url"
    command: ClassVar[str] = "fetch"
    urls: Sequence[str] = ()

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Take the addresses."""
        spider = super().from_crawler(crawler, *args)
        spider.urls = list(kwargs.get("urls") or str(kwargs.get("url") or "").split())
        spider.asked = {"urls": len(spider.urls)}
        return spider

    def first_requests(self) -> Iterable[Request]:
        """Return each address, to be followed through its redirects."""
        for url in self.urls:
            yield Request(url, meta={"address": Address(url), "asked": url}, dont_filter=True)
