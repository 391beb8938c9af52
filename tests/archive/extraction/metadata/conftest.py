"""Invented pages, read as extraction reads them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from archive.extraction.answer import Metadata
from archive.extraction.dom import parse
from archive.extraction.metadata import read

Reader = Callable[..., Metadata]


@pytest.fixture
def metadata() -> Reader:
    """Read the metadata of a page given as head and body."""

    def reading(
        head: str = "", body: str = "", *, lang: str = "", url: str = "", at: datetime | None = None
    ) -> Metadata:
        page = f'<html lang="{lang}"><head>{head}</head><body>{body}</body></html>'
        return read(parse(page), url=url or "https://www.harbour-post.co.uk/news/lighthouse-reopens", fetched_at=at)

    return reading


def ld(inner: str) -> str:
    return f'<script type="application/ld+json">{inner}</script>'
