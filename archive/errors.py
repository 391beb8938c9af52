"""What can go wrong in an archive, named for what happened; each message says to what, and what to do."""


class TearsheetError(Exception):
    """Something a user can act on: the command prints its sentence, not a stack trace."""

    exit_code = 1  # see docs/cli.md


class ArchiveError(TearsheetError):
    """An archive cannot be opened, read or written as asked."""


class NotAnArchive(ArchiveError):
    """The file exists, but Tearsheet did not make it."""


class ArchiveTooNew(ArchiveError):
    """The file was written by a newer Tearsheet, with a schema this one does not know."""


class ArchiveTooOld(ArchiveError):
    """The file's schema is older than this Tearsheet and was opened read-only, so it cannot be migrated."""


class ArchiveMissing(ArchiveError):
    """No file at the path, and the command does not make one."""


class ArchiveBusy(ArchiveError):
    """Another writer held the file for longer than we wait."""

    exit_code = 75


class DiskFull(ArchiveError):
    """The file could not grow; what was written before stands."""


class ArchiveDamaged(ArchiveError):
    """SQLite finds pages of the file damaged."""


class BadRecord(ArchiveError):
    """Bytes that should be a WARC record are none."""


class NotFound(TearsheetError):
    """No article, capture or record of that id or URL."""

    exit_code = 4


class BadUrl(TearsheetError):
    """An address that is no http or https URL, or that no host can have."""


class BadQuery(TearsheetError):
    """A search that FTS5 cannot read."""


class BadSelector(TearsheetError):
    """A site's rules for extraction hold something that is no CSS selector."""


class ExtractionFailed(TearsheetError):
    """A page could not be read within its bounds; the record stays."""

    killed = False  # whether it cost a worker: it hung, ran out of memory, or crashed


class NoReaders(ArchiveError):
    """The processes that read pages cannot even start; what they were to read stays unread."""


class MissingExtra(TearsheetError):
    """A command needs an optional part that is not installed."""
