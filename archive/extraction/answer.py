"""What an extraction says: the values that leave archive.extraction, and nothing that computes them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from operator import attrgetter


class PageKind(StrEnum):
    """What a fetched page turned out to be."""

    ARTICLE = "article"
    LIVE_BLOG = "live blog"
    GALLERY = "gallery"
    VIDEO = "video"
    SECTION = "section page"
    CONSENT_WALL = "consent wall"
    PAYWALL_STUB = "paywall stub"
    ERROR_PAGE = "error page"  # soft 404: says 200 and shows "not found"
    BOT_CHALLENGE = "bot challenge"
    UNSUPPORTED_BROWSER = "unsupported browser"
    EMPTY = "empty"  # no text at all, or only scripts
    NOT_HTML = "not html"  # a PDF, an image, a feed
    OTHER = "not an article"  # product, forum, documentation, ...

    @property
    def has_article(self) -> bool:
        """Whether a page of this kind may become an article, or a version of one."""
        return self in _READABLE


_READABLE = frozenset({PageKind.ARTICLE, PageKind.LIVE_BLOG, PageKind.GALLERY, PageKind.VIDEO})


class BlockKind(StrEnum):
    """What a block that was set aside is; the policy in docs/tear-policy.md says which kinds count as body."""

    TITLE = "title"
    BYLINE = "byline"
    DATELINE = "dateline"
    CAPTION = "caption"
    CREDIT = "credit"
    TEASERS = "teaser list"
    RELATED = "related"
    NEWSLETTER = "newsletter"
    SHARE = "share bar"
    FOLLOW = "follow us"
    COMMENTS = "comments"
    NAVIGATION = "navigation"
    BREADCRUMB = "breadcrumb"
    FOOTER = "footer"
    CONSENT = "consent"
    PROMO = "promo"
    ADVERT = "advert"
    PAYWALL = "paywall"
    BIO = "author bio"
    TAGS = "tags"
    LEGAL = "legal"
    EMBED = "embedded post"
    PLAYER = "player"
    PAGINATION = "pagination"
    HIDDEN = "hidden"
    DUPLICATE = "duplicate"
    OTHER = "other"


class ParagraphKind(StrEnum):
    """What a kept block is within the article."""

    STANDFIRST = "standfirst"
    SUMMARY = "summary"  # one summary bullet
    PARAGRAPH = "paragraph"
    HEADING = "heading"
    LIST_ITEM = "list item"
    QUOTE = "quote"
    TABLE_ROW = "table row"
    PREFORMATTED = "preformatted"
    IMAGE = "image"  # text is its caption, target its address
    LIVE_ENTRY = "live entry"  # the heading of a timestamped entry of a live blog


class Plain:
    """A dataclass that is pickled as its fields in order: a page has hundreds, and each goes to another process."""

    __slots__: tuple[str, ...] = ()

    def __reduce__(self) -> tuple[type, tuple[object, ...]]:
        return type(self), attrgetter(*type(self).__slots__)(self)


@dataclass(frozen=True, slots=True)
class Mark(Plain):
    """An inline mark on characters start..end of a paragraph's text."""

    start: int
    end: int
    kind: str  # "link", "strong", "emphasis", "code"
    target: str = ""  # absolute address of a link


@dataclass(frozen=True, slots=True)
class Paragraph(Plain):
    """One kept block, in page order."""

    kind: ParagraphKind
    text: str  # white space folded; cells of a table row joined by " | "
    path: str  # DOM path: child indexes from the root, "0/1/4/2"; "" in plain text
    ordinal: int  # its place among all blocks of the page, kept and set aside
    level: int = 0  # heading level 1-6, list depth from 1
    ordered: bool = False  # an item of a numbered list
    marks: tuple[Mark, ...] = ()
    target: str = ""  # image address
    credit: str = ""  # image credit
    at: datetime | None = None  # time of a live entry, UTC
    probability: float | None = None  # that it is body, where a model decided


@dataclass(frozen=True, slots=True)
class SetAside(Plain):
    """One block that was torn off, in page order."""

    kind: BlockKind
    text: str
    reason: str  # a sentence a person can read
    path: str
    ordinal: int
    by: str = "rule"  # "rule", "model", "memory", "trafilatura"
    probability: float | None = None  # that it is body, where a model decided


@dataclass(frozen=True, slots=True)
class Teaser(Plain):
    """A pointer to another story: who promoted what, where."""

    url: str  # absolute; "" in plain text
    headline: str
    heading: str = ""  # of the list it stands in: "THE LATEST NEWS"
    snippet: str = ""
    image: str = ""
    position: int = 0  # within its list, from 0
    ordinal: int = 0  # block ordinal where it begins


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date and where on the page it was found."""

    at: datetime  # zone-aware where the page gives a zone, else naive local time of the publisher
    source: str  # "json-ld", "meta article:published_time", "time element", "url", ...
    precision: str = "second"  # "second", "minute", "day"


@dataclass(frozen=True, slots=True)
class Author:
    """Somebody the page names as its author."""

    name: str
    kind: str = "person"  # "person", "agency", or "organisation": a desk or publisher where nobody else signs


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page says of itself, arbitrated between the places where it says it."""

    title: str = ""
    title_source: str = ""
    authors: tuple[Author, ...] = ()
    byline: str = ""  # as printed
    published: FoundDate | None = None
    modified: FoundDate | None = None
    language: str = ""  # BCP 47 primary tag, lower case
    site_name: str = ""
    section: str = ""
    tags: tuple[str, ...] = ()
    image: str = ""  # lead image, absolute
    canonical_url: str = ""  # absolute; only where the page names one
    amp_url: str = ""
    next_url: str = ""  # where an article in several pages goes on
    description: str = ""
    paywalled: bool | None = None  # None: the page does not say
    tdm_reservation: str = ""  # value of <meta name="tdm-reservation">
    robots: str = ""  # value of <meta name="robots">


@dataclass(frozen=True, slots=True)
class Extraction:
    """How one page was read: its kind, its article where it has one, and every block set aside.

    `text` is standfirst, summary and body in page order without the title line: paragraphs joined by a blank line.
    """

    kind: PageKind
    kind_reason: str
    metadata: Metadata = field(default_factory=Metadata)
    paragraphs: tuple[Paragraph, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    teasers: tuple[Teaser, ...] = ()
    extractor: str = ""  # "tearsheet 0.1.0" or "trafilatura 2.3.1"
    notes: tuple[str, ...] = ()  # what went less than well: "body cut at 10 MiB", "charset guessed"

    @property
    def text(self) -> str:
        """The article as plain text, paragraphs joined by a blank line; "" where there is none."""
        return "\n\n".join(p.text for p in self.paragraphs if p.text and p.kind is not ParagraphKind.IMAGE)

    @property
    def standfirst(self) -> str:
        """The paragraph below the headline that the page sets apart from the body, or ""."""
        return "\n".join(p.text for p in self.paragraphs if p.kind is ParagraphKind.STANDFIRST)

    @property
    def summary(self) -> tuple[str, ...]:
        """The summary bullets at the head of the article."""
        return tuple(p.text for p in self.paragraphs if p.kind is ParagraphKind.SUMMARY)


@dataclass(frozen=True, slots=True)
class SiteMemory:
    """A numbered snapshot of the blocks known as a site's furniture; extraction never changes it."""

    number: int = 0  # 0: nothing known
    domain: str = ""  # registered domain
    furniture: frozenset[str] = frozenset()  # fingerprints, see archive.extraction.fingerprint


@dataclass(frozen=True, slots=True)
class SiteRules:
    """The operator's per-site overrides of extraction, from the source's TOML."""

    keep: tuple[str, ...] = ()  # CSS selectors whose blocks are always body
    prune: tuple[str, ...] = ()  # CSS selectors whose blocks are never body
    digest: str = ""


NO_MEMORY = SiteMemory()
NO_RULES = SiteRules()
