"""Scrapy alone: fetch what the index pages link to, and look at none of it."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator
from typing import Any

import scrapy
from scrapy.http import Response


class FetchOnly(scrapy.Spider):
    """Asks for every link of the index pages in INDEXES."""

    name = "fetch-only"
    custom_settings = {  # noqa: RUF012  (as Scrapy declares it)
        "CONCURRENT_REQUESTS": 16,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
        "LOG_LEVEL": "ERROR",
        "ROBOTSTXT_OBEY": False,
        "COOKIES_ENABLED": False,
    }

    async def start(self) -> AsyncIterator[Any]:
        """Ask for the index pages."""
        for url in os.environ["INDEXES"].split():
            yield scrapy.Request(url)

    def parse(self, response: Response, **_: Any) -> Iterator[scrapy.Request]:
        """Ask for all they link to."""
        for link in response.css("a::attr(href)").getall():
            yield scrapy.Request(link, callback=self.done, errback=self.done)

    def done(self, answer: Any) -> None:
        """Whatever came, nobody looks at it."""
