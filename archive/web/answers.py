"""From a page's answer to an HTTP response: HTML by template, JSON and feeds from values, errors as sentences."""

from __future__ import annotations

import json
import logging
import re
from dataclasses import fields, is_dataclass
from datetime import datetime
from typing import Any

from datasette import Forbidden, Response

from archive.errors import (
    ArchiveBusy,
    ArchiveMissing,
    ArchiveTooNew,
    ArchiveTooOld,
    BadQuery,
    NotFound,
    TearsheetError,
)
from archive.web import feeds, headers
from archive.web.links import Links
from archive.web.page import Answer, Asked, BadAddress, Elsewhere, Page, Raw
from archive.web.shelf import TooSlow
from archive.web.texts import TEXTS, say

_MARKUP = re.compile(r"<(script|textarea)\b.*?</\1\s*>|<[^>]*>", re.DOTALL | re.IGNORECASE)
log = logging.getLogger("tearsheet.web")
_NOT_NOW = (TooSlow, ArchiveBusy, ArchiveMissing, ArchiveTooNew, ArchiveTooOld)
_STATUS = ((NotFound, 404), (BadAddress, 400), (BadQuery, 400), *((kind, 503) for kind in _NOT_NOW))


async def respond(datasette: Any, asked: Asked, answer: Answer) -> Response:
    """Return the response for an answer in the format that was asked for."""
    if isinstance(answer, Raw):
        return Response(answer.body, answer.status, dict(answer.headers), answer.content_type)
    if isinstance(answer, Elsewhere):
        return Response.redirect(answer.url)
    if asked.format == "json":
        return _json(_as_json(answer.content), answer.status)
    if asked.format in feeds.FORMATS and answer.entries is not None:
        return feeds.response(asked, answer)
    return await _html(datasette, asked.link, answer, here=asked)


def _as_json(value: Any) -> Any:
    """Return a page's values as JSON has them; fields that are marked as INSIDE stay inside."""
    if is_dataclass(value):
        return {f.name: _as_json(getattr(value, f.name)) for f in fields(value) if not f.metadata.get("inside")}
    if isinstance(value, dict):
        return {key: _as_json(one) for key, one in value.items()}
    if isinstance(value, tuple | list):
        return [_as_json(one) for one in value]
    return value.isoformat() if isinstance(value, datetime) else value


async def plainly(datasette: Any, link: Links, page: Page, *, as_json: bool) -> Response:
    """Return the response for a page that belongs to no one archive, as HTML or JSON."""
    return _json(_as_json(page.content), page.status) if as_json else await _html(datasette, link, page)


async def sorry(datasette: Any, error: Exception, *, as_json: bool = False, link: Links | None = None) -> Response:
    """Return the page for something that went wrong: a sentence and the right status, never a stack trace."""
    status, sentence = _told(error)
    if as_json:
        return _json({"ok": False, "status": status, "error": sentence}, status)
    heading = say(f"error.{status}" if f"error.{status}" in TEXTS else "error.500")
    page = Page("error", heading, {"status": status, "sentence": sentence, "heading": heading}, status)
    return await _html(datasette, link or Links(datasette.setting("base_url")), page)


def _told(error: Exception) -> tuple[int, str]:
    if isinstance(error, TearsheetError):
        status = next((status for kind, status in _STATUS if isinstance(error, kind)), 500)
        return status, _sentence(str(error))
    if isinstance(error, Forbidden):
        return 403, say("error.forbidden")
    if getattr(error, "status", None) == 404:  # datasette would speak of databases and tables
        return 404, say("error.no_such_page")
    if isinstance(getattr(error, "status", None), int):  # datasette's own errors
        return error.status, _sentence(_plain(getattr(error, "message", "") or str(error)))  # type: ignore[attr-defined]
    log.error("a page failed", exc_info=error)
    return 500, say("error.unforeseen")


def _plain(message: str) -> str:
    """Return a message of datasette's without the markup and scripts that some of them hold."""
    return " ".join(_MARKUP.sub(" ", message).split())


def _sentence(text: str) -> str:
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "!", "?", "…")) else text + "."


def _json(value: Any, status: int) -> Response:
    body = json.dumps(value, ensure_ascii=False, indent=1)
    return Response(body, status, {"Content-Security-Policy": "default-src 'none'"}, "application/json; charset=utf-8")


async def _html(datasette: Any, link: Links, page: Page, here: Asked | None = None) -> Response:
    template = datasette.jinja_env.get_template(f"tearsheet/{page.template}.html")
    values = page.content if isinstance(page.content, dict) else _fields(page.content)
    body = await template.render_async(**values, link=link, say=say, title=page.title, here=here, page=page)
    return Response.html(body, page.status, {"Content-Security-Policy": headers.OURS})


def _fields(content: Any) -> dict[str, Any]:
    return {name: getattr(content, name) for name in content.__dataclass_fields__}
