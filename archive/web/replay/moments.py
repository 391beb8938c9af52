"""Times in addresses: "20260318", "20260318060500", with the flavour that says what is wanted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from archive.store.database import stamp
from archive.web.page import BadAddress, shortened

_WHEN = re.compile(r"(\d{4,14})([a-z]{2}_)?")
_EARLIEST = "00000101000000"
FLAVOURS = frozenset({"", "mp_", "im_", "cs_", "id_", "if_", "js_"})


@dataclass(frozen=True, slots=True)
class Wanted:
    """A time and a flavour: "" is the framed page, mp_ its inside, im_ a picture, cs_ a style sheet, id_ raw bytes."""

    at: str  # UTC, as the archive writes times
    digits: str  # as asked
    flavour: str


def wanted(text: str) -> Wanted:
    """Return what "20260318060500im_" asks for; raise BadAddress where it is no time."""
    found = _WHEN.fullmatch(text)
    if found is None or (found[2] or "") not in FLAVOURS:
        raise BadAddress(f"“{shortened(text, 40)}” is no time. Write it in digits, like 20260318 or 20260318060500.")
    digits = found[1] + _EARLIEST[len(found[1]) :]
    try:
        at = datetime.strptime(digits, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError as error:
        raise BadAddress(f"“{shortened(text, 40)}” is no time that the calendar has.") from error
    return Wanted(stamp(at), found[1], "mp_" if found[2] == "if_" else found[2] or "")


def digits_of(at: str) -> str:
    """Return a time of the archive as the 14 digits of an address."""
    return re.sub(r"\D", "", at)[:14]
