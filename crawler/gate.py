"""The guard at the connection: what a name resolves to, and who actually answers."""

# Twisted's interfaces are zope's, which mypy reads as classes whose methods lack `self`.
# mypy: disable-error-code="arg-type, import-untyped"

from __future__ import annotations

from typing import Any

from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError
from twisted.internet.interfaces import (
    IAddress,
    IHostResolution,
    IProtocol,
    IProtocolFactory,
    IResolutionReceiver,
    IStreamClientEndpoint,
)
from twisted.internet.protocol import Factory
from zope.interface import implementer

from crawler.guard import Guard, NotPublic, is_public


@implementer(IStreamClientEndpoint)
class GuardedEndpoint:
    """An endpoint that looks before it connects, and again at the peer: names may change their mind in between."""

    def __init__(
        self,
        endpoint: Any,
        *,
        guard: Guard,
        host: str,
        port: int,
        reactor: Any,
    ) -> None:
        self._endpoint = endpoint
        self._guard = guard
        self._host = host
        self._port = port
        self._reactor = reactor

    def __repr__(self) -> str:
        return f"<guarded {self._endpoint!r}>"

    def connect(self, protocolFactory: IProtocolFactory) -> Deferred[Any]:
        """Connect, or fail with NotPublic before a packet has left for a private network."""
        guarded = GuardedFactory(protocolFactory, guard=self._guard, host=self._host, port=self._port)
        checked = self._resolve().addCallback(self._check)
        return checked.addCallback(lambda _: self._endpoint.connect(guarded))

    def _resolve(self) -> Deferred[list[str]]:
        receiver = _Addresses()
        self._reactor.nameResolver.resolveHostName(receiver, self._host, self._port)
        return receiver.complete

    def _check(self, addresses: list[str]) -> None:
        if not addresses:
            raise DNSLookupError(f"no address for {self._host}")
        # One public address is enough to go on: should a private one be tried all the same, its peer is refused.
        if not any(is_public(address) for address in addresses):
            self._guard.check_peer(self._host, self._port, addresses[0])


class GuardedFactory(Factory):
    """Builds a connection only to a peer that the guard lets pass."""

    noisy = False

    def __init__(self, factory: Any, *, guard: Guard, host: str, port: int) -> None:
        self._factory = factory
        self._guard = guard
        self._host = host
        self._port = port

    def buildProtocol(self, addr: IAddress | None) -> IProtocol | None:
        """Raise NotPublic before a byte is sent; `addr` is the peer of the open connection."""
        peer = getattr(addr, "host", "")
        if not peer:
            raise NotPublic(f"{self._host} answers over something that is no internet connection.")
        self._guard.check_peer(self._host, self._port, peer.split("%")[0])
        protocol: IProtocol | None = self._factory.buildProtocol(addr)
        return protocol


@implementer(IResolutionReceiver)
class _Addresses:
    """Collects what a name resolves to."""

    def __init__(self) -> None:
        self.complete: Deferred[list[str]] = Deferred()
        self._found: list[str] = []

    def resolutionBegan(self, resolutionInProgress: IHostResolution) -> None:
        """Nothing to do yet."""

    def addressResolved(self, address: IAddress) -> None:
        """One more address."""
        self._found.append(address.host.split("%")[0])

    def resolutionComplete(self) -> None:
        """All addresses are in."""
        self.complete.callback(self._found)
