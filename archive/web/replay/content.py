"""One archived answer for a browser: a page made harmless, a picture, a style sheet, or bytes to keep."""

from __future__ import annotations

import re
import sqlite3

from archive import http_message
from archive.errors import NotFound
from archive.extraction import charset
from archive.web.links import Links
from archive.web.page import Raw
from archive.web.queries.captures import Seen
from archive.web.replay.document import SANDBOX, Surroundings, rewrite_page, urljoin_safely
from archive.web.replay.inside import HTML, Inside, Room
from archive.web.replay.stored import stored
from archive.web.replay.style import addresses, rewrite_style

_MAGIC = (
    (b"\x89PNG\r\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"\x00\x00\x01\x00", "image/x-icon"),
    (b"BM", "image/bmp"),
)


def content(connection: sqlite3.Connection, seen: Seen, flavour: str, link: Links, absolute: Links) -> Raw:
    """Return a capture's answer in a flavour, under a policy that lets it run nothing and reach nothing.

    Raises:
        NotFound: the capture holds nothing that can be shown as what was asked for.

    """
    head, body, record = stored(connection, seen)
    secure = policy(absolute)
    if flavour == "im_" or (flavour == "mp_" and seen.mime.startswith("image/")):
        return Raw(body, _picture_type(seen, body), secure)
    if flavour == "id_" or not (flavour == "cs_" or seen.mime in HTML or _is_text(seen.mime)):
        return _bytes(body, seen.mime, record, secure)
    text = charset.decode(body, http_message.header(head, "content-type") or seen.mime).text
    around = Inside(connection, seen, link, Room()).surroundings()
    if flavour == "cs_":
        return Raw(_style(seen, text, around), "text/css; charset=utf-8", secure)
    if seen.mime in HTML:
        return Raw(rewrite_page(text, around), "text/html; charset=utf-8", secure)
    return Raw(text.encode("utf-8", "replace"), "text/plain; charset=utf-8", secure)


def policy(absolute: Links) -> dict[str, str]:
    """Return the headers of anything that was archived: a null origin, no script, pictures from the replay alone."""
    ours = f"{absolute.base}web/"
    return {
        "Content-Security-Policy": f"sandbox {SANDBOX}; default-src 'none'; img-src {ours} data:; font-src data:; "
        f"style-src {ours} 'unsafe-inline'; form-action 'none'; base-uri 'none'; "
        "frame-ancestors 'self'",
        "X-Frame-Options": "SAMEORIGIN",
        "X-Robots-Tag": "noindex, nofollow",
    }


def _is_text(mime: str) -> bool:
    return (
        mime.startswith("text/") or mime in {"application/json", "application/xml"} or mime.endswith(("+xml", "+json"))
    )


def _picture_type(seen: Seen, body: bytes) -> str:
    for magic, kind in _MAGIC:
        if body.startswith(magic):
            return kind
    if body[:4] == b"RIFF" and body[8:12] == b"WEBP":
        return "image/webp"
    if seen.mime.startswith("image/"):
        return seen.mime
    raise NotFound(f"What was archived of {seen.url} is no picture.")


def _bytes(body: bytes, mime: str, record: int, secure: dict[str, str]) -> Raw:
    kind = mime if re.fullmatch(r"[\w.+-]+/[\w.+-]+", mime) else "application/octet-stream"
    return Raw(body, kind, secure | {"Content-Disposition": f'attachment; filename="record-{record}.bin"'})


def _style(seen: Seen, css: str, around: Surroundings) -> bytes:
    kept = around.archived(filter(None, (urljoin_safely(seen.url, one) for one in addresses(css))))

    def lead(address: str, flavour: str) -> str:
        absolute = urljoin_safely(seen.url, address)
        return around.shown(absolute, flavour) if absolute in kept else ""

    return rewrite_style(css, lead).encode("utf-8", "replace")
