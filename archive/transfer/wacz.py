"""WACZ 1.1.1: a ZIP with WARC, index, pages with their text, and digests, that replayweb.page opens by itself.

Rules: specs.webrecorder.net/wacz/1.1.1; a signature as that of an anonymous key in wacz-auth/0.1.0.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import sqlite3
import struct
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from typing import IO, Any

from archive.store.database import Archive
from archive.transfer import cdxj
from archive.transfer.selection import Selection, choose
from archive.transfer.signature import signed
from archive.transfer.warc_out import placed
from archive.transfer.written import NO_OPTIONS, Options, Written, whole_file

WARC_NAME = "data.warc.gz"
_LINES = 1024  # of the index in a block, which a reader fetches whole
# Info-ZIP's extended timestamp. replayweb.page takes an entry without extra fields in the central directory for one
# without any before its content, where ZIP64 always has one.
_EXTENDED_TIME = struct.Struct("<HHBL")
_EXTENDED_TIME_ID = 0x5455

# A page for each version a publisher showed, at the first capture that showed it.
_PAGES = """
    SELECT captures.capture_id, captures.url, captures.fetched_at, extractions.headline, texts.text
    FROM versions
    JOIN captures ON captures.id = versions.first_capture
    JOIN chosen_captures ON chosen_captures.id = captures.id
    JOIN extractions ON extractions.id = versions.extraction_id
    JOIN texts ON texts.id = extractions.text_id
    ORDER BY captures.fetched_at DESC, captures.id"""


class _Package:
    """A ZIP that notes size and digest of what is put in."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._zip = archive
        self.resources: list[dict[str, Any]] = []

    @contextmanager
    def entry(self, path: str, *, packed: bool) -> Iterator[_Entry]:
        """Write one file of the package; what is `packed` already is stored as it is: readers seek in it."""
        now = datetime.now(UTC)
        info = zipfile.ZipInfo(path, now.timetuple()[:6])
        info.extra = _EXTENDED_TIME.pack(_EXTENDED_TIME_ID, 5, 1, int(now.timestamp()))
        info.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
        with self._zip.open(info, "w", force_zip64=True) as file:
            entry = _Entry(file)
            yield entry
        digest = f"sha256:{entry.digest.hexdigest()}"
        name = path.rpartition("/")[2]
        self.resources.append({"name": name.lower(), "path": path, "hash": digest, "bytes": entry.length})


class _Entry:
    """A file of the package while it is written."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.digest = hashlib.sha256()
        self.length = 0

    def write(self, content: bytes) -> None:
        self._file.write(content)
        self.digest.update(content)
        self.length += len(content)


def write(archive: Archive, selection: Selection, out: Path, options: Options = NO_OPTIONS) -> Written:
    """Write the selected records as one WACZ, signed where `options.key` names a key.

    Raises:
        BadRecord: a revisit refers to a record that is not in this archive.
        ArchiveError: the key cannot be used.
        DiskFull, ArchiveError: the file cannot be written.

    """
    connection = archive.connection
    choose(connection, selection)
    cdxj.begin(connection)
    with whole_file(out) as file, zipfile.ZipFile(file, "w") as archive_zip:
        package = _Package(archive_zip)
        counts = _write_warc(connection, package, options)
        _write_index(connection, package)
        counts["pages"] = _write_pages(connection, package)
        _write_package(connection, package, options.key)
    return Written((out,), dict(counts))


def _write_warc(connection: sqlite3.Connection, package: _Package, options: Options) -> Counter[str]:
    counts: Counter[str] = Counter()
    with package.entry(f"archive/{WARC_NAME}", packed=True) as entry:
        for one in placed(connection, replace(options, size=0)):
            cdxj.place(connection, one.record, one.offset)
            entry.write(one.member)
            counts[one.kind] += 1
    return counts


def _write_index(connection: sqlite3.Connection, package: _Package) -> None:
    """Write the CDXJ in gzip blocks, and the list of what each block begins with."""
    blocks = [json_line("!meta 0", {"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"})]
    with package.entry("indexes/index.cdx.gz", packed=True) as entry:
        for lines in _in_groups(cdxj.lines(connection, WARC_NAME), _LINES):
            block = gzip.compress(b"".join(lines), mtime=0)
            digest = f"sha256:{hashlib.sha256(block).hexdigest()}"
            first = b" ".join(lines[0].split(b" ", 2)[:2]).decode()
            blocks.append(json_line(first, {"offset": entry.length, "length": len(block), "digest": digest}))
            entry.write(block)
    with package.entry("indexes/index.idx", packed=False) as entry:
        entry.write(b"".join(blocks))


def _in_groups(lines: Iterable[bytes], size: int) -> Iterator[list[bytes]]:
    remaining = iter(lines)
    while group := list(islice(remaining, size)):
        yield group


def json_line(before: str, value: object) -> bytes:
    """Return a line of a CDXJ index: a key with its time, and JSON."""
    return f"{before} {json.dumps(value, ensure_ascii=False)}\n".encode()


def _write_pages(connection: sqlite3.Connection, package: _Package) -> int:
    number = 0
    head = {"format": "json-pages-1.0", "id": "pages", "title": "Articles", "hasText": True}
    with package.entry("pages/pages.jsonl", packed=False) as entry:
        entry.write(_line(head))
        for row in connection.execute(_PAGES):
            number += 1
            shown = {"id": row["capture_id"], "url": row["url"], "ts": row["fetched_at"], "title": row["headline"]}
            entry.write(_line(shown | {"text": row["text"]}))
    return number


def _line(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False) + "\n").encode()


def _write_package(connection: sqlite3.Connection, package: _Package, key: Path | None) -> None:
    created = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
    software = f"tearsheet {version('tearsheet')}"
    described = dict(connection.execute("SELECT key, value FROM collection").fetchall())
    datapackage = {
        "profile": "data-package",
        "wacz_version": "1.1.1",
        "title": described.pop("title", "News archive"),
        "created": created,
        "software": software,
        **described,
        "resources": list(package.resources),
    }
    content = json.dumps(datapackage, ensure_ascii=False, indent=2).encode()
    digest = f"sha256:{hashlib.sha256(content).hexdigest()}"
    with package.entry("datapackage.json", packed=False) as entry:
        entry.write(content)
    proof = {"path": "datapackage.json", "hash": digest}
    signature = {"signedData": signed(digest, key, created=created, software=software)} if key else {}
    with package.entry("datapackage-digest.json", packed=False) as entry:
        entry.write(json.dumps(proof | signature, indent=2).encode())
