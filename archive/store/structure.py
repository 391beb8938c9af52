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
    path: Sequence[str] = ()
    ordinal = 0
    for paragraph in paragraphs:
        components = paragraph.path.split("/")
        row = [
            _CODES[paragraph.kind],
            len(paragraph.text) if in_text(paragraph) else 0,
            _relative(components, path),
            paragraph.ordinal - ordinal,
        ]
        extra = _extra(paragraph)
        rows.append([*row, extra] if extra else row)
        path, ordinal = components, paragraph.ordinal
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


def _relative(components: Sequence[str], before: Sequence[str]) -> str:
    shared = 0
    for one, other in zip(components, before, strict=False):
        if one != other:
            break
        shared += 1
    return f"{shared}:{'/'.join(components[shared:])}"


def _absolute(relative: str, before: Sequence[str]) -> list[str]:
    shared, _, rest = relative.partition(":")
    return [*before[: int(shared)], *(rest.split("/") if rest or not int(shared) else ())]


def _extra(paragraph: Paragraph) -> dict[str, Any]:
    extra: dict[str, Any] = {
        "l": paragraph.level,
        "o": int(paragraph.ordered),
        "m": [[m.start, m.end, m.kind, m.target] if m.target else [m.start, m.end, m.kind] for m in paragraph.marks],
        "t": paragraph.target,
        "c": paragraph.credit,
        "a": paragraph.at.isoformat() if paragraph.at else "",
        "x": "" if in_text(paragraph) else paragraph.text,
    }
    extra = {key: value for key, value in extra.items() if value}
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
