"""Atom (RFC 4287) and JSON Feed 1.1 of any page that lists articles or edits."""

from __future__ import annotations

import json
import re
from urllib.parse import urljoin
from xml.sax.saxutils import escape, quoteattr

from datasette import Response

from archive.web.page import Asked, Entry, Page

FORMATS = ("atom", "feed")
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_EMPTY = "1970-01-01T00:00:00Z"  # Atom demands a date even of an empty feed


def response(asked: Asked, page: Page) -> Response:
    """Return the page's entries in the feed format that was asked for."""
    own = urljoin(asked.absolute.base, asked.here) + (f"?{asked.raw_query}" if asked.raw_query else "")
    if asked.format == "atom":
        return Response(atom(page, own), 200, {}, "application/atom+xml; charset=utf-8")
    return Response(json_feed(page, own), 200, {}, "application/feed+json; charset=utf-8")


def atom(page: Page, own: str) -> str:
    """Return an Atom document. `own` is the feed's absolute address."""
    entries = page.entries or ()
    updated = max((entry.updated for entry in entries), default=_EMPTY)
    head = (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">'
        f"<title>{_xml(page.title)}</title><id>{_xml(own)}</id><updated>{updated}</updated>"
        f'<link rel="self" href={quoteattr(own)}/>'
        "<author><name>Tearsheet</name></author><generator>Tearsheet</generator>"
    )
    return head + "".join(map(_atom_entry, entries)) + "</feed>\n"


def json_feed(page: Page, own: str) -> str:
    """Return a JSON Feed document. `own` is the feed's absolute address."""
    items = [
        {
            "id": entry.id,
            "url": entry.url,
            "title": entry.title,
            "date_modified": entry.updated,
            **({"date_published": entry.published} if entry.published else {}),
            "content_text": entry.summary,
            **({"authors": [{"name": entry.author}]} if entry.author else {}),
        }
        for entry in page.entries or ()
    ]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": page.title, "feed_url": own, "items": items}
    return json.dumps(feed, ensure_ascii=False, indent=1)


def _atom_entry(entry: Entry) -> str:
    author = f"<author><name>{_xml(entry.author)}</name></author>" if entry.author else ""
    published = f"<published>{_xml(entry.published)}</published>" if entry.published else ""
    return (
        f"<entry><id>{_xml(entry.id)}</id><title>{_xml(entry.title)}</title><updated>{_xml(entry.updated)}</updated>"
        f"{published}<link href={quoteattr(entry.url)}/>{author}<summary>{_xml(entry.summary)}</summary></entry>"
    )


def _xml(text: str) -> str:
    """Escape a text, without the control characters that no XML may hold."""
    return escape(_NO_XML.sub("", text))
