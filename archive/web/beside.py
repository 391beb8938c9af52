"""Several archives side by side: each below a path of its own, with one page and one search over all of them."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from datasette import Response
from datasette.utils.asgi import Request

from archive.errors import NotFound, TearsheetError
from archive.store.database import Archive
from archive.store.query import parse
from archive.store.search import search
from archive.web import answers
from archive.web.headers import App, Message, Scope, add_headers
from archive.web.links import Links
from archive.web.page import LONGEST_VALUE, BadAddress, Page
from archive.web.pages.front import FRESH
from archive.web.queries import figures, listing
from archive.web.queries.figures import Totals
from archive.web.queries.listing import Listed
from archive.web.shelf import Shelf, shelf_of
from archive.web.texts import say

SHOWN = 5  # articles of each archive
_OURS = frozenset({"", "index.json", "search", "search.json", "-"})
_NOTHING = Totals(0, 0, 0, 0, "", "")


@dataclass(frozen=True, slots=True)
class Beside:
    """One of several archives, with its newest articles or its hits."""

    name: str  # below which its pages are
    title: str
    totals: Totals
    articles: tuple[Listed, ...]
    total: int  # hits; 0 where nothing was searched
    error: str  # a sentence; "" where it could be read


@dataclass(frozen=True, slots=True)
class BesidePage:
    """Variables of the page over all archives, and the keys of its JSON."""

    query: str
    archives: tuple[Beside, ...]


def names_of(paths: Iterable[Path]) -> list[str]:
    """Return a name for each file that can stand in a path: its stem, with a number where two are alike."""
    names: list[str] = []
    for path in paths:
        stem = re.sub(r"[^A-Za-z0-9_-]+", "-", path.stem).strip("-") or "archive"
        taken = {*names, *_OURS}
        names.append(next(name for name in _numbered(stem) if name not in taken))
    return names


def _numbered(stem: str) -> Iterable[str]:
    yield stem
    number = 2
    while True:
        yield f"{stem}-{number}"
        number += 1


class SideBySide:
    """An ASGI application over several datasettes; each knows its own path below `base` as its base_url."""

    def __init__(self, datasettes: Mapping[str, Any], base: str = "/") -> None:
        self.datasettes = datasettes
        self.base = base
        self._apps = {name: datasette.app() for name, datasette in datasettes.items()}
        self._own = add_headers(self._answer)

    def setting(self, name: str) -> str:
        """Return what a datasette would say of itself: only its base_url is asked for."""
        return {"base_url": self.base}[name]

    def app(self) -> App:
        """Return the application, as a datasette does."""
        return self

    async def __call__(
        self, scope: Scope, receive: Callable[[], Awaitable[Message]], send: Callable[[Message], Awaitable[None]]
    ) -> None:
        """Answer a request, or hand it to the archive it is for."""
        if scope["type"] != "http":
            await next(iter(self._apps.values()))(scope, receive, send)
            return
        raw = (scope.get("raw_path") or scope["path"].encode()).decode("ascii", "replace").partition("?")[0]
        path = "/" + raw.removeprefix(self.base.rstrip("/")).lstrip("/")
        name = path.split("/")[1]
        if name == "-":  # style sheet and fonts: each archive has the same
            name, path = next(iter(self._apps)), f"/{next(iter(self._apps))}{path}"
        if name in self._apps and path != f"/{name}":
            app, path = self._apps[name], self.base.rstrip("/") + path
        else:
            app = self._own
        await app({**scope, "path": path, "raw_path": path.encode()}, receive, send)

    async def _answer(
        self, scope: Scope, receive: Callable[[], Awaitable[Message]], send: Callable[[Message], Awaitable[None]]
    ) -> None:
        request = Request(scope, receive)
        name = scope["path"].strip("/")
        response = await self._response(name.removesuffix(".json"), request, as_json=name.endswith(".json"))
        await response.asgi_send(send)

    async def _response(self, name: str, request: Request, *, as_json: bool) -> Response:
        drawer = next(iter(self.datasettes.values()))  # any of them draws: the templates are the same
        await drawer.invoke_startup()
        link = Links(self.base)
        if name in self.datasettes:  # without the slash that its links need
            return Response.redirect(f"{self.base}{name}/")
        query = dict(parse_qsl(request.query_string, max_num_fields=50)).get("q", "").strip()
        try:
            if name not in {"", "index", "search"}:
                raise NotFound(say("error.no_such_page"))
            if len(query) > LONGEST_VALUE:
                raise BadAddress(say("error.too_long"))
            page = await self._page(query if name == "search" and parse(query) else "")
        except TearsheetError as error:
            return await answers.sorry(drawer, error, as_json=as_json, link=link)
        return await answers.plainly(drawer, link, page, as_json=as_json)

    async def _page(self, query: str) -> Page:
        found = await asyncio.gather(*(self._beside(name, query) for name in self.datasettes))
        title = say("search.title", words=query) if query else say("beside.title")
        return Page("beside", title, BesidePage(query, tuple(found)))

    async def _beside(self, name: str, query: str) -> Beside:
        shelf = shelf_of(self.datasettes[name])
        assert shelf is not None  # it was opened as an archive
        try:
            return await shelf.read(lambda archive: _looked_into(archive, shelf, name, query))
        except TearsheetError as error:
            return Beside(name, name, _NOTHING, (), 0, str(error))


def _looked_into(archive: Archive, shelf: Shelf, name: str, query: str) -> Beside:
    connection = archive.connection
    totals = shelf.remember("totals", FRESH, lambda: figures.totals(connection))
    row = connection.execute("SELECT value FROM collection WHERE key = 'title'").fetchone()
    hits = search(connection, query, limit=SHOWN) if query else None
    if hits is None:
        shown = listing.latest(connection, limit=SHOWN)
    else:
        listed = listing.by_id(connection, (hit.article_id for hit in hits.hits))
        shown = tuple(listed[hit.article_id] for hit in hits.hits if hit.article_id in listed)
    return Beside(name, row["value"] if row else name, totals, shown, hits.total if hits else 0, "")
