"""Open an archive file: say whose it is, bring its schema up to date, and write to it one transaction at a time."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Self
from urllib.parse import quote

from archive import clock
from archive.errors import (
    ArchiveBusy,
    ArchiveDamaged,
    ArchiveError,
    ArchiveMissing,
    ArchiveTooNew,
    ArchiveTooOld,
    DiskFull,
    NotAnArchive,
)
from archive.store.packing import register
from archive.store.strays import END, hold, sweep

APPLICATION_ID = 0x54656172  # "Tear", in the file's header since its birth
# How many migrations this Tearsheet knows: asked of the file without importing sqlite-utils, which costs 0.3 s.
SCHEMA_VERSION = 8
PAGE_SIZE = 8192
BUSY_SECONDS = 30
CACHE_KIB = 16 * 1024

_FULL = frozenset({"SQLITE_FULL", "SQLITE_IOERR_WRITE"})
_BUSY = frozenset({"SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_BUSY_SNAPSHOT", "SQLITE_BUSY_RECOVERY"})
_READONLY = frozenset({"SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_READONLY_DIRECTORY", "SQLITE_PERM"})


class Archive:
    """One connection to an archive file; not shared between threads."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self.connection = connection

    @classmethod
    def open(cls, path: Path, *, create: bool = False, readonly: bool = False) -> Self:
        """Open the archive at `path`; `create` makes a new one where there is none.

        An archive of an older Tearsheet is copied to a file beside it and then migrated, unless `readonly`.

        Raises:
            ArchiveMissing, NotAnArchive, ArchiveTooNew, ArchiveTooOld: the file is not what was asked for.
            ArchiveBusy, DiskFull, ArchiveError: it cannot be opened or brought up to date.

        """
        if create:
            sweep(path)
        if not path.exists():
            if not create:
                raise ArchiveMissing(
                    f"There is no archive at {path}. `tearsheet crawl` or `tearsheet fetch` makes one."
                )
            _make(path)
        with explained(path):
            archive = cls(path, _connect(path, readonly=readonly))
            try:
                archive._check(readonly=readonly)
            except BaseException:  # whatever it was, also Ctrl-C: the connection is closed, and it goes on
                archive.close()
                raise
        return archive

    def _check(self, *, readonly: bool) -> None:
        found = _version(self.path, self.connection)
        if found < SCHEMA_VERSION:
            if readonly:
                raise ArchiveTooOld(
                    f"{self.path} has schema {found} of an older Tearsheet, and this one needs {SCHEMA_VERSION}. "
                    "`tearsheet compact` brings it up to date, and keeps a copy."
                )
            _migrate(self.path, self.connection)

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Write in one IMMEDIATE transaction, all or nothing; within another, join it.

        Raises:
            ArchiveBusy: another writer held the file for longer than 30 s.
            DiskFull: the file could not grow; nothing of the transaction was kept.
            ArchiveError: the file is damaged or may not be written.

        """
        if self.connection.in_transaction:
            yield self.connection
            return
        with explained(self.path), _immediate(self.connection):
            yield self.connection

    def close(self) -> None:
        """Close the connection; the last one to close folds the write-ahead log into the file."""
        self.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn what SQLite complains of into a sentence about the archive at `path`."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        # Programming errors and broken constraints are bugs of ours, and keep their stack trace.
        name = getattr(error, "sqlite_errorname", "")
        if isinstance(error, sqlite3.IntegrityError | sqlite3.ProgrammingError) or name in ("", "SQLITE_ERROR"):
            raise
        raise _sentence(path, name, error) from error


def _sentence(path: Path, name: str, error: sqlite3.Error) -> ArchiveError:
    if name in _FULL:
        doubt = "" if name == "SQLITE_FULL" else ", or its disk fails"  # a quota and a broken disk look the same
        return DiskFull(f"No room left for {path}{doubt}: what stood before stands, this does not. Free some space.")
    if name in _BUSY:
        return ArchiveBusy(f"{path} was being written by another run for {BUSY_SECONDS} s. Try again later.")
    if name == "SQLITE_NOTADB":
        return _not_ours(path)
    if name.startswith("SQLITE_CORRUPT"):
        return ArchiveDamaged(
            f"{path} is damaged, or its disk cannot be read ({error}). `tearsheet verify` says where; restore a backup."
        )
    if name in _READONLY or name.startswith("SQLITE_CANTOPEN") or name.startswith("SQLITE_READONLY"):
        return ArchiveError(f"{path} cannot be opened or written ({error}). Look at the rights of the file and folder.")
    return ArchiveError(f"{path} cannot be read or written: {error}.")


def _not_ours(path: Path) -> NotAnArchive:
    return NotAnArchive(f"{path} is not a Tearsheet archive. Name another file with --archive.")


@contextmanager
def _immediate(connection: sqlite3.Connection) -> Iterator[None]:
    # DEFERRED, what sqlite3 and sqlite-utils begin, fails at once where a reader turns writer beside another writer.
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:  # whatever it was, also Ctrl-C: nothing stays half-written, and it goes on
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _connect(path: Path, *, readonly: bool) -> sqlite3.Connection:
    mode = "mode=ro" if readonly else "mode=rw"
    if readonly and not os.access(path.parent, os.W_OK) and not _log(path).exists():
        mode = "immutable=1"  # on a read-only medium there is nowhere to put the shared index of the log
    connection = sqlite3.connect(
        f"file:{quote(str(path))}?{mode}", uri=True, isolation_level=None, timeout=BUSY_SECONDS
    )
    connection.row_factory = sqlite3.Row
    register(connection)
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
    return connection


def _log(path: Path) -> Path:
    return path.with_name(path.name + "-wal")


def _version(path: Path, connection: sqlite3.Connection) -> int:
    if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise _not_ours(path)
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if version > SCHEMA_VERSION:
        raise ArchiveTooNew(
            f"{path} has schema {version} of a newer Tearsheet, and this one knows {SCHEMA_VERSION}. Update Tearsheet."
        )
    return version


def _make(path: Path) -> None:
    """Make a whole archive under another name and link it into place: of two makers one wins, and nothing is torn."""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=END, dir=path.parent)
    except OSError as error:
        raise ArchiveError(f"No archive can be made at {path}: {error.strerror}.") from error
    newborn = Path(name)
    try:
        hold(handle)
        with explained(path):
            _be_born(newborn)
        _link(newborn, path)
    finally:
        newborn.unlink(missing_ok=True)
        os.close(handle)


def _link(newborn: Path, path: Path) -> None:
    newborn.chmod(0o666 & ~_umask())  # mkstemp is stricter than what a file of the user's would be
    try:
        path.hardlink_to(newborn)
    except FileExistsError:
        return  # somebody else was first: theirs is as good
    except OSError:
        if not path.exists():  # a file system without hard links
            newborn.rename(path)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _be_born(path: Path) -> None:
    connection = sqlite3.connect(path, isolation_level=None, timeout=BUSY_SECONDS)
    try:
        # All of these are no-ops, or raise, once there are tables or within a migration.
        connection.execute(f"PRAGMA page_size = {PAGE_SIZE}")
        connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        _apply_migrations(connection)
    finally:
        connection.close()


def _migrate(path: Path, connection: sqlite3.Connection) -> None:
    """Bring an older archive up to date, and keep a copy of it as it was."""
    copy = _copy_aside(path, connection)
    connection.execute("PRAGMA foreign_keys = OFF")  # a step that rebuilds a table would trip over it
    factory, connection.row_factory = connection.row_factory, None
    try:
        if not _apply_migrations(connection):
            copy.unlink()  # another process was first, and kept its own
    finally:
        connection.row_factory = factory
        connection.execute("PRAGMA foreign_keys = ON")


def _copy_aside(path: Path, connection: sqlite3.Connection) -> Path:
    """Copy the archive to a file beside it; each process writes its own, under another name until it is whole."""
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    copy = path.with_name(f"{path.name}.schema-{version}-{datetime.now(UTC):%Y%m%dT%H%M%S}-{os.getpid()}.backup")
    part = copy.with_suffix(".part")
    try:
        target = sqlite3.connect(part)
        try:
            connection.backup(target)  # in one step: in several, each write begins it anew
        finally:
            target.close()
        return part.rename(copy)
    finally:
        part.unlink(missing_ok=True)


def _apply_migrations(connection: sqlite3.Connection) -> bool:
    """Apply what is pending in one transaction, and say whether anything was."""
    from sqlite_utils import Database  # noqa: PLC0415  (0.3 s, and needed only here)

    from archive.migrations import migrations  # noqa: PLC0415

    # One transaction of ours around all steps: of two processes the second finds nothing pending.
    with _immediate(connection):
        pending = bool(migrations.pending(Database(connection)))
        migrations.apply(Database(connection))
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        return pending


def now() -> str:
    """Return the present moment as the archive writes it: UTC, "2026-01-02T03:04:05.678Z"."""
    return stamp(clock.now())


def stamp(moment: datetime) -> str:
    """Return a zone-aware moment as the archive writes it: UTC, milliseconds, "Z"; it sorts as text."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no time zone")
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def moment(text: str) -> datetime:
    """Return what `stamp` wrote as a zone-aware datetime in UTC."""
    return datetime.fromisoformat(text).astimezone(UTC)
