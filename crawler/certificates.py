"""Whose certificate is looked at before a page is taken: everybody's, but for hosts that the operator excuses."""

# Twisted's TLS classes are untyped in part, and zope's interfaces read as classes whose methods lack `self`.
# mypy: disable-error-code="import-untyped, no-untyped-call"

from __future__ import annotations

import ssl
import weakref
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import certifi
from OpenSSL import SSL
from scrapy.crawler import Crawler
from scrapy.settings import BaseSettings
from twisted.internet._sslverify import ClientTLSOptions, _verifyCB
from twisted.internet.ssl import CertificateOptions, platformTrust
from twisted.python.failure import Failure
from twisted.web.iweb import IPolicyForHTTPS
from zope.interface import implementer

UNVERIFIED_HOSTS = "TEARSHEET_UNVERIFIED_HOSTS"
_LEGACY_SERVER_CONNECT = 0x4  # OpenSSL's SSL_OP_LEGACY_SERVER_CONNECT: old servers, which Scrapy takes as well
# X509_V_ERR_* of OpenSSL, as far as readers of a log meet them.
_REASONS = {
    9: "it is not valid yet",
    10: "it has expired",
    18: "its server has signed it itself",
    19: "nobody whom this machine trusts has signed it",
    20: "nobody whom this machine trusts has signed it, or the server left out who did",
    21: "nobody whom this machine trusts has signed it, or the server left out who did",
    23: "it was revoked",
}


class CertificateRefused(Exception):
    """The certificate of a server says nothing of who it is; the message says why, without a full stop."""


@implementer(IPolicyForHTTPS)
class Certificates:
    """Scrapy's policy for TLS with certificates verified: by the trust of this machine, name, and time.

    A certificate that fails ends the connection with CertificateRefused, or service_identity's VerificationError where
    it is for another name, before a request is sent. `excused` are hosts, lower case, that `unverified` connects to.
    """

    def __init__(self, *, options: CertificateOptions, unverified: Any, excused: Iterable[str]) -> None:
        self._options = options
        self._unverified = unverified
        self._excused = frozenset(excused)

    @classmethod
    def from_crawler(cls, crawler: Crawler, scrapys: Any) -> Any:
        """Return the policy for a crawl; `scrapys` is Scrapy's own, which verifies nothing unless it is told to."""
        if not crawler.settings.getbool("DOWNLOAD_VERIFY_CERTIFICATES"):
            return scrapys
        options = CertificateOptions(trustRoot=platformTrust(), **scrapys._get_cert_options_kwargs())
        options.getContext().set_options(_LEGACY_SERVER_CONNECT)
        add_roots(options.getContext())
        scrapys._verify_certificates = False  # it is asked of excused hosts only
        return cls(options=options, unverified=scrapys, excused=unverified_hosts(crawler.settings))

    def creatorForNetloc(self, hostname: bytes, port: int) -> Any:
        """Return what makes TLS connections to a host; Twisted asks for each new one."""
        name = hostname.decode("ascii")
        if name.lower() in self._excused:
            return self._unverified.creatorForNetloc(hostname, port)
        # Not `optionsForClientTLS`: it would read all the machine's roots anew for each connection.
        return _Verified(self._options._makeTLSConnection, name)


def unverified_hosts(settings: BaseSettings) -> frozenset[str]:
    """Return the hosts, lower case, whose certificates need not be valid."""
    return frozenset(host.lower() for host in settings.getlist(UNVERIFIED_HOSTS))


def asked_of(settings: BaseSettings) -> dict[str, object]:
    """Return what a run asks of certificates, for its row in the archive: a record is worth no more as proof."""
    verify = settings.getbool("DOWNLOAD_VERIFY_CERTIFICATES")
    return {"certificates": {"verified": verify, "unverified_hosts": sorted(unverified_hosts(settings))}}


def add_roots(context: SSL.Context) -> None:
    """Trust whom Python trusts on this machine, or Mozilla's list where that is nobody, as in a bare container.

    The library below Twisted brings an OpenSSL of its own, which on some machines looks elsewhere and finds nobody.
    """
    found = ssl.get_default_verify_paths()  # minds SSL_CERT_FILE and SSL_CERT_DIR
    folder = found.capath if found.capath and any(Path(found.capath).iterdir()) else None
    context.load_verify_locations(found.cafile or (None if folder else certifi.where()), folder)


class _Verified(ClientTLSOptions):
    """Twisted's connections to one host, with a reason where the certificate is refused."""

    def clientConnectionForTLS(self, tlsProtocol: Any) -> SSL.Connection:
        """Make one connection."""
        connection = super().clientConnectionForTLS(tlsProtocol)
        checked = _verifyCB(tlsProtocol, self._hostnameIsDnsName, self._hostnameASCII)
        # OpenSSL holds the callback, and the protocol holds OpenSSL: a circle through C, which nobody would collect.
        protocol = weakref.ref(tlsProtocol)

        def verify(conn: SSL.Connection, certificate: Any, error: int, depth: int, ok: int) -> bool:
            if ok or (held := protocol()) is None:
                return bool(checked(conn, certificate, error, depth, bool(ok)))
            held.failVerification(Failure(CertificateRefused(_REASONS.get(error, f"OpenSSL's error {error}"))))
            return False

        connection.set_verify(SSL.VERIFY_PEER | SSL.VERIFY_FAIL_IF_NO_PEER_CERT, verify)
        return connection
