"""Every way a fetch can fail becomes a reason that can be counted, a sentence, and a time to try again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from OpenSSL import SSL
from scrapy.core.downloader.handlers.http11 import TunnelError
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    NotSupported,
    ResponseDataLossError,
)
from twisted.internet.error import ConnectError, ConnectionLost, NoRouteError, TCPTimedOutError
from twisted.python.failure import Failure
from twisted.web._newclient import ParseError, RequestTransmissionFailed, ResponseFailed
from twisted.web.http import _DataLoss, _MalformedChunkedDataError

from archive.model import Refusal
from crawler.failures import explain, retry_at
from crawler.guard import BadUrl, NotPublic


def wrapped(outer: Exception, *reasons: Exception) -> Exception:
    outer.__cause__ = ResponseFailed([Failure(reason) for reason in reasons])
    return outer


FAILURES = [
    (BadUrl("'x' is not a URL."), Refusal.BAD_URL),
    (NotSupported("Unsupported URL scheme 'ftp'"), Refusal.BAD_URL),
    (ValueError("invalid hostname: a..b"), Refusal.BAD_URL),
    (NotPublic("10.1.2.3 is not a public address."), Refusal.NOT_PUBLIC),
    (CannotResolveHostError("news.test"), Refusal.DNS),
    (DownloadConnectionRefusedError(), Refusal.REFUSED),
    (NoRouteError(), Refusal.REFUSED),
    (ConnectError("odd"), Refusal.REFUSED),
    (DownloadTimeoutError(), Refusal.TIMEOUT),
    (TCPTimedOutError(), Refusal.TIMEOUT),
    (TunnelError("407"), Refusal.BROKEN),
    (DownloadCancelledError("too big"), Refusal.BODY_TOO_LARGE),
    (ConnectionLost(), Refusal.BROKEN),
    (RequestTransmissionFailed([Failure(ConnectionLost())]), Refusal.BROKEN),
    (wrapped(DownloadFailedError(), ConnectionLost()), Refusal.BROKEN),
    (wrapped(DownloadFailedError(), SSL.Error([("ssl", "", "handshake failure")])), Refusal.TLS),
    (wrapped(DownloadFailedError(), ParseError("wrong number of parts", b"<evil>")), Refusal.BAD_HTTP),
    (wrapped(DownloadFailedError(), ValueError("conflicting Content-Length")), Refusal.BAD_HTTP),
    (wrapped(DownloadFailedError(), KeyError(b"snappy")), Refusal.BAD_HTTP),
    (wrapped(ResponseDataLossError(), ConnectionLost(), _DataLoss()), Refusal.BROKEN),
    (wrapped(ResponseDataLossError(), _MalformedChunkedDataError("no length"), _DataLoss()), Refusal.BAD_HTTP),
]


@pytest.mark.parametrize(("error", "reason"), FAILURES, ids=lambda value: repr(value)[:40])
def test_a_failure_has_a_reason_and_a_sentence(error: Exception, reason: Refusal):
    failure = explain(error, host="news.test")
    assert failure.reason is reason
    assert failure.detail.endswith((".", "?"))
    assert "{" not in failure.detail
    assert "evil" not in failure.detail  # what a server says is not repeated


@pytest.mark.parametrize(("overflow", "reason"), [("head", Refusal.HEAD_TOO_LARGE), ("body", Refusal.BODY_TOO_LARGE)])
def test_a_bound_that_was_reached_says_more_than_the_exception(overflow: str, reason: Refusal):
    failure = explain(wrapped(DownloadFailedError(), ConnectionLost()), host="news.test", overflow=overflow)
    assert failure.reason is reason
    assert failure.detail.startswith("news.test sent more")


def test_an_endless_message_is_shortened():
    assert len(explain(ConnectError("x" * 10_000), host="news.test").detail) < 400


def test_failures_that_chain_in_a_circle_are_told_once():
    first, second = DownloadFailedError(), ConnectionLost()
    first.__cause__, second.__cause__ = second, first
    assert explain(first, host="news.test").reason is Refusal.BROKEN


NOW = datetime(2026, 1, 2, tzinfo=UTC)


def test_waits_grow_and_end():
    waits = [retry_at(Refusal.TIMEOUT, tried_at=NOW, attempts=attempts) for attempts in range(20)]
    due = [wait for wait in waits if wait is not None]
    assert due[0] == NOW + timedelta(hours=1)
    assert due == sorted(set(due))
    assert waits == due + [None] * (20 - len(due))


def test_a_list_is_tried_for_ever():
    assert retry_at(Refusal.DNS, tried_at=NOW, attempts=1000, is_list=True) == NOW + timedelta(days=7)


@pytest.mark.parametrize(
    "reason", [Refusal.BAD_URL, Refusal.NOT_PUBLIC, Refusal.BODY_TOO_LARGE, Refusal.HEAD_TOO_LARGE]
)
def test_what_will_not_change_is_not_tried_again(reason: Refusal):
    assert retry_at(reason, tried_at=NOW, attempts=0) is None
