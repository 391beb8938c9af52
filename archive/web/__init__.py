"""The datasette plugin: an archive as pages that people like to read."""

from archive.web.hooks import (
    asgi_wrapper,
    extra_css_urls,
    forbidden,
    get_metadata,
    handle_exception,
    menu_links,
    permission_allowed,
    prepare_connection,
    prepare_jinja2_environment,
    register_routes,
)

__all__ = [
    "asgi_wrapper",
    "extra_css_urls",
    "forbidden",
    "get_metadata",
    "handle_exception",
    "menu_links",
    "permission_allowed",
    "prepare_connection",
    "prepare_jinja2_environment",
    "register_routes",
]
