"""`tearsheet show`: one article, clean, with what was set aside."""

from __future__ import annotations

import json
from pathlib import Path

import click

from archive.cli.options import archive_option, json_option
from archive.presentation import as_json, as_markdown, as_text
from archive.store import articles
from archive.store.database import Archive


@click.command()
@click.argument("named", metavar="ID|URL")
@archive_option
@json_option
@click.option("--markdown", is_flag=True, help="Print Markdown, with links and pictures.")
@click.option("--set-aside", is_flag=True, help="Also print what was torn off the page, by kind, with the reason.")
@click.option("--version", type=click.IntRange(min=1), metavar="N", help="An earlier version; see `tearsheet log`.")
def show(*, named: str, path: Path, as_json: bool, markdown: bool, set_aside: bool, version: int | None) -> None:
    """Print an article: headline, byline, date, body."""
    with Archive.open(path, readonly=True) as archive:
        key = articles.find(archive.connection, named)
        click.echo(_printed(articles.load(archive.connection, key, version), as_json, markdown, set_aside))


def _printed(article: articles.Article, json_wanted: bool, markdown: bool, set_aside: bool) -> str:
    if json_wanted:
        return json.dumps(as_json(article), ensure_ascii=False, indent=2, default=str)
    return as_markdown(article) if markdown else as_text(article, set_aside=set_aside)
