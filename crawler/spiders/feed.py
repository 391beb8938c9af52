"""The feed spider: crawls sources by their feeds alone."""

from __future__ import annotations

from archive.model import AddressKind
from crawler.spiders.base import SourceSpider


class FeedSpider(SourceSpider):
    """`scrapy crawl feed -a source=NAME`."""

    name = "feed"
    ways = (AddressKind.FEED,)
