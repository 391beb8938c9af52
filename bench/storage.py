"""Where an archive's bytes go: `python -m bench.storage archive.db`, each table with its indexes.

The measure is what the same records take as a plain .warc.gz, and the text that people read out of them:
file = proof × the former + rest ÷ the latter. The goal is 1.06 × .warc.gz + 3.5 × text.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path

import click

PROOF, REST = 1.06, 3.5  # the goal: times the .warc.gz, times the text
_OWNERS = """
    SELECT s.name, coalesce(m.tbl_name, s.name) AS owner, coalesce(m.type, 'table') AS type, sum(s.pgsize) AS bytes
    FROM dbstat AS s LEFT JOIN sqlite_master AS m ON m.name = s.name
    WHERE s.aggregate = TRUE GROUP BY s.name ORDER BY bytes DESC"""


@dataclass(frozen=True, slots=True)
class Storage:
    """Bytes of one archive file."""

    file: int
    warc: int  # the members joined: a plain .warc.gz
    text: int  # distinct article texts, UTF-8
    members: int  # the table that holds the members
    free: int  # pages that nothing uses

    @property
    def goal(self) -> int:
        """Bytes the file may have."""
        return round(PROOF * self.warc + REST * self.text)

    @property
    def rest(self) -> float:
        """How many times the text everything takes that is beyond 1.06 × the .warc.gz."""
        return (self.file - PROOF * self.warc) / self.text


@click.command()
@click.argument("path", type=click.Path(path_type=Path, exists=True))
@click.option("--json", "as_json", is_flag=True, help="The totals as JSON.")
def main(path: Path, as_json: bool) -> None:
    """Print how large each table and index of PATH is, and how the whole stands against the goal."""
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        found = measure(connection, path)
        if as_json:
            click.echo(json.dumps(asdict(found) | {"rest": round(found.rest, 3)}))
            return
        for name, kind, size in parts(connection):
            click.echo(f"{size / 2**20:9.2f} MiB {size / found.text:6.3f} × text  {kind:<6} {name}")
    click.echo(f"file {found.file / 2**20:.1f} MiB, .warc.gz {found.warc / 2**20:.1f}, text {found.text / 2**20:.2f}")
    click.echo(f"file = {PROOF} × .warc.gz + {found.rest:.2f} × text (goal {REST})")


def measure(connection: sqlite3.Connection, path: Path) -> Storage:
    """Return the sizes of an archive that nobody writes."""

    def number(query: str) -> int:
        return int(connection.execute(query).fetchone()[0] or 0)

    size = number("PRAGMA page_size")
    return Storage(
        file=size * number("PRAGMA page_count"),
        warc=number("SELECT sum(member_length) FROM records WHERE id IN (SELECT id FROM members)"),
        text=number("SELECT sum(length(CAST(text AS BLOB))) FROM texts"),
        members=number("SELECT sum(pgsize) FROM dbstat WHERE name = 'members' AND aggregate = TRUE"),
        free=size * number("PRAGMA freelist_count"),
    )


def parts(connection: sqlite3.Connection) -> Iterator[tuple[str, str, int]]:
    """Yield name, "table" or "index", and bytes of everything in the file, the largest first."""
    for name, owner, kind, size in connection.execute(_OWNERS):
        yield (name if kind == "table" else f"{owner}: {name}", kind, size)


if __name__ == "__main__":
    main()
