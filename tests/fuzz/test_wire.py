"""Messages off the wire, and bodies in any coding: nothing is lost, nothing grows beyond its bound."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable

import brotli
from hypothesis import example, given
from hypothesis import strategies as st

from archive import http_message, payload
from tests.fuzz import claims
from tests.fuzz.shapes import damaged, fuzz

_LINES = st.sampled_from(
    [b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 103 Early Hints\r\n\r\n", b"HTTP/1.0 304 \n", b"HTTP/1.1 101 \r\n",
     b"Transfer-Encoding: chunked\r\n", b"transfer-encoding:gzip,\r\n chunked\n", b"Transfer-Encoding: identity\r\n",
     b"Content-Length: 5\r\n", b" folded\r\n", b"no colon\n", b"\r\n", b"\n", b"\r", b"5\r\nhello\r\n", b"0\r\n\r\n",
     b"5;ext=1\nhello\n", b"fffffffffffffff\r\n", b"-5\r\n", b"0x5\r\n", b"\0", b"<html>"]
)  # fmt: skip


@fuzz(200)
@given(damaged(st.lists(st.one_of(_LINES, st.binary(max_size=12)), max_size=14).map(b"".join)))
def test_any_response_is_stored(wire: bytes) -> None:
    claims.message(wire)


@fuzz(100)
@given(
    st.lists(st.binary(min_size=1, max_size=40), max_size=6),
    st.sampled_from([b"", b";a=b", b"  ", b';q="0\r"']),
    st.sampled_from([b"", b"Trailer: 1\r\n"]),
    st.integers(0, 400),
)
def test_chunks_are_joined_again_and_a_cut_keeps_what_came(
    chunks: list[bytes], extension: bytes, trailer: bytes, cut: int
) -> None:
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    framed = b"".join(b"%x%s\r\n%s\r\n" % (len(chunk), extension, chunk) for chunk in chunks)
    whole = head + framed + b"0\r\n" + trailer + b"\r\n"
    content = b"".join(chunks)
    stored = http_message.stored_form(whole)
    assert (stored.body, stored.cut) == (content, False)
    broken = http_message.stored_form(whole[: len(head) + min(cut, len(whole) - len(head) - 1)])
    assert broken.cut
    assert content.startswith(broken.body)


_SECRET = b"s3cr3t-of-mine"


@fuzz(100)
@given(
    st.lists(
        st.one_of(
            st.sampled_from([b"Cookie", b"COOKIE ", b"authorization", b"Proxy-Authorization\t"]).map(
                lambda name: name + b": a=" + _SECRET + b"\r\n"
            ),
            st.sampled_from([b"Cookie: a;\r\n\t b=" + _SECRET + b"\r\n", b"Cookie:" + _SECRET + b"\n"]),
            st.sampled_from([b"Accept: */*\r\n", b"Host: a\r\n", b"X: 1\r\n folded\r\n"]),
        ),
        max_size=6,
    ),
    st.binary(max_size=20),
)
def test_no_secret_of_the_operators_is_left_however_it_is_written(lines: list[bytes], body: bytes) -> None:
    head = b"GET / HTTP/1.1\r\n" + b"".join(lines)
    redacted = http_message.redact(head + b"\r\n" + body)
    assert _SECRET not in redacted
    assert redacted.endswith(b"\r\n" + body)
    for line in lines:
        assert _SECRET in line or line in redacted


def _zstd(content: bytes) -> bytes:
    compressed: bytes = payload.library("backports.zstd").compress(content)
    return compressed


_CODERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "zstd": _zstd,
}


@fuzz(100)
@given(st.binary(max_size=200), st.integers(1, 2000), st.lists(st.sampled_from(sorted(_CODERS)), max_size=3))
@example(b"", 1, ["deflate"])
def test_what_was_coded_is_decoded_to_no_more_than_the_bound(content: bytes, times: int, names: list[str]) -> None:
    content *= times
    coded = content
    for name in names:
        coded = _CODERS[name](coded)
    head = f"HTTP/1.1 200 OK\r\nContent-Encoding: {', '.join(names)}\r\n\r\n".encode()
    assert claims.decoded_body(head, coded).body == content[:100_000]


@fuzz(100)
@given(
    damaged(st.binary(max_size=400).map(lambda content: gzip.compress(content * 3))), st.sampled_from(["gzip", "br"])
)
def test_a_damaged_body_is_decoded_as_far_as_it_goes(coded: bytes, name: str) -> None:
    claims.decoded_body(f"HTTP/1.1 200 OK\r\nContent-Encoding: {name}, x, {name}\r\n\r\n".encode(), coded)


@fuzz(100)
@given(st.one_of(st.text(max_size=60), st.builds("http://{}/{}?{}#{}".format, *[st.text(max_size=15)] * 4)))
def test_any_address_has_one_spelling_or_is_refused(text: str) -> None:
    claims.address(text)
