"""Whatever bytes come, the readers of messages, payloads, addresses and records answer, or refuse by name."""

import contextlib
import gzip
import io

from hypothesis import given, settings
from hypothesis import strategies as st

from archive import http_message, warc
from archive.errors import BadRecord, BadUrl
from archive.exchange import draft
from archive.payload import decode
from archive.transfer.intake import make_ready
from archive.transfer.records_in import records
from archive.urls import article_id_of, normalise, registered_domain, url_key
from tests.conftest import make_exchange

LINES = st.sampled_from(
    [
        b"HTTP/1.1 200 OK", b"HTTP/1.1 103 Early Hints", b"HTTP/1.0 404", b"Transfer-Encoding: chunked", b"",
        b"Content-Encoding: gzip, br, zstd, deflate", b" folded", b"no colon", b"5", b"0", b"ffffffffffff", b"5;x=y",
        b"Location: http://[", b"Content-Type: text/html; charset=\xff", b"hello", b"\x1f\x8b\x08", b"Cookie: a",
    ]
)  # fmt: skip
MESSAGES = st.one_of(
    st.binary(max_size=400),
    st.tuples(st.sampled_from([b"\r\n", b"\n"]), st.lists(LINES, max_size=14)).map(lambda pair: pair[0].join(pair[1])),
)
WARC_LINES = st.sampled_from(
    [
        b"WARC/1.0", b"WARC/1.1", b"WARC-Type: response", b"WARC-Type: revisit", b"Content-Length: 5", b"", b"hello",
        b"Content-Length: 99999999999999", b"Content-Length: -5", b"WARC-Record-ID: <urn:uuid:1>", b"\x1f\x8b\x08\x00",
        b"WARC-Date: 2026-03-01T08:30:00Z", b"WARC-Date: soon", b"WARC-Target-URI: http://[", b" folded",
        b"\x28\xb5\x2f\xfd", b"Content-Type: application/http", b"WARC-Block-Digest: sha1:AAAA", b"WARC-Target-URI: http://a.example/",
    ]
)  # fmt: skip
FILES = st.one_of(
    st.binary(max_size=400),
    st.lists(WARC_LINES, max_size=20).map(b"\r\n".join),
    st.lists(WARC_LINES, max_size=20).map(b"\r\n".join).map(gzip.compress),
    st.tuples(st.lists(WARC_LINES, max_size=20).map(b"\r\n".join).map(gzip.compress), st.integers(0, 60)).map(
        lambda pair: pair[0][: -pair[1]] + pair[0]
    ),
)
ADDRESSES = st.one_of(
    st.text(max_size=60),
    st.tuples(
        st.sampled_from(["http://", "https://", "HTTP:", "//", "http:/", "file://"]),
        st.text(alphabet="aé.:@[]/%?#&=\\ ü\u202e\x00\udc80-_1", max_size=30),
    ).map("".join),
)


@given(MESSAGES)
def test_a_message_is_stored_and_storing_it_again_changes_nothing(message):
    stored = http_message.stored_form(message)
    again = http_message.stored_form(stored.message)
    assert stored.cut or again.body == stored.body
    http_message.status_line(stored.head)
    http_message.headers(stored.head, "content-type")


@given(MESSAGES)
def test_redacting_leaves_no_secret_and_is_done_once(message):
    redacted = http_message.redact(message)
    assert http_message.redact(redacted) == redacted


@given(MESSAGES, st.binary(max_size=300))
def test_a_payload_is_decoded_within_its_bound(head, body):
    assert len(decode(head, body, limit=1000).body) <= 1000


@given(MESSAGES)
def test_every_exchange_becomes_records_that_read_back(response):
    ready = draft(make_exchange(response=response), date="2026-03-01T08:30:00.000Z")
    if ready.response is not None:
        parsed = warc.read(warc.member_of(ready.response))
        assert parsed.block == ready.response.block


@settings(max_examples=300)
@given(FILES)
def test_a_file_gives_records_or_says_that_it_is_none(content):
    try:
        found = list(records(io.BytesIO(content)))
    except BadRecord:
        return
    for one in found:
        assert (one.record is None) == bool(one.problem)
        if one.record is not None:
            with contextlib.suppress(BadRecord):
                warc.read(make_ready(one).member)


@given(ADDRESSES)
def test_an_address_has_one_spelling_or_is_refused(address):
    assert isinstance(url_key(address), str)
    article_id_of(address)
    try:
        spelled = normalise(address)
    except BadUrl as refused:
        assert str(refused)
        return
    assert normalise(spelled) == spelled
    assert spelled.isascii()
    assert registered_domain(spelled)
