"""What datasette calls: our routes, permissions, headers, labels and error pages."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import Any

from datasette import Forbidden, hookimpl

from archive.store.packing import register
from archive.web import permissions
from archive.web.answers import sorry
from archive.web.headers import add_headers
from archive.web.metadata import labels
from archive.web.routes import ROUTES
from archive.web.shelf import shelf_of, shelves_of
from archive.web.texts import say
from archive.web.typography import FILTERS


@hookimpl
def register_routes(datasette: Any) -> list[tuple[str, Any]]:
    """Put our pages in front of datasette's, where it serves an archive."""
    return ROUTES if shelf_of(datasette) else []


@hookimpl
def prepare_connection(conn: sqlite3.Connection, database: str, datasette: Any) -> None:
    """Close the bytes of the records to SQL, and let it look into packed columns."""
    if any(shelf.name == database for shelf in shelves_of(datasette)):
        permissions.close_the_bytes(conn)
        register(conn)


@hookimpl
def permission_allowed(datasette: Any, action: str, resource: Any) -> bool | None:
    """Close the bytes to datasette's own pages, and SQL unless it was asked for."""
    sql = bool((datasette.plugin_config("tearsheet") or {}).get("sql"))
    said = (permissions.allowed(action, resource, shelf=shelf.name, sql=sql) for shelf in shelves_of(datasette))
    return next((one for one in said if one is not None), None)


@hookimpl
def get_metadata(datasette: Any) -> dict[str, Any]:
    """Label tables and columns by the comments in the schema."""
    shelves = shelves_of(datasette)
    if not shelves:
        return {}
    return {"title": say("site.name"), "databases": {shelf.name: _labels(shelf.path) for shelf in shelves}}


@hookimpl
def asgi_wrapper(datasette: Any) -> Any:
    """Give each answer the headers that keep it safe; other people's files keep datasette's own."""
    return add_headers if shelf_of(datasette) else lambda app: app


@hookimpl
def prepare_jinja2_environment(env: Any) -> None:
    """Teach the templates our typography."""
    env.filters.update(FILTERS)


@hookimpl
def extra_css_urls(datasette: Any) -> list[str]:
    """Dress datasette's own pages like ours."""
    return ["/-/static-plugins/tearsheet/datasette.css"] if shelf_of(datasette) else []


@hookimpl
def menu_links(datasette: Any) -> list[dict[str, str]]:
    """Lead from datasette's pages back to ours."""
    if shelf_of(datasette) is None:
        return []
    return [{"href": datasette.urls.path("/"), "label": say("site.back")}]


@hookimpl(trylast=True)
def forbidden(datasette: Any, request: Any, message: str) -> Any:
    """Answer what is closed with a sentence, or with JSON; a plugin that signs people in goes first."""
    if shelf_of(datasette) is None:
        return None
    return lambda: sorry(datasette, Forbidden(message), as_json=request.path.endswith(".json"))


@hookimpl(hookwrapper=True)
def handle_exception(datasette: Any, request: Any, exception: Exception) -> Any:
    """Answer with a sentence, and keep datasette's own handler from printing a stack trace with local values."""
    outcome = yield
    if shelf_of(datasette) is None:
        return
    outcome.force_result([sorry(datasette, exception, as_json=request.path.endswith(".json"))])


_LABELS: dict[str, dict[str, Any]] = {}


def _labels(path: Any) -> dict[str, Any]:
    if str(path) not in _LABELS:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            _LABELS[str(path)] = labels(connection)
    return _LABELS[str(path)]
