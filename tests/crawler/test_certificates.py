"""A page is taken from a server whose certificate is valid; from others where the operator says so, and it is noted."""

from __future__ import annotations

import contextlib
import json
import ssl
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import certifi
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from OpenSSL import SSL, crypto

from crawler.certificates import add_roots
from tests.crawler.cases import sized
from tests.crawler.conftest import FetchAll, Fetched
from tests.crawler.crawling import Desk
from tests.crawler.raw_server import Answer, Proxy, Site, listening

PEM = serialization.Encoding.PEM
DAY = timedelta(days=1)


@dataclass
class Authority:
    """Somebody who signs certificates, and whom a machine may trust."""

    folder: Path
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    name: x509.Name = field(default_factory=lambda: x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Quay")]))

    def __post_init__(self) -> None:
        own = self._signed(self.name, self.key, x509.BasicConstraints(ca=True, path_length=None))
        self.bundle = self.folder / "roots.pem"
        self.bundle.write_bytes(own.public_bytes(PEM))

    def server(self, host: str, *, until: timedelta = DAY) -> ssl.SSLContext:
        """A server's context, with a certificate for `host` that ends at `until` from now."""
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, host)])
        names = x509.SubjectAlternativeName([x509.DNSName(host)])
        certificate = self._signed(name, key, names, until=until)
        secret = key.private_bytes(PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        file = self.folder / f"{host}.pem"
        file.write_bytes(secret + certificate.public_bytes(PEM))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        return context

    def _signed(
        self, name: x509.Name, key: ec.EllipticCurvePrivateKey, says: x509.ExtensionType, *, until: timedelta = DAY
    ) -> x509.Certificate:
        at = datetime.now(UTC)
        return (
            x509.CertificateBuilder(self.name, name, key.public_key(), x509.random_serial_number())
            .not_valid_before(at - 10 * DAY)
            .not_valid_after(at + until)
            .add_extension(says, critical=True)
            .sign(self.key, hashes.SHA256())
        )


HOSTS = ("good.test", "other.test", "expired.test", "own.test", "excused.test")


@dataclass(frozen=True)
class Visit:
    fetched: Fetched
    asked: tuple[str, ...]
    hidden: tuple[Site, ...]  # that nobody may get a request through to

    def result(self, name: str) -> dict:
        return self.fetched.results[self.asked.index(name)]


@pytest.fixture(scope="module")
def visit(fetch_all: FetchAll, tls: ssl.SSLContext, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visit]:
    authority = Authority(tmp_path_factory.mktemp("authority"))
    good, expired, own, excused = (Site({"/": Answer(sized(b"ferry"))}) for _ in range(4))
    proxy = Proxy()
    valid, old = authority.server("good.test"), authority.server("expired.test", until=-DAY)
    with (
        pytest.MonkeyPatch.context() as patch,
        listening((good, valid), (expired, old), (own, tls), (excused, tls), (proxy, None)),
    ):
        patch.setenv("SSL_CERT_FILE", str(authority.bundle))
        asked = {
            "valid": {"url": good.url("/", "good.test")},
            "for another name": {"url": good.url("/", "other.test")},
            "expired": {"url": expired.url("/", "expired.test")},
            "self-signed": {"url": own.url("/", "own.test")},
            "self-signed, through a tunnel": {
                "url": own.url("/?tunnel", "own.test"),
                "meta": {"proxy": f"http://127.0.0.1:{proxy.port}"},
            },
            "self-signed, excused": {"url": excused.url("/", "excused.test")},
        }
        fetched = fetch_all(
            list(asked.values()),
            DOWNLOAD_VERIFY_CERTIFICATES=True,
            TEARSHEET_UNVERIFIED_HOSTS=["Excused.test"],
            TEARSHEET_ALLOW_PRIVATE=["127.0.0.1", *HOSTS],
            NAMES={host: ["127.0.0.1"] for host in HOSTS},
        )
    yield Visit(fetched, tuple(asked), (expired, own))


@pytest.mark.parametrize("name", ["valid", "self-signed, excused"])
def test_a_page_of_a_valid_or_excused_server_is_taken(visit: Visit, name: str) -> None:
    assert visit.result(name).get("status") == 200, visit.result(name)


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("for another name", "The certificate of other.test:{port} is for another name."),
        ("expired", "The certificate of expired.test:{port} is not valid: it has expired."),
        ("self-signed", "The certificate of own.test:{port} is not valid: its server has signed it itself."),
        ("self-signed, through a tunnel", "its server has signed it itself."),
    ],
)
def test_a_server_that_cannot_say_who_it_is_gets_no_request_and_a_row_says_why(
    visit: Visit, name: str, why: str
) -> None:
    result = visit.result(name)
    assert (result["reason"], result["capture"]) == ("tls", None)
    (attempt,) = visit.fetched.rows("SELECT detail FROM attempts WHERE url = ?", result["url"])
    assert why.format(port=result["url"].split(":")[2].rstrip("/")) in attempt["detail"]
    assert "verify_tls = false" in attempt["detail"]
    assert all(site.requests == [] for site in visit.hidden)


def is_trusted(context: SSL.Context, server: ssl.SSLContext) -> bool:
    """Whether a client and a server shake hands, in memory."""
    context.set_verify(SSL.VERIFY_PEER)
    client, to_server, to_client = SSL.Connection(context), ssl.MemoryBIO(), ssl.MemoryBIO()
    client.set_connect_state()
    serving = server.wrap_bio(to_server, to_client, server_side=True)
    for _ in range(4):
        try:
            client.do_handshake()
            return True
        except SSL.WantReadError:
            to_server.write(client.bio_read(1 << 16))
        except SSL.Error:
            return False
        with contextlib.suppress(ssl.SSLWantReadError):
            serving.do_handshake()
        client.bio_write(to_client.read())
    raise AssertionError("the handshake did not end")


@pytest.mark.parametrize("known", ["to Python", "in a folder", "to nobody"])
def test_a_machine_trusts_whom_python_trusts_and_else_mozillas_list(
    known: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority, stranger = Authority(_made(tmp_path / "known")), Authority(_made(tmp_path / "stranger"))
    folder = _made(tmp_path / "folder")
    paths = {"to Python": (str(authority.bundle), None), "in a folder": (None, str(folder)), "to nobody": (None, None)}
    if known == "in a folder":
        root = x509.load_pem_x509_certificate(authority.bundle.read_bytes())
        (folder / f"{crypto.X509.from_cryptography(root).subject_name_hash():08x}.0").write_bytes(
            authority.bundle.read_bytes()
        )
    found = ssl.DefaultVerifyPaths(*paths[known], "", "", "", "")
    monkeypatch.setattr(ssl, "get_default_verify_paths", lambda: found)
    monkeypatch.setattr(certifi, "where", lambda: str(authority.bundle))
    for signer, trusted in ((authority, True), (stranger, False)):
        context = SSL.Context(SSL.TLS_METHOD)
        add_roots(context)
        assert is_trusted(context, signer.server("good.test")) is trusted


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def test_a_source_whose_certificates_are_not_valid_is_crawled_where_its_file_says_so(
    tmp_path: Path, tls: ssl.SSLContext
) -> None:
    desk, site = Desk(tmp_path), Site({})
    with listening((site, tls)):
        feed = b"<rss version='2.0'><channel><item><title>Ferry</title><link>%b</link></item></channel></rss>"
        site.answers = {
            "/robots.txt": Answer(sized(b"")),
            "/.well-known/tdmrep.json": Answer(sized(b"[]")),
            "/feed": Answer(sized(feed % site.url("/2026/03/18/ferry").encode())),
            "/2026/03/18/ferry": Answer(sized(b"<title>Ferry</title>")),
        }
        desk.sources.mkdir()
        toml = f'home = "{site.url("/")}"\nfeeds = ["{site.url("/feed")}"]\n'
        (desk.sources / "tarn.toml").write_text(toml)
        refused = desk.crawl()
        desk.clock.move(hours=2)
        (desk.sources / "tarn.toml").write_text(toml + "verify_tls = false\n")
        taken = desk.crawl()
    assert refused.code == 1
    assert "its server has signed it itself" in refused.stderr
    assert taken.counts("tarn")["fetched"] == 2  # the feed, too
    said = [json.loads(settings)["certificates"] for settings in desk.values("SELECT settings FROM crawls ORDER BY id")]
    assert said == [
        {"verified": True, "unverified_hosts": []},
        {"verified": True, "unverified_hosts": ["127.0.0.1"]},
    ]
