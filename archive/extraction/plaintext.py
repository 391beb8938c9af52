"""Text without markup: cut into lines, cleaned by the rules that web pages use, read as an article."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from archive.extraction import furniture, phrases
from archive.extraction.answer import (
    BlockKind,
    Extraction,
    Metadata,
    PageKind,
    Paragraph,
    ParagraphKind,
    SetAside,
    Teaser,
)

MAX_CHARACTERS = 10 * 1024 * 1024
EXTRACTOR = "tearsheet plain text"

_BULLET = re.compile(r"(?:[-*•·–—‣▪●○■◦]|(\d{1,2})[.)])\s+(?=\S)")
_SENTENCE_END = re.compile(r"[.!?。！？।؟…:;,][\"'”’»)\]」』]*$")
_ELLIPSIS = re.compile(r"(?:\.\.\.|…|\[…\]|\[\.\.\.\])[\"'”’»)\]]*$")


@dataclass(slots=True)
class Line:
    """One line that says something, and what was decided about it."""

    ordinal: int
    text: str  # without its bullet
    bullet: str = ""
    kind: ParagraphKind | None = None  # set where it is kept
    aside: furniture.Verdict | None = None  # set where it is not

    @property
    def open(self) -> bool:
        """Whether nothing has been decided about it yet."""
        return self.kind is None and self.aside is None

    @property
    def prose(self) -> bool:
        """Whether it reads like a paragraph: long, or a finished sentence."""
        return len(self.text) > 160 or (len(self.text) > 60 and bool(_SENTENCE_END.search(self.text)))

    @property
    def title_like(self) -> bool:
        """Whether it reads like a headline: short, and no finished sentence."""
        return len(self.text) <= 110 and not _SENTENCE_END.search(self.text) and not self.bullet


def extract_plain(text: str, *, url: str = "", fetched_at: datetime | None = None) -> Extraction:
    """Return the article in a text without markup; each line that says something is one block.

    `url` is kept as the canonical address where the caller knows it; `fetched_at` is accepted so that callers can
    treat pages and texts alike, and is not used: a plain text gives no date to be read against it.
    """
    notes = (f"text cut at {MAX_CHARACTERS:,} characters",) if len(text) > MAX_CHARACTERS else ()
    lines = _lines(text[:MAX_CHARACTERS])
    if not lines:
        return Extraction(PageKind.EMPTY, "the text holds no words", extractor=EXTRACTOR, notes=notes)
    teasers = _take_teasers(lines)
    _take_furniture(lines)
    title = _take_title(lines)
    _take_summary(lines)
    _keep_the_rest(lines)
    return Extraction(
        PageKind.ARTICLE if any(line.kind for line in lines) else PageKind.OTHER,
        "a text without markup",
        Metadata(title=title, title_source="first line" if title else "", canonical_url=url),
        tuple(_paragraph(line) for line in lines if line.kind),
        tuple(_set_aside(line) for line in lines if line.aside),
        tuple(teasers),
        EXTRACTOR,
        notes,
    )


def _lines(text: str) -> list[Line]:
    folded = (" ".join(line.split()) for line in text.replace("\0", "").splitlines())
    return [_line(ordinal, line) for ordinal, line in enumerate(filter(None, folded))]


def _line(ordinal: int, text: str) -> Line:
    bullet = _BULLET.match(text)
    return Line(ordinal, text[bullet.end() :], bullet[0].strip()) if bullet else Line(ordinal, text)


def _take_teasers(lines: list[Line]) -> list[Teaser]:
    """Take each list of teasers out: a heading such as “Latest news” and what stands under it."""
    found: list[Teaser] = []
    at = 0
    while at < len(lines):
        kind = _list_heading(lines[at])
        end, teasers = _teasers_from(lines, at + 1 if kind else at, lines[at].text if kind else "")
        if len(teasers) >= (1 if kind else 2) or (kind and end == len(lines)):
            reason = f"list of teasers under “{lines[at].text[:60]}”" if kind else "list of teasers"
            for line in lines[at:end]:
                line.aside = furniture.Verdict(kind or BlockKind.TEASERS, reason)
            found += teasers
            at = end
        else:
            at += 1
    return found


def _list_heading(line: Line) -> BlockKind | None:
    kind = phrases.whole(phrases.fold(line.text))
    return kind if kind in {BlockKind.TEASERS, BlockKind.RELATED} and not _is_read_more(line) else None


def _teasers_from(lines: list[Line], at: int, heading: str) -> tuple[int, list[Teaser]]:
    """Return where the teasers that begin at line `at` end, and the teasers."""
    found: list[Teaser] = []
    while (end := _one_teaser(lines, at)) > at:
        snippet = lines[at + 1].text if end > at + 1 and _snippet(lines, at + 1) else ""
        found.append(Teaser("", lines[at].text, heading, snippet, position=len(found), ordinal=lines[at].ordinal))
        at = end
    if heading and not found:
        return _bare_headlines(lines, at, heading)
    return at, found


def _one_teaser(lines: list[Line], at: int) -> int:
    """Return where the teaser at `at` ends (headline, snippet, “Read more”, headline again); `at` if none begins."""
    if at + 1 >= len(lines) or _list_heading(lines[at]) or _is_read_more(lines[at]) or len(lines[at].text) > 250:
        return at
    end = at + 1
    if _snippet(lines, end):
        end += 1
    proof = end
    while end < len(lines) and (_is_read_more(lines[end]) or lines[end].text == lines[at].text):
        end += 1
    return end if end > proof else at


def _snippet(lines: list[Line], at: int) -> bool:
    """Whether the line is the cut-off first sentence of another story, with “Read more” below it."""
    text = lines[at].text
    below = lines[at + 1] if at + 1 < len(lines) else None
    return not _is_read_more(lines[at]) and (
        (below is not None and _is_read_more(below)) or (bool(_ELLIPSIS.search(text)) and len(text) < 400)
    )


def _is_read_more(line: Line) -> bool:
    return phrases.read_more(line.text)


def _bare_headlines(lines: list[Line], at: int, heading: str) -> tuple[int, list[Teaser]]:
    """Return the run of at least two headlines under a list heading that nothing but a new paragraph ends."""
    end = at
    while end < len(lines) and lines[end].text and len(lines[end].text) <= 160 and not lines[end].prose:
        end += 1
    if end < len(lines) and lines[end].prose and end > at + 2:
        end -= 1  # in a longer run the last line is rather the heading of the paragraph that ends it
    rows = [line for line in lines[at:end] if furniture.verdict(line.text) is None]
    if len(rows) < 2:
        return at, []
    return end, [Teaser("", row.text, heading, position=i, ordinal=row.ordinal) for i, row in enumerate(rows)]


def _take_furniture(lines: list[Line]) -> None:
    for before, line, after in _neighbours(lines):
        said = furniture.verdict(line.text) if line.open and not line.bullet else None
        between_prose = bool(before and before.prose and after and after.prose)
        if said and (said.sure or not between_prose) and said.kind not in _NEEDS_PLACE:
            line.aside = said


# An opening like “If you …” or a phrase like “Next” means something on a page, not in a bare text.
_NEEDS_PLACE = frozenset({BlockKind.PROMO})


def _neighbours(lines: list[Line]) -> list[tuple[Line | None, Line, Line | None]]:
    return [
        (lines[at - 1] if at else None, line, lines[at + 1] if at + 1 < len(lines) else None)
        for at, line in enumerate(lines)
    ]


def _take_title(lines: list[Line]) -> str:
    """Take a first line that reads like a headline; below “Published on …” it would be a standfirst, and stays."""
    first = next((line for line in lines if line.open), None)
    if first is None or not first.title_like or sum(line.open for line in lines) < 2:
        return ""
    if any(line.aside and line.aside.kind in {BlockKind.DATELINE, BlockKind.BYLINE} for line in lines[: first.ordinal]):
        return ""
    first.aside = furniture.Verdict(BlockKind.TITLE, "is the first line, and short")
    return first.text


def _take_summary(lines: list[Line]) -> None:
    """Name the bullets under “Key points” and the like."""
    for at, line in enumerate(lines):
        if not (line.open and phrases.summary_heading(line.text)):
            continue
        bullets = at + 1
        while bullets < len(lines) and lines[bullets].bullet and lines[bullets].open:
            lines[bullets].kind = ParagraphKind.SUMMARY
            bullets += 1
        if bullets > at + 1:
            line.kind = ParagraphKind.HEADING


def _keep_the_rest(lines: list[Line]) -> None:
    kept = [line for line in lines if line.aside is None]
    for before, line, after in _neighbours(kept):
        if line.open:
            line.kind = _body_kind(before, line, after)


def _body_kind(before: Line | None, line: Line, after: Line | None) -> ParagraphKind:
    if line.bullet:
        return ParagraphKind.LIST_ITEM
    if before is None and after is not None and _stands_apart(line, after):
        return ParagraphKind.STANDFIRST
    if line.title_like and after is not None and not after.title_like:
        return ParagraphKind.HEADING
    return ParagraphKind.PARAGRAPH


def _stands_apart(first: Line, second: Line) -> bool:
    """Whether the first kept line is a standfirst: an unfinished sentence above prose, or one above a summary box."""
    above_summary = second.kind is ParagraphKind.HEADING
    return above_summary or (not _SENTENCE_END.search(first.text) and second.prose and len(first.text) > 40)


def _paragraph(line: Line) -> Paragraph:
    kind = line.kind or ParagraphKind.PARAGRAPH
    level = {ParagraphKind.HEADING: 2, ParagraphKind.LIST_ITEM: 1}.get(kind, 0)
    return Paragraph(kind, line.text, "", line.ordinal, level, ordered=line.bullet[:1].isdigit())


def _set_aside(line: Line) -> SetAside:
    said = line.aside or furniture.Verdict(BlockKind.OTHER, "")
    return SetAside(said.kind, line.text, said.reason, "", line.ordinal)
