"""datasette's labels for our tables, made from the schema's own comments."""

from __future__ import annotations

import sqlite3
from typing import Any

from archive.schema import Table, tables

_LABELS = {"articles": "url", "captures": "url", "sources": "name", "crawls": "crawl_id", "teasers": "headline"}
_NEWEST_FIRST = {"articles": "listed_at"}  # only where an index sorts: other tables may have millions of rows


def labels(connection: sqlite3.Connection) -> dict[str, Any]:
    """Return the metadata of one database: a description a table and a column, its label and order."""
    return {"tables": {table.name: _table(table) for table in tables(connection)}}


def _table(table: Table) -> dict[str, Any]:
    described: dict[str, Any] = {
        "description": table.comment,
        "columns": {column.name: column.comment for column in table.columns if column.comment},
    }
    if table.name in _LABELS:
        described["label_column"] = _LABELS[table.name]
    if table.name in _NEWEST_FIRST:
        described["sort_desc"] = _NEWEST_FIRST[table.name]
    return described
