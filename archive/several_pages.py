"""An article in several pages read as one: its pages as they stood when a capture was fetched, found and joined."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from archive.extraction.joining import GOES_ON, continues, join
from archive.extraction.paging import MAX_PAGES, is_further
from archive.model import Reading
from archive.store.addresses import spelled
from archive.store.database import Archive, stamp
from archive.store.reading import CapturedPage, load
from archive.store.several import as_it_stood, first_as_it_stood

Read = Callable[[CapturedPage], Reading]


def read_whole(archive: Archive, page: CapturedPage, read: Read) -> Reading:
    """Read a capture with the other pages of its article as they stood then; `read` reads one page.

    A capture that is neither the first page of an article in several pages nor one that the first leads to is read
    alone. `Reading.wanted` names the next page where the archive does not hold it.
    """
    own = read(page)
    chain = _Chain(archive, page, own, read)
    first = first_as_it_stood(archive.connection, page.capture.url, at=chain.at, capture_id=page.capture.id)
    if first is not None:
        whole = chain.from_first(first)
        if page.capture.id in whole.pages:
            return whole
    return chain.from_first(page.capture.id) if own.extraction.metadata.next_url else own


def joined(readings: Sequence[Reading], *, first: str) -> Reading:
    """Return the readings of an article's pages, in page order, as one; `first` is the address of page one.

    Where the last of them names a further page, a note says so.
    """
    extraction = join([one.extraction for one in readings])
    following = readings[-1].extraction.metadata.next_url
    if extraction.kind.has_article and is_further(following, first):
        extraction = replace(extraction, notes=(*extraction.notes, f"{GOES_ON} {following}"))
    return replace(
        readings[0],
        extraction=extraction,
        cpu_ms=sum(one.cpu_ms for one in readings),
        pages=tuple(one.capture_id for one in readings) if len(readings) > 1 else (),
    )


class _Chain:
    """The pages of one article, each read once, by the memory and rules of the page that was asked for."""

    def __init__(self, archive: Archive, page: CapturedPage, own: Reading, read: Read) -> None:
        self._archive = archive
        self._page = page
        self._read = read
        self._known = {page.capture.id: own}
        self.at = stamp(page.capture.fetched_at)

    def from_first(self, capture_id: int) -> Reading:
        """Follow the article whose first page a capture shows, and return it as a reading of the asked capture."""
        pages = [self._reading(capture_id)]
        first, wanted = self._url(capture_id), ""
        while pages[0].extraction.kind.has_article and len(pages) < MAX_PAGES:
            address = spelled(pages[-1].extraction.metadata.next_url)
            if not is_further(address, first):
                break
            found = self._page_at(address)
            if found is None:
                wanted = address
                break
            if not continues([one.extraction for one in pages], self._reading(found).extraction):
                break
            pages.append(self._reading(found))
        return self._of_asked(joined(pages, first=first), wanted)

    def _of_asked(self, whole: Reading, wanted: str) -> Reading:
        """Teasers are of the page that was asked for: the others have been read with their own captures."""
        teasers = self._known[self._page.capture.id].extraction.teasers
        extraction = replace(whole.extraction, teasers=teasers)
        return replace(whole, capture_id=self._page.capture.id, extraction=extraction, wanted=wanted)

    def _page_at(self, url: str) -> int | None:
        if url == spelled(self._page.capture.url):
            return self._page.capture.id
        return as_it_stood(self._archive.connection, url, at=self.at, capture_id=self._page.capture.id)

    def _url(self, capture_id: int) -> str:
        query = "SELECT url FROM captures WHERE id = ?"
        return spelled(self._archive.connection.execute(query, (capture_id,)).fetchone()["url"])

    def _reading(self, capture_id: int) -> Reading:
        if capture_id not in self._known:
            page, own = load(self._archive, capture_id), self._page
            alike = replace(page, memory=own.memory, memory_id=own.memory_id, rules=own.rules, rules_id=own.rules_id)
            self._known[capture_id] = self._read(alike)
        return self._known[capture_id]
