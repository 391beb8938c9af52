"""An invented news site: its stories, at addresses, in a theme, in feeds; editors may change it while it is read."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace

from tests.newsroom import formats, theme
from tests.newsroom.clock import Clock
from tests.newsroom.server import Answer, Asked, Server
from tests.newsroom.stories import Story

Theme = Callable[..., str]


class Site:
    """One site on one server."""

    def __init__(self, server: Server, name: str, stories: Sequence[Story], *, look: Theme = theme.plain) -> None:
        self.server = server
        self.name = name
        self.look = look
        self.clock = Clock()
        self.stories = {self.path_of(story): story for story in stories}
        server.put("/", self._front)
        server.put(
            "/feed", lambda _: Answer(formats.rss(name, self.base, self.listed()), content_type="application/rss+xml")
        )
        server.put(
            "/atom.xml",
            lambda _: Answer(formats.atom(name, self.base, self.listed()), content_type="application/atom+xml"),
        )
        server.put(
            "/feed.json",
            lambda _: Answer(formats.json_feed(name, self.base, self.listed()), content_type="application/feed+json"),
        )
        server.put("/sitemap.xml", lambda _: Answer(formats.sitemap(self.listed()), content_type="application/xml"))
        for path in self.stories:
            server.put(path, self._story)

    @property
    def base(self) -> str:
        """The site's address, without a slash at its end."""
        return self.server.base

    def path_of(self, story: Story) -> str:
        """A story's path, dated as news sites do."""
        return f"/{story.published:%Y/%m/%d}/{story.slug}"

    def url_of(self, story: Story) -> str:
        """A story's address."""
        return self.base + self.path_of(story)

    def listed(self) -> list[tuple[Story, str]]:
        """What feeds list: published stories with their addresses, newest first."""
        published = [(story, path) for path, story in self.stories.items() if story.published <= self.clock.now]
        newest = sorted(published, key=lambda pair: pair[0].published, reverse=True)
        return [(story, self.base + path) for story, path in newest]

    def publish(self, story: Story) -> str:
        """Add a story, and return its address."""
        self.stories[self.path_of(story)] = story
        self.server.put(self.path_of(story), self._story)
        return self.url_of(story)

    def edit(self, story: Story, **changes: object) -> None:
        """Change a story where it stands."""
        path = self.path_of(story)
        self.stories[path] = replace(self.stories[path], **changes)  # type: ignore[arg-type]

    def withdraw(self, story: Story, status: int = 404) -> None:
        """Take a story off the site and its lists."""
        path = self.path_of(story)
        del self.stories[path]
        self.server.put(path, Answer("<h1>Not here</h1>", status))

    def _front(self, _: Asked) -> Answer:
        feeds = [("application/rss+xml", f"{self.base}/feed"), ("application/atom+xml", f"{self.base}/atom.xml")]
        return Answer(theme.front(self.name, self.listed(), feeds=feeds))

    def _story(self, asked: Asked) -> Answer:
        story = self.stories[asked.path.partition("?")[0]]
        others = [pair for pair in self.listed() if pair[0] is not story][:6]
        html = self.look(story, name=self.name, base=self.base, url=self.url_of(story), others=others)
        etag = f'"{hashlib.sha256(repr(story).encode()).hexdigest()[:16]}"'
        if asked.headers.get("If-None-Match") == etag:
            return Answer(status=304, headers={"ETag": etag})
        return Answer(html, headers={"ETag": etag})
