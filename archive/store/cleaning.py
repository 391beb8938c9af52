"""What SQLite cannot hold is taken out of what a page said before it is stored."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any, TypeVar

from archive.extraction.answer import Extraction, Metadata

T = TypeVar("T")

_METADATA = tuple(field.name for field in fields(Metadata))

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")  # lone surrogates have no UTF-8; a NUL ends a string for SQL functions


def storable(value: T) -> T:
    """Return a value with U+FFFD for each character that cannot be stored, in strings, tuples and dataclasses."""
    if isinstance(value, Extraction) and _is_storable("\n".join(_strings(value))):
        return value  # nearly always, and going through all of it takes milliseconds
    return _storable(value)  # type: ignore[no-any-return]


def _is_storable(text: str) -> bool:
    try:
        text.encode()  # a fifth of what looking for surrogates takes
    except UnicodeEncodeError:
        return False
    return "\x00" not in text


def _strings(extraction: Extraction) -> Iterator[str]:
    metadata = extraction.metadata
    yield extraction.kind_reason
    yield from (value for name in _METADATA if isinstance(value := getattr(metadata, name), str))
    yield from (author.name for author in metadata.authors)
    yield from (date.source for date in (metadata.published, metadata.modified) if date)
    yield from (*metadata.tags, *extraction.notes)
    for paragraph in extraction.paragraphs:
        yield from (paragraph.text, paragraph.path, paragraph.target, paragraph.credit)
        yield from (mark.target for mark in paragraph.marks)
    for block in extraction.set_aside:
        yield from (block.text, block.reason)
    for teaser in extraction.teasers:
        yield from (teaser.url, teaser.headline, teaser.heading, teaser.snippet, teaser.image)


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
