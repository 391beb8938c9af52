"""An HTTP exchange → the WARC records that hold it and the facts that its capture states; pure, nothing is written."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from urllib.parse import urljoin

from archive import http_message, warc
from archive.model import Exchange, SavedPage
from archive.payload import codings
from archive.urls import url_key

_LONGEST_TEXT = 1024  # characters of a header's value that become a column
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_REASONS = frozenset({"length", "time", "disconnect"})  # WARC-Truncated, ISO 28500, 5.13
_MEDIA_TYPE = re.compile(r"[\w.+-]{1,80}/[\w.+-]{1,80}")
# Bodies of these types gain nothing from being compressed again.
_PACKED_TYPES = ("image/", "video/", "audio/", "font/", "application/zip", "application/gzip", "application/pdf")


@dataclass(frozen=True, slots=True)
class Facts:
    """What a capture's row says of one exchange, whoever fetched it."""

    url: str
    url_key: str
    date: str  # UTC, as WARC-Date
    status: int | None = None
    mime: str = ""
    etag: str = ""
    last_modified: str = ""
    location: str = ""
    truncated: str = ""
    payload_digest: str = ""
    payload_length: int = 0


@dataclass(frozen=True, slots=True)
class Draft:
    """One exchange ready to be written."""

    facts: Facts
    response: warc.Record | None  # None where nothing came
    request: warc.Record | None
    head: bytes = b""  # of the response: all that a revisit keeps
    packed: bool = False  # the body is compressed already


def facts_of(url: str, date: str, head: bytes, body: bytes, *, truncated: str = "") -> Facts:
    """Return the facts of a stored response; a head without a status line has no status."""
    line = http_message.status_line(head)
    status = line.status if line else None
    return Facts(
        url=url,
        url_key=url_key(url),
        date=date,
        status=status,
        mime=media_type(http_message.header(head, "content-type")),
        etag=_text(head, "etag"),
        last_modified=_text(head, "last-modified"),
        location=_target(url, _text(head, "location")) if status in _REDIRECTS else "",
        truncated=truncated,
        payload_digest=warc.digest(body),
        payload_length=len(body),
    )


def media_type(content_type: str) -> str:
    """Return the media type of a Content-Type, lower case, without parameters; "" where it is none."""
    found = _MEDIA_TYPE.fullmatch(content_type.partition(";")[0].strip().lower())
    return found[0] if found else ""


def _text(head: bytes, name: str) -> str:
    value = http_message.header(head, name)
    return value if len(value) <= _LONGEST_TEXT else ""


def _target(url: str, location: str) -> str:
    try:
        return urljoin(url, location) if location else ""
    except ValueError:  # "http://[" and its like
        return ""


def draft(exchange: Exchange, *, date: str, warcinfo: str = "") -> Draft:
    """Return the records of an exchange; `date` is its WARC-Date, `warcinfo` the record id of its crawl's warcinfo."""
    stored = http_message.stored_form(exchange.response)
    truncated = exchange.truncated if exchange.truncated in _REASONS else ""
    facts = facts_of(
        exchange.url, date, stored.head, stored.body, truncated=truncated or ("disconnect" if stored.cut else "")
    )
    response = _response(exchange, facts, stored.message, warcinfo) if stored.message else None
    request = _request(exchange, facts, response, warcinfo) if exchange.request else None
    return Draft(facts, response, request, stored.head, _is_packed(stored.head, facts.mime))


def _is_packed(head: bytes, mime: str) -> bool:
    return bool(codings(head)) or mime.startswith(_PACKED_TYPES)


def _common(ip: str, warcinfo: str) -> tuple[tuple[str, str], ...]:
    return (("WARC-IP-Address", ip), ("WARC-Warcinfo-ID", f"<{warcinfo}>" if warcinfo else ""))


def _response(exchange: Exchange, facts: Facts, message: bytes, warcinfo: str) -> warc.Record:
    return warc.Record(
        id=warc.new_id(),
        type="response",
        date=facts.date,
        block=message,
        content_type=warc.RESPONSE_TYPE,
        target_uri=facts.url,
        payload_digest=facts.payload_digest,
        extra=(*_common(exchange.ip, warcinfo), ("WARC-Truncated", facts.truncated)),
    )


def _request(exchange: Exchange, facts: Facts, response: warc.Record | None, warcinfo: str) -> warc.Record:
    concurrent = (("WARC-Concurrent-To", f"<{response.id}>"),) if response else ()
    return warc.Record(
        id=warc.new_id(),
        type="request",
        date=facts.date,
        block=exchange.request,
        content_type=warc.REQUEST_TYPE,
        target_uri=facts.url,
        extra=(*_common(exchange.ip, warcinfo), *concurrent),
    )


def revisit(whole: Draft, *, profile: str, refers_to: tuple[str, str, str]) -> warc.Record:
    """Return the revisit record of a drafted response: its head alone, under the same record id.

    `refers_to` is record id, target URI and date of the record that holds the payload (ISO 28500, 6.7).
    """
    assert whole.response is not None
    record_id, uri, date = refers_to
    kept = tuple(field for field in whole.response.extra if field[0] != "WARC-Truncated")
    pointers = (
        ("WARC-Profile", profile),
        ("WARC-Refers-To", f"<{record_id}>"),
        ("WARC-Refers-To-Target-URI", uri),
        ("WARC-Refers-To-Date", date),
    )
    digest = whole.facts.payload_digest if profile == warc.IDENTICAL else ""
    return replace(whole.response, type="revisit", block=whole.head, payload_digest=digest, extra=(*kept, *pointers))


def draft_saved(page: SavedPage, *, date: str, warcinfo: str = "") -> Draft:
    """Return the resource record of a saved file."""
    facts = Facts(
        url=page.url,
        url_key=url_key(page.url),
        date=date,
        mime=media_type(page.content_type),
        payload_digest=warc.digest(page.content),
        payload_length=len(page.content),
    )
    resource = warc.Record(
        id=warc.new_id(),
        type="resource",
        date=date,
        block=page.content,
        content_type=page.content_type or "application/octet-stream",
        target_uri=page.url,
        # No WARC-Payload-Digest: payload and block are one here, and `fastwarc check -p` fails resources that have it.
        extra=_common("", warcinfo),
    )
    return Draft(facts, resource, None, packed=facts.mime.startswith(_PACKED_TYPES))
