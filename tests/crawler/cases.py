"""Exchanges that parsers disagree about: what the server sends, and what the archive must hold of it."""

from __future__ import annotations

import gzip
import zlib
from dataclasses import dataclass

import brotli
from backports import zstd

from tests.crawler.raw_server import Answer

PAGE = (
    "<!doctype html><html><head><title>Harbour café reopens</title></head><body><article><p>"
    + "Le café du port est ouvert. " * 30
    + "</p></article></body></html>"
).encode("latin-1")
GZIP, DEFLATE = gzip.compress(PAGE, mtime=0), zlib.compress(PAGE)
BROTLI, ZSTD = brotli.compress(PAGE), zstd.compress(PAGE)


@dataclass(frozen=True)
class Case:
    """`stored` is None where the archive holds exactly what was sent."""

    answer: Answer
    stored: bytes | None = None
    status: int | None = 200
    truncated: str = ""

    @property
    def expected(self) -> bytes:
        return self.answer.sent if self.stored is None else self.stored


def head(*lines: bytes) -> bytes:
    return b"\r\n".join(lines) + b"\r\n\r\n"


def sized(body: bytes, *lines: bytes) -> bytes:
    return head(b"HTTP/1.1 200 OK", b"Content-Type: text/html", *lines, b"Content-Length: %d" % len(body)) + body


def chunks(body: bytes, *, size: int = 100, extension: bytes = b"", trailers: bytes = b"") -> bytes:
    pieces = [body[at : at + size] for at in range(0, len(body), size)]
    framed = [b"%x%b\r\n%b\r\n" % (len(piece), extension, piece) for piece in pieces]
    return b"".join(framed) + b"0" + extension + b"\r\n" + trailers + b"\r\n"


def _chunked(body: bytes, *lines: bytes, te: bytes = b"Transfer-Encoding: chunked", **framing: object) -> Case:
    before = b"HTTP/1.1 200 OK", b"Content-Type: text/html", *lines
    return Case(
        Answer(head(*before, te, b"X-Last: 1") + chunks(body, **framing)),
        stored=head(*before, b"X-Archive-Orig-" + te, b"X-Last: 1") + body,
    )


_ODD = head(
    b"HTTP/1.1 200 Very OK indeed",
    b"server: raw",
    b"X-oDd-CaSe: 1",
    b"content-TYPE:text/html; charset=iso-8859-1",
    b"Set-Cookie: a=1",
    b"x-mid:   spaced   out  ",
    b"Set-Cookie: b=2",
    b"ConTent-Length: %d" % len(PAGE),
)
_PLAIN = sized(PAGE)

# Each of these is a whole response that a browser would show.
WHOLE: dict[str, Case] = {
    "/plain": Case(Answer(_PLAIN)),
    "/odd-case-and-repeats": Case(Answer(_ODD + PAGE)),
    "/non-ascii": Case(Answer(sized(PAGE, b"X-Ort: K\xf6ln", "X-Ort: Köln".encode(), b"X-Empty:"))),
    "/long-header": Case(Answer(sized(PAGE, b"Content-Security-Policy: " + b"a.example " * 4000))),
    "/folded": Case(Answer(sized(PAGE, b"X-Fold: a", b"  b", b"\tc"))),
    "/colonless": Case(Answer(sized(PAGE, b"a line without a", b"X-After: 1"))),
    "/lf-only": Case(
        Answer(
            b"HTTP/1.1 200 OK\nContent-Type: text/html\nno colon\nX-F: a\n b\nContent-Length: %d\n\n" % len(PAGE) + PAGE
        )
    ),
    "/no-reason": Case(Answer(head(b"HTTP/1.1 200", b"Content-Length: 4") + b"okay")),
    "/http10-close": Case(Answer(head(b"HTTP/1.0 200 OK", b"Content-Type: text/html") + PAGE, then="close")),
    "/http10-length": Case(Answer(head(b"HTTP/1.0 200 OK", b"Content-Length: 4") + b"okay", then="close")),
    "/early-hints": Case(
        Answer(head(b"HTTP/1.1 103 Early Hints", b"Link: </a.css>; rel=preload") + _PLAIN), stored=_PLAIN
    ),
    "/two-interim": Case(
        Answer(head(b"HTTP/1.1 100 Continue") + head(b"HTTP/1.1 103 Early Hints", b"Link: </b>") + _PLAIN),
        stored=_PLAIN,
    ),
    "/empty-200": Case(Answer(sized(b""))),
    "/204": Case(Answer(head(b"HTTP/1.1 204 No Content", b"X-A: 1")), status=204),
    "/304": Case(Answer(head(b"HTTP/1.1 304 Not Modified", b'ETag: "x"')), status=304),
    "/304-chunked": Case(Answer(head(b"HTTP/1.1 304 Not Modified", b"Transfer-Encoding: chunked")), status=304),
    "/redirect": Case(
        Answer(head(b"HTTP/1.1 302 Found", b"Location: /plain", b"Content-Length: 5") + b"moved"), status=302
    ),
    "/404": Case(Answer(head(b"HTTP/1.1 404 Nope", b"Content-Length: 4") + b"gone"), status=404),
    "/500": Case(Answer(head(b"HTTP/1.1 500 Oh dear", b"Content-Length: 4") + b"oops"), status=500),
    "/gzip": Case(Answer(sized(GZIP, b"Content-Encoding: gzip"))),
    "/deflate": Case(Answer(sized(DEFLATE, b"Content-Encoding: deflate"))),
    "/br": Case(Answer(sized(BROTLI, b"Content-Encoding: br"))),
    "/zstd": Case(Answer(sized(ZSTD, b"Content-Encoding: zstd"))),
    "/chunked": _chunked(PAGE),
    "/chunked-odd-name": _chunked(PAGE, te=b"tRANSFER-eNCODING:  Chunked"),
    "/chunked-extensions": _chunked(PAGE, extension=b';name=1;other="2"'),
    "/chunked-trailers": _chunked(PAGE, b"Trailer: X-Sum", trailers=b"X-Sum: 1\r\nX-More: 2\r\n"),
    "/chunked-gzip": _chunked(GZIP, b"Content-Encoding: gzip", size=33, trailers=b"X-Sum: 1\r\n"),
    "/chunked-br": _chunked(BROTLI, b"Content-Encoding: br", size=7),
    "/chunked-empty": _chunked(b""),
    "/leftovers": Case(Answer(_PLAIN + sized(b"you did not ask for this")), stored=_PLAIN),
    "/leftovers-after-204": Case(
        Answer(head(b"HTTP/1.1 204 No Content") + _PLAIN), stored=head(b"HTTP/1.1 204 No Content"), status=204
    ),
}

_UNTIL_CLOSED = head(b"HTTP/1.1 200 OK", b"Content-Type: text/html") + PAGE
_CUT_CHUNKS = head(b"HTTP/1.1 200 OK", b"Transfer-Encoding: chunked")
_CUT_CHUNKS_STORED = head(b"HTTP/1.1 200 OK", b"X-Archive-Orig-Transfer-Encoding: chunked")
_SHORT = head(b"HTTP/1.1 200 OK", b"Content-Type: text/html", b"Content-Length: 5000") + PAGE

# Each of these breaks off, or is not HTTP; what came is kept all the same.
BROKEN: dict[str, Case] = {
    "/cut": Case(Answer(_SHORT, then="close"), truncated="disconnect"),
    "/reset": Case(Answer(_SHORT, then="reset"), truncated="disconnect"),
    "/reset-without-length": Case(Answer(_UNTIL_CLOSED, then="reset"), truncated="disconnect"),
    "/cut-chunk": Case(
        Answer(_CUT_CHUNKS + b"64\r\nonly this", then="close"),
        stored=_CUT_CHUNKS_STORED + b"only this",
        truncated="disconnect",
    ),
    "/no-last-chunk": Case(
        Answer(_CUT_CHUNKS + b"4\r\nokay\r\n", then="close"),
        stored=_CUT_CHUNKS_STORED + b"okay",
        truncated="disconnect",
    ),
    "/half-head": Case(Answer(b"HTTP/1.1 200 OK\r\nContent-Ty", then="close"), truncated="disconnect"),
    "/half-interim": Case(Answer(b"HTTP/1.1 103 Early Hints\r\nLin", then="close"), status=103, truncated="disconnect"),
    "/garbage": Case(Answer(b"220 mail.test\r\nready\r\n\r\n", then="close"), status=None, truncated="disconnect"),
    "/lengths-disagree": Case(
        Answer(head(b"HTTP/1.1 200 OK", b"Content-Length: 4", b"Content-Length: 5") + b"okay", then="close"),
        truncated="disconnect",
    ),
}
NOTHING: dict[str, Answer] = {
    "/empty-reply": Answer(then="close"),
    "/reset-before-head": Answer(then="reset"),
}
