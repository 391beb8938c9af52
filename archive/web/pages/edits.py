"""What publishers changed: the list of edits, and two versions of one article word by word."""

from __future__ import annotations

from dataclasses import dataclass, field

from archive.store import articles
from archive.store.articles import Version
from archive.store.content import count_words
from archive.store.database import Archive
from archive.text_diff import Piece, word_diff
from archive.web.page import INSIDE, Asked, BadAddress, Entry, Page, shortened
from archive.web.pages.front import moment_in
from archive.web.queries import listing
from archive.web.queries.listing import Edited
from archive.web.texts import say


@dataclass(frozen=True, slots=True)
class EditList:
    """Variables of the page of edits, and the keys of its JSON."""

    edits: tuple[Edited, ...]
    next: str


@dataclass(frozen=True, slots=True)
class DiffPage:
    """Variables of a comparison, and the keys of its JSON."""

    article_id: str
    site: str
    language: str
    old: Version
    new: Version
    headline: tuple[Piece, ...]
    byline: tuple[Piece, ...]
    text: tuple[Piece, ...]  # standfirst, summary and body
    added: int  # words
    removed: int  # words
    paragraphs: tuple[tuple[Piece, ...], ...] = field(metadata=INSIDE)  # the text cut where a blank line stands


def edits(archive: Archive, asked: Asked) -> Page:
    """Answer `/edits`: newest first."""
    found = listing.edits(archive.connection, before=moment_in(asked, "before"))
    entries = tuple(
        Entry(
            id=f"urn:tearsheet:article:{edit.article_id}:{edit.version}",
            url=asked.absolute.to("article", edit.article_id, "diff", edit.version - 1, edit.version),
            title=f"{say('edit.' + edit.edit)}: {edit.headline}",
            updated=edit.seen_at,
            summary=edit.site,
        )
        for edit in found
    )
    following = found[-1].seen_at if len(found) == listing.PAGE else ""
    return Page("edits", say("nav.edits"), EditList(found, following), entries=entries)


def diff(archive: Archive, asked: Asked) -> Page:
    """Answer `/article/<id>/diff/<old>/<new>`."""
    connection = archive.connection
    key = articles.find(connection, asked.path["article"])
    old, new = (articles.load(connection, key, _version(asked.path[side])) for side in ("old", "new"))
    timeline = {version.ordinal: version for version in articles.history(connection, key)}
    text = word_diff(old.page.text, new.page.text)
    content = DiffPage(
        article_id=new.id,
        site=new.site,
        language=new.page.language,
        old=timeline[old.version],
        new=timeline[new.version],
        headline=word_diff(old.page.headline, new.page.headline),
        byline=word_diff(old.page.byline, new.page.byline),
        text=text,
        added=_words(text, "added"),
        removed=_words(text, "removed"),
        paragraphs=paragraphs_of(text),
    )
    return Page("diff", say("diff.title", headline=new.page.headline), content)


def _version(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise BadAddress(say("error.no_number", value=shortened(text)))
    return int(text)


def paragraphs_of(pieces: tuple[Piece, ...]) -> tuple[tuple[Piece, ...], ...]:
    """Return a comparison cut where a blank line stands in either text."""
    paragraphs: list[list[Piece]] = [[]]
    for piece in pieces:
        for number, part in enumerate(piece.text.split("\n\n")):
            if number:
                paragraphs.append([])
            if part:
                paragraphs[-1].append(Piece(piece.change, part))
    return tuple(tuple(paragraph) for paragraph in paragraphs if paragraph)


def _words(pieces: tuple[Piece, ...], change: str) -> int:
    return sum(count_words(piece.text) for piece in pieces if piece.change == change)
