import base64
import gzip
import hashlib
import io
import json
import subprocess
import zipfile
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils

from archive import warc
from archive.errors import ArchiveError
from archive.store.recording import record
from archive.transfer import cdxj, wacz
from archive.transfer.selection import Selection
from archive.transfer.warc_out import write as write_warc
from archive.transfer.written import Options
from tests.archive.conftest import publish
from tests.conftest import make_exchange

WACZ = Path(__file__).parents[3] / ".peers" / "wacz" / "bin" / "wacz"
BRIDGE = "http://www.news.example/B?y=2&x=1"


@pytest.fixture
def full(archive, crawl):
    publish(archive, crawl, BRIDGE, "Bridge opens", "The bridge opens on Monday.")
    publish(archive, crawl, "http://news.example/a", "Ferry returns", "The ferry is back.", minutes=1)
    record(
        archive,
        crawl,
        [
            make_exchange("http://news.example/c", minutes=2),
            make_exchange("http://news.example/c", minutes=3),
            make_exchange("http://news.example/c", status="304 Not Modified", body=b"", minutes=4),
            make_exchange("http://news.example/old", status="301 Moved", head=b"Location: /a\r\n"),
            make_exchange("http://news.example/broken", response=b"HTT"),
        ],
    )
    with archive.transaction() as connection:
        connection.execute("INSERT INTO collection VALUES ('title', 'Harbour news')")
    return archive


def entries(path):
    with zipfile.ZipFile(path) as package:
        assert package.testzip() is None
        return {name: package.read(name) for name in package.namelist()}


def test_an_index_points_at_each_record_of_the_export(full, tmp_path):
    write_warc(full, Selection(), tmp_path / "out.warc.gz")
    cdxj.write(full, Selection(), tmp_path / "out.cdxj")
    content = (tmp_path / "out.warc.gz").read_bytes()
    lines = (tmp_path / "out.cdxj").read_text().splitlines()
    assert lines == sorted(lines)
    for line in lines:
        found = line.split(" ", 2)[2]
        where = json.loads(found)
        assert where["filename"] == "out.warc.gz"
        start = int(where["offset"])
        parsed = warc.read(content[start : start + int(where["length"])])
        assert parsed.header("WARC-Target-URI") == where["url"]
        assert parsed.header("WARC-Payload-Digest") == where["digest"]
    assert lines[0].startswith("example,news)/a 20260301083100 {")
    assert "example,news)/b?x=1&y=2 20260301083000" in "\n".join(lines)


def test_a_revisit_is_indexed_and_a_304_is_not(full, tmp_path):
    cdxj.write(full, Selection(), tmp_path / "out.cdxj")
    found = [line for line in (tmp_path / "out.cdxj").read_text().splitlines() if "/c " in line]
    assert [json.loads(line.split(" ", 2)[2])["mime"] for line in found] == ["text/html", "warc/revisit"]


def test_every_digest_and_size_in_a_wacz_holds(full, tmp_path):
    done = wacz.write(full, Selection(), tmp_path / "out.wacz")
    found = entries(tmp_path / "out.wacz")
    package = json.loads(found["datapackage.json"])
    assert {resource["path"] for resource in package["resources"]} == {
        "archive/data.warc.gz", "indexes/index.cdx.gz", "indexes/index.idx", "pages/pages.jsonl",
    }  # fmt: skip
    for resource in package["resources"]:
        content = found[resource["path"]]
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        assert resource["bytes"] == len(content)
    proof = json.loads(found["datapackage-digest.json"])
    assert proof["hash"] == f"sha256:{hashlib.sha256(found['datapackage.json']).hexdigest()}"
    assert package["title"] == "Harbour news"
    assert done.counts["pages"] == 2


def test_what_is_packed_already_is_stored_so_that_readers_can_seek(full, tmp_path):
    wacz.write(full, Selection(), tmp_path / "out.wacz")
    with zipfile.ZipFile(tmp_path / "out.wacz") as package:
        stored = {info.filename for info in package.infolist() if info.compress_type == zipfile.ZIP_STORED}
    assert stored == {"archive/data.warc.gz", "indexes/index.cdx.gz"}


def test_a_reader_that_looks_for_extra_fields_in_the_directory_alone_finds_where_each_file_begins(full, tmp_path):
    wacz.write(full, Selection(), tmp_path / "out.wacz")
    content = (tmp_path / "out.wacz").read_bytes()
    with zipfile.ZipFile(tmp_path / "out.wacz") as package:
        for info in package.infolist():
            extra_here = int.from_bytes(content[info.header_offset + 28 : info.header_offset + 30], "little")
            assert bool(info.extra) == bool(extra_here)


def test_the_index_of_a_wacz_is_found_by_blocks(full, tmp_path, monkeypatch):
    monkeypatch.setattr(wacz, "_LINES", 2)
    wacz.write(full, Selection(), tmp_path / "out.wacz")
    found = entries(tmp_path / "out.wacz")
    meta, *blocks = found["indexes/index.idx"].decode().splitlines()
    assert json.loads(meta.split(" ", 2)[2]) == {"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"}
    for block in blocks:
        where = json.loads(block.split(" ", 2)[2])
        packed = found["indexes/index.cdx.gz"][where["offset"] : where["offset"] + where["length"]]
        assert gzip.decompress(packed).decode().startswith(" ".join(block.split(" ", 2)[:2]))
        assert where["digest"] == f"sha256:{hashlib.sha256(packed).hexdigest()}"


def test_pages_carry_headline_and_text(full, tmp_path):
    wacz.write(full, Selection(), tmp_path / "out.wacz")
    head, *pages = map(json.loads, entries(tmp_path / "out.wacz")["pages/pages.jsonl"].decode().splitlines())
    assert head["format"] == "json-pages-1.0"
    assert [(page["url"], page["ts"], page["title"], page["text"]) for page in pages] == [
        ("http://news.example/a", "2026-03-01T08:31:00.000Z", "Ferry returns", "The ferry is back."),
        (BRIDGE, "2026-03-01T08:30:00.000Z", "Bridge opens", "The bridge opens on Monday."),
    ]  # fmt: skip


def test_the_warc_in_a_wacz_is_the_export(full, tmp_path):
    write_warc(full, Selection(), tmp_path / "out.warc.gz")
    wacz.write(full, Selection(), tmp_path / "out.wacz")
    assert entries(tmp_path / "out.wacz")["archive/data.warc.gz"] == (tmp_path / "out.warc.gz").read_bytes()


def test_a_signature_is_that_of_the_operators_key(full, tmp_path):
    private = ec.generate_private_key(ec.SECP384R1())
    pem = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    (tmp_path / "key.pem").write_bytes(private.private_bytes(*pem))
    wacz.write(full, Selection(), tmp_path / "out.wacz", Options(key=tmp_path / "key.pem"))
    proof = json.loads(entries(tmp_path / "out.wacz")["datapackage-digest.json"])
    said = proof["signedData"]
    raw = base64.b64decode(said["signature"])
    signature = utils.encode_dss_signature(int.from_bytes(raw[:48], "big"), int.from_bytes(raw[48:], "big"))
    public = serialization.load_der_public_key(base64.b64decode(said["publicKey"]))
    assert isinstance(public, ec.EllipticCurvePublicKey)
    public.verify(signature, proof["hash"].encode(), ec.ECDSA(hashes.SHA256()))


def test_a_key_that_cannot_be_used_is_named_and_nothing_is_written(full, tmp_path):
    (tmp_path / "key.pem").write_text("no key")
    with pytest.raises(ArchiveError, match="holds no key"):
        wacz.write(full, Selection(), tmp_path / "out.wacz", Options(key=tmp_path / "key.pem"))
    assert not (tmp_path / "out.wacz").exists()


@pytest.mark.peer
@pytest.mark.skipif(not WACZ.exists(), reason="the wacz package is not installed; `make peers` installs it")
def test_the_wacz_package_finds_it_valid(full, tmp_path):
    wacz.write(full, Selection(), tmp_path / "out.wacz")
    answer = subprocess.run(
        [WACZ, "validate", "-f", tmp_path / "out.wacz"], capture_output=True, text=True, check=False
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert "Invalid" not in answer.stdout
    assert "Valid" in answer.stdout, answer.stdout


@pytest.mark.peer
@pytest.mark.skipif(not WACZ.exists(), reason="the wacz package is not installed; `make peers` installs it")
def test_the_index_is_what_cdxj_indexer_makes_of_the_same_file(full, tmp_path):
    write_warc(full, Selection(), tmp_path / "out.warc.gz")
    cdxj.write(full, Selection(), tmp_path / "out.cdxj")
    theirs = subprocess.run(
        [WACZ.with_name("cdxj-indexer"), "--sort", tmp_path / "out.warc.gz"], capture_output=True, check=True
    )
    ours = [json_of(line) for line in io.BytesIO((tmp_path / "out.cdxj").read_bytes())]
    assert ours == [json_of(line) for line in io.BytesIO(theirs.stdout) if b'"status": "304"' not in line]


def json_of(line):
    key, at, found = line.decode().split(" ", 2)
    return key, at, json.loads(found)
