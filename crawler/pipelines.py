"""From a kept exchange to what it becomes: read by a worker, taken in as a list, followed, or written off."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Self, cast
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler

from archive.errors import ArchiveError, BadUrl, ExtractionFailed
from archive.model import Address, Edit, Outcome, Refusal
from archive.store.frontier import LIST_KINDS, NEXT_PAGE
from archive.urls import normalise
from crawler import visits
from crawler.answers import Answer, answer_of
from crawler.discovery import Found, discover_capture
from crawler.gathering import Gathering
from crawler.kept import Kept
from crawler.report import Report
from crawler.rights import page_signals, reserved
from crawler.session import session_of
from crawler.sources import Recrawl
from crawler.visits import ReadPage, Visit

if TYPE_CHECKING:
    from crawler.frontier import FrontierScheduler
    from crawler.spiders.base import ArchiveSpider

logger = logging.getLogger(__name__)

_LINGER = 0.1  # seconds that what is to be stored waits for what is still being read, to share a commit with it


class ReadingPipeline:
    """Interprets what was kept, off the reactor's thread; a page is done when its outcome is on disk."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._session = session_of(crawler)
        self._extractor = crawler.settings["TEARSHEET_EXTRACTOR"]
        hands = self._session.hands
        self._readings = Gathering(self._store_pages, linger=_LINGER, on_the_way=lambda here: hands.holding > here)
        self._repeats = Gathering(self._store_unchanged, linger=_LINGER)
        self._handlers: Mapping[Answer, Callable[[Kept], Awaitable[None]]] = {
            Answer.CONTENT: self._content,
            Answer.UNCHANGED: partial(self._unchanged, outcome=Answer.UNCHANGED.value),
            Answer.REDIRECT: self._redirect,
            Answer.GONE: self._gone,
            Answer.RATE_LIMITED: self._rate_limited,
            Answer.DENIED: self._broken,
            Answer.BROKEN: self._broken,
        }

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the pipeline of a crawl that has a session."""
        return cls(crawler)

    async def process_item(self, item: Kept) -> Kept:
        """Do what the answer calls for."""
        self._session.count("fetched", item.source_id)
        try:
            with self._session.hands.taking():
                await self._become(item)
        except ArchiveError as error:
            self._session.fail(error)  # the capture is kept, and the next run reads it
        cast("FrontierScheduler", self._crawler.engine.scheduler).stored(item.source_id)
        return item

    async def _become(self, item: Kept) -> None:
        if item.capture.status is None:
            await self._no_answer(item)
        else:
            await self._handlers[answer_of(item.capture.status, item.capture.location)](item)

    def _visit(self, item: Kept) -> Visit:
        source = self._session.source_of(item.source_id)
        return Visit(item.capture, source.file.recrawl if source else Recrawl())

    async def _content(self, item: Kept) -> None:
        if item.kind in LIST_KINDS:
            await self._list(item)
        elif item.cut and await self._session.writer.run(partial(visits.is_article, url=item.capture.url)):
            why = f"{item.capture.url} was cut short; the article that is archived stands."
            await self._unchanged(item, outcome="cut short", why=why)  # half a page must not replace a whole one
        elif item.capture.revisit_of is not None and not item.asked:
            await self._unchanged(item, outcome="unchanged")
        else:
            await self._page(item)

    async def _list(self, item: Kept) -> None:
        visit, since = self._visit(item), cast("ArchiveSpider", self._crawler.spider).since
        read = partial(discover_capture, source_id=item.source_id, since=since)
        try:
            found = await asyncio.wrap_future(
                self._session.readers.run(item.capture.url, read, self._session.path, item.capture.id, item.kind)
            )
        except ExtractionFailed as error:
            found = Found(problem=str(error))
        if found.problem:
            await self._session.writer.run(partial(visits.store_bad_list, visit=visit, why=found.problem))
            self._session.count_failure(item.source_id, Refusal.UNREADABLE)
            self._session.list_failed(item.source_id, found.problem)
            return
        new = await self._session.writer.run(partial(visits.store_list, visit=visit, found=found))
        self._session.list_read(item.source_id)
        self._session.count("found", item.source_id, new)
        for note in found.notes:
            logger.warning("%s: %s", item.capture.url, note)

    async def _page(self, item: Kept) -> None:
        visit = self._visit(item)
        try:
            read = await asyncio.wrap_future(self._session.readers.submit(item.capture.id, extractor=self._extractor))
        except ExtractionFailed as error:
            await self._unreadable(item, visit, error)
            return
        signals = page_signals(item.tdm_reservation, read.extraction.metadata)
        if reserved(signals) and self._session.respects_tdm(item.source_id):
            await self._reserved(item, visit, signals)
            return
        outcome = await self._readings.add(ReadPage(visit, read, signals))
        if item.cut and not outcome.version:
            self._session.count_failure(item.source_id, Refusal.UNREADABLE)
            why = f"{item.capture.url} was cut short, and what came of it holds no article."
            self._session.report(Report(item.asked, item.capture.id, failure=why))
        else:
            self._count(item, outcome)
            text = "" if outcome.version else read.extraction.text
            self._session.report(Report(item.asked, item.capture.id, outcome, text=text))
        if item.asked and read.wanted:  # of a source, it is in the frontier
            address = Address(read.wanted, found_by=NEXT_PAGE, found_on=item.capture.id)
            self._ask(address, item.asked)

    async def _unreadable(self, item: Kept, visit: Visit, error: ExtractionFailed) -> None:
        reason = Refusal.KILLED if error.killed else Refusal.UNREADABLE
        store = partial(visits.store_unreadable, visit=visit, reason=reason, why=str(error))
        await self._session.writer.run(store)
        self._session.count_failure(item.source_id, reason)
        self._session.report(Report(item.asked, item.capture.id, failure=str(error)))

    async def _reserved(self, item: Kept, visit: Visit, signals: Mapping[str, str]) -> None:
        why = f"{item.capture.url} is reserved from text and data mining; it was kept, and not read."
        store = partial(visits.store_reserved, visit=visit, signals=signals, why=why)
        await self._session.writer.run(store)
        self._session.count_failure(item.source_id, Refusal.TDM)
        self._session.report(Report(item.asked, item.capture.id, failure=why))

    async def _store_pages(self, pages: Sequence[ReadPage]) -> Sequence[Outcome]:
        return await self._session.writer.run(partial(visits.store_pages, pages=pages))

    async def _store_unchanged(self, seen: Sequence[tuple[Visit, str]]) -> Sequence[None]:
        return await self._session.writer.run(partial(visits.store_unchanged, seen=seen))

    def _count(self, item: Kept, outcome: Outcome) -> None:
        if outcome.gone:
            self._session.count("gone", item.source_id)
        elif not outcome.version:
            self._session.count("no article", item.source_id)
        elif outcome.completed:
            self._session.count("joined", item.source_id)
        elif outcome.edit is None:
            self._session.count("unchanged", item.source_id)
        else:
            self._session.count("new" if outcome.edit is Edit.FIRST else "edited", item.source_id)

    async def _unchanged(self, item: Kept, *, outcome: str, why: str = "") -> None:
        await self._repeats.add((self._visit(item), outcome))
        self._session.count("unchanged", item.source_id)
        if item.kind in LIST_KINDS:
            self._session.list_read(item.source_id)
        self._session.report(Report(item.asked, item.capture.id, failure=why))

    async def _redirect(self, item: Kept) -> None:
        visit = self._visit(item)
        try:
            url = normalise(item.capture.location)
        except BadUrl as error:
            await self._failed(item, Refusal.BAD_URL, f"{item.capture.url} redirects astray: {error}")
            return
        target = await self._session.writer.run(partial(visits.target_of, visit=visit, url=url, kind=item.kind))
        follow = await self._session.writer.run(partial(visits.store_redirect, visit=visit, target=target))
        self._session.count("redirected", item.source_id)
        if not follow:
            why = f"{item.capture.url} redirects in a circle, or too often."
            self._session.count_failure(item.source_id, Refusal.REDIRECT_LOOP)
            self._session.report(Report(item.asked, item.capture.id, failure=why))
        elif item.asked:
            self._ask(target, item.asked)

    def _ask(self, address: Address, asked: str) -> None:
        """Have an address fetched in this run, for a person who asked for the one that led to it."""
        self._crawler.engine.crawl(Request(address.url, meta={"address": address, "asked": asked}, dont_filter=True))

    async def _gone(self, item: Kept) -> None:
        await self._session.writer.run(partial(visits.store_gone, visit=self._visit(item)))
        self._session.count("gone", item.source_id)
        why = f"{item.capture.url} answered {item.capture.status}: the page is not there."
        if item.kind in LIST_KINDS:
            self._session.list_failed(item.source_id, why)
        self._session.report(Report(item.asked, item.capture.id, failure=why))

    async def _no_answer(self, item: Kept) -> None:
        """What came has no status line: the fetch said so, and wrote the row."""
        await self._session.writer.run(partial(visits.store_no_answer, visit=self._visit(item)))
        self._session.count_failure(item.source_id, Refusal.BAD_HTTP)
        if item.kind in LIST_KINDS:
            self._session.list_failed(item.source_id, f"What came from {item.capture.url} has no status line.")

    async def _rate_limited(self, item: Kept) -> None:
        host = urlsplit(item.capture.url).netloc
        why = f"{host} answered {item.capture.status}: it wants fewer requests."
        await self._failed(item, Refusal.RATE_LIMITED, why, self._session.resting.get(host))

    async def _broken(self, item: Kept) -> None:
        await self._failed(item, Refusal.HTTP_STATUS, f"{item.capture.url} answered {item.capture.status}.")

    async def _failed(self, item: Kept, reason: Refusal, why: str, not_before: datetime | None = None) -> None:
        store = partial(visits.store_failure, visit=self._visit(item), reason=reason, why=why, not_before=not_before)
        await self._session.writer.run(store)
        self._session.count_failure(item.source_id, reason)
        if item.kind in LIST_KINDS:
            self._session.list_failed(item.source_id, why)
        self._session.report(Report(item.asked, item.capture.id, failure=why))
