"""A large WARC file cut into ranges of bytes that several machines can read at once, a whole record each way."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from itertools import islice, pairwise
from pathlib import Path
from typing import BinaryIO

from archive import warc
from archive.errors import ArchiveMissing
from archive.transfer.records_in import Found, records
from archive.transfer.warc_in import Part

_MAGIC = b"\x1f\x8b\x08"
_READ = 1 << 20  # bytes
_PROBE = 4096  # bytes of a member that show what it begins with
_LOOKED_AT = 20  # records, among which two neighbours are not tied to each other


def cut(path: Path, *, size: int) -> list[Part]:
    """Return parts of about `size` bytes that together hold every record; one, where the file cannot be cut.

    It can be where each record is a gzip member of its own, as every crawler writes them. A request stays with its
    response where the two are neighbours.

    Raises:
        ArchiveMissing: there is no such file.

    """
    try:
        with path.open("rb") as file:
            length = path.stat().st_size
            bounds = [0, *_bounds(file, size, length), length]
    except OSError as error:
        raise ArchiveMissing(f"{path} cannot be read: {error.strerror}.") from error
    return [Part(begin, end) for begin, end in pairwise(bounds)]


def _bounds(file: BinaryIO, size: int, length: int) -> Iterator[int]:
    if length <= size or file.read(len(_MAGIC)) != _MAGIC:
        return
    last = 0
    for near in range(size, length, size):
        if near <= last:
            continue
        found = _bound(file, near)
        if found is None:
            return
        last = found
        yield found


def _bound(file: BinaryIO, near: int) -> int | None:
    """Return where a record begins at `near` or behind it that its neighbour before has nothing to do with."""
    begin = _member(file, near)
    if begin is None:
        return None
    file.seek(0)
    before: list[Found] = []
    for found in islice(records(file, offset=begin), _LOOKED_AT):
        if before and not any(_tied(one, found) for one in before[-2:]):
            return found.offset
        before.append(found)
    return None


def _member(file: BinaryIO, near: int) -> int | None:
    """Return where the first gzip member behind `near` begins that holds the begin of a record."""
    file.seek(near)
    at, held = near, file.read(_READ)
    while len(held) > len(_MAGIC):
        place = held.find(_MAGIC)
        while place >= 0:
            if _begins_a_record(held[place:]):
                return at + place
            place = held.find(_MAGIC, place + 1)
        keep = held[-_PROBE:]
        at, held = at + len(held) - len(keep), keep + file.read(_READ)
        if held == keep:
            return None
    return None


def _begins_a_record(member: bytes) -> bool:
    try:
        return zlib.decompressobj(31).decompress(member[:_PROBE], 5) == b"WARC/"
    except zlib.error:
        return False


def _tied(one: Found, other: Found) -> bool:
    """Whether two neighbours are the request and the response of one exchange."""
    if one.record is None or other.record is None:
        return True  # nobody knows
    if {one.record.header("WARC-Type"), other.record.header("WARC-Type")} in ({"request"}, {"response"}):
        return False
    return (
        one.record.header("WARC-Target-URI") == other.record.header("WARC-Target-URI")
        or warc.bare(one.record.header("WARC-Concurrent-To")) == other.record.id
        or warc.bare(other.record.header("WARC-Concurrent-To")) == one.record.id
    )
