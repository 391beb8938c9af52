"""Where a crawl may go: http and https only, and only peers that anybody on the internet could reach."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from scrapy.exceptions import IgnoreRequest

from archive.errors import TearsheetError

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")  # all that IANA has given out (RFC 4291, section 2.4)
_DOCUMENTATION = ipaddress.IPv6Network("3fff::/20")  # RFC 9637; `is_global` of Python 3.11 does not know it
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")  # RFC 6052
_V4_COMPATIBLE = ipaddress.IPv6Network("::/96")  # RFC 4291, section 2.5.5.1


class BadException(TearsheetError):
    """An entry of --allow-private is no HOST or HOST:PORT."""

    exit_code = 2


class BadUrl(IgnoreRequest):
    """The address is none that a crawler can ask for."""


class NotPublic(IgnoreRequest):
    """The address leads into a network that strangers must not send us to."""


def is_public(ip: IPAddress | str) -> bool:
    """Whether the address is globally routable unicast, looking through every IPv4-in-IPv6 form.

    >>> is_public("93.184.215.14"), is_public("127.0.0.1"), is_public("::ffff:10.0.0.1"), is_public("64:ff9b::7f00:1")
    (True, False, False, False)
    """
    address = _unwrap(ipaddress.ip_address(ip) if isinstance(ip, str) else ip)
    if isinstance(address, ipaddress.IPv6Address) and (address not in _GLOBAL_UNICAST or address in _DOCUMENTATION):
        return False
    return address.is_global and not address.is_multicast


def _unwrap(ip: IPAddress) -> IPAddress:
    if not isinstance(ip, ipaddress.IPv6Address):
        return ip
    if ip in _NAT64 or ip in _V4_COMPATIBLE:
        return ipaddress.IPv4Address(ip.packed[12:])
    if ip.teredo:
        return min(ip.teredo, key=is_public)  # server and client: the one that is not public decides
    return ip.ipv4_mapped or ip.sixtofour or ip


@lru_cache(maxsize=1024)
def literal(host: str) -> IPAddress | None:
    """The IP address that a host name spells, in every form a resolver accepts, or None for a real name.

    >>> literal("2130706433"), literal("0x7f.1"), literal("[::1]"), literal("example.org")
    (IPv4Address('127.0.0.1'), IPv4Address('127.0.0.1'), IPv6Address('::1'), None)
    """
    bare = host.strip("[]").rstrip(".").split("%")[0]
    try:
        return ipaddress.ip_address(bare)
    except ValueError:
        pass
    try:
        return ipaddress.IPv4Address(socket.inet_aton(bare))  # decimal, octal, hex and short forms
    except (OSError, UnicodeError):
        return None


@dataclass(frozen=True, slots=True)
class Guard:
    """Decides by URL and by peer; `allowed` holds the operator's `HOST` and `HOST:PORT` exceptions, lower case."""

    allowed: frozenset[tuple[str, int | None]] = frozenset()

    @classmethod
    def allowing(cls, entries: Iterable[str]) -> Guard:
        """Read the entries of `--allow-private`; an IPv6 address with a port needs its brackets.

        Raises BadException for an entry that is no HOST[:PORT].
        """
        return cls(frozenset(_entry(entry) for entry in entries))

    def check_url(self, url: str) -> None:
        """Raise BadUrl or NotPublic where the URL alone says that it must not be fetched."""
        try:
            parts = urlsplit(url)
            host, port = parts.hostname or "", parts.port
        except ValueError as error:
            raise BadUrl(f"{url!r} is not a URL: {error}.") from error
        if parts.scheme not in {"http", "https"}:
            raise BadUrl(f"{url!r} is not an http or https address; nothing else is fetched.")
        if not host or port == 0:
            raise BadUrl(f"{url!r} names no host to ask.")
        if "@" in parts.netloc:
            raise BadUrl(
                f"The address at {host} carries a user name or password; addresses are archived, so it is not sent."
            )
        ip = ipaddress.IPv4Address("127.0.0.1") if _is_localhost(host) else literal(host)
        if ip is not None:
            self.check_peer(host, port or (443 if parts.scheme == "https" else 80), ip)

    def check_peer(self, host: str, port: int, ip: IPAddress | str) -> None:
        """Raise NotPublic unless `ip`, where `host` and `port` turned out to be, is public or allowed."""
        if not is_public(ip) and not (self._permits(host, port) or self._permits(str(ip), port)):
            where = f"{host} is" if literal(host) else f"{host} is at {ip},"
            raise NotPublic(
                f"{where} not a public address. If it is a host of your own, allow it with --allow-private {host}."
            )

    def _permits(self, host: str, port: int) -> bool:
        name = host.strip("[]").rstrip(".").lower()
        return bool({(name, None), (name, port)} & self.allowed)


def _is_localhost(host: str) -> bool:
    name = host.rstrip(".").lower()
    return name == "localhost" or name.endswith(".localhost")  # RFC 6761, section 6.3: always loopback


def _entry(text: str) -> tuple[str, int | None]:
    bare = text.strip().lower()
    if bare.count(":") > 1 and not bare.startswith("["):
        return bare, None  # an IPv6 address without a port
    try:
        parts = urlsplit(f"//{bare}")
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
    if not host or parts.path:
        raise BadException(f'--allow-private takes a host, as in "intranet.test" or "10.1.2.3:8080", not {text!r}.')
    return host, port
