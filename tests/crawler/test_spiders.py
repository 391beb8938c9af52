"""Spiders, apart from a crawl: what they set up before the first request."""

from __future__ import annotations

from pathlib import Path

from scrapy.crawler import Crawler
from scrapy.settings import Settings

from crawler.spiders.source import WholeSourceSpider

TOML = """\
home = "https://tarn.example/"
feeds = ["https://tarn.example/feed"]

[headers]
X-Member = "env:TARN_KEY"
"""


def test_headers_that_the_operator_calls_secret_stay_so_beside_those_of_the_sources(tmp_path: Path):
    (tmp_path / "tarn.toml").write_text(TOML)
    settings = Settings({"TEARSHEET_SOURCES": str(tmp_path), "TEARSHEET_CONTACT": "desk@example.org"})
    settings.set("TEARSHEET_SECRET_HEADERS", "X-Gate", priority="cmdline")
    WholeSourceSpider.from_crawler(crawler := Crawler(WholeSourceSpider, settings))
    assert crawler.settings.getlist("TEARSHEET_SECRET_HEADERS") == ["X-Gate", "X-Member"]
