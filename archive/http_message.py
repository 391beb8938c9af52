"""A response as it crossed the wire → as it is stored: 1xx heads dropped, chunk framing undone, all else kept.

Rules: RFC 9112 (messages), and what WARC tools agree on: a de-chunked body under a renamed Transfer-Encoding header.
Everything is linear in the length of the message and forgives what Twisted's lenient client forgives: lines that end in
LF alone, lines without a colon, folded lines, a missing reason phrase.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

ORIGINAL_PREFIX = b"X-Archive-Orig-"
SECRET_HEADERS = frozenset({b"authorization", b"proxy-authorization", b"cookie"})
REDACTED = b"[redacted]"

_HEAD_END = re.compile(rb"\r?\n\r?\n")
_STATUS = re.compile(rb"(HTTP/\d(?:\.\d)?)[ \t]+(\d{3})(?:[ \t]+([^\r\n]*))?\r?(?:\n|$)")
_TRANSFER_ENCODING = re.compile(rb"^(transfer-encoding[ \t]*:)", re.IGNORECASE | re.MULTILINE)
_CHUNK_SIZE = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,15})[ \t]*(?:;[^\n]*)?\r?$")
_NO_BODY = frozenset({204, 304})  # whatever the head says of a body (RFC 9112, 6.3)
_LONGEST_CHUNK_LINE = 16 * 1024  # a size with extensions; beyond it the framing is nonsense


@dataclass(frozen=True, slots=True)
class StatusLine:
    """The first line of a response."""

    version: str  # "HTTP/1.1"
    status: int
    reason: str  # "" where none was sent


@dataclass(frozen=True, slots=True)
class StoredResponse:
    """A response as its record holds it: `head + body` is the block of the record."""

    head: bytes  # with the empty line that ends it, where one came
    body: bytes  # still content-encoded
    cut: bool  # chunk framing promised more than came, or turned into nonsense

    @property
    def message(self) -> bytes:
        """Head and body joined."""
        return self.head + self.body


def stored_form(wire: bytes) -> StoredResponse:
    """Return what came over the wire in the form in which the archive keeps it."""
    head, body = split(without_interim(wire))
    line = status_line(head)
    if not is_chunked(head) or (line is not None and line.status in _NO_BODY):
        return StoredResponse(head, body, cut=False)
    plain, whole = _unchunk(body)
    return StoredResponse(_TRANSFER_ENCODING.sub(ORIGINAL_PREFIX + rb"\1", head), plain, cut=not whole)


def without_interim(wire: bytes) -> bytes:
    """Drop the whole 1xx heads that stand before the final response; 101 is final."""
    start = 0
    while (found := _STATUS.match(wire, start)) and found[2].startswith(b"1") and found[2] != b"101":
        end = _HEAD_END.search(wire, start)
        if end is None:
            break
        start = end.end()
    return wire[start:]


def split(message: bytes) -> tuple[bytes, bytes]:
    """Return head (with its empty line) and body; a head that was cut off has an empty body."""
    end = _HEAD_END.search(message)
    if end is None:
        return message, b""
    return message[: end.end()], message[end.end() :]


def status_line(head: bytes) -> StatusLine | None:
    """Return the status line, or None where the message does not begin with one."""
    found = _STATUS.match(head)
    if found is None:
        return None
    return StatusLine(found[1].decode(), int(found[2]), (found[3] or b"").decode("latin-1"))


def header(head: bytes, name: str) -> str:
    """Return the first value of a header, folded lines joined, or ""."""
    return next(iter(headers(head, name)), "")


def headers(head: bytes, name: str) -> list[str]:
    """Return each value of a header in the order sent, as UTF-8 where it is, else Latin-1."""
    wanted = name.lower().encode()
    return [_text(value) for found, value in _fields(head) if found == wanted]


def _text(value: bytes) -> str:
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("latin-1")


def _fields(head: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield lower-case names and values; lines without a colon are no fields."""
    for line in _unfolded(head):
        name, colon, value = line.partition(b":")
        if colon:
            yield name.strip().lower(), value.strip()


def _unfolded(head: bytes) -> list[bytes]:
    lines: list[list[bytes]] = []
    for line in head.split(b"\n")[1:]:  # the first is the status or request line
        if line[:1] in (b" ", b"\t") and lines:
            lines[-1].append(line.strip())
        else:
            lines.append([line.rstrip(b"\r")])
    return [b" ".join(parts) for parts in lines]


def is_chunked(head: bytes) -> bool:
    """Say whether the last transfer coding is chunked."""
    codings = ",".join(headers(head, "transfer-encoding")).lower().split(",")
    return codings[-1].partition(";")[0].strip() == "chunked"


def _unchunk(body: bytes) -> tuple[bytes, bool]:
    """Return the content of a chunked body, and whether all of it came; after broken framing the rest stays raw."""
    content = bytearray()  # joining a list of a million chunks of one byte costs 80 bytes each
    at = 0
    while True:
        end = body.find(b"\n", at, at + _LONGEST_CHUNK_LINE)
        if end < 0:
            return _broken(content, body, at)
        size = _CHUNK_SIZE.match(body[at:end])
        if size is None:
            return bytes(content + body[at:]), False
        length = int(size[1], 16)
        if length == 0:
            return bytes(content), _trailers_end(body, end + 1)
        content += body[end + 1 : end + 1 + length]
        at = end + 1 + length
        if at > len(body):
            return bytes(content), False
        at += _line_end(body, at)


def _broken(content: bytearray, body: bytes, at: int) -> tuple[bytes, bool]:
    """End where no further size line is: a few bytes are a size that was cut off, many are no framing at all."""
    rest = body[at:] if len(body) - at >= _LONGEST_CHUNK_LINE else b""
    if rest or content or _CHUNK_SIZE.match(body[at:]) or not body[at:].strip():
        return bytes(content + rest), False
    return body, False  # never was chunked


def _trailers_end(body: bytes, at: int) -> bool:
    return body.startswith((b"\n", b"\r\n"), at) or _HEAD_END.search(body, at) is not None


def _line_end(body: bytes, at: int) -> int:
    if body.startswith(b"\r\n", at):
        return 2
    return 1 if body.startswith(b"\n", at) else 0


def redact(request: bytes, *, secret: frozenset[bytes] = SECRET_HEADERS) -> bytes:
    """Replace the values of the headers named in `secret` (lower case) by "[redacted]"; the rest stays as it is."""
    head, body = split(request)
    kept: list[bytes] = []
    hidden = False
    for line in head.split(b"\n"):
        folded = line[:1] in (b" ", b"\t")
        name = line.partition(b":")[0].strip().lower()
        hidden = hidden if folded else name in secret and b":" in line
        if hidden and folded:
            continue
        kept.append(_redacted(line) if hidden else line)
    return b"\n".join(kept) + body


def _redacted(line: bytes) -> bytes:
    return line.partition(b":")[0] + b": " + REDACTED + (b"\r" if line.endswith(b"\r") else b"")
