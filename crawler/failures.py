"""Why a fetch came to nothing: Scrapy's and Twisted's exceptions as a Refusal, a sentence, and when to try again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from OpenSSL import SSL
from scrapy.core.downloader.handlers.http11 import TunnelError
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    NotSupported,
    UnsupportedURLSchemeError,
)
from service_identity.exceptions import CertificateError, VerificationError
from twisted.internet.error import ConnectError, DNSLookupError, TCPTimedOutError
from twisted.internet.error import TimeoutError as ConnectionTimeout
from twisted.web._newclient import ParseError, _WrapperException
from twisted.web.http import _MalformedChunkedDataError

from archive.model import Refusal
from crawler.certificates import UNVERIFIED_HOSTS, CertificateRefused
from crawler.guard import BadUrl, NotPublic
from crawler.recrawl import broken_due

_LISTS_AGAIN = timedelta(days=7)

_TLS = (SSL.Error, CertificateError)
_EXCUSE = (
    f"To take its pages all the same, set verify_tls = false in its source's file, or name it in {UNVERIFIED_HOSTS}."
)
_SLOW = (DownloadTimeoutError, ConnectionTimeout, TCPTimedOutError)
# What Twisted's parser raises at a status line, a chunk, a length or a transfer coding that it cannot read.
_NOT_HTTP = (ParseError, _MalformedChunkedDataError, ValueError, KeyError)
_TEMPORARY = frozenset(
    {Refusal.DNS, Refusal.REFUSED, Refusal.TIMEOUT, Refusal.BROKEN, Refusal.TLS, Refusal.BAD_HTTP, Refusal.RATE_LIMITED}
)


@dataclass(frozen=True, slots=True)
class Failure:
    """A reason that can be counted, and a sentence for people."""

    reason: Refusal
    detail: str


def explain(error: BaseException, *, host: str, overflow: str = "") -> Failure:
    """Say why a request to `host` failed; `overflow` names the bound of the wire that was reached ("head", "body")."""
    if overflow == "head":
        return Failure(Refusal.HEAD_TOO_LARGE, f"{host} sent more header lines than we take (TEARSHEET_HEAD_MAXSIZE).")
    if overflow == "body":
        return Failure(Refusal.BODY_TOO_LARGE, _too_large(host))
    if isinstance(error, ValueError):  # from the parser it would come wrapped
        return Failure(Refusal.BAD_URL, f"{host} cannot be asked for: {_text(error)}.")
    causes = _causes(error)
    for kinds, reason, sentence in _KINDS:
        for cause in causes:
            if isinstance(cause, kinds):
                return Failure(reason, sentence.format(host=host, error=_text(cause)))
    return Failure(Refusal.BROKEN, f"The connection to {host} ended before the response did: {_text(causes[-1])}.")


def retry_at(reason: Refusal, *, tried_at: datetime, attempts: int, is_list: bool = False) -> datetime | None:
    """When an address is tried again after `attempts` earlier failures in a row; None: not again.

    A list is never given up: a source whose feed was away for a month must not stay silent for good.
    """
    if reason not in _TEMPORARY:
        return None
    due = broken_due(at=tried_at, attempts=attempts)
    return tried_at + _LISTS_AGAIN if due is None and is_list else due


def _too_large(host: str) -> str:
    return f"{host} sent more than DOWNLOAD_MAXSIZE allows; raise it if the page is worth it."


_KINDS: tuple[tuple[tuple[type[BaseException], ...], Refusal, str], ...] = (
    ((BadUrl,), Refusal.BAD_URL, "{error}."),
    ((NotSupported, UnsupportedURLSchemeError), Refusal.BAD_URL, "Only http and https addresses are fetched: {error}."),
    ((NotPublic,), Refusal.NOT_PUBLIC, "{error}."),
    ((CannotResolveHostError, DNSLookupError), Refusal.DNS, "No address was found for {host}; is the name right?"),
    (
        (DownloadConnectionRefusedError,),
        Refusal.REFUSED,
        "{host} refused the connection; is the port right, and the server up?",
    ),
    ((CertificateRefused,), Refusal.TLS, f"The certificate of {{host}} is not valid: {{error}}. {_EXCUSE}"),
    ((VerificationError,), Refusal.TLS, f"The certificate of {{host}} is for another name. {_EXCUSE}"),
    (_TLS, Refusal.TLS, "No secure connection to {host} could be made: {error}."),
    ((TunnelError,), Refusal.BROKEN, "No tunnel was opened to {host}: {error}."),
    (_SLOW, Refusal.TIMEOUT, "{host} did not answer in full in time (DOWNLOAD_TIMEOUT)."),
    ((ConnectError,), Refusal.REFUSED, "{host} could not be reached: {error}."),
    ((DownloadCancelledError,), Refusal.BODY_TOO_LARGE, _too_large("{host}")),
    (_NOT_HTTP, Refusal.BAD_HTTP, "What {host} sent is not HTTP/1.1 as we read it: {error}."),
)


def _causes(error: BaseException) -> list[BaseException]:
    """The error and what led to it: chained exceptions, and the failures Twisted wraps."""
    found: list[BaseException] = []
    waiting: list[BaseException | None] = [error]
    while waiting:
        cause = waiting.pop(0)
        if cause is None or cause in found:
            continue
        found.append(cause)
        if isinstance(cause, _WrapperException):
            waiting += [reason.value for reason in cause.reasons if reason is not None]
        waiting.append(cause.__cause__)
    return found


def _text(error: BaseException) -> str:
    if isinstance(error, KeyError):  # Twisted looks the coding up in a dictionary
        return f"an unknown Transfer-Encoding, {error}"
    words = str(error.args[0] if isinstance(error, ParseError) else error).strip().rstrip(".") or type(error).__name__
    return words if len(words) <= 300 else words[:300] + " …"
