"""The session of a crawl: opens the archive with it, keeps count, and closes the archive after it."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Self, cast
from urllib.parse import urlsplit

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.settings import BaseSettings
from scrapy.utils.defer import deferred_from_coro

from archive import clock
from archive.errors import ArchiveError
from archive.model import REFUSALS, Refusal
from archive.store.crawls import begin_crawl, end_crawl
from archive.store.database import Archive
from archive.store.frontier import add, give_back, give_back_dead
from archive.store.memory import refresh_memory
from archive.store.quality import quality_of
from archive.store.sources import all_sources, put_health, put_source
from archive.store.standing import make_due
from archive.urls import registered_domain
from archive.workers import Readers
from crawler import health
from crawler.capture import Recorder
from crawler.certificates import asked_of
from crawler.forecast import forecast
from crawler.hands import Hands
from crawler.heap import give_back_large_buffers
from crawler.locks import SourceBusy, SourceLocks
from crawler.report import Report
from crawler.sources import Source
from crawler.writer import Writer

if TYPE_CHECKING:
    from crawler.spiders.base import ArchiveSpider

logger = logging.getLogger(__name__)

# How Scrapy says that a crawl ended -> the outcome of its row. A run that reached its time ended as it was asked to.
MAX_RESTS = 5  # of a host that a run waits for
_OUTCOMES = {"finished": "finished", "closespider_timeout": "finished", "shutdown": "interrupted"}


class Session:
    """What one run holds: its row in the archive, its connections, its readers, its sources and its counts.

    It is open before the scheduler and the spider are; `session_of` finds it.
    """

    def __init__(self, crawler: Crawler, spider: ArchiveSpider) -> None:
        give_back_large_buffers()
        self._crawler, settings = crawler, crawler.settings
        self.failure: Exception | None = None  # why the crawl had to end
        self.path = Path(settings["TEARSHEET_ARCHIVE"])
        self.counts: dict[str, Counter[str]] = {}
        self.outcome = ""  # of the run, when it has ended: finished, interrupted, failed
        self.hands = Hands()
        self.resting: dict[str, datetime] = {}  # host -> UTC time until which it is left alone
        self._rests: Counter[str] = Counter()  # host -> how often it asked for that in this run
        self.troubles: list[str] = []  # a sentence for each source that is not as it was
        self.reports: dict[str, Report] = {}
        self.problems: list[str] = []  # a sentence each: what the operator should know at the end
        with ExitStack() as held:
            self.archive = held.enter_context(Archive.open(self.path, create=True))
            self.sources = self._locked(held, spider.sources)
            asked = spider.asked | asked_of(settings)
            self.crawl_id = begin_crawl(self.archive, command=spider.command, settings=asked)
            give_back_dead(self.archive, self.crawl_id, list(self.sources))
            self._begin(spider)
            self.writer = Writer(self.path)
            held.callback(self.writer.close)
            self.readers = _readers(settings, self.path)
            held.callback(self.readers.close)
            self.recorder = Recorder().start(self.path, self.crawl_id)
            self._held = held.pop_all()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Open what the crawl needs; raises ArchiveError or SourceBusy, and then nothing is crawled."""
        session = cls(crawler, cast("ArchiveSpider", crawler.spider))
        crawler.recorder = session.recorder  # type: ignore[attr-defined]  # where the download handler looks
        crawler.signals.connect(session.close, signal=signals.spider_closed)
        return session

    def _locked(self, held: ExitStack, sources: Sequence[Source]) -> dict[int, Source]:
        locks = SourceLocks(self.path)
        held.callback(locks.release)
        self.busy = locks.take(source.name for source in sources)
        if sources and len(self.busy) == len(sources):
            raise SourceBusy(
                f"Another run is crawling {', '.join(self.busy)} into {self.path}: try again when it is done."
            )
        return {_stored(self.archive, source): source for source in sources if source.name not in self.busy}

    def _begin(self, spider: ArchiveSpider) -> None:
        if warning := forecast(self.archive, list(self.sources), limit=spider.limit):
            logger.warning("%s", warning)
        for stored in all_sources(self.archive):
            if stored.id in self.sources:
                for host, until in health.resting_of(stored.health, clock.now()).items():
                    self.rest(host, until, "it asked for that in an earlier run.")
        for source_id, source in self.sources.items():
            self.counts[source.name] = Counter()
            # The run reads by this snapshot to its end, so that what it reads can be reproduced.
            refresh_memory(self.archive, registered_domain(source.file.home))
            seeds = spider.seeds(source, source_id)
            add(self.archive, seeds)
            if not spider.only_due:
                make_due(self.archive, [seed.url for seed in seeds], clock.now())

    def source_of(self, source_id: int | None) -> Source | None:
        """Return the source of that key, if it is one of this run's."""
        return None if source_id is None else self.sources.get(source_id)

    def respects_tdm(self, source_id: int | None) -> bool:
        """Say whether a reservation of text and data mining keeps us from a source's pages."""
        source = self.source_of(source_id)
        own = source.file.politeness.respect_tdm if source else None
        return self._crawler.settings.getbool("TEARSHEET_RESPECT_TDM") if own is None else own

    def count(self, what: str, source_id: int | None, number: int = 1) -> None:
        """Count something for a source; "" is the name of what belongs to none."""
        source = self.source_of(source_id)
        self.counts.setdefault(source.name if source else "", Counter())[what] += number

    def count_failure(self, source_id: int | None, reason: Refusal) -> None:
        """Count an address that came to nothing: refused or failed, and by whom or why."""
        what = "refused" if reason in REFUSALS else "failed"
        self.count(what, source_id)
        self.count(f"{what}: {reason.value}", source_id)

    def list_read(self, source_id: int | None) -> None:
        """A feed, sitemap or section page of a source could be read."""
        self.count("lists read", source_id)

    def list_failed(self, source_id: int | None, why: str) -> None:
        """A feed, sitemap or section page of a source could not be read."""
        self.count("lists failed", source_id)
        self.problems.append(why)

    def report(self, report: Report) -> None:
        """Take note of what became of an address that a person asked for by name; "" is none.

        What became of a further page of an article does not hide the article.
        """
        known = self.reports.get(report.asked)
        if report.asked and (known is None or report.is_article or not known.is_article):
            self.reports[report.asked] = report

    def fail(self, error: Exception) -> None:
        """End the crawl, once: what cannot be kept or looked up is not fetched; the error is raised at its end."""
        if self.failure is None:
            self.failure = error
            logger.error("The crawl ends here: %s", error)
            deferred_from_coro(self._crawler.engine.close_spider_async(reason="archive_failed"))

    def rest(self, host: str, until: datetime, why: str) -> None:
        """Leave a host alone until `until` (UTC); its addresses stay as they are."""
        if host not in self.resting or self.resting[host] < until:
            self.resting[host] = until
            self._rests[host] += 1
            self.problems.append(f"{host} is left alone until {until:%Y-%m-%d %H:%M} UTC: {why}")

    def is_resting(self, url: str) -> bool:
        """Say whether the host of a URL wants to be left alone."""
        until = self.resting.get(urlsplit(url).netloc)
        return until is not None and clock.now() < until

    def _examine(self) -> None:
        """Compare each source with its own history, and remember this run."""
        known = {source.id: source for source in all_sources(self.archive)}
        for source_id, source in self.sources.items():
            quality = quality_of(self.archive, self.crawl_id, source_id)
            counts, now = self.counts[source.name], clock.now()
            entry = health.run_entry(crawl=str(self.crawl_id), at=now, counts=counts, quality=quality)
            before = known[source_id].health
            troubles = health.troubles(source.name, before, entry)
            own = {host: until for host, until in self.resting.items() if host.partition(":")[0] in source.hosts}
            put_health(self.archive, source_id, health.with_run(before, entry, troubles, own))
            self.troubles += troubles

    def rests_within(self, patience: timedelta) -> bool:
        """Say whether some host that is left alone now may be asked again before `patience` is over.

        One that asked for its rest again and again is waited for no more: the next run asks it.
        """
        latest = clock.now() + patience
        soon = (host for host in self.resting_hosts() if self.resting[host] <= latest)
        return any(self._rests[host] <= MAX_RESTS for host in soon)

    def resting_hosts(self) -> list[str]:
        """Return the hosts that want to be left alone now."""
        return [host for host, until in self.resting.items() if clock.now() < until]

    async def close(self, reason: str) -> None:
        """Keep what is in flight, give the leases back, and write how the run ended."""
        await self.recorder.stop()
        self.outcome = _OUTCOMES.get(reason, "failed")
        totals: Counter[str] = sum(self.counts.values(), Counter())
        try:
            self._examine()
            give_back(self.archive, self.crawl_id)
            end_crawl(self.archive, self.crawl_id, outcome=self.outcome, counts=totals)
        except ArchiveError as error:
            # The next run gives the leases back; what this one kept stands.
            logger.error("The end of the run could not be written: %s", error)
        self._held.close()


def session_of(crawler: Crawler) -> Session:
    """Return the session of a crawl that has begun."""
    session = crawler.get_extension(Session)
    assert session is not None, "the session extension is switched off"
    return session


def _stored(archive: Archive, source: Source) -> int:
    return put_source(
        archive,
        name=source.name,
        domain=registered_domain(source.file.home),
        home=source.file.home,
        toml=source.toml,
    )


def _readers(settings: BaseSettings, path: Path) -> Readers:
    return Readers(
        path,
        workers=settings.getint("TEARSHEET_READERS"),
        timeout=settings.getfloat("TEARSHEET_READER_TIMEOUT"),
        memory=settings.getint("TEARSHEET_READER_MEMORY"),
    )
