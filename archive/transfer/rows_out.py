"""Articles out to people: one a line of JSON, one a row of CSV or Parquet, one a file of Markdown."""

from __future__ import annotations

import csv
import importlib
import io
import json
import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from archive.errors import ArchiveError, MissingExtra
from archive.presentation import as_markdown, written_by
from archive.store import articles
from archive.store.articles import Article
from archive.store.database import Archive
from archive.transfer.selection import Selection, chosen_articles
from archive.transfer.written import NO_OPTIONS, Options, Written, unwritable, whole_file

BATCH = 500  # articles of one Parquet row group

# Name to type and what it holds: docs/json.md is made from this, and the columns stay as they are.
COLUMNS: Mapping[str, tuple[type, str]] = {
    "id": (str, "the article's id, the same in every archive"),
    "url": (str, "canonical URL"),
    "site": (str, "registered domain"),
    "source": (str, 'name of the source; "" for a one-off fetch or an import'),
    "headline": (str, "without the site's name"),
    "standfirst": (str, "paragraph under the headline"),
    "summary": (list, "summary bullets"),
    "byline": (str, "as printed, else the names"),
    "authors": (list, "names"),
    "published_at": (str, 'as stored: with Z where the page gives a zone, else the publisher\'s clock; "" unknown'),
    "modified_at": (str, "as published_at"),
    "listed_at": (datetime, "UTC: published, else first seen"),
    "first_seen_at": (datetime, "UTC, first capture"),
    "last_checked_at": (datetime, "UTC, last capture"),
    "changed_at": (datetime, "UTC, first capture of this version"),
    "state": (str, "alive, gone"),
    "kind": (str, "article, live blog, gallery, video"),
    "language": (str, "BCP 47 primary tag"),
    "section": (str, "the publisher's desk"),
    "tags": (list, "as the page gives them"),
    "image": (str, "lead image"),
    "paywalled": (bool, "null: the page does not say"),
    "words": (int, "of the text"),
    "text": (str, "standfirst, summary and body, paragraphs joined by a blank line"),
    "version": (int, "ordinal of this version"),
    "versions": (int, "how many there are"),
    "edit": (str, "what changed in this version"),
    "extractor": (str, "that read it"),
    "capture_id": (str, "the capture it was read from"),
    "captured_at": (datetime, "UTC, when that was fetched"),
    "record_id": (str, "its WARC record"),
    "payload_digest": (str, "sha1, base32, of the payload"),
}


def row(article: Article) -> dict[str, Any]:
    """Return an article's columns; lists as lists, times as text."""
    page, proof = article.page, article.page.proof
    known = {
        "byline": written_by(page),
        "authors": [name for name, _ in page.authors],
        "summary": list(page.summary),
        "tags": list(page.tags),
        "captured_at": proof.fetched_at,
    }
    for name in COLUMNS:
        if name not in known:
            owner = next(part for part in (article, page, proof) if hasattr(part, name))
            known[name] = getattr(owner, name)
    return {name: known[name] for name in COLUMNS}


def chosen(connection: sqlite3.Connection, selection: Selection, options: Options) -> Iterator[Article]:
    """Yield the selected articles as their current versions read, newest first."""
    keys = list(chosen_articles(connection, selection))
    for number, key in enumerate(keys, 1):
        yield articles.load(connection, key)
        options.progress(number, len(keys))


def write_jsonl(archive: Archive, selection: Selection, out: Path, options: Options = NO_OPTIONS) -> Written:
    """Write one JSON object a line, UTF-8.

    Raises:
        DiskFull, ArchiveError: the file cannot be written; nothing of it is left.

    """
    with whole_file(out) as file:
        count = 0
        for article in chosen(archive.connection, selection, options):
            file.write(json.dumps(row(article), ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
            count += 1
    return Written((out,), {"articles": count})


def write_csv(archive: Archive, selection: Selection, out: Path, options: Options = NO_OPTIONS) -> Written:
    """Write CSV (RFC 4180, UTF-8, a header row); lists are JSON.

    A cell that a spreadsheet would take for a formula gets an apostrophe before it (OWASP, CSV injection).

    Raises:
        DiskFull, ArchiveError: the file cannot be written; nothing of it is left.

    """
    with whole_file(out) as file:
        count = _csv_rows(file, chosen(archive.connection, selection, options))
    return Written((out,), {"articles": count})


def _csv_rows(file: BinaryIO, found: Iterator[Article]) -> int:
    text = io.TextIOWrapper(file, "utf-8", newline="", write_through=True)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    count = 0
    for article in found:
        writer.writerow([_cell(value) for value in row(article).values()])
        count += 1
    text.detach()
    return count


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)
    if value is None or isinstance(value, bool):
        return "" if value is None else str(value).lower()
    text = str(value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def write_parquet(archive: Archive, selection: Selection, out: Path, options: Options = NO_OPTIONS) -> Written:
    """Write Parquet with typed columns: times as UTC timestamps, lists as lists of strings.

    Raises:
        MissingExtra: pyarrow is not installed.
        DiskFull, ArchiveError: the file cannot be written; nothing of it is left.

    """
    pyarrow, parquet = _pyarrow()
    schema = _schema(pyarrow)
    found = chosen(archive.connection, selection, options)
    count = 0
    with whole_file(out) as file, parquet.ParquetWriter(file, schema, compression="zstd") as writer:
        while batch := [_typed(row(article)) for article in islice(found, BATCH)]:
            writer.write_table(pyarrow.Table.from_pylist(batch, schema=schema))
            count += len(batch)
    return Written((out,), {"articles": count})


def _pyarrow() -> tuple[Any, Any]:
    try:
        return importlib.import_module("pyarrow"), importlib.import_module("pyarrow.parquet")
    except ImportError as error:
        raise MissingExtra("Parquet needs pyarrow. Install it with: pip install 'tearsheet[parquet]'.") from error


def _schema(pyarrow: Any) -> Any:
    types: dict[type, Callable[[], Any]] = {
        str: pyarrow.string,
        int: pyarrow.int64,
        bool: pyarrow.bool_,
        list: lambda: pyarrow.list_(pyarrow.string()),
        datetime: lambda: pyarrow.timestamp("ms", tz="UTC"),
    }
    return pyarrow.schema([pyarrow.field(name, types[kind]()) for name, (kind, _) in COLUMNS.items()])


def _typed(values: dict[str, Any]) -> dict[str, Any]:
    return {
        name: datetime.fromisoformat(value).astimezone(UTC) if COLUMNS[name][0] is datetime else value
        for name, value in values.items()
    }


def write_markdown(archive: Archive, selection: Selection, out: Path, options: Options = NO_OPTIONS) -> Written:
    """Write one file an article into the folder `out`, as site/day-headline-id.md with YAML front matter.

    Raises:
        DiskFull, ArchiveError: a file cannot be written; those written before stay.

    """
    if str(out) == "-":
        raise ArchiveError("Markdown goes into a folder, a file an article; name one.")
    files: list[Path] = []
    for article in chosen(archive.connection, selection, options):
        path = out / _name(article.site) / f"{article.listed_at[:10]}-{_name(article.page.headline)}-{article.id}.md"
        _write_text(path, _front_matter(article) + as_markdown(article))
        files.append(path)
    return Written((out,), {"articles": len(files)})


def _write_text(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise unwritable(path.parent, error) from error
    with whole_file(path) as file:
        file.write(text.encode())


def _name(text: str) -> str:
    """Return what of a text may stand in a file name on any system."""
    return re.sub(r"[^\w.]+", "-", text.lower())[:60].strip("-.") or "untitled"


def _front_matter(article: Article) -> str:
    """Return what is known of an article as YAML; JSON strings are YAML strings."""
    left_out = ("text", "standfirst", "summary")
    lines = [
        f"{name}: {json.dumps(value, ensure_ascii=False)}"
        for name, value in row(article).items()
        if name not in left_out
    ]
    return "\n".join(["---", *lines, "---", "", ""])
