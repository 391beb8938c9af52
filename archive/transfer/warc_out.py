"""Records out as WARC files: the members as they are kept, joined; rolled by size, with clean text where asked."""

from __future__ import annotations

import sqlite3
import uuid
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from archive import warc
from archive.errors import BadRecord
from archive.store import members
from archive.store.database import Archive
from archive.transfer.selection import Selection, choose
from archive.transfer.written import NO_OPTIONS, Options, Written, whole_file

# Records in the order kept; a warcinfo comes first in each file that holds records of its crawl.
_CHOSEN = """
    SELECT records.* FROM records JOIN chosen_records USING (id) WHERE records.id > ? ORDER BY records.id LIMIT ?"""
_BATCH = 500  # records read at a time, so that a long export does not keep the write-ahead log from being emptied
_DANGLING = """
    SELECT records.record_id FROM records JOIN chosen_records USING (id)
    WHERE records.type = 'revisit'
        AND (records.refers_to IS NULL OR records.refers_to NOT IN (SELECT id FROM chosen_records)) LIMIT 1"""
_CLEAN_TEXT = """
    SELECT extractions.extracted_at, extractions.extractor, texts.text
    FROM captures
    JOIN extractions ON extractions.capture_id = captures.id
    JOIN texts ON texts.id = extractions.text_id
    WHERE captures.response_record = ? ORDER BY extractions.id DESC LIMIT 1"""


@dataclass(frozen=True, slots=True)
class Placed:
    """One member at its place in the files of an export."""

    file: int  # which, from 0
    offset: int  # bytes from its begin
    kind: str  # the type of the record
    record: int  # records.id; 0 where the record is made for the export
    member: bytes


def write(archive: Archive, selection: Selection, out: Path, options: Options = NO_OPTIONS) -> Written:
    """Write the selected records to `out`, or to out-00000.warc.gz, out-00001.warc.gz … where they are rolled.

    Raises:
        BadRecord: a revisit refers to a record that is not in this archive.
        DiskFull, ArchiveError: a file cannot be written; files that were complete before stay.

    """
    choose(archive.connection, selection)
    counts: Counter[str] = Counter()
    files: list[Path] = []
    for number, members_in_file in groupby(placed(archive.connection, options), key=lambda one: one.file):
        path = _name(out, number) if options.size else out
        with whole_file(path) as file:
            for one in members_in_file:
                file.write(one.member)
                counts[one.kind] += 1
        files.append(path)
    if not files:
        with whole_file(out):
            files.append(out)
    return Written(tuple(files), dict(counts))


def placed(connection: sqlite3.Connection, options: Options) -> Iterator[Placed]:
    """Yield the members of the chosen records in the order in which they are written, and where.

    Raises:
        BadRecord: a revisit refers to a record that is not in this archive.

    """
    _refuse_dangling(connection)
    warcinfos = _warcinfos(connection)
    described: set[int] = set()
    file = offset = 0
    total = connection.execute("SELECT count(*) FROM chosen_records").fetchone()[0]
    for number, row in enumerate(_chosen(connection), 1):
        # A request follows its response: they stay in one file.
        if options.size and offset >= options.size and row["concurrent_to"] is None:
            file, offset, described = file + 1, 0, set()
        for info in _due(warcinfos.get(row["crawl_id"], []), row):
            if info not in described:
                described.add(info)
                member = members.member(connection, info)
                yield Placed(file, offset, "warcinfo", info, member)
                offset += len(member)
        for kind, record, member in _members(connection, row, options):
            yield Placed(file, offset, kind, record, member)
            offset += len(member)
        options.progress(number, total)


def _chosen(connection: sqlite3.Connection) -> Iterator[sqlite3.Row]:
    last = 0
    while rows := connection.execute(_CHOSEN, (last, _BATCH)).fetchall():
        yield from rows
        last = rows[-1]["id"]


def _refuse_dangling(connection: sqlite3.Connection) -> None:
    row = connection.execute(_DANGLING).fetchone()
    if row is not None:
        raise BadRecord(
            f"The revisit record {row[0]} stands for a payload that this archive does not hold, so it proves nothing "
            "elsewhere. Merge or import what it refers to, or export a selection without it."
        )


def _name(out: Path, number: int) -> Path:
    stem = out.name.removesuffix(".gz").removesuffix(".warc")
    return out.with_name(f"{stem}-{number:05d}.warc.gz")


def _members(connection: sqlite3.Connection, row: sqlite3.Row, options: Options) -> Iterator[tuple[str, int, bytes]]:
    """Yield a record's member, and after it the clean text where that is asked for."""
    if row["type"] != "warcinfo":
        yield row["type"], row["id"], members.member(connection, row["id"])
    if options.conversion and row["type"] in ("response", "resource"):
        yield from _conversion(connection, row)


def _due(warcinfos: list[int], row: sqlite3.Row) -> list[int]:
    """Return the warcinfo that describes a record: the last before it of its crawl, for an import may hold several."""
    before = bisect_right(warcinfos, row["id"])
    return warcinfos[max(0, before - 1) :][:1]


def _warcinfos(connection: sqlite3.Connection) -> dict[int, list[int]]:
    """Return the warcinfo records of each crawl: looked up once, for a crawl may have a million records."""
    found: dict[int, list[int]] = {}
    for row in connection.execute("SELECT crawl_id, id FROM records WHERE type = 'warcinfo' ORDER BY id"):
        found.setdefault(row["crawl_id"], []).append(row["id"])
    return found


def _conversion(connection: sqlite3.Connection, row: sqlite3.Row) -> Iterator[tuple[str, int, bytes]]:
    found = connection.execute(_CLEAN_TEXT, (row["id"],)).fetchone()
    if found is None:
        return
    block = found["text"].encode()
    record = warc.Record(
        # Named by what it is made of, so that two exports give the same record.
        id=f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, row['record_id'] + found['extractor'] + warc.digest(block))}",
        type="conversion",
        date=found["extracted_at"],
        block=block,
        content_type="text/plain; charset=utf-8",
        target_uri=row["target_uri"],
        extra=(("WARC-Refers-To", f"<{row['record_id']}>"),),
    )
    yield "conversion", 0, warc.member_of(record)
