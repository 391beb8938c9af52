"""What a request came to, as the archive takes it: the exchange that crossed the wire, the attempt that failed."""

from __future__ import annotations

from urllib.parse import urldefrag, urlsplit

from scrapy import Request
from scrapy.exceptions import DownloadCancelledError, DownloadTimeoutError

from archive import clock
from archive.http_message import redact
from archive.model import AddressKind, Attempt, Exchange, Lease, Refusal
from archive.store.frontier import LIST_KINDS
from archive.urls import without_credentials
from crawler.failures import explain, retry_at
from crawler.tap import Tap

# Why we would not even ask a host. The page that is refused for it has its row; what rules it would go by needs none.
OURS = frozenset({Refusal.BAD_URL, Refusal.NOT_PUBLIC})


def exchange_of(request: Request, tap: Tap, error: Exception | None, *, secret: frozenset[bytes]) -> Exchange:
    """What crossed the wire for a request, as the archive takes it."""
    lease: Lease | None = request.meta.get("lease")
    return Exchange(
        url=urldefrag(request.url)[0],
        started_at=tap.started_at,
        request=redact(bytes(tap.sent), secret=secret),
        response=bytes(tap.received),
        ip="" if request.meta.get("proxy") else tap.ip,
        truncated=_truncated(tap, error),
        address_id=lease.address_id if lease else None,
        kind=request.meta.get("kind") or (lease.kind if lease else AddressKind.PAGE),
        source_id=request.meta.get("source_id") or (lease.source_id if lease else None),
        rights=dict(request.meta.get("rights") or {}),
    )


def attempt_of(request: Request, tap: Tap, error: Exception) -> Attempt:
    """Why a request came to nothing, with the time it is worth another try."""
    lease: Lease | None = request.meta.get("lease")
    why = explain(error, host=_asked(request), overflow=tap.overflow)
    tried_at = clock.now()
    return Attempt(
        url=without_credentials(urldefrag(request.url)[0]),
        reason=why.reason,
        detail=why.detail,
        tried_at=tried_at,
        address_id=lease.address_id if lease else None,
        retry_at=retry_at(
            why.reason,
            tried_at=tried_at,
            attempts=lease.attempts if lease else 0,
            is_list=lease is not None and lease.kind in LIST_KINDS,
        ),
    )


def is_said_elsewhere(request: Request, attempt: Attempt) -> bool:
    """Whether a failed request for robots.txt or tdmrep.json will be said of the page that wanted it."""
    return request.meta.get("kind") is AddressKind.ROBOTS and attempt.reason in OURS


def _asked(request: Request) -> str:
    """Whom a request asks, without passwords."""
    host = _host(request.url)
    proxy = request.meta.get("proxy")
    return f"{host} (through the proxy {_host(proxy)})" if proxy else host


def _host(url: str) -> str:
    return urlsplit(url).netloc.rpartition("@")[2]


def _truncated(tap: Tap, error: Exception | None) -> str:
    """The WARC-Truncated reason (WARC/1.1, section 5.13), "" for a response that ended where it said it would."""
    if tap.whole:
        return ""
    if tap.overflow or isinstance(error, DownloadCancelledError):
        return "length"
    return "time" if isinstance(error, DownloadTimeoutError) else "disconnect"
