"""The sitemap spider: crawls sources by their sitemaps alone."""

from __future__ import annotations

from archive.model import AddressKind
from crawler.spiders.base import SourceSpider


class SitemapSpider(SourceSpider):
    """`scrapy crawl sitemap -a source=NAME`."""

    name = "sitemap"
    ways = (AddressKind.SITEMAP,)
