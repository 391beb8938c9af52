"""`tearsheet replay`: archived pages as they were, at /web/<time>/<url> as replay tools have it."""

from __future__ import annotations

from pathlib import Path

import click

from archive.cli.browse import library, serve, server_options
from archive.cli.options import archive_option


@click.command()
@click.argument("url", required=False)
@archive_option
@server_options
@click.option("--at", default="", metavar="TIME", help="2026-01-31 or 20260131083000; the newest without it.")
def replay(url: str | None, path: Path, *, host: str, port: int, base_url: str, at: str) -> None:
    """Serve pages as they were, each in a sandbox; with a URL, say where it is.

    /web/20260131/https://example.com/ is the capture nearest to that day, /web/*/https://example.com/ lists all, and
    id_ behind the time gives the bytes as they came.
    """
    digits = "".join(letter for letter in at if letter.isdigit())[:14]
    page = f"web/{digits}/{url}" if url and digits else f"web/{url or ''}"
    serve(library(path, base_url=base_url), host, port, f"Replay {path}", page=page)
