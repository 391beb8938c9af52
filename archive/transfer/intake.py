"""One record of a foreign WARC into the archive: its row and member, its capture, and its ties to other records."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter, OrderedDict
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from archive import http_message, warc
from archive.errors import BadRecord, BadUrl
from archive.exchange import Facts, facts_of, media_type
from archive.model import AddressKind
from archive.store.addresses import spelled
from archive.store.records import Ties, put_capture, put_record
from archive.store.tombstones import is_forgotten
from archive.transfer.records_in import Found
from archive.urls import host_of, url_key

NO_ORIGINAL = "revisits of what is not here"
NO_RESPONSE = "requests without their response"
_HELD = 500  # requests that wait for their response; further ones are kept alone
_KEPT_TYPES = frozenset({"warcinfo", "response", "request", "revisit", "resource", "metadata", "conversion"})
_DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
_HTML = frozenset({"", "text/html", "application/xhtml+xml"})
_LANGUAGE = re.compile(rb"<html[^>]{0,500}?\slang\s*=\s*[\"']?([A-Za-z-]{2,20})", re.IGNORECASE)
_LOOKED_THROUGH = 16 * 1024  # bytes of a page in which its language may be named

_BY_RECORD = """
    SELECT captures.id, captures.revisit_of, captures.payload_digest, captures.payload_length,
        records.id AS record
    FROM records JOIN captures ON captures.response_record = records.id WHERE records.record_id = ?"""
_BY_DATE = """
    SELECT captures.id, captures.revisit_of, captures.payload_digest, captures.payload_length,
        captures.response_record AS record
    FROM captures WHERE url_key = ? AND url = ? AND fetched_at = ? AND response_record IS NOT NULL LIMIT 1"""
_BY_DIGEST = """
    SELECT captures.id, captures.revisit_of, captures.payload_digest, captures.payload_length,
        captures.response_record AS record
    FROM captures JOIN records ON records.id = captures.response_record AND records.type = 'response'
    WHERE captures.payload_digest = ? AND captures.url = ? ORDER BY captures.fetched_at LIMIT 1"""
_SAME_CAPTURE = """
    SELECT 1 FROM captures WHERE url_key = ? AND url = ? AND fetched_at = ? AND payload_digest = ? LIMIT 1"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which pages of a WARC to take; nothing given means all."""

    hosts: tuple[str, ...] = ()  # a host, with all below it
    languages: tuple[str, ...] = ()  # BCP 47 primary tags; a page that names none is taken


@dataclass(frozen=True, slots=True)
class Ready:
    """A record checked and packed before the archive is held."""

    found: Found
    record: warc.Record
    member: bytes
    facts: Facts | None  # of its capture, where it makes one

    @property
    def parsed(self) -> warc.Parsed:
        """The record as it was read."""
        assert self.found.record is not None
        return self.found.record


def make_ready(found: Found) -> Ready:
    """Check a record and make it ready to be kept.

    Raises:
        BadRecord: it is damaged, or lacks what a record must have.

    """
    assert found.record is not None
    parsed = found.record
    date = warc.date_of(parsed)
    if not parsed.id:
        raise BadRecord("it has no WARC-Record-ID")
    if not _DATE.fullmatch(date):
        raise BadRecord(f"its WARC-Date is {date[:40]!r}")
    if parsed.header("WARC-Segment-Number"):
        raise BadRecord("it is one segment of a record in several, and those are not put together")
    if parsed.header("WARC-Type") not in _KEPT_TYPES:
        raise BadRecord(f"records of type {parsed.header('WARC-Type')[:20]!r} are not kept")
    if warc.contradicts(parsed.header("WARC-Block-Digest"), parsed.block):
        raise BadRecord("its block does not hash to its WARC-Block-Digest")
    facts = _facts(parsed, date)
    record = warc.Record(
        id=parsed.id,
        type=parsed.header("WARC-Type"),
        date=date,
        block=parsed.block,
        content_type=parsed.header("Content-Type"),
        target_uri=warc.bare(parsed.header("WARC-Target-URI")),
        payload_digest=facts.payload_digest if facts and parsed.header("WARC-Type") == "response" else "",
        block_digest=warc.digest(parsed.block),
    )
    return Ready(found, record, _member(found), facts)


def _member(found: Found) -> bytes:
    """Return the gzip member as it stood in the file, or, where it is none that strict readers take, a new one."""
    assert found.record is not None
    if found.member is not None:
        try:
            if warc.holds(found.member, found.record.block):
                return found.member
        except BadRecord:
            pass  # an end that this reader forgave: the headers and the block are kept, and end as they should
    return warc.pack(found.record)


def _facts(parsed: warc.Parsed, date: str) -> Facts | None:
    url, kind = warc.bare(parsed.header("WARC-Target-URI")), parsed.header("WARC-Type")
    scheme = urlsplit(url).scheme.lower() if url else ""
    if kind in ("response", "revisit") and media_type(parsed.header("Content-Type")) == "application/http":
        stored = http_message.stored_form(parsed.block)
        return facts_of(url, date, stored.head, stored.body, truncated=parsed.header("WARC-Truncated"))
    if kind == "resource" and scheme in ("http", "https", "file"):
        mime, content = media_type(parsed.header("Content-Type")), parsed.block
        return Facts(
            url, url_key(url), date, mime=mime, payload_digest=warc.digest(content), payload_length=len(content)
        )
    return None


class Intake:
    """Keeps records under one crawl; requests wait for their responses. The caller holds the transactions."""

    def __init__(
        self, connection: sqlite3.Connection, crawl_id: int, wanted: Wanted, counts: Counter[str], *, resumed: bool
    ) -> None:
        self.counts = counts
        self._connection = connection
        self._crawl = crawl_id
        self._wanted = wanted
        self._resumed = resumed
        self._held: OrderedDict[str, Ready] = OrderedDict()

    def resume_at(self, offset: int) -> int:
        """Return where to begin again so that no waiting request is lost."""
        return min([offset, *(held.found.offset for held in self._held.values())])

    def take(self, ready: Ready) -> None:
        """Keep one record, or count why not."""
        if self._known(ready.record.id):
            self._count_known(ready)
        elif is_forgotten(self._connection, spelled(ready.record.target_uri)):
            self.counts["removed here before"] += 1
        elif not self._is_wanted(ready):
            self.counts["not wanted"] += 1
        elif ready.record.type == "request":
            self._take_request(ready)
        elif ready.record.type == "revisit":
            self._take_revisit(ready)
        elif ready.facts is not None:
            self._take_capture(ready)
        else:
            self._put(ready, refers_to=self._known(_named(ready, "WARC-Refers-To")))

    def finish(self, *, alone: bool = True) -> None:
        """Keep the requests whose responses never came; or, not `alone`, count them for who takes in the whole file."""
        if not alone:
            self.counts[NO_RESPONSE] += len(self._held)
            self._held.clear()
        while self._held:
            self._put(self._held.popitem(last=False)[1])

    def _count_known(self, ready: Ready) -> None:
        """Count a duplicate; what this import kept itself before it was interrupted is none."""
        query = "SELECT crawl_id FROM records WHERE record_id = ?"
        mine = self._connection.execute(query, (ready.record.id,)).fetchone()["crawl_id"] == self._crawl
        if not (self._resumed and mine):
            self.counts["duplicates"] += 1

    def _known(self, record_id: str) -> int | None:
        if not record_id:
            return None
        row = self._connection.execute("SELECT id FROM records WHERE record_id = ?", (record_id,)).fetchone()
        return None if row is None else int(row[0])

    def _put(self, ready: Ready, *, refers_to: int | None = None, concurrent_to: int | None = None) -> int:
        self.counts[ready.record.type] += 1
        return put_record(
            self._connection,
            ready.record,
            ready.member,
            crawl_id=self._crawl,
            refers_to=refers_to,
            concurrent_to=concurrent_to,
        )

    def _take_request(self, ready: Ready) -> None:
        response = self._known(_named(ready, "WARC-Concurrent-To"))
        if response is not None:
            self._tie(ready, response)
            return
        self._held[ready.record.id] = ready
        if len(self._held) > _HELD:
            self._put(self._held.popitem(last=False)[1])

    def _tie(self, request: Ready, response: int) -> None:
        key = self._put(request, concurrent_to=response)
        self._connection.execute(
            "UPDATE captures SET request_record = ? WHERE response_record = ? AND request_record IS NULL",
            (key, response),
        )

    def _take_capture(self, ready: Ready, *, refers_to: int | None = None, revisit_of: int | None = None) -> None:
        assert ready.facts is not None
        facts = ready.facts
        same = (facts.url_key, facts.url, facts.date, facts.payload_digest)
        if self._connection.execute(_SAME_CAPTURE, same).fetchone() is not None:
            self.counts["duplicates"] += 1
            return
        key = self._put(ready, refers_to=refers_to)
        kind = _kind(facts)
        # What can be no article is kept and needs no reader; what the status line says is settled later.
        idle = kind is not AddressKind.PAGE and facts.status == 200
        put_capture(
            self._connection,
            facts,
            Ties(
                crawl_id=self._crawl,
                response_record=key,
                revisit_of=revisit_of,
                kind=kind,
                ip=ready.parsed.header("WARC-IP-Address"),
                record_id=ready.record.id,
                state="read" if idle else "recorded",
                outcome=kind.value if idle else "",
            ),
        )
        for request in self._requests_of(ready):
            self._tie(request, key)

    def _requests_of(self, ready: Ready) -> list[Ready]:
        named = [warc.bare(value) for name, value in ready.parsed.headers if name.lower() == "warc-concurrent-to"]
        naming = [key for key, held in self._held.items() if _named(held, "WARC-Concurrent-To") == ready.record.id]
        return [self._held.pop(key) for key in dict.fromkeys([*named, *naming]) if key in self._held]

    def _take_revisit(self, ready: Ready) -> None:
        earlier = self._earlier(ready)
        if earlier is None or ready.facts is None:
            self.counts[NO_ORIGINAL] += 1
            return
        if ready.facts.status != 304:
            digest, length = earlier["payload_digest"], earlier["payload_length"]
            facts = replace(ready.facts, payload_digest=digest, payload_length=length)
            ready = replace(ready, facts=facts, record=replace(ready.record, payload_digest=digest))
        self._take_capture(ready, refers_to=earlier["record"], revisit_of=earlier["revisit_of"] or earlier["id"])

    def _earlier(self, ready: Ready) -> sqlite3.Row | None:
        """Find what a revisit stands for: by record id, by URL and date, or by the digest of the payload."""
        named = _named(ready, "WARC-Refers-To")
        url = _named(ready, "WARC-Refers-To-Target-URI") or ready.record.target_uri
        date = warc.moment_of(ready.parsed.header("WARC-Refers-To-Date"))
        digest = ready.parsed.header("WARC-Payload-Digest")
        for query, bound in (
            (_BY_RECORD, (named,)),
            (_BY_DATE, (url_key(url), url, date)),
            (_BY_DIGEST, (digest, url)),
        ):
            row: sqlite3.Row | None = self._connection.execute(query, bound).fetchone()
            if row is not None and _agrees(digest, row["payload_digest"]):
                return row
        return None

    def _is_wanted(self, ready: Ready) -> bool:
        if ready.record.type == "warcinfo":
            return True
        if self._wanted.hosts and not any(_is_below(ready.record.target_uri, host) for host in self._wanted.hosts):
            return False
        return not self._wanted.languages or ready.record.type != "response" or self._speaks(ready)

    def _speaks(self, ready: Ready) -> bool:
        stored = http_message.stored_form(ready.parsed.block)
        found = _LANGUAGE.search(payload_start(stored))
        named = found[1].decode() if found else http_message.header(stored.head, "content-language")
        return not named or named.partition("-")[0].lower() in self._wanted.languages


def payload_start(stored: http_message.StoredResponse) -> bytes:
    """Return the first 16 KiB of a response's body, decoded."""
    from archive.payload import decode  # noqa: PLC0415

    return decode(stored.head, stored.body, limit=_LOOKED_THROUGH).body


def _named(ready: Ready, header: str) -> str:
    return warc.bare(ready.parsed.header(header))


def _agrees(written: str, held: str) -> bool:
    """Whether a revisit's digest is that of what it was found to stand for; another algorithm's says nothing."""
    return not written.startswith("sha1:") or len(written) != len(held) or written.upper() == held.upper()


def _is_below(url: str, host: str) -> bool:
    try:
        found = host_of(url).partition(":")[0]
    except BadUrl:
        return False
    return found == host or found.endswith(f".{host}")


def _kind(facts: Facts) -> AddressKind:
    if urlsplit(facts.url).path == "/robots.txt":
        return AddressKind.ROBOTS
    return AddressKind.PAGE if facts.mime in _HTML else AddressKind.REQUISITE
