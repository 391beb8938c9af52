"""What an answer is, before its body is looked at: something to read, a redirect, or a reason to try again or not."""

from __future__ import annotations

from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_LONGEST = timedelta(days=30)


class Answer(StrEnum):
    """What a status says of an address."""

    CONTENT = "content"
    UNCHANGED = "not modified"
    REDIRECT = "redirect"
    GONE = "gone"
    RATE_LIMITED = "rate limited"
    DENIED = "denied"  # 4xx: asking again the same way will not help soon
    BROKEN = "broken"  # 5xx, or a status that no standard knows


_SAID = {
    304: Answer.UNCHANGED,
    404: Answer.GONE,
    410: Answer.GONE,
    429: Answer.RATE_LIMITED,
    503: Answer.RATE_LIMITED,
}
_BY_CLASS = {2: Answer.CONTENT, 4: Answer.DENIED}


def answer_of(status: int | None, location: str) -> Answer:
    """Sort an answer by its status (RFC 9110); `location` is the absolute target of a redirect, or ""."""
    if status in _REDIRECTS and location:
        return Answer.REDIRECT
    if status in _SAID:
        return _SAID[status]
    return _BY_CLASS.get((status or 0) // 100, Answer.BROKEN)


def retry_after(value: str, *, now: datetime, cap: timedelta) -> datetime | None:
    """Return the UTC time a Retry-After header names (RFC 9110, 10.2.3), at most `cap` from now, or None.

    >>> from datetime import UTC
    >>> now = datetime(2026, 1, 1, tzinfo=UTC)
    >>> retry_after("120", now=now, cap=timedelta(hours=1)).isoformat()
    '2026-01-01T00:02:00+00:00'
    """
    value = value.strip()
    if value.isascii() and value.isdigit():
        wait = timedelta(seconds=int(value)) if len(value) < 9 else _LONGEST
        return now + min(wait, cap)
    try:
        at = parsedate_to_datetime(value)
    except (ValueError, IndexError):
        return None
    if at.tzinfo is None:
        return None
    return min(max(at, now), now + cap)
