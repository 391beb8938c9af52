"""The source spider: crawls sources by every way they name; what `tearsheet crawl` runs."""

from __future__ import annotations

from crawler.spiders.base import SourceSpider


class WholeSourceSpider(SourceSpider):
    """`scrapy crawl source -a source=NAME`."""

    name = "source"
