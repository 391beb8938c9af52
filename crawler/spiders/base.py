"""What every spider does: requests from leases, and kept exchanges handed on without a look inside."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar, Self
from urllib.parse import urlsplit

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.settings import BaseSettings
from twisted.python.failure import Failure

from archive import clock
from archive.errors import TearsheetError
from archive.model import Address, AddressKind, Attempt, Capture, Lease, Refusal
from archive.store.crawls import left_to_read
from archive.store.frontier import LIST_KINDS, NEXT_PAGE
from archive.store.reading import load
from archive.urls import normalise
from crawler.certificates import UNVERIFIED_HOSTS, unverified_hosts
from crawler.kept import Kept
from crawler.politeness import NotSent
from crawler.recrawl import validators
from crawler.report import Report
from crawler.robots import NotNow
from crawler.session import session_of
from crawler.sources import BadSource, Source, load_sources, period


class NoContact(TearsheetError):
    """A crawl of strangers' sites would not say whose it is."""

    exit_code = 2


class ArchiveSpider(Spider):
    """A spider over the archive's frontier; it looks into nothing that is not on disk yet."""

    command: ClassVar[str] = "crawl"
    sources: Sequence[Source] = ()
    bad_sources: Sequence[BadSource] = ()
    asked: dict[str, object]  # what was asked of the run, as its row in the archive says it
    only_due = False  # whether the lists a source names wait for their time
    limit: int | None = None  # pages this run may fetch; None: all that is due
    since: datetime | None = None  # UTC; what lists date before it is left alone

    def request_for(self, leased: Lease, meta: dict[str, Any]) -> Request:
        """Return the request of a lease: a conditional one where we hold something to compare with."""
        return Request(
            leased.url,
            callback=self.parse,
            errback=self.failed,
            headers={**self._headers(leased), **({} if meta.get("asked") else validators(leased))},
            meta={"lease": leased, "asked": meta.get("asked", "")},
            dont_filter=True,
        )

    def _headers(self, leased: Lease) -> dict[str, str]:
        source = session_of(self.crawler).source_of(leased.source_id)
        if source is None:
            return {}
        agent = {"User-Agent": source.file.politeness.user_agent} if source.file.politeness.user_agent else {}
        # A secret is for the site it belongs to, and not for wherever a link or a redirect leads.
        own = urlsplit(leased.url).hostname in source.hosts
        return {**agent, **(source.secret_headers() if own else {})}

    def refusal(self, leased: Lease) -> str:
        """Say why the operator's rules speak against fetching an address, or ""."""
        return ""

    def parse(self, response: Response, **_: Any) -> list[Kept]:
        """Hand on what was kept; no generator, whose source Scrapy would read and parse for each page."""
        meta = response.meta
        return [_kept(meta["capture"], meta, response, cut="dataloss" in response.flags)]

    def failed(self, failure: Failure) -> Iterator[Kept]:
        """Count what came to nothing; its row is written. What came of a response before it broke off is handed on.

        Whoever reads that counts it: an address comes to one thing, an article or a failure.
        """
        request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy's addition
        capture: Capture | None = request.meta.get("capture")
        session, attempt = session_of(self.crawler), request.meta.get("attempt")
        why = attempt.detail if attempt else str(failure.value)
        session.report(Report("" if isinstance(failure.value, NotSent) else request.meta["asked"], failure=why))
        if capture is not None and capture.response_record is not None:
            yield _kept(capture, request.meta, None, cut=True)
        elif not isinstance(failure.value, NotSent):
            self._count_failure(request.meta["lease"], attempt, why, is_not_now=isinstance(failure.value, NotNow))

    def _count_failure(self, lease: Lease, attempt: Attempt | None, why: str, *, is_not_now: bool) -> None:
        session = session_of(self.crawler)
        if not is_not_now:
            session.count_failure(lease.source_id, attempt.reason if attempt else Refusal.BROKEN)
        if lease.kind in LIST_KINDS:
            session.list_failed(lease.source_id, why)

    async def start(self) -> AsyncIterator[Any]:
        """Read what an earlier run recorded and did not come to read, then begin."""
        session = session_of(self.crawler)
        for left in left_to_read(session.archive, session.crawl_id, list(session.sources)):
            capture = load(session.archive, left.capture_id).capture
            yield Kept(capture, left.kind, left.source_id)
            await session.hands.room()
        for request in self.first_requests():
            yield request

    def seeds(self, source: Source, source_id: int) -> list[Address]:
        """Return where this spider begins with a source."""
        return []

    def first_requests(self) -> Iterable[Request]:
        """Return what is fetched in any case, whenever it is due."""
        return ()


def _kept(capture: Capture, meta: dict[str, Any], response: Response | None, *, cut: bool) -> Kept:
    lease: Lease = meta["lease"]
    return Kept(
        capture,
        lease.kind,
        lease.source_id,
        asked=meta["asked"],
        cut=cut,
        tdm_reservation=_header(response, "TDM-Reservation"),
    )


def _header(response: Response | None, name: str) -> str:
    value = response.headers.get(name) if response is not None else None
    return value.decode("latin-1").strip() if value else ""


class SourceSpider(ArchiveSpider):
    """Crawls sources by some of the ways they name: `-a source=NAME[,NAME…]`, or every source there is."""

    ways: ClassVar[tuple[AddressKind, ...]] = (AddressKind.FEED, AddressKind.SITEMAP, AddressKind.SECTION)
    depth_limit = 3  # links followed from a feed or sitemap by way of teasers

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Read the sources; raises BadSource or NoContact, and then nothing is crawled."""
        spider = super().from_crawler(crawler, *args)
        folder = Path(crawler.settings["TEARSHEET_SOURCES"])
        names = [name for name in str(kwargs.get("source") or "").split(",") if name]
        spider.sources, spider.bad_sources = _usable(*load_sources(folder, names))
        spider.only_due = _is_true(kwargs.get("due"))
        spider.limit = int(kwargs["limit"]) if kwargs.get("limit") not in (None, "") else None
        spider.since = moment_of(str(kwargs["since"])) if kwargs.get("since") else None
        spider.asked = {"spider": cls.name, "sources": [source.name for source in spider.sources], **kwargs}
        spider.depth_limit = crawler.settings.getint("TEARSHEET_DEPTH_LIMIT", cls.depth_limit)
        _check_contact(crawler.settings, spider.sources)
        _apply_politeness(crawler.settings, spider.sources)
        _excuse(crawler.settings, spider.sources)
        return spider

    def seeds(self, source: Source, source_id: int) -> list[Address]:
        """Return where this spider begins with a source."""
        named = {
            AddressKind.FEED: source.file.feeds,
            AddressKind.SITEMAP: source.file.sitemaps,
            AddressKind.SECTION: source.file.sections,
        }
        return [Address(normalise(url), kind, source_id) for kind in self.ways for url in named[kind]]

    def refusal(self, leased: Lease) -> str:
        """Say whether the source's patterns or the depth of the crawl speak against a page."""
        source = session_of(self.crawler).source_of(leased.source_id)
        if source is not None and not source.wants(leased.url, is_further=leased.found_by == NEXT_PAGE):
            return f"{Refusal.RULES.value}: the patterns of {source.name} do not take it for an article"
        if leased.depth > self.depth_limit:
            return f"{Refusal.RULES.value}: {leased.depth} links away from a feed or sitemap"
        return ""


def _usable(sources: list[Source], problems: list[BadSource]) -> tuple[list[Source], list[BadSource]]:
    """Go on with the good ones where there are any; raises the first problem where there are none."""
    if problems and not sources:
        raise problems[0]
    return sources, problems


def _is_true(value: object) -> bool:
    return str(value).lower() in ("1", "true", "yes")


def moment_of(text: str) -> datetime:
    """Read "2026-01-31", "2026-01-31T12:00Z" or an age such as "7d" as a time in UTC; raises BadSince."""
    age = period(text)
    if age is not None:
        return clock.now() - age
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise BadSince(f'{text!r} is no date: write "2026-01-31", or an age such as "7d".') from error
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)


class BadSince(TearsheetError):
    """A date that cannot be read."""

    exit_code = 2


def _check_contact(settings: BaseSettings, sources: Sequence[Source]) -> None:
    own = {entry.rsplit(":", 1)[0] for entry in settings.getlist("TEARSHEET_ALLOW_PRIVATE")}
    strangers = {host for source in sources for host in source.hosts} - own
    if strangers and not settings["TEARSHEET_CONTACT"]:
        raise NoContact(
            f"Before {min(strangers)} is crawled, say who you are: set TEARSHEET_CONTACT to an e-mail or web address, "
            "which every request will carry."
        )


def _apply_politeness(settings: BaseSettings, sources: Sequence[Source]) -> None:
    """Give each host its source's delay and connections, and name the headers that must never reach a record."""
    delay, slots = settings.getfloat("DOWNLOAD_DELAY"), dict(settings.getdict("DOWNLOAD_SLOTS"))
    most = settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN")
    for source in sources:
        wanted = source.file.politeness
        for host in source.hosts:
            own = wanted.delay if wanted.delay is not None else delay
            slots[host] = {"delay": own, "concurrency": wanted.concurrency or most}
    secret = {name for source in sources for name in source.file.headers}
    secret |= set(settings.getlist("TEARSHEET_SECRET_HEADERS"))
    settings.set("DOWNLOAD_SLOTS", slots, priority="spider")
    # Who names one with -s does not mean to show those of the sources.
    settings.set("TEARSHEET_SECRET_HEADERS", sorted(secret), priority="cmdline")


def _excuse(settings: BaseSettings, sources: Sequence[Source]) -> None:
    """Name the hosts of sources whose operator takes pages without a valid certificate."""
    own = {host for source in sources if not source.file.verify_tls for host in source.hosts}
    settings.set(UNVERIFIED_HOSTS, sorted(own | unverified_hosts(settings)), priority="cmdline")
