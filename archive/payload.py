"""A stored response → its body with content codings undone, bounded in size and forgiving of bodies that were cut."""

from __future__ import annotations

import importlib
import os
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from archive.http_message import headers

# Bytes after decoding, the bound of a page; the crawler takes no more off the wire either.
LIMIT = int(os.environ.get("TEARSHEET_BODY_MAXSIZE") or 10 << 20)
_MOST_CODINGS = 4  # a server that stacks more is playing with us
_GZIP, _ZLIB, _RAW = 31, 15, -15  # window bits that zlib reads as a format
_PIECE = 64 * 1024


@dataclass(frozen=True, slots=True)
class Payload:
    """A decoded body."""

    body: bytes
    notes: tuple[str, ...] = ()  # what went less than well, each a short phrase


def decode(head: bytes, body: bytes, *, limit: int = LIMIT) -> Payload:
    """Undo the Content-Encoding (and a gzip transfer coding) of a stored response, to at most `limit` bytes.

    A body that was cut gives what could be decoded; one that is not coded as it says is returned as it is, and noted.
    """
    notes: list[str] = []
    for coding in reversed(codings(head)[:_MOST_CODINGS]):
        body, note = _undo(coding, body, limit)
        notes += [note] if note else []
    if len(body) > limit:
        body = body[:limit]
        notes.append(f"body cut at {limit} bytes")
    return Payload(body, tuple(dict.fromkeys(notes)))


def codings(head: bytes) -> list[str]:
    """Return the codings of a stored body in the order they were applied, lower case, without identity and chunked."""
    values = headers(head, "content-encoding") + headers(head, "x-archive-orig-transfer-encoding")
    names = [name.strip().lower() for value in values for name in value.split(",")]
    return [name for name in names if name not in ("", "identity", "chunked", "none")]


def _undo(coding: str, body: bytes, limit: int) -> tuple[bytes, str]:
    decoder = _DECODERS.get(coding)
    if decoder is None:
        return body, f"unknown content coding {coding[:20]!r}"
    return decoder(body, limit)


def _gzip(body: bytes, limit: int) -> tuple[bytes, str]:
    if not body.startswith(b"\x1f\x8b"):
        return body, "body is not gzip as it says" if body else ""
    return _inflate(body, limit, _GZIP)


def _deflate(body: bytes, limit: int) -> tuple[bytes, str]:
    # RFC 9110 means zlib; some servers send raw deflate.
    plain, note = _inflate(body, limit, _ZLIB)
    if body and not plain and note:
        plain, note = _inflate(body, limit, _RAW)
    return (plain, note) if plain or not note or not body else (body, "body is not deflate as it says")


def _inflate(body: bytes, limit: int, window: int) -> tuple[bytes, str]:
    """Inflate each gzip member or the one zlib stream; what follows is not part of the body."""
    plain, note, rest = _inflate_one(body, limit, window)
    pieces = [plain]
    room = limit - len(plain)
    while not note and room > 0 and window == _GZIP and rest.startswith(b"\x1f\x8b"):
        plain, note, rest = _inflate_one(rest, room, window)
        pieces.append(plain)
        room -= len(plain)
    return b"".join(pieces), note


def _inflate_one(body: bytes, room: int, window: int) -> tuple[bytes, str, bytes]:
    """Inflate one stream piece by piece, so that what stands before a fault is kept; return text, note and the rest."""
    decoder = zlib.decompressobj(window)
    out: list[bytes] = []
    at = 0
    while not decoder.eof:
        fed = decoder.unconsumed_tail or body[at : at + _PIECE]
        at += 0 if decoder.unconsumed_tail else _PIECE
        if not fed:
            return b"".join(out), _EARLY, b""
        before = decoder.copy()
        try:
            out.append(decoder.decompress(fed, room))
        except zlib.error:
            return b"".join([*out, *_salvaged(before, fed, room)]), _DAMAGED, b""
        room -= len(out[-1])
        if room <= 0 and not decoder.eof:
            return b"".join(out), _BOUND, b""
    return b"".join(out), "", decoder.unused_data + body[at:]


def _salvaged(decoder: Any, fed: bytes, room: int) -> Iterator[bytes]:
    """Yield what a damaged piece gives before the fault; zlib throws away the output of a call that fails."""
    for at in range(len(fed)):
        try:
            piece = decoder.decompress(fed[at : at + 1], room)
        except zlib.error:
            return
        room -= len(piece)
        yield piece
        if room <= 0:
            return


def _brotli(body: bytes, limit: int) -> tuple[bytes, str]:
    brotli = library("brotli")
    if brotli is None:
        return body, "no library here for content coding br"
    decoder = brotli.Decompressor()
    return _stream(body, limit, lambda piece, room: decoder.process(piece, output_buffer_limit=room), brotli.error)


def _zstd(body: bytes, limit: int) -> tuple[bytes, str]:
    zstd = library("compression.zstd") or library("backports.zstd")
    if zstd is None:
        return body, "no library here for content coding zstd"
    decoder = zstd.ZstdDecompressor()
    return _stream(body, limit, decoder.decompress, zstd.ZstdError, ended=lambda: decoder.eof)


def library(name: str) -> Any:
    """Return a module that not every installation has, or None."""
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError:
        return None


def _stream(
    body: bytes,
    limit: int,
    decode_piece: Callable[[bytes, int], bytes],
    fault: type[Exception],
    ended: Callable[[], bool] = lambda: False,
) -> tuple[bytes, str]:
    """Decode piece by piece to `limit` bytes; a decoder that is full gives more for an empty piece."""
    out: list[bytes] = []
    room = limit
    for start in range(0, len(body), _PIECE):
        piece = body[start : start + _PIECE]
        while not ended():
            try:
                out.append(decode_piece(piece, room))
            except fault:
                return b"".join(out), _DAMAGED
            room -= len(out[-1])
            if room <= 0:
                return b"".join(out)[:limit], _BOUND
            if not out[-1]:
                break
            piece = b""
    return b"".join(out), ""


_EARLY = "coded body ends early"
_DAMAGED = "coded body is damaged, what stands before is kept"
_BOUND = "body cut at the size bound"

_DECODERS: dict[str, Callable[[bytes, int], tuple[bytes, str]]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstd,
}
