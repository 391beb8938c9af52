"""An article on paper: as text for a terminal, as Markdown, as the JSON that docs/json.md describes."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from dataclasses import asdict, fields
from itertools import groupby
from typing import Any

from archive.extraction.answer import Paragraph, ParagraphKind, SetAside, Teaser
from archive.model import Hit
from archive.store.articles import Article, Page

WIDTH = 88  # columns of running text
SHOWN_ASIDE = 240  # characters of a block set aside that are printed; --json has it whole


def as_text(article: Article, *, set_aside: bool = False) -> str:
    """Return headline, byline, date and body of an article; with `set_aside` also what was torn off, and why."""
    lines = [*_head(article), "", *page_text(article.page)]
    if set_aside:
        lines += ["", *_aside(article.page)]
    return "\n".join(lines)


def page_text(page: Page) -> list[str]:
    """Return the body of a page, wrapped, a list of lines."""
    lines: list[str] = []
    before: ParagraphKind | None = None
    for paragraph in page.paragraphs:
        if paragraph.text:
            if lines and not (paragraph.kind is before and before in _TIGHT):
                lines.append("")
            lines += _paragraph(paragraph).splitlines()
            before = paragraph.kind
    return lines


def _head(article: Article) -> list[str]:
    page = article.page
    gone = f"Gone: {article.gone_reason}" if article.state == "gone" else ""
    version = f"version {article.version} of {article.versions} ({article.edit})" if article.versions > 1 else ""
    lines = [
        *textwrap.wrap(printable(page.headline) or "(no headline)", WIDTH),
        " · ".join(part for part in (printable(written_by(page)), _date(article)) if part),
        article.url,
        " · ".join(part for part in (article.id, version, gone) if part),
    ]
    return [line for line in lines if line]


def _date(article: Article) -> str:
    return article.page.published_at or f"seen {article.first_seen_at}"


def written_by(page: Page) -> str:
    """Return the byline as printed, else the names that the page gives, else ""."""
    return page.byline or ", ".join(name for name, _ in page.authors)


_TIGHT = frozenset({ParagraphKind.SUMMARY, ParagraphKind.LIST_ITEM, ParagraphKind.TABLE_ROW})
_FIRST_AND_NEXT = {
    ParagraphKind.SUMMARY: ("- ", "  "),
    ParagraphKind.LIST_ITEM: ("- ", "  "),
    ParagraphKind.QUOTE: ("> ", "> "),
    ParagraphKind.IMAGE: ("[picture: ", "  "),
}


def _paragraph(paragraph: Paragraph) -> str:
    if paragraph.kind is ParagraphKind.PREFORMATTED:
        return printable(paragraph.text)
    first, following = _FIRST_AND_NEXT.get(paragraph.kind, ("", ""))
    ending = "]" if paragraph.kind is ParagraphKind.IMAGE else ""
    text = printable(paragraph.text) + ending
    return textwrap.fill(text, WIDTH, initial_indent=first, subsequent_indent=following, break_on_hyphens=False)


_STEERS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")  # controls, and what turns text around


def printable(text: str) -> str:
    """Return text without the characters by which a page could steer the terminal it is printed on."""
    return _STEERS.sub("\ufffd", text)


def hit_lines(hit: Hit) -> list[str]:
    """Return one search result as a line of id, day, headline and site, and a line of its snippet."""
    day = hit.published_at[:10] or "-" * 10
    head = f"{hit.article_id}  {day}  {printable(hit.headline) or hit.url}  ({hit.site})"
    return [head, f"    {printable(hit.snippet)}"] if hit.snippet else [head]


def _aside(page: Page) -> Iterator[str]:
    blocks = sorted(page.set_aside, key=lambda block: (block.kind.value, block.ordinal))
    yield f"Set aside: {len(page.set_aside)} blocks, {len(page.teasers)} teasers"
    for kind, of_kind in groupby(blocks, key=lambda block: block.kind.value):
        yield ""
        yield kind
        for block in of_kind:
            yield from _one_aside(block)
    for heading, teasers in groupby(page.teasers, key=lambda teaser: teaser.heading):
        yield ""
        yield f"teasers under “{printable(heading)}”" if heading else "teasers"
        yield from (_one_teaser(teaser) for teaser in teasers)


def _one_aside(block: SetAside) -> Iterator[str]:
    shown = textwrap.shorten(printable(block.text), SHOWN_ASIDE, placeholder=" …")
    yield textwrap.fill(shown, WIDTH, initial_indent="  ", subsequent_indent="  ")
    likely = "" if block.probability is None else f", {block.probability:.0%} body"
    yield f"    ({block.by}{likely}: {printable(block.reason)})"


def _one_teaser(teaser: Teaser) -> str:
    return f"  {printable(teaser.headline)}" + (f"  {printable(teaser.url)}" if teaser.url else "")


def as_markdown(article: Article) -> str:
    """Return an article as Markdown: headline, a line of byline, date and URL, and the body with its links."""
    from archive.extraction.markdown import escape, to_markdown  # noqa: PLC0415  (needed only here)

    page = article.page
    parts = (written_by(page), page.published_at, article.url)
    line = escape(" · ".join(part for part in parts if part))
    body = to_markdown(page.paragraphs)
    return f"# {escape(page.headline)}\n\n{line}\n\n{body}" if page.headline else f"{line}\n\n{body}"


def as_json(article: Article) -> dict[str, Any]:
    """Return everything that is known of an article as one version reads; schema in docs/json.md."""
    outside = {field.name: getattr(article, field.name) for field in fields(Article) if field.name != "page"}
    return outside | page_json(article.page)


def page_json(page: Page) -> dict[str, Any]:
    """Return one reading of one capture, article or not."""
    plain = asdict(page)
    return plain | {
        "authors": [{"name": name, "kind": kind} for name, kind in page.authors],
        "paragraphs": [_without_defaults(paragraph) for paragraph in page.paragraphs],
        "set_aside": [_without_defaults(block, "path") for block in page.set_aside],
        "teasers": [_without_defaults(teaser, "ordinal") for teaser in page.teasers],
    }


def _without_defaults(value: Paragraph | SetAside | Teaser, *left_out: str) -> dict[str, Any]:
    """Return a block's fields without those that say nothing: "", 0, None, (), False; ordinal 0 and position 0 stay."""
    kept = {name: found for name, found in asdict(value).items() if name not in left_out}
    return {name: found for name, found in kept.items() if found or name in ("ordinal", "position", "text")}
