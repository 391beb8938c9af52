"""One story in several papers: who printed it when, and what each changed, word by word."""

from __future__ import annotations

from dataclasses import dataclass, field

from archive.errors import NotFound
from archive.store import articles
from archive.store.content import count_words
from archive.store.database import Archive
from archive.text_diff import Piece, word_diff
from archive.web.page import INSIDE, Asked, Page, shortened
from archive.web.pages.edits import paragraphs_of
from archive.web.queries import clusters, listing
from archive.web.queries.listing import Listed
from archive.web.texts import say

SECONDS = 0.05  # of one comparison, after which it may be coarser: there are up to fifty on one page


@dataclass(frozen=True, slots=True)
class Printed:
    """One paper's printing of a story, compared with another's."""

    article: Listed
    added: int  # words that the compared one does not have
    removed: int  # words that only the compared one has
    changed: tuple[tuple[Piece, ...], ...] = field(metadata=INSIDE)  # paragraphs that differ; () between two of them


@dataclass(frozen=True, slots=True)
class ClusterPage:
    """Variables of the page of one story's copies, and the keys of its JSON."""

    article: Listed  # the one asked for
    against: str  # id of the one that all are compared with: the first that was printed, unless asked otherwise
    printed: tuple[Printed, ...]  # the one asked for among them, earliest first
    sites: int
    most: int  # the page shows no more copies than this many


def cluster(archive: Archive, asked: Asked) -> Page:
    """Answer `/cluster/<article id>`; `?against=` is the id of the printing that the others are compared with."""
    connection = archive.connection
    own = articles.find(connection, asked.path["article"])
    version = articles.load(connection, own).version
    found = listing.by_key(connection, [own]) | clusters.elsewhere(connection, own, version)
    order = sorted(found, key=lambda key: (found[key].listed_at, key))
    ids = {found[key].id: key for key in order}
    against = asked.query.get("against") or found[order[0]].id
    if against not in ids:
        raise NotFound(say("cluster.no_copy", id=shortened(against)))
    base = ids[against]
    texts = clusters.texts(connection, order)
    content = ClusterPage(
        article=found[own],
        against=against,
        printed=tuple(_printed(found[key], texts.get(base, ""), texts.get(key, "")) for key in order),
        sites=len({listed.site for listed in found.values()}),
        most=clusters.MOST,
    )
    return Page("cluster", say("cluster.title", headline=found[own].headline or found[own].url), content)


def _printed(listed: Listed, base: str, text: str) -> Printed:
    pieces = () if base == text else word_diff(base, text, seconds=SECONDS)
    added, removed = (
        sum(count_words(piece.text) for piece in pieces if piece.change == change) for change in ("added", "removed")
    )
    return Printed(listed, added, removed, changes(pieces))


def changes(pieces: tuple[Piece, ...]) -> tuple[tuple[Piece, ...], ...]:
    """Return the paragraphs that differ, and () where paragraphs between them do not."""
    shown: list[tuple[Piece, ...]] = []
    for paragraph in paragraphs_of(pieces):
        if any(piece.change != "same" for piece in paragraph):
            shown.append(paragraph)
        elif shown and shown[-1]:
            shown.append(())
    return tuple(shown if not shown or shown[-1] else shown[:-1])
