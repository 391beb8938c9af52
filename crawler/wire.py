"""The download handler: every exchange is kept byte for byte before Scrapy hears of it, also those that broke off."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler, _ScrapyAgent
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadCancelledError
from scrapy.http import Response
from scrapy.utils._download_handlers import wrap_twisted_exceptions
from scrapy.utils.defer import deferred_from_coro, maybe_deferred_to_future

from archive.errors import ArchiveError
from archive.http_message import SECRET_HEADERS
from crawler.capture import Recorder
from crawler.certificates import Certificates
from crawler.exchanges import attempt_of, exchange_of, is_said_elsewhere
from crawler.gate import GuardedEndpoint
from crawler.guard import Guard
from crawler.tap import Tap, TappedPool, WireFactory

logger = logging.getLogger(__name__)

# Neither br nor zstd is offered: warcio breaks on the one, replay tools cannot decode the other.
OFFERED_CODINGS = b"gzip, deflate"
HEAD_MAXSIZE = 64 << 10


class WireHandler(HTTP11DownloadHandler):
    """Scrapy's HTTP/1.1 handler with a tap on the connection and a guard before it.

    Reads `meta["lease"]` (archive.model.Lease), and `meta["kind"]`, `meta["source_id"]`, `meta["rights"]` where they
    say more than it. Sets `meta["capture"]` (archive.model.Capture) on what was kept, and `meta["attempt"]`
    (archive.model.Attempt) on what failed; both are on disk by then. Needs `crawler.recorder`.
    """

    lazy = False

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        settings = crawler.settings
        self._pool._factory = WireFactory
        self._contextFactory = Certificates.from_crawler(crawler, self._contextFactory)
        # Scrapy keeps as many connections to a host alive as the default allows, whatever a source's own number is.
        self._pool.maxPersistentPerHost = settings.getint("CONCURRENT_REQUESTS")
        self._guard = Guard.allowing(settings.getlist("TEARSHEET_ALLOW_PRIVATE"))
        self._head_maxsize = settings.getint("TEARSHEET_HEAD_MAXSIZE", HEAD_MAXSIZE)
        self._secret = SECRET_HEADERS | {name.lower().encode() for name in settings.getlist("TEARSHEET_SECRET_HEADERS")}
        self._stopping = False

    async def download_request(self, request: Request) -> Response:
        """Fetch, keep, and only then hand on; raises as Scrapy's handler, and BadUrl, NotPublic, ArchiveError."""
        request.meta.pop("capture", None)  # of an earlier hop or try
        request.meta.pop("attempt", None)
        tap = Tap(head_limit=self._head_maxsize, limit=self._limit(request))
        try:
            response = await self._fetch(request, tap)
        except Exception as error:
            await self._keep(request, tap, error)
            raise
        await self._keep(request, tap)
        return _bare(response) if response.headers.get("Content-Encoding") else response

    async def _fetch(self, request: Request, tap: Tap) -> Response:
        self._guard.check_url(request.url)
        request.headers["Accept-Encoding"] = OFFERED_CODINGS
        agent = _ScrapyAgent(
            contextFactory=self._contextFactory,
            bindAddress=self._bind_address,
            pool=TappedPool(self._pool, tap, self._door(request)),
            maxsize=self._default_maxsize,
            warnsize=self._default_warnsize,
            fail_on_dataloss=self._fail_on_dataloss,
            crawler=self._crawler,
            tls_verbose_logging=self._tls_verbose_logging,
        )
        with wrap_twisted_exceptions():
            response = await maybe_deferred_to_future(agent.download_request(request))
        if tap.overflow:  # a body without a length looks finished to Twisted when we cut it
            raise DownloadCancelledError(f"{request.url} is larger than we take.")
        if not tap.whole and "dataloss" not in response.flags:  # nor does it say how its connection ended
            response.flags.append("dataloss")
        return response

    def _limit(self, request: Request) -> int:
        """Bytes of a response as it crosses the wire: the body's bound, and room for head, chunk sizes, trailers."""
        maxsize = int(request.meta.get("download_maxsize", self._default_maxsize))
        return maxsize + maxsize // 16 + 2 * self._head_maxsize if maxsize else sys.maxsize

    def _door(self, request: Request) -> Callable[[Any], Any]:
        """What wraps an endpoint before it is used: the guard, but not towards a proxy, the operator's choice."""
        if request.meta.get("proxy"):
            return lambda endpoint: endpoint
        from twisted.internet import reactor  # noqa: PLC0415 - importing it installs one

        parts = urlsplit(request.url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        return partial(GuardedEndpoint, guard=self._guard, host=parts.hostname or "", port=port, reactor=reactor)

    async def _keep(self, request: Request, tap: Tap, error: Exception | None = None) -> None:
        exchange = exchange_of(request, tap, error, secret=self._secret)
        attempt = attempt_of(request, tap, error) if error else None
        try:
            if tap.received:
                request.meta["capture"] = await self._recorder.record(exchange, attempt)
            elif attempt and not is_said_elsewhere(request, attempt):
                await self._recorder.attempt(attempt)
        except ArchiveError as failure:
            self._stop(failure)
            raise
        if attempt:
            request.meta["attempt"] = attempt

    @property
    def _recorder(self) -> Recorder:
        recorder: Recorder | None = getattr(self._crawler, "recorder", None)
        if recorder is None:
            raise ArchiveError("No archive is open, so nothing is fetched: is the session extension switched on?")
        return recorder

    def _stop(self, failure: ArchiveError) -> None:
        """End the crawl, once: what cannot be kept is not fetched."""
        if self._stopping or self._crawler.engine is None:
            return
        self._stopping = True
        logger.error("The crawl ends here: %s", failure)
        deferred_from_coro(self._crawler.engine.close_spider_async(reason="archive_failed"))


def _bare(response: Response) -> Response:
    """Spare Scrapy the guess at the charset of bytes that are still compressed: it costs a third of a crawl's CPU."""
    return Response(
        url=response.url,
        status=response.status,
        headers=response.headers,
        body=response.body,
        flags=response.flags,
        certificate=response.certificate,
        ip_address=response.ip_address,
        protocol=response.protocol,
    )
