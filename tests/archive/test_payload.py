import gzip
import os
import subprocess
import sys
import zlib

import brotli
import pytest

from archive.payload import decode

zstd = pytest.importorskip("backports.zstd", reason="no zstd library here")
TEXT = b"The harbour bridge opens on Monday. " * 4000


def head(coding: str, name: str = "Content-Encoding") -> bytes:
    return f"HTTP/1.1 200 OK\r\n{name}: {coding}\r\n\r\n".encode()


def raw_deflate(plain: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(plain) + packer.flush()


CODED = [
    ("gzip", gzip.compress(TEXT)),
    ("x-gzip", gzip.compress(TEXT[:70]) + gzip.compress(TEXT[70:])),
    ("GZIP", gzip.compress(TEXT) + b"trailing nonsense"),
    ("deflate", zlib.compress(TEXT)),
    ("deflate", raw_deflate(TEXT)),
    ("br", brotli.compress(TEXT)),
    ("zstd", zstd.compress(TEXT)),
    ("identity", TEXT),
    ("gzip, br", brotli.compress(gzip.compress(TEXT))),
]


@pytest.mark.parametrize(("coding", "body"), CODED)
def test_content_codings_are_undone(coding, body):
    assert decode(head(coding), body) == decode(head(""), TEXT)


@pytest.mark.parametrize(("coding", "body"), CODED)
def test_a_decoded_body_is_cut_at_its_bound_and_says_so(coding, body):
    payload = decode(head(coding), body, limit=1000)
    assert payload.body == TEXT[:1000]
    assert payload.notes


def test_a_bomb_costs_no_more_than_the_bound():
    bomb = gzip.compress(gzip.compress(bytes(50 << 20)))
    payload = decode(head("gzip, gzip"), bomb, limit=1 << 20)
    assert len(payload.body) == 1 << 20


@pytest.mark.parametrize(("coding", "body"), [pair for pair in CODED if pair[0] in ("gzip", "deflate")])
def test_a_body_cut_in_the_middle_gives_what_came(coding, body):
    payload = decode(head(coding), body[: len(body) * 2 // 3])
    assert payload.body
    assert TEXT.startswith(payload.body)
    assert payload.notes == ("coded body ends early",)


def test_a_damaged_body_gives_what_stands_before_the_damage():
    coded = bytearray(gzip.compress(TEXT))
    coded[-8:] = b"\0" * 8  # a wrong checksum
    payload = decode(head("gzip"), bytes(coded))
    assert payload.body == TEXT
    assert payload.notes


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_a_body_that_is_not_coded_as_it_says_is_returned_as_it_is(coding):
    payload = decode(head(coding), b"<p>plain</p>")
    assert payload.body == b"<p>plain</p>"
    assert payload.notes


def test_an_unknown_coding_is_noted():
    assert decode(head("rot13"), b"abc") == decode(head("rot13"), b"abc")
    assert "rot13" in decode(head("rot13"), b"abc").notes[0]


def test_a_gzip_transfer_coding_is_undone_too():
    assert decode(head("gzip, chunked", "X-Archive-Orig-Transfer-Encoding"), gzip.compress(TEXT)).body == TEXT


def test_an_empty_body_is_empty_whatever_it_says():
    for coding in ("gzip", "deflate", "br", "zstd"):
        assert decode(head(coding), b"").body == b""


@pytest.mark.parametrize(("said", "bound"), [("", 10 << 20), ("5000", 5000)])
def test_the_bound_of_a_body_is_the_operators_on_the_wire_and_after_decoding(said: str, bound: int):
    script = "from archive import payload; from settings import base; print(payload.LIMIT, base.DOWNLOAD_MAXSIZE)"
    environment = os.environ | {"TEARSHEET_BODY_MAXSIZE": said}
    answer = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True)
    assert answer.stdout.split() == [str(bound)] * 2
