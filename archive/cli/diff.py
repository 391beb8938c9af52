"""`tearsheet diff`: what changed between two versions of an article."""

from __future__ import annotations

import difflib
import sys
from pathlib import Path

import click

from archive.cli.options import archive_option
from archive.errors import NotFound
from archive.presentation import printable, written_by
from archive.store import articles
from archive.store.articles import Article
from archive.store.database import Archive


@click.command()
@click.argument("named", metavar="ID|URL")
@click.argument("old", type=click.IntRange(min=1), required=False, metavar="[A")
@click.argument("new", type=click.IntRange(min=1), required=False, metavar="B]")
@archive_option
@click.option("--words", "form", flag_value="words", help="The whole text, changed words in place.")
@click.option("--html", "form", flag_value="html", help="The whole text as HTML with <del> and <ins>.")
def diff(*, named: str, old: int | None, new: int | None, path: Path, form: str | None) -> None:
    """Compare version A with version B of an article, by default its last two.

    Prints changed paragraphs as a unified diff. What is compared is headline, byline and text.
    """
    with Archive.open(path, readonly=True) as archive:
        before, after = _versions(archive, named, old, new)
    if before.page.proof.extractor != after.page.proof.extractor:
        click.echo(
            f"The versions were read by {before.page.proof.extractor} and {after.page.proof.extractor}; "
            "some of the difference may be theirs. `tearsheet reextract` reads both alike.",
            err=True,
        )
    click.echo(_compared(before, after, form))


def _versions(archive: Archive, named: str, old: int | None, new: int | None) -> tuple[Article, Article]:
    key = articles.find(archive.connection, named)
    count = len(articles.history(archive.connection, key))
    if old is None and count < 2:
        raise NotFound("The article has one version only: nothing was changed since it was first seen.")
    old = old or count - 1
    new = new or (count if old < count else old)
    return articles.load(archive.connection, key, old), articles.load(archive.connection, key, new)


def _compared(before: Article, after: Article, form: str | None) -> str:
    if form is None:
        return _by_paragraph(before, after)
    from archive.text_diff import as_html, as_plain, word_diff  # noqa: PLC0415  (needed only here)

    pieces = word_diff(_document(before), _document(after))
    return as_html(pieces) if form == "html" else printable(as_plain(pieces))


def _document(article: Article) -> str:
    page = article.page
    return "\n\n".join(part for part in (page.headline, written_by(page), page.text) if part)


def _by_paragraph(before: Article, after: Article) -> str:
    lines = difflib.unified_diff(
        printable(_document(before)).split("\n\n"),
        printable(_document(after)).split("\n\n"),
        f"version {before.version}",
        f"version {after.version}",
        before.seen_at,
        after.seen_at,
        n=1,
        lineterm="",
    )
    return "\n".join(_coloured(line) if sys.stdout.isatty() else line for line in lines)


def _coloured(line: str) -> str:
    colours = {"+": "green", "-": "red", "@": "cyan"}
    return click.style(line, fg=colours[line[0]]) if line[:1] in colours else line
