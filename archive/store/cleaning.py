"""What SQLite cannot hold is taken out of what a page said before it is stored."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any, TypeVar

T = TypeVar("T")

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")  # lone surrogates have no UTF-8; a NUL ends a string for SQL functions


def storable(value: T) -> T:
    """Return a value with U+FFFD for each character that cannot be stored, in strings, tuples and dataclasses."""
    return _storable(value)  # type: ignore[no-any-return]


def _storable(value: Any) -> Any:
    if isinstance(value, str) and not isinstance(value, Enum):
        return _UNSTORABLE.sub("\ufffd", value)
    if isinstance(value, tuple):
        return tuple(_storable(one) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        return _replaced(value)
    return value


def _replaced(value: Any) -> Any:
    before = {field.name: getattr(value, field.name) for field in fields(value)}
    after = {name: _storable(one) for name, one in before.items()}
    return value if all(after[name] == before[name] for name in before) else replace(value, **after)
