"""Pages of a corpus in the shared format: gold.jsonl and others.jsonl with gzipped HTML beside them."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from lxml.html import HtmlElement

from archive.extraction.charset import decode
from archive.extraction.dom import parse
from archive.extraction.metadata.sites import registered_domain

Row = dict[str, Any]


def rows(corpus: Path, name: str = "gold.jsonl") -> list[Row]:
    """The rows of one file of a corpus; raises FileNotFoundError where it is absent."""
    with (corpus / name).open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def html(corpus: Path, row: Row) -> bytes:
    """The page as it was saved."""
    return gzip.decompress((corpus / row["html"]).read_bytes())


def tree(corpus: Path, row: Row) -> HtmlElement:
    """The page parsed as extraction parses it."""
    return parse(decode(html(corpus, row)).text)


def digest(corpus: Path, names: Sequence[str]) -> str:
    """SHA-256 over the files that a figure was measured on, in hexadecimal."""
    found = hashlib.sha256()
    for name in names:
        found.update((corpus / name).read_bytes())
    return found.hexdigest()


def site_folds(urls: Sequence[str], folds: int = 5) -> list[int]:
    """The fold of each address: pages of one registered domain share a fold, by a hash that never changes."""
    return [int(hashlib.sha256(registered_domain(url).encode()).hexdigest(), 16) % folds for url in urls]


def each(corpus: Path, names: Sequence[str] = ("gold.jsonl",)) -> Iterator[tuple[Row, HtmlElement]]:
    """Each row of these files with its parsed page."""
    for name in names:
        for row in rows(corpus, name):
            yield row, tree(corpus, row)
