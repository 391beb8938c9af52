"""Dates as pages write them, machine-readable or printed, read into datetimes without guessing beyond the text."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from archive.extraction.metadata.months import MONTHS

MAX_TEXT = 300  # characters looked at
EARLIEST = 1990  # the first news pages on the web

Moment = tuple[datetime, str]  # the date and its precision: "second", "minute", "day"

_CLOCK = r"(?P<hour>[01]?\d|2[0-4])[:.hH](?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d)(?:[.,]\d{1,9})?)?"
_ZONE = (
    r"(?P<zone>Z\b|(?:GMT|UTC)?[+-]\d{2}:?\d{2}\b|(?:GMT|UTC)?[+-]\d{1,2}\b|(?:GMT|UTC|CEST|CET|BST|EST|EDT|CST|CDT|MST|MDT"
    r"|PST|PDT|ET|PT|CT|IST|JST|KST|AEST|AEDT|SAST|MSK|WAT|EAT|MEZ|MESZ|Uhr)\b)?"
)
_TIME = (
    r"(?:[T\s,·|–-]{1,4}(?:um|at|às|à|a las|kl\.?|klo|о|в|alle|ore)?\s{0,2}"
    + _CLOCK
    + r"\s{0,2}(?P<half>[ap]\.?m\.?\b)?\s{0,2}"
    + _ZONE
    + r")?"
)
_ISO = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?!\d)" + _TIME, re.I)
_COMPACT = re.compile(
    r"(?<!\d)(?P<year>(?:19"
    r"|20)\d\d)(?P<month>[01]\d)(?P<day>[0-3]\d)(?:T?(?P<hour>[0-2]\d)(?P<minute>[0-5]\d)(?P<second>[0-5]\d)?(?P<zone>Z"
    r"|[+-]\d{2}:?\d{2})?)?(?!\d)"
)
_EPOCH = re.compile(r"^\s*(\d{10})(\d{3})?(?:\.\d+)?\s*$")
_NUMERIC = re.compile(
    r"(?<![\d.])(?P<a>\d{1,2})\s?[./-]\s?(?P<b>\d{1,2})\s?[./-]\s?(?P<year>(?:19|20)\d\d|\d\d)(?!\d)" + _TIME, re.I
)
_CJK = re.compile(
    r"(?P<year>(?:19"
    r"|20)\d\d)\s?[年년]\s?(?P<month>\d{1,2})\s?[月월]\s?(?P<day>\d{1,2})\s?[日일号]\s{0,3}(?:[(（][^()（）]{1,5}[)）])?\s{0,3}(?:(?P<hour>\d{1,2})\s?[:時시时]\s?(?P<minute>\d{2}))?"
)
_DAY_MONTH = re.compile(
    r"(?<!\d)(?P<day>\d{1,2})(?:st|nd|rd|th|er|º|ª|\.|η)?(?:\s+(?:de|of|d'"
    r"|η))?[\s./-]{1,3}(?P<name>[^\W\d_][^\s\d.,/|()-]{2,11})\.?,?(?:[\s/-]+(?:de|del|of))?[\s,./-]{1,3}(?P<year>(?:19"
    r"|20)\d\d)(?!\d)(?:\s?(?:г\.|року|р\.|roku|yil))?" + _TIME,
    re.I,
)
_MONTH_DAY = re.compile(
    r"(?P<name>[^\W\d_][^\s\d.,/|()-]{2,11})\.?\s{1,3}(?P<day>\d{1,2})(?:st|nd|rd|th|\.)?,?\s{1,3}(?P<year>(?:19"
    r"|20)\d\d)(?!\d)" + _TIME,
    re.I,
)
_YEAR_MONTH_DAY = re.compile(
    r"(?P<year>(?:19|20)\d\d)\.?\s{1,3}(?P<name>[^\W\d_][^\s\d.,/|()-]{2,11})\.?\s{1,3}(?P<day>\d{1,2})\.?(?!\d)"
    + _TIME,
    re.I,
)
_ZONES = {
    name: minutes
    for minutes, names in {
        -480: "PST",
        -420: "MST PDT",
        -360: "CST MDT",
        -300: "EST CDT",
        -240: "EDT",
        0: "GMT UTC Z",
        60: "BST CET MEZ WAT",
        120: "CEST MESZ SAST",
        180: "EAT MSK",
        330: "IST",
        540: "JST KST",
        600: "AEST",
        660: "AEDT",
    }.items()
    for name in names.split()
}


_DIGITS = {
    first + value: str(value) for first in (0x660, 0x6F0, 0x966, 0x9E6) for value in range(10)
}  # Arabic, Persian, Devanagari, Bengali


def read(text: str, *, day_first: bool = True) -> Moment | None:
    """Return the first date in a text, or None; `day_first` decides 3/4/2025 where nothing else does."""
    text = " ".join(text[:MAX_TEXT].translate(_DIGITS).split())
    if len(text) < 6 or not any(ch.isdigit() for ch in text):
        return None
    epoch = _EPOCH.match(text)
    if epoch:
        return datetime.fromtimestamp(int(epoch[1]), UTC), "second"
    for pattern in (_ISO, _CJK, _DAY_MONTH, _MONTH_DAY, _YEAR_MONTH_DAY, _NUMERIC, _COMPACT):
        for found in pattern.finditer(text):
            moment = _moment(found.groupdict(), day_first)
            if moment is not None:
                return moment
    return None


def _moment(parts: dict[str, str | None], day_first: bool) -> Moment | None:
    try:
        year, month, day = _calendar(parts, day_first)
        if parts.get("hour") is None:
            return datetime(year, month, day), "day"  # the page gives no zone
        hour, minute, second = int(parts["hour"] or 0), int(parts.get("minute") or 0), parts.get("second")
        half = (parts.get("half") or "").lower()[:1]
        hour = hour % 12 + (12 if half == "p" else 0) if half else hour % 24
        at = datetime(year, month, day, hour, minute, int(second or 0), tzinfo=_zone(parts.get("zone")))
    except (ValueError, KeyError):
        return None
    return at, "second" if second else "minute"


def _calendar(parts: dict[str, str | None], day_first: bool) -> tuple[int, int, int]:
    year = int(parts["year"] or 0)
    year += 2000 if year < 100 else 0
    if "a" in parts:
        a, b = int(parts["a"] or 0), int(parts["b"] or 0)
        swap = b > 12 or (not day_first and a <= 12)
        return (year, a, b) if swap else (year, b, a)
    if parts.get("name") is not None:
        return year, MONTHS[(parts["name"] or "").lower().strip(".")], int(parts["day"] or 0)
    return year, int(parts["month"] or 0), int(parts["day"] or 0)


def _zone(name: str | None) -> tzinfo | None:
    name = (name or "").upper()
    if name in _ZONES:
        return timezone(timedelta(minutes=_ZONES[name])) if _ZONES[name] else UTC
    sign = re.search(r"([+-])(\d{1,2}):?(\d{2})?", name)
    if not sign:
        return None
    minutes = int(sign[2]) * 60 + int(sign[3] or 0)
    return timezone(timedelta(minutes=minutes if sign[1] == "+" else -minutes)) if minutes < 24 * 60 else None


def plausible(at: datetime, *, latest: datetime | None = None) -> bool:
    """Whether a page may have been published then: not before the web, not more than a day ahead of `latest`."""
    if at.year < EARLIEST or at.year > 2100:
        return False
    if latest is None:
        return True
    zoned = at if at.tzinfo else at.replace(tzinfo=UTC)
    bound = latest if latest.tzinfo else latest.replace(tzinfo=UTC)
    return zoned <= bound + timedelta(days=1)
