"""When an address is looked at again: leave it, fetch it, or ask whether it changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from archive.extraction.answer import PageKind
from archive.model import Lease

BACK_OFF = timedelta(minutes=15)  # how long a host rests that wants fewer requests and does not say for how long

# Pages that may show an article tomorrow: a wall is taken down, a challenge is passed, an empty page is filled.
_OBSTACLES = frozenset({PageKind.CONSENT_WALL, PageKind.BOT_CHALLENGE, PageKind.UNSUPPORTED_BROWSER, PageKind.EMPTY})
_OBSTACLE_LOOKS = (timedelta(days=1), timedelta(days=7), timedelta(days=30))
_GONE_LOOKS = (timedelta(days=1), timedelta(days=7))  # a 404 may be an accident of the server
_BROKEN_LOOKS = (timedelta(hours=1), timedelta(hours=6), timedelta(days=1), timedelta(days=3), timedelta(days=7))
_LAZIEST_LIST = 32  # times the usual interval, for a list that never says anything new


def validators(lease: Lease) -> dict[str, str]:
    """Return the headers of a conditional request (RFC 9110, 13.1), empty where we hold nothing to compare with."""
    headers = {"If-None-Match": lease.etag, "If-Modified-Since": lease.last_modified}
    return {name: value for name, value in headers.items() if value}


def article_due(*, at: datetime, unchanged: int, after: Sequence[timedelta]) -> datetime | None:
    """Return when an article is looked at again that showed nothing new `unchanged` times in a row; None: never.

    A change sets `unchanged` back to 0, so that what is being edited is looked at sooner.

    >>> from datetime import UTC
    >>> noon = datetime(2026, 1, 1, 12, tzinfo=UTC)
    >>> article_due(at=noon, unchanged=1, after=[timedelta(hours=1), timedelta(hours=6)]).hour
    18
    """
    return _looks(at, unchanged, after)


def list_due(*, at: datetime, unchanged: int, every: timedelta) -> datetime:
    """Return when a feed, sitemap or section page is looked at again; one that stays the same is asked less often."""
    times = min(1 << min(max(unchanged - 1, 0), 16), _LAZIEST_LIST)
    return at + every * times


def page_due(kind: str, *, at: datetime, unchanged: int) -> datetime | None:
    """Return when a page that shows no article is looked at again; None: never."""
    return _looks(at, unchanged, _OBSTACLE_LOOKS) if kind in _OBSTACLES else None


def gone_due(status: int | None, *, at: datetime, attempts: int) -> datetime | None:
    """Return when a vanished page is looked at again; 410 means never (RFC 9110, 15.5.11)."""
    return None if status == 410 else _looks(at, attempts, _GONE_LOOKS)


def broken_due(*, at: datetime, attempts: int) -> datetime | None:
    """Return when a page is asked for again that its server could not or would not send."""
    return _looks(at, attempts, _BROKEN_LOOKS)


def _looks(at: datetime, taken: int, after: Sequence[timedelta]) -> datetime | None:
    return at + after[taken] if taken < len(after) else None
