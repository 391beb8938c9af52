"""What steps of the schema are made with."""

from __future__ import annotations

import re
from collections.abc import Mapping

from sqlite_utils.db import Database


def create(db: Database, *statements: str) -> None:
    """Execute statements in their order."""
    for statement in statements:
        db.execute(statement)


def rebuild(db: Database, table: str, *, columns: Mapping[str, str], values: Mapping[str, str]) -> None:
    """Write a table anew with other columns (sqlite.org/lang_altertable.html, section 7).

    `columns` says what stands behind their names, `values` the SQL that makes the new value of the old row; a name
    there that the table lacks is a new column.
    """
    sql = db.execute("SELECT sql FROM sqlite_master WHERE name = ?", (table,)).fetchone()[0]
    for name, definition in columns.items():
        sql = re.sub(rf"\b{name} [A-Z].*", f"{name} {definition}", sql)
    kept = (
        "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND (type = 'view' OR (type = 'index' AND tbl_name = ?))"
    )
    again = [row[0] for row in db.execute(kept, (table,)).fetchall()]
    views = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'view'").fetchall()]
    old = [row[1] for row in db.execute(f"PRAGMA table_info({table})").fetchall()]
    names = [*old, *(name for name in values if name not in old)]
    made = ", ".join(values.get(name, name) for name in names)
    create(
        db,
        *(f"DROP VIEW {view}" for view in views),
        sql.replace(f"CREATE TABLE {table} ", f"CREATE TABLE new_{table} ", 1),
        f"INSERT INTO new_{table} ({', '.join(names)}) SELECT {made} FROM {table}",
        f"DROP TABLE {table}",
        f"ALTER TABLE new_{table} RENAME TO {table}",
        *again,
    )
