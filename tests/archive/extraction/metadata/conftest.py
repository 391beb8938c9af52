"""Invented pages, read as extraction reads them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from archive.extraction.answer import Metadata
from archive.extraction.blocks import cut
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
        tree = parse(page)
        address = url or "https://www.harbour-post.co.uk/news/lighthouse-reopens"
        return read(tree, url=address, fetched_at=at, blocks=cut(tree))

    return reading


def ld(inner: str) -> str:
    return f'<script type="application/ld+json">{inner}</script>'
