"""The schema in words: tables and columns with the comments that the migrations wrote behind them."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass

_COLUMN = re.compile(r"^\s*[\"\[]?(\w+)[\"\]]?\s+(TEXT|INTEGER|REAL|BLOB|ANY)\b(.*?)(?:--\s*(.*))?$")
_TABLE = re.compile(r"CREATE (?:TABLE|VIEW)[^\n]*?--\s*(.*)")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its type, and what it holds."""

    name: str
    type: str  # TEXT, INTEGER, REAL, BLOB
    comment: str  # "" where the schema has none
    required: bool  # NOT NULL, or the key
    refers_to: str = ""  # "captures.id"; "" where it refers to nothing


@dataclass(frozen=True, slots=True)
class Table:
    """One table in the order of the schema."""

    name: str
    comment: str
    columns: tuple[Column, ...]


def tables(connection: sqlite3.Connection) -> tuple[Table, ...]:
    """Return the tables that carry comments, in the order they were made."""
    rows = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND sql LIKE 'CREATE TABLE%' ORDER BY rowid"
    ).fetchall()
    return tuple(table(name, sql) for name, sql in rows if _TABLE.search(sql))


def table(name: str, sql: str) -> Table:
    """Return one table from its CREATE statement, as SQLite keeps it."""
    heading = _TABLE.search(sql)
    columns = tuple(column for line in sql.splitlines()[1:] if (column := _column(line)))
    return Table(name, heading[1].strip() if heading else "", columns)


def _column(line: str) -> Column | None:
    found = _COLUMN.match(line)
    if found is None:
        return None
    name, kind, rest, comment = found.groups()
    reference = re.search(r"REFERENCES (\w+)\s*\((\w+)\)", rest)
    return Column(
        name=name,
        type=kind,
        comment=(comment or "").strip(),
        required="NOT NULL" in rest or "PRIMARY KEY" in rest,
        refers_to=f"{reference[1]}.{reference[2]}" if reference else "",
    )
