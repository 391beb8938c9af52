"""`tearsheet watch`: saved searches, and what they found new."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click

from archive.cli.options import archive_option, json_option
from archive.presentation import hit_lines, printable
from archive.store.database import Archive
from archive.store.watches import News, add_watch, all_watches, remove_watch, report


@click.group(invoke_without_command=True)
@archive_option
@json_option
@click.pass_context
def watch(context: click.Context, path: Path, as_json: bool) -> None:
    """Print what saved searches found since they were asked last: new articles, and edited ones.

    Meant to be run behind `tearsheet crawl`. What was printed once is not printed again.
    """
    context.obj = path
    if context.invoked_subcommand is None:
        with Archive.open(path) as archive:
            click.echo(_as_json(report(archive)) if as_json else _as_text(report(archive)), nl=False)


def _as_json(found: Sequence[News]) -> str:
    return json.dumps([asdict(news) for news in found], ensure_ascii=False, indent=2) + "\n"


def _as_text(found: Sequence[News]) -> str:
    blocks = [
        "\n".join([printable(news.query), *(line for hit in news.hits for line in hit_lines(hit))]) for news in found
    ]
    return "\n\n".join(blocks) + ("\n" if blocks else "")


_WORDS = click.argument("words", nargs=-1, required=True, metavar="WORDS...", type=click.UNPROCESSED)
_AS_TYPED = {"ignore_unknown_options": True}


@watch.command(context_settings=_AS_TYPED)
@_WORDS
@click.pass_obj
def add(path: Path, words: tuple[str, ...]) -> None:
    """Save a search, in the language of `tearsheet search`; it reports what is archived from now on."""
    with Archive.open(path) as archive:
        known = "" if add_watch(archive, " ".join(words)) else " already"
    click.echo(f"{printable(' '.join(words))} is{known} watched", err=True)


@watch.command(context_settings=_AS_TYPED)
@_WORDS
@click.pass_obj
def remove(path: Path, words: tuple[str, ...]) -> None:
    """Forget a saved search."""
    with Archive.open(path) as archive:
        remove_watch(archive, " ".join(words))


@watch.command("list")
@json_option
@click.pass_obj
def list_(path: Path, as_json: bool) -> None:
    """Print the saved searches, one a line."""
    with Archive.open(path, readonly=True) as archive:
        saved = all_watches(archive.connection)
    if as_json:
        click.echo(json.dumps([asdict(one) for one in saved], ensure_ascii=False))
        return
    for one in saved:
        click.echo(printable(one.query))
