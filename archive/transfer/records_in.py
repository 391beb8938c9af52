"""A WARC file's records one by one, whoever wrote it: each whole, or with a sentence that says why it is not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from archive import warc
from archive.errors import BadRecord
from archive.transfer.stream import LONGEST_RECORD, Damaged, Stream

_ARC = b"filedesc://"  # the URL that an ARC file begins with
_VERSION = re.compile(rb"WARC/(\d\.\d+)[ \t]*\r?\n")
_LENGTH = re.compile(r"\d{1,18}")
_PASSED_OVER = 1 << 20  # bytes at a time of a record too long to keep
_LONGEST_LINE = 16 * 1024


@dataclass(frozen=True, slots=True)
class Found:
    """What was found at one place of a WARC file."""

    offset: int  # bytes from the file's begin to where reading can begin again with this record
    next: int  # the same for the record behind it
    record: warc.Parsed | None  # None: a bad record
    problem: str = ""  # why it is bad, to follow "The record at byte 123 is skipped: "
    member: bytes | None = None  # its gzip member as it stands in the file, where it has one of its own


class _Bad(Exception):
    """A record that cannot be used; the stream stands behind it, or somewhere within."""


def records(file: BinaryIO, *, offset: int = 0) -> Iterator[Found]:
    """Yield the records of a WARC file from `offset` on: gzip, zstd or plain, one a member or all in one.

    A bad record is yielded with its problem, and reading goes on with the next that can be found.

    Raises:
        BadRecord: the file is no WARC file at all.
        MissingExtra: it is compressed by zstd, and there is no library for it.

    """
    stream = Stream(file, offset=offset)
    while True:
        at = stream.offset
        try:
            if not stream.advance():
                return
            at = stream.offset
            yield _record(stream)
        except Damaged as error:
            yield Found(at, at, None, str(error))
            stream.resync()
        except _Bad as error:
            stream.cut = False  # where the file was cut, this says it
            yield Found(at, at, None, str(error))
            yield from _skip(stream, at)


def _record(stream: Stream) -> Found:
    at, alone = stream.offset, stream.at_member_start
    head = _head(stream)
    parsed = _parsed(head)
    length = _block_length(parsed)
    if length > LONGEST_RECORD:
        _pass_over(stream, length)
        raise _Bad(f"it is {length:,} bytes long, and {LONGEST_RECORD:,} is the most that is kept")
    block = stream.read(length)
    if len(block) < length:
        raise _Bad(f"Content-Length says {length:,} bytes, and {len(block):,} are there")
    _end(stream, block)
    whole = warc.Parsed(parsed.version, parsed.headers, block)
    alone = alone and stream.at_member_end()
    return Found(at, stream.next_offset, whole, member=stream.raw_member() if alone else None)


def _head(stream: Stream) -> bytes:
    head = bytearray(stream.line(_LONGEST_LINE))
    if head.startswith(_ARC):
        raise BadRecord(
            "It is an ARC file, older than WARC. `warcio recompress FILE.arc.gz FILE.warc.gz` makes a WARC of it."
        )
    if not _VERSION.fullmatch(bytes(head)):
        raise _Bad("it does not begin with a WARC version")
    while (line := stream.line(_LONGEST_LINE)).strip(b"\r\n"):
        head += line
        if len(head) > warc.LONGEST_HEAD:
            raise _Bad("its WARC headers have no end")
    if not line:
        raise _Bad("the file ends within its WARC headers")
    return bytes(head)


def _parsed(head: bytes) -> warc.Parsed:
    version, *lines = head.decode("utf-8", "replace").splitlines()
    return warc.Parsed(version.strip(), warc.fields_of(lines), b"")


def _block_length(parsed: warc.Parsed) -> int:
    length = parsed.header("Content-Length")
    if not _LENGTH.fullmatch(length):
        raise _Bad(f"its Content-Length is {length[:40]!r}")
    return int(length)


def _pass_over(stream: Stream, length: int) -> None:
    stream.drop_raw()
    while length > 0 and (piece := stream.read(min(length, _PASSED_OVER))):
        length -= len(piece)


def _end(stream: Stream, block: bytes) -> None:
    """Expect two line ends, and forgive one or none where the member or file ends."""
    end = stream.read(4)
    if end in (b"\r\n\r\n", b"\r\n", b"\n\n", b"\n", b""):
        return
    if end.startswith(b"\n\n"):
        stream.unread(end[2:])
        return
    stream.unread(block + end)
    raise _Bad("what follows its block is no end of a record: its Content-Length is wrong")


def _skip(stream: Stream, at: int) -> Iterator[Found]:
    """Go on to the next line that begins a record."""
    try:
        while line := stream.line(_LONGEST_LINE):
            if _VERSION.fullmatch(line):
                stream.unread(line)
                return
    except Damaged as error:
        yield Found(at, at, None, str(error))
        stream.resync()
