"""What the wire needs of Scrapy's and Twisted's insides: this fails first when an update changes them.

None of these names is public. Each test says what is relied on; crawler/tap.py, wire.py and certificates.py say why.
"""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import scrapy
from scrapy.core.downloader.contextfactory import _ScrapyClientContextFactory
from scrapy.core.downloader.handlers import http11
from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
    _ScrapyAgent,
)
from scrapy.utils._download_handlers import wrap_twisted_exceptions
from twisted.internet._sslverify import ClientTLSOptions, _verifyCB
from twisted.protocols.basic import LineReceiver
from twisted.protocols.tls import TLSMemoryBIOProtocol
from twisted.web._newclient import (
    BODY,
    HEADER,
    STATUS,
    HTTP11ClientProtocol,
    HTTPClientParser,
    Request,
)
from twisted.web.client import Agent, HTTPConnectionPool, _AgentBase, _HTTP11ClientFactory
from twisted.web.http import _ChunkedTransferDecoder

PYPROJECT = Path(__file__).parents[2] / "pyproject.toml"


def parameters(callable_: object) -> list[str]:
    return list(inspect.signature(callable_).parameters)  # type: ignore[arg-type]


def source(callable_: object) -> str:
    return inspect.getsource(callable_)  # type: ignore[arg-type]


def test_scrapys_minor_version_is_the_one_this_was_written_for():
    assert scrapy.__version__.startswith("2.19.")
    assert re.search(r'"scrapy~=2\.19\.\d+"', PYPROJECT.read_text())


def test_the_handler_keeps_its_pool_and_settings_where_they_are_read():
    body = source(HTTP11DownloadHandler.__init__)
    assert "self._pool._factory = _LenientHTTP11ClientFactory" in body
    for name in ("_crawler", "_contextFactory", "_bind_address"):
        assert f"self.{name}" in body
    base = source(HTTP11DownloadHandler.__mro__[1].__init__)
    for name in ("_default_maxsize", "_default_warnsize", "_fail_on_dataloss", "_tls_verbose_logging"):
        assert f"self.{name}" in base


def test_a_download_is_one_agent_and_one_call():
    assert inspect.iscoroutinefunction(HTTP11DownloadHandler.download_request)
    assert parameters(HTTP11DownloadHandler.download_request) == ["self", "request"]
    assert parameters(_ScrapyAgent.__init__)[1:] == [
        "contextFactory",
        "connectTimeout",
        "bindAddress",
        "pool",
        "maxsize",
        "warnsize",
        "fail_on_dataloss",
        "crawler",
        "tls_verbose_logging",
    ]
    assert parameters(_ScrapyAgent.download_request) == ["self", "request"]
    assert parameters(wrap_twisted_exceptions) == []


def test_every_way_to_a_server_takes_its_connections_from_the_agents_pool():
    assert source(_ScrapyAgent._get_agent).count("pool=self._pool") == 3  # direct, tunnel, proxy
    assert source(_AgentBase._requestWithEndpoint).count("self._pool.getConnection(key, endpoint)") == 1
    assert "persistent=self._pool.persistent" in source(_AgentBase._requestWithEndpoint)
    assert parameters(HTTPConnectionPool.getConnection) == ["self", "key", "endpoint"]
    for agent in (http11._TunnelingAgent, http11._ScrapyProxyAgent):
        assert issubclass(agent, Agent)


def test_the_pool_builds_connections_by_its_factory():
    assert "factory = self._factory(quiescentCallback, repr(endpoint))" in source(HTTPConnectionPool._newConnection)
    assert parameters(_HTTP11ClientFactory.__init__) == ["self", "quiescentCallback", "metadata"]
    assert parameters(_LenientHTTP11ClientFactory.buildProtocol) == ["self", "addr"]
    assert parameters(HTTP11ClientProtocol.__init__) == ["self", "quiescentCallback"]


def test_a_request_is_written_by_itself_and_again_on_a_new_connection():
    assert parameters(Request.__init__) == ["self", "method", "uri", "headers", "bodyProducer", "persistent"]
    assert "request._parsedURI = parsedURI" in source(Request._construct)
    assert "request.writeTo(self.transport)" in source(HTTP11ClientProtocol.request)


def test_a_connection_has_a_parser_while_it_carries_an_exchange():
    assert issubclass(_LenientHTTP11ClientProtocol, HTTP11ClientProtocol)
    assert HTTP11ClientProtocol._parser is None
    assert "self._parser = HTTPClientParser(request, self._finishResponse)" in source(HTTP11ClientProtocol.request)
    assert "self._parser.dataReceived(bytes)" in source(HTTP11ClientProtocol.dataReceived)
    assert "self._parser = None" in source(HTTP11ClientProtocol._disconnectParser)
    assert (STATUS, HEADER, BODY) == ("STATUS", "HEADER", "BODY")


def test_the_parser_says_where_a_response_ended():
    assert "self.finisher(rest)" in source(HTTPClientParser._finished)
    assert parameters(HTTP11ClientProtocol._finishResponse_WAITING) == ["self", "rest"]
    assert "not self._currentRequest.persistent" in source(HTTP11ClientProtocol._finishResponse_WAITING)


def test_the_parsers_bounds_and_decoders_can_be_set_on_it():
    assert LineReceiver.MAX_LENGTH == 16384
    assert "self.MAX_LENGTH" in source(LineReceiver.dataReceived)
    assert HTTPClientParser._transferDecoders == {b"chunked": _ChunkedTransferDecoder}
    assert "self._transferDecoders[" in source(HTTPClientParser.allHeadersReceived)
    assert parameters(_ChunkedTransferDecoder.__init__) == ["self", "dataCallback", "finishCallback"]


def test_a_tunnel_speaks_to_the_proxy_past_the_connections_own_parser():
    endpoint = http11._TunnelingTCP4ClientEndpoint
    assert "protocol.transport.write(tunnelReq)" in source(endpoint.requestTunnel)
    assert "protocol.dataReceived = self.processProxyResponse" in source(endpoint.requestTunnel)
    assert "self._protocol.dataReceived = self._protocolDataReceived" in source(endpoint.processProxyResponse)


def test_certificates_are_verified_by_a_callback_and_a_failure_has_a_reason():
    assert parameters(_verifyCB) == ["tlsProtocol", "hostIsDNS", "hostnameASCII"]
    assert parameters(ClientTLSOptions.__init__)[1:3] == ["createConnection", "hostname"]
    assert "connection.set_verify(VERIFY_PEER | VERIFY_FAIL_IF_NO_PEER_CERT, callback)" in source(
        ClientTLSOptions.clientConnectionForTLS
    )
    assert "self._reason = reason" in source(TLSMemoryBIOProtocol.failVerification)
    body = source(_ScrapyClientContextFactory)
    assert "not self._verify_certificates" in body and "def _get_cert_options_kwargs" in body
