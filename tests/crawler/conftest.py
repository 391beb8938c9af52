"""One crawl in a process of its own, and what it left in an archive."""

from __future__ import annotations

import json
import sqlite3
import ssl
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator

from archive.store.database import Archive, now

FETCHER = Path(__file__).with_name("fetcher.py")


@dataclass(frozen=True)
class Fetched:
    """What a crawl left: `results` as Scrapy's callbacks saw it, in the order asked; the archive for all else."""

    path: Path
    results: list[dict[str, Any]]
    rss: float  # MiB at most
    seconds: float
    stderr: str

    def rows(self, sql: str, *values: object) -> list[sqlite3.Row]:
        with Archive.open(self.path, readonly=True) as archive:
            return archive.connection.execute(sql, values).fetchall()

    def attempts(self) -> list[sqlite3.Row]:
        return self.rows("SELECT * FROM attempts ORDER BY id")

    def capture(self, result: dict[str, Any]) -> sqlite3.Row:
        return self.rows("SELECT * FROM captures WHERE id = ?", result["capture"])[0]

    def block(self, record_id: int) -> bytes:
        """The block of a record as warcio reads it: none of our own code between."""
        return self.record(record_id)[1]

    def record(self, record_id: int) -> tuple[dict[str, str], bytes]:
        """The WARC headers of a record, and its block."""
        (row,) = self.rows("SELECT member FROM members WHERE id = ?", record_id)
        record = next(iter(ArchiveIterator(BytesIO(row["member"]), no_record_parse=True)))
        return dict(record.rec_headers.headers), record.raw_stream.read()

    def warc(self) -> bytes:
        """All records as one .warc.gz."""
        return b"".join(row["member"] for row in self.rows("SELECT member FROM members ORDER BY id"))


FetchAll = Callable[..., Fetched]


@pytest.fixture(scope="session")
def fetch_all(tmp_path_factory: pytest.TempPathFactory) -> FetchAll:
    """Fetch URLs, or {"url", "headers", "meta"}, through the wire handler into a new archive.

    Keyword arguments are Scrapy settings; `NAMES` is the DNS, names to lists of addresses. Only 127.0.0.1 is allowed
    beside public addresses.
    """

    def fetch(requests: Sequence[str | dict[str, Any]], **settings: Any) -> Fetched:
        path = tmp_path_factory.mktemp("crawl") / "archive.db"
        asked = {
            "REQUESTS": [{"url": each} if isinstance(each, str) else each for each in requests],
            "ARCHIVE_PATH": str(path),
            "CRAWL_ID": _crawl(path),
            "settings": settings,
        }
        done = subprocess.run(
            [sys.executable, str(FETCHER)],
            input=json.dumps(asked),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return Fetched(path=path, stderr=done.stderr, **json.loads(done.stdout))

    return fetch


def _crawl(path: Path) -> int:
    with Archive.open(path, create=True) as archive, archive.transaction() as connection:
        cursor = connection.execute(
            "INSERT INTO crawls (crawl_id, command, software, started_at) VALUES ('test', 'fetch', 'test', ?)", (now(),)
        )
        return int(cursor.lastrowid)


@pytest.fixture(scope="session")
def tls(tmp_path_factory: pytest.TempPathFactory) -> ssl.SSLContext:
    """A server context with a certificate for 127.0.0.1 that nobody has signed but the test."""
    return server_context(tmp_path_factory.mktemp("tls"))


def server_context(folder: Path) -> ssl.SSLContext:
    import ipaddress
    from datetime import UTC, datetime, timedelta

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    moment = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(moment - timedelta(days=1))
        .not_valid_after(moment + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = folder / "server.pem"
    encoding = serialization.Encoding.PEM
    secret = key.private_bytes(encoding, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    pem.write_bytes(secret + certificate.public_bytes(encoding))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    context.set_alpn_protocols(["h2", "http/1.1"])  # a client that could speak HTTP/2 would be made to
    return context
