"""Small files at fixed places of a host: fetched and kept like any page, and believed for a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from urllib.parse import urljoin

from scrapy import Request
from scrapy.crawler import Crawler

from archive import clock
from archive.model import AddressKind, Attempt, Capture, Refusal
from archive.store.database import Archive, stamp
from archive.store.reading import load, mark_read
from archive.urls import url_key
from crawler.answers import Answer, answer_of
from crawler.exchanges import OURS
from crawler.session import session_of

BELIEVED = timedelta(hours=24)  # RFC 9309, 2.4: not longer
MAX_HOPS = 5  # redirects followed: RFC 9309, 2.3.1.2


_RECENT = """
    SELECT id FROM captures
    WHERE url_key = ? AND url = ? AND kind = 'robots' AND fetched_at > ? AND status BETWEEN 200 AND 499
        AND status NOT IN (304, 429) AND response_record IS NOT NULL
    ORDER BY fetched_at DESC LIMIT 1"""


@dataclass(frozen=True, slots=True)
class WellKnown:
    """What a host answered."""

    answer: Answer
    body: bytes = b""  # decoded; only of CONTENT
    problem: str = ""  # a sentence, where nothing came
    reason: Refusal = Refusal.ROBOTS  # the same in one word
    is_ours: bool = False  # it is we who refuse to ask the host anything


async def ask(crawler: Crawler, host: str, path: str, *, source_id: int | None) -> WellKnown:
    """Return what is at `path` of `host` ("https://news.example"), from the archive where it was asked within a day."""
    url = f"{host}{path}"
    for _ in range(MAX_HOPS + 1):
        capture = await session_of(crawler).writer.run(partial(_recent, url=url))
        if capture is None:
            meta = {"kind": AddressKind.ROBOTS, "source_id": source_id, "download_slot": f"{path} of {host}"}
            request = Request(url, meta=meta, dont_filter=True)
            try:
                await crawler.engine.download_async(request)
            except Exception as error:  # noqa: BLE001 - its row is written; what it means is the caller's business
                attempt: Attempt | None = request.meta.get("attempt")
                if attempt is not None and attempt.reason in OURS:
                    return WellKnown(Answer.GONE, is_ours=True)
                if attempt is None:
                    return WellKnown(Answer.BROKEN, problem=f"{url} failed: {error}.")
                return WellKnown(Answer.BROKEN, problem=attempt.detail, reason=attempt.reason)
            capture = request.meta["capture"]
        answer = answer_of(capture.status, capture.location)
        body = await session_of(crawler).writer.run(partial(_take, capture=capture))
        if answer is not Answer.REDIRECT:
            problem = f"{url} answered {capture.status}." if answer in (Answer.BROKEN, Answer.RATE_LIMITED) else ""
            return WellKnown(answer, body if answer is Answer.CONTENT else b"", problem)
        url = urljoin(url, capture.location)
    return WellKnown(Answer.GONE)


def _recent(archive: Archive, url: str) -> Capture | None:
    since = stamp(clock.now() - BELIEVED)
    row = archive.connection.execute(_RECENT, (url_key(url), url, since)).fetchone()
    return load(archive, row["id"]).capture if row else None


def _take(archive: Archive, capture: Capture) -> bytes:
    """Mark a capture as read, and return its body."""
    if capture.response_record is None:
        return b""
    mark_read(archive, capture.id, "robots")
    return load(archive, capture.id).body
