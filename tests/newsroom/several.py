"""Stories in several pages: numbered in the query or in the path, with rel=next or with a row of page numbers."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from tests.newsroom import formats
from tests.newsroom.server import Answer, Server
from tests.newsroom.stories import Story, invented

Numbering = Callable[[str, int], str]


def by_query(path: str, number: int) -> str:
    """Page two is at ?page=2."""
    return path if number == 1 else f"{path}?page={number}"


def by_path(path: str, number: int) -> str:
    """Page two is at /2/."""
    return f"{path}/" if number == 1 else f"{path}/{number}/"


class Serial:
    """A story whose paragraphs stand on as many pages as there are; editors may change them."""

    def __init__(
        self, server: Server, path: str, story: Story, *, pages: int, number: Numbering, declared: bool
    ) -> None:
        self.server = server
        self.story = story
        self.pages = [list(story.paragraphs[place::pages]) for place in range(pages)]
        self._path = path
        self._number = number
        self._declared = declared
        for page in range(1, pages + 1):
            server.put(number(path, page), lambda _, page=page: Answer(self._html(page)))

    @property
    def url(self) -> str:
        """Where page one is."""
        return self.url_of(1)

    def url_of(self, page: int) -> str:
        """Where a page is."""
        return self.server.base + self._number(self._path, page)

    @property
    def text(self) -> list[str]:
        """All paragraphs, page by page."""
        return [paragraph for page in self.pages for paragraph in page]

    def _html(self, page: int) -> str:
        following = self.url_of(page + 1) if page < len(self.pages) else ""
        head = f'<link rel="next" href="{following}">' if following and self._declared else ""
        numbers = " ".join(
            f"<b>{number}</b>" if number == page else f'<a href="{self._number(self._path, number)}">{number}</a>'
            for number in range(1, len(self.pages) + 1)
        )
        story, body = self.story, "".join(f"<p>{escape(one)}</p>" for one in self.pages[page - 1])
        return f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(story.headline)}</title>
<meta property="og:type" content="article"><link rel="canonical" href="{self.url}">{head}
<meta property="article:published_time" content="{story.published.isoformat()}"></head>
<body><nav><a href="/">Home</a></nav><main><article><h1>{escape(story.headline)}</h1>
<time datetime="{story.published.isoformat()}">{story.published:%d %B %Y}</time>{body}
<div class="pagination">{numbers}</div></article></main><footer>All rights reserved.</footer></body></html>"""


def long_story(seed: int) -> Story:
    """A story long enough for three pages."""
    first, second = invented(2, seed=seed)
    return Story(first.headline, (*first.paragraphs, *second.paragraphs), published=first.published)


def serials(server: Server) -> tuple[Serial, Serial]:
    """Two stories in pages, and a feed that names the first page of each."""
    one = Serial(server, "/2026/03/03/a-long-read", long_story(41), pages=3, number=by_query, declared=True)
    other = Serial(server, "/2026/03/04/a-longer-read", long_story(42), pages=2, number=by_path, declared=False)
    listed = [(serial.story, serial.url) for serial in (one, other)]
    server.put(
        "/feed", lambda _: Answer(formats.rss("Serial", server.base, listed), content_type="application/rss+xml")
    )
    return one, other


def several_pages(server: Server) -> str:
    """One story in three pages, and one in two."""
    serials(server)
    return 'feeds = ["{base}/feed"]'
