"""Run every check over an archive file, the cheap and general ones first."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from archive.errors import ArchiveBusy, ArchiveDamaged
from archive.store.database import Archive, explained
from archive.verify import file, proof, reading
from archive.verify.report import Report


def verify(
    path: Path, *, deep: bool = False, since: str = "", progress: Callable[[int, int], None] = lambda done, of: None
) -> Report:
    """Check the archive at `path`; nothing in it is changed.

    `since` (UTC) leaves out the records of crawls that ended before. `deep` reads each article's capture again with the
    extractor, memory and rules that read it, and compares. `progress` is told how many records and readings of how many
    were looked at.

    Raises:
        ArchiveError: the file cannot be opened as an archive at all.

    """
    report = Report(progress=progress)
    with _said_as_fault(path, report), Archive.open(path, readonly=True) as archive:
        if file.check(archive.connection, report):
            proof.check(archive.connection, report, since=since)
            reading.check(archive.connection, report)
    _check_index(path, report)
    if deep and report.clean:
        from archive.verify.deep import check as check_deep  # noqa: PLC0415  (brings the extractor, which is slow to import)

        check_deep(path, report, since=since)
    return report


@contextmanager
def _said_as_fault(path: Path, report: Report) -> Iterator[None]:
    """A page of the file that cannot be read ends the checks, and is a fault like any other."""
    try:
        with explained(path):
            yield
    except ArchiveDamaged as error:
        report.fault("file", "SQLite", f"A page of the file cannot be read: {error.__cause__}.")


def _check_index(path: Path, report: Report) -> None:
    if not os.access(path, os.W_OK) or not os.access(path.parent, os.W_OK):
        report.notes.append("The search index was not compared with the text: that needs the right to write the file.")
        return
    if any(fault.check == "file" for fault in report.faults):
        return
    with Archive.open(path) as archive:
        try:
            reading.check_index(archive, report)
        except ArchiveBusy:
            report.notes.append("The search index was not compared with the text: another run is writing the file.")
