"""Run by `fetch_all` in a process of its own: fetches what stdin lists, prints what came of it."""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path
from time import monotonic
from typing import Any

from scrapy import Request, Spider, signals
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from twisted.internet.defer import Deferred, fail, succeed
from twisted.internet.error import DNSLookupError
from twisted.internet.interfaces import IResolverSimple
from zope.interface import implementer

from crawler.capture import Recorder
from crawler.guard import literal

RESULTS: list[dict[str, Any]] = []
SETTINGS: dict[str, Any] = {
    "DOWNLOAD_HANDLERS": {
        "http": "crawler.wire.WireHandler",
        "https": "crawler.wire.WireHandler",
        "file": None,
        "data": None,
        "ftp": None,
        "s3": None,
    },
    "EXTENSIONS": {"__main__.Keep": 0, "scrapy.extensions.telnet.TelnetConsole": None},
    "DOWNLOADER_MIDDLEWARES": {
        "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
        "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
        "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,
        "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
        "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    },
    "TEARSHEET_ALLOW_PRIVATE": ["127.0.0.1"],
    "CONCURRENT_REQUESTS": 32,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
    "COOKIES_ENABLED": False,
    "DOWNLOAD_FAIL_ON_DATALOSS": False,
    "DOWNLOAD_MAXSIZE": 10 << 20,
    "DOWNLOAD_TIMEOUT": 5,
    "HTTPERROR_ALLOW_ALL": True,
    "LOG_LEVEL": "ERROR",
    "TWISTED_DNS_RESOLVER": "__main__.Names",
    "USER_AGENT": "tearsheet-test",
}


class Keep:
    """Opens a recorder with the crawl and closes it after."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Keep:
        recorder = Recorder().start(Path(crawler.settings["ARCHIVE_PATH"]), crawler.settings.getint("CRAWL_ID"))
        crawler.recorder = recorder
        crawler.signals.connect(recorder.stop, signals.spider_closed)
        return cls()


@implementer(IResolverSimple)
class Names:
    """A resolver of the test's own: each name has a list of addresses, handed out in turn; an empty one is silence."""

    def __init__(self, reactor, names: dict[str, list[str]]) -> None:
        self._reactor = reactor
        self._names = {name: list(addresses) for name, addresses in names.items()}

    @classmethod
    def from_crawler(cls, crawler, reactor) -> Names:
        return cls(reactor, crawler.settings["NAMES"] or {})

    def install_on_reactor(self) -> None:
        self._reactor.installResolver(self)

    def getHostByName(self, name: str, timeout: object = ()):
        addresses = self._names.get(name)
        if addresses is None:
            spelled = literal(name)  # what the system's resolver does with a number
            return fail(DNSLookupError(name)) if spelled is None else succeed(str(spelled))
        if not addresses:
            return Deferred()
        return succeed(addresses.pop(0) if len(addresses) > 1 else addresses[0])


class Fetcher(Spider):
    """Asks for each request of the specification once, and notes what Scrapy handed on."""

    name = "fetcher"

    async def start(self):
        for number, asked in enumerate(self.settings["REQUESTS"]):
            yield Request(
                asked["url"],
                callback=self.got,
                errback=self.failed,
                headers=asked.get("headers"),
                meta={**asked.get("meta", {}), "number": number},
                dont_filter=True,
                priority=-number,
            )

    def got(self, response):
        note(response.request, status=response.status, length=len(response.body), flags=list(response.flags))

    def failed(self, failure):
        note(failure.request, error=failure.type.__name__, text=str(failure.value))


def note(request: Request, **outcome: Any) -> None:
    capture, attempt = request.meta.get("capture"), request.meta.get("attempt")
    RESULTS.append(
        {
            "number": request.meta["number"],
            "url": request.url,
            "capture": capture and capture.id,
            "reason": attempt and attempt.reason.value,
            **outcome,
        }
    )


def peak_memory() -> float:
    """MiB at most resident, 0.0 where there is no /proc; `getrusage` counts what the parent held."""
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return sum(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM:"))


def main() -> None:
    asked = json.load(sys.stdin)
    if limit := asked["settings"].get("FILE_LIMIT"):  # bytes: what SQLite then meets is what a full disk looks like
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    process = AsyncCrawlerProcess(
        SETTINGS | asked["settings"] | {key: asked[key] for key in ("ARCHIVE_PATH", "CRAWL_ID", "REQUESTS")}
    )
    started = monotonic()
    process.crawl(Fetcher)
    process.start()
    rss = peak_memory()
    json.dump(
        {"results": sorted(RESULTS, key=lambda r: r["number"]), "rss": rss, "seconds": monotonic() - started},
        sys.stdout,
    )


if __name__ == "__main__":
    main()
