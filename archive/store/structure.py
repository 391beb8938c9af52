"""Paragraphs as two columns: the text that people read, and packed JSON that says what each stretch of it is.

A paragraph is one JSON list `[kind, length, path, step, extra?]`: `length` counts characters of the text (0 where the
paragraph adds none), `path` is "shared:rest" (how many leading components the DOM path has in common with the
paragraph before, and the others), `step` how much the ordinal grew. `extra` holds what differs from the default:
`l` level, `o` ordered, `m` marks, `t` target, `c` credit, `a` time of a live entry, `p` probability, `x` a text that
is not part of the article text (an image's caption).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from archive.errors import ArchiveError
from archive.extraction.answer import Mark, Paragraph, ParagraphKind
from archive.store.packing import pack, unpack

BETWEEN = "\n\n"
MAX_PARAGRAPHS = 50_000  # a page of 10 MiB has fewer; more is a damaged or hostile row

_CODES = {
    ParagraphKind.PARAGRAPH: "p",
    ParagraphKind.STANDFIRST: "s",
    ParagraphKind.SUMMARY: "y",
    ParagraphKind.HEADING: "h",
    ParagraphKind.LIST_ITEM: "l",
    ParagraphKind.QUOTE: "q",
    ParagraphKind.TABLE_ROW: "t",
    ParagraphKind.PREFORMATTED: "c",
    ParagraphKind.IMAGE: "i",
    ParagraphKind.LIVE_ENTRY: "e",
}
_KINDS = {code: kind for kind, code in _CODES.items()}


def encode(paragraphs: Iterable[Paragraph]) -> bytes:
    """Return the structure of paragraphs as packed JSON; with their joined text it is all of them.

    Probabilities are rounded to three decimals, everything else is kept as it is.
    """
    rows: list[list[Any]] = []
    path: str | None = None
    ordinal = 0
    for paragraph in paragraphs:
        row = [
            _CODES[paragraph.kind],
            len(paragraph.text) if in_text(paragraph) else 0,
            _relative(paragraph.path, path),
            paragraph.ordinal - ordinal,
        ]
        extra = _extra(paragraph)
        rows.append([*row, extra] if extra else row)
        path, ordinal = paragraph.path, paragraph.ordinal
    return pack(rows)


def decode(text: str, structure: bytes) -> tuple[Paragraph, ...]:
    """Return the paragraphs of an article text; raise ArchiveError where the two do not belong together."""
    try:
        return _decode(text, unpack(structure))
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError) as error:
        raise ArchiveError(f"A stored article's structure does not fit its text ({error}); run `verify`.") from error


def in_text(paragraph: Paragraph) -> bool:
    """Whether a paragraph's text is part of the article text."""
    return bool(paragraph.text) and paragraph.kind is not ParagraphKind.IMAGE


def _relative(path: str, before: str | None) -> str:
    parent, _, last = path.rpartition("/")
    if parent and before is not None and before.rpartition("/")[0] == parent and before != path:  # most are siblings
        return f"{path.count('/')}:{last}"
    components = path.split("/")
    shared = 0
    for one, other in zip(components, () if before is None else before.split("/"), strict=False):
        if one != other:
            break
        shared += 1
    return f"{shared}:{'/'.join(components[shared:])}"


def _absolute(relative: str, before: Sequence[str]) -> list[str]:
    shared, _, rest = relative.partition(":")
    return [*before[: int(shared)], *(rest.split("/") if rest or not int(shared) else ())]


def _extra(paragraph: Paragraph) -> dict[str, Any]:
    extra: dict[str, Any] = {}
    if paragraph.level:
        extra["l"] = paragraph.level
    if paragraph.ordered:
        extra["o"] = 1
    if paragraph.marks:
        extra["m"] = [
            [mark.start, mark.end, mark.kind, mark.target] if mark.target else [mark.start, mark.end, mark.kind]
            for mark in paragraph.marks
        ]
    if paragraph.target:
        extra["t"] = paragraph.target
    if paragraph.credit:
        extra["c"] = paragraph.credit
    if paragraph.at:
        extra["a"] = paragraph.at.isoformat()
    if paragraph.text and not in_text(paragraph):
        extra["x"] = paragraph.text
    if paragraph.probability is not None:
        extra["p"] = round(paragraph.probability, 3)
    return extra


def _decode(text: str, rows: list[list[Any]]) -> tuple[Paragraph, ...]:
    if len(rows) > MAX_PARAGRAPHS:
        raise ValueError(f"{len(rows)} paragraphs")
    paragraphs: list[Paragraph] = []
    path: Sequence[str] = ()
    ordinal = position = 0
    for code, length, relative, step, *rest in rows:
        path, ordinal = _absolute(relative, path), ordinal + step
        taken, position = _take(text, position, length)
        paragraphs.append(_paragraph(code, taken, "/".join(path), ordinal, rest[0] if rest else {}))
    if position < len(text):
        raise ValueError(f"{len(text) - position} characters belong to no paragraph")
    return tuple(paragraphs)


def _take(text: str, position: int, length: int) -> tuple[str, int]:
    """Return the next `length` characters and the position behind them and the blank line before the next."""
    if not length:
        return "", position
    end = position + length
    if length < 0 or end > len(text) or text[end : end + len(BETWEEN)] not in ("", BETWEEN):
        raise ValueError(f"no paragraph ends at character {end}")
    return text[position:end], min(end + len(BETWEEN), len(text))


def _paragraph(code: str, text: str, path: str, ordinal: int, extra: dict[str, Any]) -> Paragraph:
    return Paragraph(
        kind=_KINDS[code],
        text=text or extra.get("x", ""),
        path=path,
        ordinal=ordinal,
        level=extra.get("l", 0),
        ordered=bool(extra.get("o")),
        marks=tuple(Mark(*mark) for mark in extra.get("m", ())),
        target=extra.get("t", ""),
        credit=extra.get("c", ""),
        at=datetime.fromisoformat(extra["a"]) if "a" in extra else None,
        probability=extra.get("p"),
    )
