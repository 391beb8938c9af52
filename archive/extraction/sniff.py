"""Whether bytes are a web page at all, told from their first bytes and the Content-Type header."""

from __future__ import annotations

import re
from typing import Final

from archive.extraction.answer import PageKind

HEAD: Final = 1024  # bytes looked at

# First bytes of what web servers send beside pages; https://mimesniff.spec.whatwg.org/#matching-a-mime-type-pattern
_MAGIC: Final = (
    (b"%PDF-", "a PDF document"), (b"\x89PNG\r\n", "a PNG image"), (b"GIF8", "a GIF image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"RIFF", "a RIFF file (WebP, WAV, AVI)"), (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\x1f\x8b", "gzip data"), (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"\x00\x00\x00\x18ftyp", "an MP4 video"),
    (b"\x00\x00\x00\x1cftyp", "an MP4 video"), (b"\x00\x00\x00\x20ftyp", "an MP4 video or an AVIF image"),
    (b"ID3", "an MP3 recording"), (b"OggS", "an Ogg recording"), (b"wOFF", "a font"), (b"wOF2", "a font"),
    (b"\x1aE\xdf\xa3", "a WebM video"), (b"{\\rtf", "an RTF document"), (b"%!PS", "a PostScript document"),
    (b"BM", "a BMP image"), (b"II*\x00", "a TIFF image"), (b"MM\x00*", "a TIFF image"),
)  # fmt: skip
_FEED = re.compile(rb"<(rss|feed|rdf:RDF|urlset|sitemapindex|opml|svg)[\s>]", re.I)
_MARKUP = re.compile(
    rb"<(!doctype\s+html|html|head|body|title|meta|div|p|article|h1|table|script|a|span|main|section)\b", re.I
)
_BINARY_TYPE = re.compile(r"\s*(image|audio|video|font)/|\s*application/(pdf|zip|gzip|msword|octet-stream|vnd\.)", re.I)
_CONTROL = bytes((*range(9), *range(14, 27)))
_FEED_NAMES = {b"rss": "an RSS feed", b"feed": "an Atom feed", b"rdf:rdf": "an RSS feed", b"svg": "an SVG image"}


def not_a_page(body: bytes, content_type: str = "") -> tuple[PageKind, str] | None:
    """Return the kind of what is no web page, and a sentence that says what it is; None where it may be one."""
    head = body[:HEAD].lstrip(b"\xef\xbb\xbf \t\r\n\0")
    if not head:
        return (
            (PageKind.EMPTY, "the response has no body") if not body.strip() else (PageKind.NOT_HTML, "only zero bytes")
        )
    found = _by_magic(body, head) or _by_markup(head) or _by_type(head, content_type)
    return (PageKind.NOT_HTML, f"the response is {found}") if found else None


def _by_magic(body: bytes, head: bytes) -> str:
    for magic, name in _MAGIC:
        # Two letters prove little: a page of plain words may begin so.
        if body.startswith(magic) and (len(magic) > 2 or not magic.isalpha() or b"\0" in head):
            return name
    return ""


def _by_markup(head: bytes) -> str:
    if head[:1] in b"{[" and not _MARKUP.search(head):
        return "JSON" if re.match(rb"[{\[]\s*[\"\[{}\]\d]", head) else ""
    found = _FEED.search(head)
    if found and not _MARKUP.search(head, 0, found.start()):
        return _FEED_NAMES.get(found[1].lower(), "a sitemap or another list in XML")
    return ""


def _by_type(head: bytes, content_type: str) -> str:
    """Trust a header that says “image”, unless markup is in sight: servers send pages as octet-stream."""
    if _BINARY_TYPE.match(content_type) and not _MARKUP.search(head):
        return content_type.split(";", maxsplit=1)[0].strip().lower()
    control = len(head) - len(head.translate(None, _CONTROL))
    return "binary data" if control > len(head) * 0.1 and not _looks_utf16(head) else ""


def _looks_utf16(head: bytes) -> bool:
    return head[:2] in {b"\xff\xfe", b"\xfe\xff"} or max(head[0::2].count(0), head[1::2].count(0)) > len(head) * 0.35
