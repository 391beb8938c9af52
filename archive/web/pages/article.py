"""The article page: the article, its torn edge, its versions, its proof, and its downloads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from archive import citation
from archive.extraction.answer import Paragraph, ParagraphKind, SetAside
from archive.extraction.markdown import to_markdown
from archive.store import articles
from archive.store.articles import Article, Version
from archive.store.content import count_words
from archive.store.database import Archive
from archive.transfer import wacz
from archive.transfer.selection import Selection
from archive.web.page import INSIDE, Answer, Asked, Page, Raw
from archive.web.queries import captures, clusters, provenance, teasers
from archive.web.queries.listing import Listed
from archive.web.queries.provenance import Provenance
from archive.web.queries.teasers import Promoted
from archive.web.texts import say


@dataclass(frozen=True, slots=True)
class Group:
    """Paragraphs in a row that are one list, one table, one quotation, or a single block."""

    kind: str  # of its paragraphs
    ordered: bool
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Scrap:
    """Blocks in a row that were set aside for one reason."""

    reason: str
    by: str
    probability: float | None
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Aside:
    """Blocks of one kind that stood together on the page and were set aside."""

    kind: str
    scraps: tuple[Scrap, ...]
    words: int


@dataclass(frozen=True, slots=True)
class Story:
    """Variables of the article page, and the keys of its JSON."""

    article: Article
    versions: tuple[Version, ...]
    proof: Provenance
    teasers: tuple[Promoted, ...]
    promoted: tuple[Promoted, ...]  # teasers elsewhere that point here
    copies: tuple[Listed, ...]
    links: dict[str, str]  # URLs named on this page that are articles of this archive: URL to id
    images: dict[str, str]  # image URLs that are archived: URL to the time of the capture
    whole: tuple[Piece, ...] | None  # the page in order, where it was asked for
    body: tuple[Group, ...] = field(metadata=INSIDE)
    aside: tuple[Aside, ...] = field(metadata=INSIDE)


@dataclass(frozen=True, slots=True)
class Piece:
    """One block of the whole page in order, kept or set aside."""

    ordinal: int
    kept: bool
    kind: str
    text: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Citations:
    """Variables of the page that cites an article, and the keys of its JSON."""

    article: Article = field(metadata=INSIDE)
    line: str
    bibtex: str
    csl: dict[str, Any]


def article(archive: Archive, asked: Asked) -> Answer:
    """Answer `/article/<id>`, its .json, .txt, .md, .wacz; `?version=2` is an older version, `?view=whole` the page."""
    key, shown = _found(archive, asked)
    if asked.format == "text":
        return _download(shown, plain_text(shown), "txt", "text/plain; charset=utf-8")
    if asked.format == "markdown":
        text = to_markdown(shown.page.paragraphs, title=shown.page.headline)
        return _download(shown, text, "md", "text/markdown; charset=utf-8")
    if asked.format == "wacz":
        return _wacz(archive, key, shown)
    return Page("article", shown.page.headline or shown.url, _story(archive, asked, key, shown))


def cite(archive: Archive, asked: Asked) -> Page:
    """Answer `/article/<id>/cite`: one line, BibTeX, CSL-JSON."""
    _, shown = _found(archive, asked)
    content = Citations(shown, citation.as_line(shown), citation.as_bibtex(shown), citation.as_csl(shown))
    return Page("cite", say("cite.title", headline=shown.page.headline), content)


def _found(archive: Archive, asked: Asked) -> tuple[int, Article]:
    key = articles.find(archive.connection, asked.path["article"])
    version = asked.number("version", 0, most=1_000_000)
    return key, articles.load(archive.connection, key, version or None)


def _story(archive: Archive, asked: Asked, key: int, shown: Article) -> Story:
    connection, page = archive.connection, shown.page
    proof = provenance.provenance(connection, page.proof.capture_id)
    promotes = teasers.on_capture(connection, proof.capture)
    pictures = [page.image, *(p.target for p in page.paragraphs if p.kind is ParagraphKind.IMAGE)]
    links = [mark.target for p in page.paragraphs for mark in p.marks if mark.target]
    return Story(
        article=shown,
        versions=articles.history(connection, key),
        proof=proof,
        teasers=promotes,
        promoted=teasers.of_url(connection, shown.url),
        copies=tuple(clusters.elsewhere(connection, key, shown.version).values()),
        links=provenance.articles_at(connection, [*links, *(teaser.url for teaser in promotes)]),
        images=captures.archived(connection, pictures),
        whole=whole(page.paragraphs, page.set_aside) if asked.query.get("view") == "whole" else None,
        body=grouped(page.paragraphs),
        aside=edge(page.set_aside),
    )


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
    """Return what was set aside in page order, neighbours of one kind together, and in them those of one reason."""
    asides = []
    for kind, some in groupby(torn, key=lambda block: block.kind):
        blocks = tuple(some)
        asides.append(Aside(kind, scraps(blocks), sum(count_words(block.text) for block in blocks)))
    return tuple(asides)


def scraps(blocks: Iterable[SetAside]) -> tuple[Scrap, ...]:
    """Return neighbours that were set aside for one reason together."""
    runs = groupby(blocks, key=lambda block: (block.reason, block.by, block.probability))
    return tuple(Scrap(*why, tuple(block.text for block in some)) for why, some in runs)


def whole(paragraphs: Iterable[Paragraph], torn: Iterable[SetAside]) -> tuple[Piece, ...]:
    """Return the page in order: what was kept and what was set aside, by the blocks' place on it."""
    kept = [Piece(p.ordinal, True, p.kind.value, p.text) for p in paragraphs]
    aside = [Piece(block.ordinal, False, block.kind, block.text, block.reason) for block in torn]
    return tuple(sorted(kept + aside, key=lambda piece: piece.ordinal))


def plain_text(shown: Article) -> str:
    """Return a version as plain text: headline, byline, date, then the text."""
    page = shown.page
    lines = [page.headline, page.byline or ", ".join(name for name, _ in page.authors), page.published_at]
    return "\n".join(line for line in lines if line) + "\n\n" + page.text + "\n"


def _download(shown: Article, text: str, suffix: str, content_type: str) -> Raw:
    name = f'inline; filename="{shown.id}.{suffix}"'
    return Raw(text.encode("utf-8", "replace"), content_type, {"Content-Disposition": name})


def _wacz(archive: Archive, key: int, shown: Article) -> Raw:
    """Return all captures of an article as one file that replayweb.page opens."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / f"{shown.id}.wacz"
        wacz.write(archive, Selection(articles=(key,)), file)
        name = f'attachment; filename="{shown.id}.wacz"'
        return Raw(file.read_bytes(), "application/wacz", {"Content-Disposition": name})
