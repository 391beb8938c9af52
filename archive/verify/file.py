"""The file: SQLite's own check of its pages, and whether every reference between rows is whole."""

from __future__ import annotations

import sqlite3

from archive.verify.report import Report

_MOST = 100  # complaints asked of SQLite; a torn file has thousands


def check(connection: sqlite3.Connection, report: Report) -> bool:
    """Add what SQLite complains of, and return whether the file is sound enough to look further."""
    complaints = [row[0] for row in connection.execute(f"PRAGMA integrity_check({_MOST})")]
    for complaint in complaints:
        if complaint != "ok":
            report.fault("file", "SQLite", f"The file is damaged: {complaint}.")
    for table, row_id, parent, _ in connection.execute("PRAGMA foreign_key_check"):
        report.fault("references", f"{table} {row_id}", f"It points into {parent}, where nothing is.")
    return complaints == ["ok"]
