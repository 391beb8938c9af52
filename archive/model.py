"""What passes between the crawler, the store and the readers, in the words of docs/glossary.md."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from archive.extraction.answer import Extraction


class AddressKind(StrEnum):
    """What is expected at a known address."""

    PAGE = "page"
    FEED = "feed"
    SITEMAP = "sitemap"
    SECTION = "section"
    ROBOTS = "robots"
    REQUISITE = "requisite"  # an image or style sheet of a page


class FrontierState(StrEnum):
    """Where a known address stands on its way into the archive."""

    NEW = "new"
    LEASED = "leased"  # by one crawl until a time; a dead crawl's lease falls back to what it was
    RECORDED = "recorded"  # its exchange is kept, nobody has read it yet
    READ = "read"
    FAILED = "failed"  # nothing kept; tried again when due
    REFUSED = "refused"  # by robots.txt, a TDM reservation, the guard or the operator's rules
    GONE = "gone"


class Refusal(StrEnum):
    """Why an address came to nothing: the `reason` of an attempt."""

    BAD_URL = "bad url"
    DNS = "dns"
    REFUSED = "connection refused"
    TIMEOUT = "timeout"
    BROKEN = "connection broken"
    TLS = "tls"
    NOT_PUBLIC = "address not public"
    HEAD_TOO_LARGE = "head too large"
    BODY_TOO_LARGE = "body too large"
    REDIRECT_LOOP = "redirect loop"
    BAD_HTTP = "not http"
    ROBOTS = "robots"
    TDM = "tdm reservation"
    RULES = "source rules"
    HTTP_STATUS = "http status"
    RATE_LIMITED = "rate limited"
    UNREADABLE = "unreadable"  # recorded, but extraction failed
    KILLED = "worker killed"


# By the publisher or by us; every other reason is a failure.
REFUSALS = frozenset({Refusal.BAD_URL, Refusal.NOT_PUBLIC, Refusal.ROBOTS, Refusal.TDM, Refusal.RULES})


@dataclass(frozen=True, slots=True)
class Exchange:
    """One HTTP exchange exactly as it crossed the wire, before anybody interprets it."""

    url: str  # the request's target URI, absolute
    started_at: datetime  # UTC, when the request was sent
    request: bytes  # request line, headers, body; the operator's secrets already "[redacted]"
    response: bytes  # every byte received, 1xx heads and chunk framing included; b"" if nothing came
    ip: str = ""  # peer address; "" through a proxy that hides it
    truncated: str = ""  # WARC-Truncated reason: "length", "time", "disconnect"; "" when whole
    address_id: int | None = None  # its frontier row
    kind: AddressKind = AddressKind.PAGE
    source_id: int | None = None
    rights: dict[str, str] = field(default_factory=dict)  # robots.txt and TDM signals known before the fetch


@dataclass(frozen=True, slots=True)
class SavedPage:
    """A saved file handed to `fetch`: kept as a `resource` record."""

    url: str  # where it came from; a file: address where the user does not say
    fetched_at: datetime  # UTC
    content: bytes
    content_type: str = "text/html"


@dataclass(frozen=True, slots=True)
class Capture:
    """One kept exchange, as rows of the archive."""

    id: int  # inside key
    capture_id: str  # stable across archives
    url: str
    fetched_at: datetime  # UTC
    status: int | None  # None where no status line came
    mime: str  # lower case, without parameters; ""
    payload_digest: str  # "sha1:BASE32"
    response_record: int | None  # records.id
    request_record: int | None
    revisit_of: int | None = None  # captures.id with the same payload
    location: str = ""  # absolute target of a redirect


@dataclass(frozen=True, slots=True)
class Address:
    """A URL worth a fetch, with where it was found."""

    url: str  # normalised by archive.urls.normalise
    kind: AddressKind = AddressKind.PAGE
    source_id: int | None = None
    found_by: str = "seed"  # "feed", "sitemap", "section", "teaser", "redirect", "next page", "seed"
    found_on: int | None = None  # captures.id
    published_hint: datetime | None = None  # UTC, from the feed or sitemap
    depth: int = 0  # links followed from a seed, feed or sitemap


@dataclass(frozen=True, slots=True)
class Lease:
    """An address handed to one crawl until a time."""

    address_id: int
    url: str
    kind: AddressKind
    source_id: int | None
    attempts: int  # before this one
    depth: int
    etag: str = ""  # validators of the last good capture: ask conditionally when set
    last_modified: str = ""
    last_capture: int | None = None  # captures.id
    found_by: str = ""  # as Address has it


@dataclass(frozen=True, slots=True)
class Attempt:
    """A fetch that came to nothing, or a capture that could not be read."""

    url: str
    reason: Refusal
    detail: str  # a sentence
    tried_at: datetime  # UTC
    address_id: int | None = None
    capture_id: int | None = None
    retry_at: datetime | None = None  # UTC; None: not again


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader hands back to the store for one capture."""

    capture_id: int  # captures.id
    extraction: Extraction
    memory_id: int | None = None
    rules_id: int | None = None
    cpu_ms: int = 0
    earlier: Reading | None = None  # the version before, read again the same way, where a comparison needs it
    pages: tuple[int, ...] = ()  # captures.id of each page it was joined from, in page order; () of a single one
    wanted: str = ""  # address of the page that continues the article, where the archive does not hold it


class Edit(StrEnum):
    """What changed between two versions of an article."""

    FIRST = "first"
    HEADLINE = "headline"
    CORRECTION = "correction"
    SUBSTANTIAL = "substantial"
    COSMETIC = "cosmetic"
    EMPTIED = "emptied"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a reading became in the archive."""

    capture_id: int
    kind: str  # the page kind
    article_id: str = ""  # public id; "" where the page is no article
    version: int = 0  # ordinal; 0 where none
    edit: Edit | None = None  # None: nothing changed
    reason: str = ""  # why it is no article, or did not become a version
    gone: bool = False  # an article that lived at the address is not there any more
    completed: bool = False  # it showed a further page of a version of which not all pages were known


@dataclass(frozen=True, slots=True)
class Hit:
    """One search result."""

    article_id: str
    url: str
    headline: str
    site: str
    published_at: str  # ISO 8601 or ""
    snippet: str  # plain text, matches between « and »
