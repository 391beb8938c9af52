"""`tearsheet export`: the archive, or a selection of it, in the form that other tools read."""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from archive.cli.counts import counted
from archive.cli.options import archive_option
from archive.cli.progress import progress
from archive.store.articles import find
from archive.store.database import Archive
from archive.transfer.selection import BadSelection, Selection, end_given, moment_given
from archive.transfer.written import Options, Written

# A format is an option that names its output, and "module:function" that writes it:
# write(archive, selection, out, options) -> Written.
FORMATS = {
    "warc": ("archive.transfer.warc_out:write", "OUT.warc.gz", "WARC records, byte for byte as they are kept."),
    "wacz": ("archive.transfer.wacz:write", "OUT.wacz", "A WACZ for replayweb.page: records, pages, index, digests."),
    "cdxj": ("archive.transfer.cdxj:write", "OUT.cdxj", "A CDXJ index of what --warc writes as OUT.warc.gz."),
    "jsonl": ("archive.transfer.rows_out:write_jsonl", "OUT.jsonl", "One article a line, as JSON."),
    "csv": ("archive.transfer.rows_out:write_csv", "OUT.csv", "One article a row."),
    "parquet": ("archive.transfer.rows_out:write_parquet", "OUT.parquet", "One article a row, typed columns."),
    "markdown": ("archive.transfer.rows_out:write_markdown", "DIR", "One Markdown file an article."),
}
_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*([KMGT]?)(?:i?B)?", re.IGNORECASE)
_POWERS = {"": 0, "K": 10, "M": 20, "G": 30, "T": 40}


def _format_options(command: Callable[..., Any]) -> Callable[..., Any]:
    for name, (_, shown, help_text) in reversed(FORMATS.items()):
        command = click.option(f"--{name}", type=click.Path(path_type=Path), metavar=shown, help=help_text)(command)
    return command


@click.command()
@archive_option
@_format_options
@click.option("--source", "sources", multiple=True, metavar="NAME", help="Only what was fetched for this source.")
@click.option("--since", metavar="DATE", help="Only what was fetched on this day or later (UTC).")
@click.option("--until", metavar="DATE", help="Only what was fetched until the end of this day (UTC).")
@click.option(
    "--article", "articles", multiple=True, metavar="ID|URL", help="Only this article, with all its captures."
)
@click.option("--query", metavar="WORDS", help="Only articles that a search finds.")
@click.option("--size", metavar="BYTES", help="With --warc: begin a new file after so many bytes (1G).")
@click.option("--conversion", is_flag=True, help="With --warc: add conversion records with the clean text.")
@click.option(
    "--sign",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="KEY.pem",
    help="With --wacz: sign it with this ECDSA key.",
)
def export(
    *,
    path: Path,
    sources: tuple[str, ...],
    since: str | None,
    until: str | None,
    articles: tuple[str, ...],
    query: str | None,
    size: str | None,
    conversion: bool,
    sign: Path | None,
    **outputs: Path | None,
) -> None:
    """Write the archive, or a selection of it, for other tools; `-` is standard output.

    Selections narrow each other. A selection of records takes along what they lean on: requests, the warcinfo of
    their crawl, and what a revisit stands for.
    """
    name, out = _one_format(outputs)
    rows = name in ("jsonl", "csv", "parquet", "markdown")
    with Archive.open(path, readonly=True) as archive, progress("export", "articles" if rows else "records") as tell:
        options = Options(size=_bytes(size), conversion=conversion, key=sign, progress=tell)
        selection = Selection(
            sources=sources,
            since=moment_given(since) if since else None,
            until=end_given(until) if until else None,
            articles=_articles(archive, articles, query),
        )
        written = _writer(name)(archive, selection, out, options)
    counts = counted(dict(sorted(written.counts.items()))) or "nothing"
    click.echo(f"{', '.join(str(file) for file in written.files)}: {counts}", err=True)


def _one_format(outputs: dict[str, Path | None]) -> tuple[str, Path]:
    asked = [(name, out) for name, out in outputs.items() if out is not None]
    if len(asked) != 1:
        raise click.UsageError(f"Say one of {', '.join(f'--{name}' for name in FORMATS)}.")
    return asked[0]


def _writer(name: str) -> Callable[[Archive, Selection, Path, Options], Written]:
    module, function = FORMATS[name][0].split(":")
    writer: Callable[[Archive, Selection, Path, Options], Written] = getattr(importlib.import_module(module), function)
    return writer


def _bytes(size: str | None) -> int:
    if size is None:
        return 0
    found = _SIZE.fullmatch(size.strip())
    if found is None:
        raise BadSelection(f"{size!r} is no size. Write 500M or 1G.")
    return int(float(found[1]) * (1 << _POWERS[found[2].upper()]))


def _articles(archive: Archive, named: tuple[str, ...], query: str | None) -> tuple[int, ...] | None:
    if not named and query is None:
        return None
    chosen = {find(archive.connection, name) for name in named} if named else None
    if query is not None:
        from archive.store.search import matching  # noqa: PLC0415  (needed only here)

        found = set(matching(archive.connection, query))
        chosen = found if chosen is None else chosen & found
    return tuple(sorted(chosen or ()))
