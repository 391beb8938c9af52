"""Scrapy spiders: feed, sitemap, section, url."""
