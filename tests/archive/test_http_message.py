import time

import pytest

from archive.http_message import header, headers, is_chunked, redact, split, status_line, stored_form, without_interim

HEAD = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
STORED_HEAD = b"HTTP/1.1 200 OK\r\nX-Archive-Orig-Transfer-Encoding: chunked\r\n\r\n"


@pytest.mark.parametrize(
    "wire",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi",
        b"HTTP/1.0 200\r\nX-ODD-case: a\r\nx-odd-CASE:b\r\n\r\nhi",
        b"HTTP/1.1 200 OK\nContent-Type: text/html\n\nhi",
        b"HTTP/1.1 404 Not   Found \r\nno colon here\r\nA: b\r\n folded\r\n\tagain\r\n\r\nhi",
        b"HTTP/1.1 200 \xc3\x9cber\r\nLatin: \xe9\r\n\r\n\x00\xff",
        b"HTTP/1.1 200 OK\r\nHead: cut o",
        b"not http at all",
        b"",
    ],
)
def test_what_is_not_chunked_is_stored_as_it_came(wire):
    assert stored_form(wire).message == wire


def test_each_whole_interim_head_is_dropped():
    wire = b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 100 Continue\n\nHTTP/1.1 200 OK\r\n\r\nhi"
    assert without_interim(wire) == b"HTTP/1.1 200 OK\r\n\r\nhi"


def test_an_interim_head_that_broke_off_is_all_there_is_and_stays():
    assert without_interim(b"HTTP/1.1 103 Early Hints\r\nLi") == b"HTTP/1.1 103 Early Hints\r\nLi"


def test_switching_protocols_is_a_final_answer():
    wire = b"HTTP/1.1 101 Switching Protocols\r\n\r\n"
    assert without_interim(wire) == wire


@pytest.mark.parametrize(
    "body",
    [
        b"5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n",
        b'5;name=value;quoted="a b"\r\nhello\r\n6 ; x\r\n world\r\n0;last\r\n\r\n',
        b"005\r\nhello\r\n6\r\n world\r\n0\r\nTrailer: x\r\nAnother: y\r\n\r\n",
        b"5\nhello\n6\n world\n0\n\n",
        b"B\r\nhello world\r\n000\r\n\r\n",
    ],
)
def test_chunk_framing_is_undone_with_extensions_and_trailers(body):
    stored = stored_form(HEAD + body)
    assert (stored.head, stored.body, stored.cut) == (STORED_HEAD, b"hello world", False)


@pytest.mark.parametrize(
    ("body", "kept"),
    [
        (b"5\r\nhello\r\n6\r\n wor", b"hello wor"),
        (b"5\r\nhello\r\n", b"hello"),
        (b"5\r\nhello\r\n6", b"hello"),
        (b"5\r\nhello\r\n0\r\n", b"hello"),
        (b"5\r\nhello\r\n0\r\nTrailer: x", b"hello"),
        (b"5\r\nhe", b"he"),
        (b"", b""),
    ],
)
def test_a_chunked_body_that_was_cut_keeps_what_came_and_is_marked(body, kept):
    stored = stored_form(HEAD + body)
    assert (stored.body, stored.cut) == (kept, True)


@pytest.mark.parametrize(
    ("body", "kept"),
    [
        (b"<p>never chunked\nat all</p>", b"<p>never chunked\nat all</p>"),
        (b"<p>never chunked", b"<p>never chunked"),
        (b"5\r\nhello\r\nnonsense\r\nand more", b"hellononsense\r\nand more"),
    ],
)
def test_nothing_of_a_body_with_broken_framing_is_lost(body, kept):
    stored = stored_form(HEAD + body)
    assert (stored.body, stored.cut) == (kept, True)


def test_every_other_byte_of_a_chunked_head_is_kept():
    head = b"HTTP/1.1 200\nSET-cookie: a=1\nset-Cookie:  b=2\nno colon\ntransfer-ENCODING :gzip,\n Chunked\nx: \xff\n\n"
    stored = stored_form(head + b"2\r\nhi\r\n0\r\n\r\n")
    assert stored.head == head.replace(b"transfer-ENCODING", b"X-Archive-Orig-transfer-ENCODING")
    assert stored.body == b"hi"


def test_a_header_that_only_mentions_transfer_encoding_is_left_alone():
    head = b"HTTP/1.1 200 OK\r\nVary: Transfer-Encoding: x\r\nTransfer-Encoding: chunked\r\n\r\n"
    assert b"\r\nVary: Transfer-Encoding: x\r\n" in stored_form(head + b"0\r\n\r\n").head


def test_a_coding_before_chunked_stays_on_the_body():
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n"
    assert is_chunked(head)
    assert not is_chunked(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked, gzip\r\n\r\n")


def test_headers_are_found_whatever_their_case_and_folding():
    head = b"HTTP/1.1 200 OK\r\nServer: a\r\n b\r\nX: 1\r\nx : 2\r\nCaf\xe9\r\nName: \xc3\xbc\r\nOld: \xe9\r\n\r\n"
    assert header(head, "server") == "a b"
    assert headers(head, "X") == ["1", "2"]
    assert (header(head, "name"), header(head, "OLD")) == ("ü", "é")
    assert header(head, "absent") == ""


def test_a_status_line_may_lack_its_reason():
    line = status_line(b"HTTP/1.0 404\r\n\r\n")
    assert line is not None
    assert (line.version, line.status, line.reason) == ("HTTP/1.0", 404, "")
    assert status_line(b"ICY 200 OK\r\n\r\n") is None


def test_the_operators_secrets_are_redacted_and_nothing_else():
    request = (
        b"GET / HTTP/1.1\r\nHost: a\r\nAUTHORIZATION: Basic c2VjcmV0\r\nCookie: a=1;\r\n  b=2\r\nX: y\r\n"
        b"proxy-authorization:Basic eA==\r\n\r\nCookie: body"
    )
    assert redact(request) == (
        b"GET / HTTP/1.1\r\nHost: a\r\nAUTHORIZATION: [redacted]\r\nCookie: [redacted]\r\nX: y\r\n"
        b"proxy-authorization: [redacted]\r\n\r\nCookie: body"
    )


def test_a_body_after_an_empty_line_of_either_kind_is_found():
    assert split(b"A\r\n\r\nb") == (b"A\r\n\r\n", b"b")
    assert split(b"A\nB: c\n\nb\r\n\r\n") == (b"A\nB: c\n\n", b"b\r\n\r\n")


@pytest.mark.parametrize(
    "wire",
    [
        HEAD + b"1\r\na\r\n" * 500_000,
        HEAD + b"1;" + b"x" * 3_000_000,
        HEAD + b"\n" * 3_000_000,
        b"HTTP/1.1 100 C\r\n\r\n" * 150_000,
        b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n c\r\n" * 300_000,
        b"HTTP/1.1 200 OK" + b" " * 3_000_000,
    ],
    ids=["tiny chunks", "endless extension", "newlines", "interim heads", "folded lines", "blank reason"],
)
def test_hostile_messages_of_megabytes_take_linear_time(wire):
    began = time.process_time()
    stored_form(wire)
    assert time.process_time() - began < 5
