"""WARC/1.1 records as bytes: build one as a gzip member, read one back.

Rules: ISO 28500:2017. The head of an HTTP message goes into the block as it came: libraries that are given parsed
headers write their own. Digests are "sha1:" and base32, what every reader of WARC checks.
"""

from __future__ import annotations

import base64
import hashlib
import re
import struct
import uuid
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from io import SEEK_END, BytesIO

from archive.errors import BadRecord

VERSION = b"WARC/1.1"
IDENTICAL = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
RESPONSE_TYPE = "application/http;msgtype=response"
REQUEST_TYPE = "application/http;msgtype=request"
FIELDS_TYPE = "application/warc-fields"
LONGEST_HEAD = 64 * 1024  # bytes of WARC headers that a record may have
_GZIP = 31  # window bits of a gzip member
_TIGHT = 6  # compression level
_GZIP_HEAD = b"\x1f\x8b\x08" + bytes(6) + b"\x03"  # deflate, no name, no time, made on Unix (RFC 1952, 2.3)
_SAMPLE = 2048  # bytes of a body that tell whether it is compressed
_LONGEST_STORED = 0xFFFF  # bytes of a stored block of deflate (RFC 1951, 3.2.4)
_PIECE = 1 << 20  # bytes given to zlib at once
_END = b"\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Record:
    """One WARC record before it is compressed."""

    id: str  # "urn:uuid:…", without angle brackets
    type: str  # warcinfo, request, response, revisit, resource, conversion, metadata
    date: str  # UTC, ISO 8601 with "Z"
    block: bytes
    content_type: str = ""
    target_uri: str = ""
    payload_digest: str = ""
    extra: tuple[tuple[str, str], ...] = ()  # further WARC headers in order
    block_digest: str = ""


def new_id() -> str:
    """Return a fresh record id, "urn:uuid:…"."""
    return f"urn:uuid:{uuid.uuid4()}"


def digest(content: bytes) -> str:
    """Return "sha1:" and the SHA-1 of `content` in base32, as WARC tools write it."""
    return "sha1:" + base64.b32encode(hashlib.sha1(content, usedforsecurity=False).digest()).decode()


def head_of(record: Record) -> bytes:
    """Return the WARC headers of a record with the empty line that ends them.

    Raises:
        BadRecord: a value holds a line break.

    """
    fields = [
        ("WARC-Type", record.type),
        ("WARC-Record-ID", f"<{record.id}>"),
        ("WARC-Date", record.date),
        ("WARC-Target-URI", record.target_uri),
        *record.extra,
        ("WARC-Payload-Digest", record.payload_digest),
        ("WARC-Block-Digest", record.block_digest or digest(record.block)),
        ("Content-Type", record.content_type),
        ("Content-Length", str(len(record.block))),
    ]
    lines = [f"{name}: {value}" for name, value in fields if value]
    if any("\r" in line or "\n" in line for line in lines):
        raise BadRecord(f"A header of the {record.type} record for {record.target_uri!r} holds a line break.")
    return VERSION + b"\r\n" + "\r\n".join(lines).encode() + _END


def member_of(record: Record, *, packed: bool = False) -> bytes:
    """Return the record as one gzip member; `packed` says that its block is compressed already."""
    head, block = head_of(record), record.block
    end = block.find(_END, 0, LONGEST_HEAD)
    start = 0 if end < 0 else end + len(_END)  # of the body
    if packed and _is_dense(block[start : start + _SAMPLE]):
        return _stored(head + block[:start], block[start:])
    return _packed(head, block)


def _is_dense(sample: bytes) -> bool:
    """Whether bytes are compressed, as their headers say; some servers say so of plain text."""
    return len(zlib.compress(sample, 1)) > 0.9 * len(sample)


def pack(parsed: Parsed) -> bytes:
    """Return a record that was read as a gzip member of its own: its headers as they were, its block byte for byte."""
    lines = [parsed.version, *(f"{name}: {value}" for name, value in parsed.headers)]
    return _packed("\r\n".join(lines).encode() + _END, parsed.block)


def _packed(head: bytes, block: bytes) -> bytes:
    packer, member = zlib.compressobj(_TIGHT, zlib.DEFLATED, _GZIP), BytesIO()
    for piece in (*_pieces(head), *_pieces(block), *_pieces(_END)):
        member.write(packer.compress(piece))
    member.write(packer.flush())
    return member.getvalue()


def _pieces(content: bytes) -> list[memoryview]:
    """Cut bytes without copying them: zlib holds twice what it gives back at once, and a record may be 256 MiB."""
    view = memoryview(content)
    return [view[start : start + _PIECE] for start in range(0, len(content), _PIECE)]


def _stored(head: bytes, body: bytes) -> bytes:
    """Return a gzip member with the head deflated and the body as it is: seeking a shorter form takes 0.7 ms a page."""
    packer = zlib.compressobj(_TIGHT, zlib.DEFLATED, -zlib.MAX_WBITS)
    # A full flush ends on a byte, and nothing after it looks back before it (zlib.net/manual.html, Z_FULL_FLUSH).
    begun = packer.compress(head) + packer.flush(zlib.Z_FULL_FLUSH)
    starts = range(0, len(body), _LONGEST_STORED)
    pieces = b"".join(_stored_block(body[start : start + _LONGEST_STORED]) for start in starts)
    ended = packer.compress(_END) + packer.flush()
    check = zlib.crc32(_END, zlib.crc32(body, zlib.crc32(head)))
    size = (len(head) + len(body) + len(_END)) & 0xFFFFFFFF
    return b"".join((_GZIP_HEAD, begun, pieces, ended, struct.pack("<II", check, size)))


def _stored_block(piece: bytes) -> bytes:
    return struct.pack("<BHH", 0, len(piece), len(piece) ^ 0xFFFF) + piece


def fields_block(fields: Sequence[tuple[str, str]]) -> bytes:
    """Return the block of a warcinfo record: "name: value" lines, line breaks within a value made spaces."""
    return b"".join(f"{name}: {' '.join(value.split())}\r\n".encode() for name, value in fields if value)


@dataclass(frozen=True, slots=True)
class Parsed:
    """One WARC record as it was read."""

    version: str
    headers: tuple[tuple[str, str], ...]  # as written, in order
    block: bytes

    def header(self, name: str) -> str:
        """Return the first value of a WARC header, or ""."""
        wanted = name.lower()
        return next((value for found, value in self.headers if found.lower() == wanted), "")

    @property
    def id(self) -> str:
        """The record id without angle brackets."""
        return bare(self.header("WARC-Record-ID"))


_ALGORITHMS = {"sha1": 20, "sha256": 32, "md5": 16, "sha512": 64}  # bytes of their digests


def contradicts(labelled: str, content: bytes) -> bool:
    """Say whether a digest as some crawler wrote it, "algorithm:value" in base32 or hex, is not that of `content`.

    One of an unknown algorithm or spelling proves nothing either way.
    """
    name, _, value = labelled.partition(":")
    length = _ALGORITHMS.get(name.lower().replace("-", ""))
    written = _digest_bytes(value.strip())
    if length is None or len(written) != length:
        return False
    return hashlib.new(name.lower().replace("-", ""), content, usedforsecurity=False).digest() != written


def _digest_bytes(value: str) -> bytes:
    try:
        if len(value) in (32, 40, 64, 128) and all(letter in "0123456789abcdefABCDEF" for letter in value):
            return bytes.fromhex(value)
        return base64.b32decode(value.upper() + "=" * (-len(value) % 8))
    except ValueError:
        return b""


def date_of(parsed: Parsed) -> str:
    """Return the WARC-Date of a record as `moment_of` writes it."""
    return moment_of(parsed.header("WARC-Date"))


def moment_of(written: str) -> str:
    """Return a date of a WARC header as the archive writes times, UTC with milliseconds; as it stands if it is none.

    Dates may have any precision from the year to the nanosecond (ISO 28500, 5.4).
    """
    found = _DATE.fullmatch(written)
    if found is None:
        return written
    year, month, day, hour, minute, second, fraction = found.groups()
    clock = f"{hour or '00'}:{minute or '00'}:{second or '00'}.{(fraction or '')[:3]:0<3}"
    return f"{year}-{month or '01'}-{day or '01'}T{clock}Z"


_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?Z)?)?)?")


def bare(uri: str) -> str:
    """Return a URI of a WARC header without the angle brackets around it."""
    return uri.strip().removeprefix("<").removesuffix(">")


def unpack(member: bytes, *, limit: int = 1 << 30) -> bytes:
    """Return the record in a gzip member.

    Raises:
        BadRecord: it is not exactly one whole gzip member, or longer than `limit` bytes.

    """
    decoder, record, left = zlib.decompressobj(_GZIP), BytesIO(), len(member)
    for piece in _pieces(member):
        try:
            plain = decoder.decompress(piece, limit + 1 - record.tell())
            if record.tell():
                record.write(plain)
            else:
                record = BytesIO(plain)  # which most records are all of: no copy
                record.seek(0, SEEK_END)
        except zlib.error as error:
            raise BadRecord(f"The gzip member is damaged: {error}.") from error
        left -= len(piece)
        if record.tell() > limit:
            raise BadRecord(f"Longer than {limit} bytes.")
        if decoder.eof:
            break
    if not decoder.eof:
        raise BadRecord("The gzip member is not whole.")
    if left := left + len(decoder.unused_data):
        raise BadRecord(f"{left} bytes follow the gzip member.")
    return record.getvalue()


def parse(record: bytes) -> Parsed:
    """Read one uncompressed record.

    Raises:
        BadRecord: no WARC version, no end of the headers, or a block that is not as long as Content-Length says.

    """
    parsed, block = _cut(record)
    return replace(parsed, block=bytes(block))


def holds(member: bytes, block: bytes) -> bool:
    """Say whether this is the block of the record in a member; raises as `read`, and does not copy the block."""
    return _cut(unpack(member))[1] == block


def _cut(record: bytes) -> tuple[Parsed, memoryview]:
    """Return a record without its block, and the block where it lies."""
    end = record.find(_END, 0, LONGEST_HEAD)
    if not record.startswith(b"WARC/1.") or end < 0:
        raise BadRecord("The bytes do not begin with WARC headers.")
    version, *lines = record[:end].decode("utf-8", "replace").split("\r\n")
    parsed, block = Parsed(version, fields_of(lines), b""), memoryview(record)[end + len(_END) : -len(_END)]
    length = parsed.header("Content-Length")
    if not record.endswith(_END) or not length.isdecimal() or int(length) != len(block):
        raise BadRecord(f"The block has {len(block)} bytes, and Content-Length says {length or 'nothing'}.")
    return parsed, block


def fields_of(lines: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Return names and values of header lines in order; folded lines are joined, lines without a colon left out."""
    fields: list[tuple[str, str]] = []
    for line in lines:
        name, colon, value = line.partition(":")
        if line[:1] in (" ", "\t") and fields:
            fields[-1] = (fields[-1][0], f"{fields[-1][1]} {line.strip()}")
        elif colon:
            fields.append((name.strip(), value.strip()))
    return tuple(fields)


def read(member: bytes) -> Parsed:
    """Unpack and parse one member.

    Raises:
        BadRecord: it is not one whole gzip member holding one whole record.

    """
    return parse(unpack(member))
