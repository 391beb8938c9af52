"""What publishers changed: the list of edits, and two versions of one article word by word."""

from __future__ import annotations

from dataclasses import dataclass

from archive.store.database import Archive
from archive.web.difference import Piece, difference
from archive.web.page import Asked, BadAddress, Entry, Page, shortened
from archive.web.pages.front import moment_in
from archive.web.queries import listing, reading
from archive.web.queries.listing import Edited
from archive.web.queries.reading import Change, Head
from archive.web.texts import say


@dataclass(frozen=True, slots=True)
class EditList:
    """Variables of the page of edits, and the keys of its JSON."""

    edits: tuple[Edited, ...]
    next: str


@dataclass(frozen=True, slots=True)
class DiffPage:
    """Variables of a comparison, and the keys of its JSON."""

    article: Head
    language: str
    old: Change
    new: Change
    headline: tuple[Piece, ...]
    byline: tuple[Piece, ...]
    text: tuple[tuple[Piece, ...], ...]  # a paragraph each, the standfirst first
    added: int  # words
    removed: int  # words


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
    head = reading.head(connection, asked.path["article"])
    old, new = (reading.reading(connection, head, _version(asked.path[side])) for side in ("old", "new"))
    timeline = {change.version: change for change in reading.changes(connection, head)}
    text = difference(old.text, new.text)
    content = DiffPage(
        article=head,
        language=new.language,
        old=timeline[old.version],
        new=timeline[new.version],
        headline=_only(difference(old.headline, new.headline)),
        byline=_only(difference(old.byline, new.byline)),
        text=text,
        added=_words(text, "added"),
        removed=_words(text, "removed"),
    )
    return Page("diff", say("diff.title", headline=new.headline), content, language=new.language)


def _version(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise BadAddress(say("error.no_number", value=shortened(text)))
    return int(text)


def _only(paragraphs: tuple[tuple[Piece, ...], ...]) -> tuple[Piece, ...]:
    return tuple(piece for paragraph in paragraphs for piece in paragraph)


def _words(paragraphs: tuple[tuple[Piece, ...], ...], kind: str) -> int:
    return sum(len(piece.text.split()) for paragraph in paragraphs for piece in paragraph if piece.kind == kind)
