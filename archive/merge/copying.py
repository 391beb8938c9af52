"""One stage of a merge: their rows into ours, and the table that translates their keys."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from archive.merge.stages import Stage
from archive.store.database import Archive


def copy(archive: Archive, stage: Stage, last: int) -> int:
    """Copy what is not here yet of their rows up to key `last`, and return how many came."""
    connection = archive.connection
    connection.execute(
        f"CREATE TEMP TABLE IF NOT EXISTS map_{stage.table} (theirs INTEGER PRIMARY KEY, ours INTEGER NOT NULL)"
    )
    connection.execute(f"CREATE INDEX IF NOT EXISTS temp.map_{stage.table}_ours ON map_{stage.table} (ours)")
    connection.execute(f"DELETE FROM map_{stage.table}")
    statements = _Statements(connection, stage)
    came = 0
    for bounds in _ranges(stage, last):
        with archive.transaction():
            came += statements.run(bounds)
    return came


def _ranges(stage: Stage, last: int) -> Iterator[dict[str, int]]:
    for first in range(0, last, stage.batch):
        yield {"first": first, "last": min(first + stage.batch, last)}


class _Statements:
    """The SQL of one stage: insert what is new, translate keys, then set the keys within the table."""

    def __init__(self, connection: sqlite3.Connection, stage: Stage) -> None:
        self._connection = connection
        self._stage = stage
        names = [row["name"] for row in connection.execute(f"PRAGMA main.table_info({stage.table})")]
        self._columns = [name for name in names if name != "id"]
        self._in_range = f"t.id > :first AND t.id <= :last AND {stage.only}"

    def run(self, bounds: dict[str, int]) -> int:
        """Copy the rows of one range of their keys, and return how many were new."""
        before = self._newest()
        values = ", ".join("NULL" if name in self._stage.within else self._value(name) for name in self._columns)
        self._connection.execute(
            f"""INSERT INTO main.{self._stage.table} ({", ".join(self._columns)})
            SELECT {values} FROM other.{self._stage.table} AS t
            WHERE {self._in_range} AND NOT EXISTS (SELECT 1 FROM main.{self._stage.table} AS m WHERE {self._same()})
            ORDER BY t.id""",
            bounds,
        )
        self._connection.execute(
            f"""INSERT INTO map_{self._stage.table} SELECT t.id, min(m.id)
            FROM other.{self._stage.table} AS t CROSS JOIN main.{self._stage.table} AS m ON {self._same()}
            WHERE {self._in_range} GROUP BY t.id""",
            bounds,
        )
        for name in self._stage.within:
            self._set_within(name, before)
        if self._stage.table == "records":
            self._copy_members(before)
        return int(self._connection.execute("SELECT count(*) FROM main." + self._newer(), (before,)).fetchone()[0])

    def _newest(self) -> int:
        return int(self._connection.execute(f"SELECT coalesce(max(id), 0) FROM main.{self._stage.table}").fetchone()[0])

    def _newer(self) -> str:
        return f"{self._stage.table} WHERE id > ?"

    def _value(self, name: str) -> str:
        if name in self._stage.instead:
            return self._stage.instead[name]
        if name in self._stage.refers:
            return f"(SELECT ours FROM map_{self._stage.refers[name]} WHERE theirs = t.{name})"
        return f"t.{name}"

    def _same(self) -> str:
        return " AND ".join(f"m.{name} IS {self._value(name)}" for name in self._stage.same)

    def _set_within(self, name: str, before: int) -> None:
        table = self._stage.table
        self._connection.execute(
            f"""UPDATE main.{table} SET {name} = (
                SELECT known.ours FROM map_{table} AS me
                JOIN other.{table} AS t ON t.id = me.theirs
                JOIN map_{table} AS known ON known.theirs = t.{name}
                WHERE me.ours = {table}.id)
            WHERE id > ?""",
            (before,),
        )

    def _copy_members(self, before: int) -> None:
        self._connection.execute(
            """INSERT INTO main.members (id, member)
            SELECT map_records.ours, t.member FROM map_records JOIN other.members AS t ON t.id = map_records.theirs
            WHERE map_records.ours > ? ORDER BY map_records.ours""",
            (before,),
        )
