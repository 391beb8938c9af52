"""The comments of the schema are data: labels and the data dictionary are made from them."""

from __future__ import annotations

import sqlite_utils

from archive.migrations import migrations
from archive.schema import table, tables


def test_every_table_and_column_says_what_it_holds():
    database = sqlite_utils.Database(memory=True)
    migrations.apply(database)
    described = tables(database.conn)
    assert {"articles", "captures", "members", "versions"} <= {one.name for one in described}
    for one in described:
        real = {row[1] for row in database.execute(f"pragma table_info([{one.name}])")}
        assert {column.name for column in one.columns} == real, one.name
        assert one.comment and all(column.comment for column in one.columns), one.name


def test_a_reference_and_a_column_that_must_be_filled_are_seen():
    found = table(
        "a", "CREATE TABLE a ( -- things\n  b INTEGER NOT NULL REFERENCES c(id), -- which\n  d TEXT -- more\n)"
    )
    assert found.comment == "things"
    assert [(c.name, c.required, c.refers_to, c.comment) for c in found.columns] == [
        ("b", True, "c.id", "which"),
        ("d", False, "", "more"),
    ]


def test_a_column_that_came_later_without_a_comment_is_there_without_one():
    (column,) = table("a", "CREATE TABLE a ( -- things\n  late TEXT)").columns
    assert (column.name, column.comment) == ("late", "")
