"""`tearsheet log`: what a publisher changed in an article, and when."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from archive.cli.options import archive_option, json_option
from archive.presentation import printable
from archive.store import articles
from archive.store.articles import Version
from archive.store.database import Archive


@click.command()
@click.argument("named", metavar="ID|URL")
@archive_option
@json_option
def log(*, named: str, path: Path, as_json: bool) -> None:
    """List an article's versions: what kind of edit, first and last seen, words, headline."""
    with Archive.open(path, readonly=True) as archive:
        key = articles.find(archive.connection, named)
        article = articles.load(archive.connection, key)
        versions = articles.history(archive.connection, key)
    if as_json:
        answer = {"id": article.id, "url": article.url, "state": article.state, "gone_reason": article.gone_reason}
        click.echo(json.dumps(answer | {"versions": [_row(one) for one in versions]}, ensure_ascii=False, indent=2))
        return
    for version in versions:
        click.echo(_line(version))
    if article.state == "gone":
        click.echo(f"gone  {article.last_checked_at}  {article.gone_reason}")


def _row(version: Version) -> dict[str, object]:
    return {name: value for name, value in asdict(version).items() if name != "extraction"}


def _line(version: Version) -> str:
    until = "" if version.last_seen_at == version.seen_at else f" … {version.last_seen_at}"
    headline = printable(version.headline)
    return f"{version.ordinal:4}  {version.edit:<11}  {version.seen_at}{until}  {version.words:,} words  {headline}"
