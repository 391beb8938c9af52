"""The section spider: crawls sources by their section pages alone."""

from __future__ import annotations

from archive.model import AddressKind
from crawler.spiders.base import SourceSpider


class SectionSpider(SourceSpider):
    """`scrapy crawl section -a source=NAME`."""

    name = "section"
    ways = (AddressKind.SECTION,)
