"""The addresses of our pages, and how one becomes an answer: permission, query, template."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, unquote

from datasette import Forbidden, Response

from archive.store.database import Archive
from archive.web.answers import respond, sorry
from archive.web.links import Links
from archive.web.page import LONGEST_VALUE, Answer, Asked, BadAddress, shortened
from archive.web.pages import article, cluster, edits, front, places, record, replay, search
from archive.web.shelf import Shelf, shelf_of
from archive.web.texts import say

Question = Callable[[Archive, Asked], Answer]

_FORMATS = {
    "json": "json",
    "atom": "atom",
    "feed.json": "feed",
    "txt": "text",
    "md": "markdown",
    "warc.gz": "warc",
    "wacz": "wacz",
}
_JSON = r"(?:\.(?P<format>json))?$"
_FEEDS = r"(?:\.(?P<format>json|atom|feed\.json))?$"

_PAGES: tuple[tuple[str, Question], ...] = (
    (r"/(?:index\.(?P<format>json|atom|feed\.json))?$", front.front),
    (r"/search" + _FEEDS, search.results),
    (r"/opensearch\.xml$", search.description),
    (r"/article/(?P<article>[^/.]+)(?:\.(?P<format>json|txt|md|wacz))?$", article.article),
    (r"/article/(?P<article>[^/.]+)/diff/(?P<old>[^/]+)/(?P<new>[^/.]+)" + _JSON, edits.diff),
    (r"/article/(?P<article>[^/.]+)/cite" + _JSON, article.cite),
    (r"/cluster/(?P<article>[^/.]+)" + _JSON, cluster.cluster),
    (r"/edits" + _FEEDS, edits.edits),
    (r"/sites" + _JSON, places.sites),
    (r"/site/(?P<site>[^/]+?)" + _FEEDS, places.site),
    (r"/source/(?P<source>[^/]+?)" + _FEEDS, places.source),
    (r"/author/(?P<author>[^/]+?)" + _FEEDS, places.author),
    (r"/crawls" + _JSON, places.crawls),
    (r"/crawl/(?P<crawl>[^/.]+)" + _JSON, places.crawl),
    (r"/teaser/(?P<teaser>[^/.]+)" + _JSON, places.teaser),
    (r"/record/(?P<record>[^/.]+)(?:\.(?P<format>json|warc\.gz))?$", record.record),
    (r"/captures" + _JSON, replay.list_captures),
    (r"/web/?(?P<url>)$", replay.here),
    (r"/web/(?P<url>https?:/.*)$", replay.here),
    (r"/web/(?P<when>[^/]+)/(?P<url>.+)$", replay.replay),
)


def _route(question: Question) -> Callable[..., Any]:
    async def view(datasette: Any, request: Any) -> Response:
        shelf = shelf_of(datasette)
        assert shelf is not None  # the routes are registered only where there is one
        wants_json = _format(request) == "json"
        try:
            await datasette.ensure_permissions(request.actor, [("view-database", shelf.name), "view-instance"])
            asked = _asked(datasette, request, shelf)
            answer = await shelf.read(lambda archive: question(archive, asked))
        except Forbidden:
            raise  # to datasette's hook, where a plugin may show its login
        except Exception as error:  # noqa: BLE001 - the last place where a reader can get a sentence instead of a trace
            return await sorry(datasette, error, as_json=wants_json)
        return await respond(datasette, asked, answer)

    return view


def _format(request: Any) -> str:
    """Return the format that was asked for, by the path's end or, as datasette has it, by `?_format=`."""
    named: str = request.url_vars.get("format") or ""
    return (
        named if named or "url" in request.url_vars else request.args.get("_format", "")
    )  # an archived URL's own query


def _asked(datasette: Any, request: Any, shelf: Shelf) -> Asked:
    raw = {key: value or "" for key, value in request.url_vars.items()}
    query: dict[str, str] = {}
    for key, value in parse_qsl(request.query_string, keep_blank_values=True, max_num_fields=50):
        query.setdefault(key, value.strip())
    if any(len(value) > LONGEST_VALUE for value in query.values()):
        raise BadAddress(say("error.too_long"))
    named = _format(request)
    if named and named not in _FORMATS:
        raise BadAddress(say("error.no_format", value=shortened(named), known=", ".join(_FORMATS)))
    base = datasette.setting("base_url")
    return Asked(
        shelf=shelf,
        path={key: unquote(value) for key, value in raw.items()},
        query=query,
        format=_FORMATS.get(named, "html"),
        link=Links(base),
        absolute=Links(datasette.absolute_url(request, base)),
        here=request.path,
        raw_query=request.query_string,
        raw=raw,
        beside=(datasette.plugin_config("tearsheet") or {}).get("beside", ""),
    )


ROUTES = [(pattern, _route(question)) for pattern, question in _PAGES]
