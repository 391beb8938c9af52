"""The article page: the article, its torn edge, its versions, its proof, and its downloads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby

from archive.extraction.answer import Paragraph, ParagraphKind, SetAside
from archive.store.database import Archive
from archive.store.dictionary import load_set_aside
from archive.web.page import INSIDE, Answer, Asked, Page, Raw
from archive.web.queries import captures, listing, reading, teasers
from archive.web.queries.listing import Listed
from archive.web.queries.reading import Change, Head, Proof, Reading
from archive.web.queries.teasers import Promoted


@dataclass(frozen=True, slots=True)
class Group:
    """Paragraphs in a row that are one list, one table, one quotation, or a single block."""

    kind: str  # of its paragraphs
    ordered: bool
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Aside:
    """Blocks of one kind that stood together on the page and were set aside."""

    kind: str
    blocks: tuple[SetAside, ...]
    words: int


@dataclass(frozen=True, slots=True)
class Story:
    """Variables of the article page, and the keys of its JSON."""

    article: Head
    reading: Reading
    body: tuple[Group, ...] = field(metadata=INSIDE)
    aside: tuple[Aside, ...]
    versions: tuple[Change, ...]
    proof: Proof
    teasers: tuple[Promoted, ...]
    promoted: tuple[Promoted, ...]
    copies: tuple[Listed, ...]
    links: dict[str, str]  # URLs named on this page that are articles of this archive: URL to id
    images: dict[str, str]  # image URLs that are archived: URL to the time of the capture
    whole: tuple[Piece, ...] | None  # the page in order, where it was asked for


@dataclass(frozen=True, slots=True)
class Piece:
    """One block of the whole page in order, kept or set aside."""

    ordinal: int
    kept: bool
    kind: str
    text: str
    reason: str = ""


def article(archive: Archive, asked: Asked) -> Answer:
    """Answer `/article/<id>`, its .json, .txt and .md; `?version=2` shows an older version, `?view=whole` the page."""
    connection = archive.connection
    head = reading.head(connection, asked.path["article"])
    version = asked.number("version", head.version, most=1_000_000)
    read = reading.reading(connection, head, version)
    if asked.format == "text":
        return _download(head, plain_text(read), "txt", "text/plain; charset=utf-8")
    torn = load_set_aside(connection, read.aside)
    promotes = teasers.on_capture(connection, read.first_capture)
    pictures = [read.image, *(p.target for p in read.paragraphs if p.kind is ParagraphKind.IMAGE)]
    links = [mark.target for p in read.paragraphs for mark in p.marks if mark.target]
    twins = reading.copies(connection, head, read.text_key)
    content = Story(
        article=head,
        reading=read,
        body=grouped(read.paragraphs),
        aside=edge(torn),
        versions=reading.changes(connection, head),
        proof=reading.proof(connection, read.first_capture),
        teasers=promotes,
        promoted=teasers.of_url(connection, head.url),
        copies=tuple(listing.by_id(connection, twins).values()),
        links=reading.articles_at(connection, [*links, *(teaser.url for teaser in promotes)]),
        images=captures.archived(connection, pictures),
        whole=whole(read.paragraphs, torn) if asked.query.get("view") == "whole" else None,
    )
    return Page("article", read.headline or head.url, content, language=read.language)


def grouped(paragraphs: Iterable[Paragraph]) -> tuple[Group, ...]:
    """Return paragraphs in groups as they are set: neighbouring list items in one list, rows in one table."""
    groups: list[Group] = []
    for (kind, ordered), some in groupby(paragraphs, key=lambda p: (p.kind, p.ordered)):
        together = tuple(some)
        if kind in {ParagraphKind.LIST_ITEM, ParagraphKind.TABLE_ROW, ParagraphKind.QUOTE, ParagraphKind.SUMMARY}:
            groups.append(Group(kind.value, ordered, together))
        else:
            groups.extend(Group(kind.value, False, (paragraph,)) for paragraph in together)
    return tuple(groups)


def edge(torn: Iterable[SetAside]) -> tuple[Aside, ...]:
    """Return what was set aside in page order, neighbours of one kind together."""
    asides = []
    for kind, some in groupby(torn, key=lambda block: block.kind):
        blocks = tuple(some)
        asides.append(Aside(kind, blocks, sum(len(block.text.split()) for block in blocks)))
    return tuple(asides)


def whole(paragraphs: Iterable[Paragraph], torn: Iterable[SetAside]) -> tuple[Piece, ...]:
    """Return the page in order: what was kept and what was set aside, by the blocks' place on it."""
    kept = [Piece(p.ordinal, True, p.kind.value, p.text) for p in paragraphs]
    aside = [Piece(block.ordinal, False, block.kind, block.text, block.reason) for block in torn]
    return tuple(sorted(kept + aside, key=lambda piece: piece.ordinal))


def plain_text(read: Reading) -> str:
    """Return a version as plain text: headline, byline, date, then the text."""
    lines = [read.headline, read.byline or ", ".join(read.authors), read.published_at]
    return "\n".join(line for line in lines if line) + "\n\n" + read.text + "\n"


def _download(head: Head, text: str, suffix: str, content_type: str) -> Raw:
    name = f'inline; filename="{head.id}.{suffix}"'
    return Raw(text.encode("utf-8", "replace"), content_type, {"Content-Disposition": name})
