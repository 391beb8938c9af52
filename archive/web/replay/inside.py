"""What a replayed page carries inside itself: archived fonts as data, archived frames as documents.

A page without an origin may not fetch a font, and a policy that forbids frames forbids them to whatever comes after. So
both are written into the page: nothing more is asked of the server, and a frame inherits the policy it stands under.
"""

from __future__ import annotations

import base64
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from archive import http_message
from archive.extraction import charset
from archive.web.links import Links
from archive.web.queries import captures
from archive.web.queries.captures import Seen
from archive.web.replay.document import Surroundings, rewrite_page
from archive.web.replay.moments import digits_of
from archive.web.replay.stored import stored

HTML = frozenset({"text/html", "application/xhtml+xml", ""})
MOST_BYTES = 4 << 20  # of fonts and frames in one page or style sheet
MOST_FRAMES = 12
DEEPEST = 2  # frames within frames
_REDIRECTS = 3
_FONTS = (
    (b"wOF2", "font/woff2"),
    (b"wOFF", "font/woff"),
    (b"OTTO", "font/otf"),
    (b"\x00\x01\x00\x00", "font/ttf"),
    (b"true", "font/ttf"),
)


@dataclass
class Room:
    """What one page may still take in."""

    bytes: int = MOST_BYTES
    frames: int = MOST_FRAMES

    def take(self, size: int) -> bool:
        """Take room for so many bytes, and say whether there was any."""
        fits = size <= self.bytes
        self.bytes -= size if fits else 0
        return fits


@dataclass(frozen=True, slots=True)
class Inside:
    """The surroundings of one capture, as the archive holds them."""

    connection: sqlite3.Connection
    seen: Seen
    links: Links
    room: Room
    depth: int = 0

    def surroundings(self) -> Surroundings:
        """Return what a page's addresses lead to."""
        return Surroundings(self.seen.url, self.link, self.archived, self.font, self.frame)

    def link(self, url: str, flavour: str) -> str:
        """Return our path of an absolute URL at the time of this capture."""
        return self.links.replay(url, digits_of(self.seen.fetched_at), flavour)

    def archived(self, urls: Iterable[str]) -> set[str]:
        """Return which absolute URLs the archive holds."""
        return captures.held(self.connection, urls)

    def font(self, url: str) -> str:
        """Return an archived font as a data: address; "" where it is none, or there is no room for it."""
        seen = captures.nearest(self.connection, url, self.seen.fetched_at, good=True)
        if seen is None:
            return ""
        body = stored(self.connection, seen)[1]
        kind = next((kind for magic, kind in _FONTS if body.startswith(magic)), "")
        if not kind or not self.room.take(len(body)):
            return ""
        return f"data:{kind};base64,{base64.b64encode(body).decode()}"

    def frame(self, url: str) -> str:
        """Return an archived page, made harmless, to stand in a frame; "" where it is none, or there is no room."""
        seen = self._landed(url)
        if seen is None or seen.mime not in HTML or self.depth == DEEPEST or not self.room.frames:
            return ""
        self.room.frames -= 1
        head, body, _ = stored(self.connection, seen)
        text = charset.decode(body, http_message.header(head, "content-type") or seen.mime).text
        if not self.room.take(len(text)):
            return ""
        within = Inside(self.connection, seen, self.links, self.room, self.depth + 1)
        return rewrite_page(text, within.surroundings()).decode()

    def _landed(self, url: str) -> Seen | None:
        """Return the capture that a frame's address led to, redirects followed."""
        for _ in range(_REDIRECTS + 1):
            seen = captures.nearest(self.connection, url, self.seen.fetched_at)
            if seen is None or not seen.location:
                return seen
            url = seen.location
        return None
