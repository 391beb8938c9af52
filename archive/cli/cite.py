"""`tearsheet cite`: an article as a citation that names its proof."""

from __future__ import annotations

import json
from pathlib import Path

import click

from archive.citation import as_bibtex, as_csl, as_line
from archive.cli.options import archive_option
from archive.store import articles
from archive.store.database import Archive


@click.command()
@click.argument("named", metavar="ID|URL")
@archive_option
@click.option("--bibtex", "form", flag_value="bibtex", help="A biblatex @online entry.")
@click.option("--csl", "form", flag_value="csl", help="CSL-JSON, for Zotero and pandoc.")
@click.option("--version", type=click.IntRange(min=1), metavar="N", help="An earlier version; see `tearsheet log`.")
def cite(*, named: str, path: Path, form: str | None, version: int | None) -> None:
    """Print a citation with the time of archiving, record id and payload digest."""
    with Archive.open(path, readonly=True) as archive:
        article = articles.load(archive.connection, articles.find(archive.connection, named), version)
    if form == "csl":
        click.echo(json.dumps([as_csl(article)], ensure_ascii=False, indent=2))
    else:
        click.echo(as_bibtex(article) if form == "bibtex" else as_line(article))
