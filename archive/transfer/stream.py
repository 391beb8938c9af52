"""A WARC file as one stream of plain bytes that knows its members: gzip or zstd, one a record or one for all, or none.

Hostile input: a piece is inflated to at most 1 MiB at a time, and the raw bytes of a member are kept only as far as a
record may be long.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from io import BytesIO
from typing import Any, BinaryIO, Protocol

from archive.errors import BadRecord, MissingExtra
from archive.payload import library

LONGEST_RECORD = 256 << 20  # bytes; longer ones are passed over and counted
_READ = 256 * 1024
_PIECE = 1 << 20  # bytes inflated at a time
_PROBE = 4096  # raw bytes of the next member that show what it begins with
_GZIP = 31
_GZIP_MAGIC = b"\x1f\x8b\x08"
_ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"
_ZSTD_DICTIONARY = b"\x5d\x2a\x4d\x18"  # the skippable frame in which WARC-zstd keeps its dictionary
_WARC = b"WARC/"
_ARC = b"filedesc://"  # which is refused by name


class Damaged(BadRecord):
    """Compressed bytes that cannot be decompressed."""


class _Decoder(Protocol):
    """What zlib and zstd share, under one spelling."""

    eof: bool

    def decode(self, piece: bytes) -> tuple[bytes, bytes]:
        """Return at most 1 MiB of plain bytes, and what of `piece` is left to decode or lies behind the end."""


class _Gunzip:
    def __init__(self) -> None:
        self._decoder = zlib.decompressobj(_GZIP)
        self.eof = False

    def decode(self, piece: bytes) -> tuple[bytes, bytes]:
        try:
            plain = self._decoder.decompress(piece, _PIECE)
        except zlib.error as error:
            raise Damaged(f"its gzip member is damaged ({error})") from error
        self.eof = self._decoder.eof
        return plain, self._decoder.unused_data if self.eof else self._decoder.unconsumed_tail


class _Unzstd:
    def __init__(self, zstd: Any, dictionary: Any) -> None:
        self._fault = zstd.ZstdError
        self._decoder = zstd.ZstdDecompressor(dictionary)
        self.eof = False

    def decode(self, piece: bytes) -> tuple[bytes, bytes]:
        try:
            plain: bytes = self._decoder.decompress(piece, _PIECE)
        except self._fault as error:
            raise Damaged(f"its zstd frame is damaged ({error})") from error
        self.eof = self._decoder.eof
        return plain, self._decoder.unused_data if self.eof else b""


def _zstd_frames(dictionary: bytes) -> Callable[[], _Decoder]:
    zstd = library("compression.zstd") or library("backports.zstd")
    if zstd is None:
        raise MissingExtra("A .warc.zst needs Python 3.14 or the package backports.zstd: pip install backports.zstd")
    if dictionary.startswith(_ZSTD_MAGIC):
        dictionary = zstd.decompress(dictionary)
    known = zstd.ZstdDict(dictionary) if dictionary else None
    return lambda: _Unzstd(zstd, known)


class Stream:
    """Plain bytes read from a WARC file from `offset` (where a member, or in a plain file a record, begins)."""

    def __init__(self, file: BinaryIO, *, offset: int = 0) -> None:
        self._file = file
        self._next = b""  # raw bytes read and not yet given to a decoder
        self._begin: Callable[[], _Decoder] | None = None
        self._decoder: _Decoder | None = None
        self._plain = bytearray()  # decoded bytes not yet read
        self._raw: BytesIO | None = BytesIO()  # of this member; None where they are too many to keep
        self._raw_length = 0
        self._file_ended = False
        self.cut = False  # the file ends within a member, and nobody has said so yet
        self.member = offset  # where the present member begins
        self._position = 0  # plain bytes of this member read so far
        self._start(offset)

    def _start(self, offset: int) -> None:
        self._more()
        if self._next.startswith(_GZIP_MAGIC):
            self._begin = _Gunzip
        elif self._next.startswith(_ZSTD_MAGIC) or self._next.startswith(_ZSTD_DICTIONARY):
            self._begin = _zstd_frames(self._dictionary(offset))
        elif self._next and not self._next.lstrip(b"\r\n").startswith((_WARC, _ARC)):
            raise BadRecord("It is no WARC file: it begins neither with a WARC record nor with gzip or zstd.")
        if offset:
            self._seek(offset)

    def _seek(self, offset: int) -> None:
        self._file.seek(offset)
        self._next, self._file_ended = b"", False

    def _dictionary(self, offset: int) -> bytes:
        """Take the dictionary that may stand in a skippable frame before all others (the IIPC's WARC-zstd draft)."""
        if not self._next.startswith(_ZSTD_DICTIONARY):
            return b""
        length = int.from_bytes(self._next[4:8], "little")
        while len(self._next) < 8 + length and not self._file_ended:
            self._more()
        dictionary, self._next = self._next[8 : 8 + length], self._next[8 + length :]
        self.member = max(offset, 8 + length)
        return dictionary

    @property
    def offset(self) -> int:
        """Where in the file to begin again: at this member, or in a file without members at this byte."""
        return self.member if self._begin else self.member + self._position

    @property
    def next_offset(self) -> int:
        """The offset behind what was read: of the next member, once all of this one is read."""
        return self.member + self._raw_length if self.at_member_end() else self.offset

    @property
    def at_member_start(self) -> bool:
        """Whether the next byte is the first of a member."""
        return self._begin is not None and self._position == 0

    def _more(self) -> bool:
        piece = self._file.read(_READ)
        self._file_ended = not piece
        self._next += piece
        return bool(piece)

    def _fill(self) -> bool:
        """Decode a piece more of this member; False at its end."""
        if self._begin is None:
            if not self._next and not self._more():
                return False
            self._plain += self._next
            self._next = b""
            return True
        while self._decoder is not None and not self._decoder.eof:
            ended = not self._next and not self._more()
            if self._decode(self._decoder):
                return True
            if ended:
                self._decoder, self.cut = None, True
        return False

    def _decode(self, decoder: _Decoder) -> int:
        plain, rest = decoder.decode(self._next)
        self._keep_raw(self._next[: len(self._next) - len(rest)])
        self._next = rest
        self._plain += plain
        return len(plain)

    def _keep_raw(self, piece: bytes) -> None:
        self._raw_length += len(piece)
        if self._raw is not None:
            self._raw.write(piece)
            if self._raw_length > LONGEST_RECORD:
                self._raw = None

    def advance(self) -> bool:
        """Go to where the next record may begin, past empty lines and into the next member; False at the end."""
        while True:
            while self._plain or self._fill():
                blank = len(self._plain) - len(self._plain.lstrip(b"\r\n"))
                self._take(blank)
                if self._plain:
                    return True
            if not self._next_member():
                if self.cut:
                    self.cut = False
                    raise Damaged("the file ends within it")
                return False

    def _next_member(self) -> bool:
        if self._begin is None or (not self._next and not self._more()):
            return False
        self.member += self._raw_length
        self._raw, self._raw_length, self._position = BytesIO(), 0, 0
        self._decoder = self._begin()
        return True

    def resync(self) -> None:
        """After damage: go to where the next member may begin, or to the end."""
        self._plain.clear()
        pool = (self._raw.getvalue() if self._raw is not None else b"") + self._next
        begin = self.member
        magic = _GZIP_MAGIC if self._begin is _Gunzip else _ZSTD_MAGIC
        at = pool.find(magic, 1)
        while at < 0:
            begin += max(0, len(pool) - 2)
            pool = pool[-2:] + self._file.read(_READ)
            if len(pool) <= 2:
                self._next, self._decoder = b"", None
                return
            at = pool.find(magic)
        self.member, self._next = begin + at, pool[at:]
        self._raw, self._raw_length, self._decoder = BytesIO(), 0, None

    def _take(self, length: int) -> bytes:
        taken = bytes(self._plain[:length])
        del self._plain[:length]
        self._position += len(taken)
        return taken

    def line(self, longest: int) -> bytes:
        """Read to the end of a line, at most `longest` bytes, as `read` does."""
        while (end := self._plain.find(b"\n", 0, longest)) < 0 and len(self._plain) < longest:
            if not self._fill() and not self._goes_on():
                break
        return self._take(end + 1 if end >= 0 else longest)

    def read(self, length: int) -> bytes:
        """Read up to `length` bytes; into the next member only where that does not begin with a record of its own."""
        taken = BytesIO()  # gives back what was written without a copy
        while taken.tell() < length and (self._plain or self._fill() or self._goes_on()):
            taken.write(self._take(length - taken.tell()))
        return taken.getvalue()

    def _goes_on(self) -> bool:
        """Enter the next member as the continuation of this one; stay before it where it begins a record of its own."""
        if self._begin is None or not self._whole():
            return False
        while len(self._next) < _PROBE and self._more():
            pass
        if not self._next or self._begin().decode(self._next)[0].startswith(_WARC):
            return False
        self._raw = None  # the record is longer than its member
        self._decoder = self._begin()
        return True

    def unread(self, content: bytes) -> None:
        """Put back what was read last."""
        self._plain[:0] = content
        self._position -= len(content)

    def at_member_end(self) -> bool:
        """Whether nothing of this member is left to read."""
        return self._begin is not None and not self._plain and not self._fill() and self._whole()

    def _whole(self) -> bool:
        return self._decoder is not None and self._decoder.eof

    def drop_raw(self) -> None:
        """Keep no more raw bytes of this member: nobody will ask for them."""
        self._raw = None

    def raw_member(self) -> bytes | None:
        """Return the bytes of this member as they stand in the file, once all of it is read; None where too long."""
        return self._raw.getvalue() if self._raw is not None and self._begin is _Gunzip else None
