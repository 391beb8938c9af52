"""A newsroom that was crawled twice, with what browsers draw of its pages: the archive that browser tests read."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib import resources
from pathlib import Path

from archive.urls import article_id_of
from tests.archive.web import press
from tests.crawler.crawling import Desk
from tests.newsroom.clock import Clock
from tests.newsroom.server import Answer, Server
from tests.newsroom.site import Site, Theme
from tests.newsroom.sites import sample_newsroom, write_sources
from tests.newsroom.stories import BY_HAND, OPENING_DAY, Story

BREAKWATER, NIGHT_TRAINS, LIGHTHOUSE, BAKERS = BY_HAND  # the second and third are printed by two papers each
WITHDRAWN = "On Friday the council withdrew the plan, and nobody in Lower Tarn knows what comes next."
LIBRARY = Story(
    headline=press.LIBRARY.headline,
    standfirst=press.LIBRARY.standfirst,
    author=press.LIBRARY.author,
    published=OPENING_DAY + timedelta(days=4),
    paragraphs=tuple(text for _, text in press.LIBRARY.blocks) * 2,
)
LANTERN = Story(
    headline=press.LANTERN.headline,
    standfirst=press.LANTERN.standfirst,
    author=press.LANTERN.author,
    published=OPENING_DAY + timedelta(days=5),
    paragraphs=tuple(text for _, text in press.LANTERN.blocks) * 2,
)
STYLE = """@font-face { font-family: Press; src: url(/press.woff2) }
@font-face { font-family: Posing; src: url(/posing.woff2) }
h1 { font: 600 30px Press, serif } p { font-family: Posing, serif } .standfirst { color: rgb(1, 2, 3) }"""
FRAMED = (
    "<!doctype html><html lang=en><title>Tides</title><body><p>High water at six.</p><script>parent.ran = 1</script>"
)


@dataclass(frozen=True)
class ReadingRoom:
    """An archive, and where its stories are."""

    path: Path
    desk: Desk
    bases: dict[str, str]  # source name to the address of its site
    urls: dict[str, str]  # headline, as first printed, to address

    def article(self, story: Story, site: str = "") -> str:
        """Return the path of a story's article page."""
        return f"/article/{self.id(story, site)}"

    def id(self, story: Story, site: str = "") -> str:
        """Return the public id of a story, of one site where several printed it."""
        return article_id_of(self.url(story, site))

    def url(self, story: Story, site: str = "") -> str:
        """Return the address of a story."""
        return self.urls[f"{site}{story.headline}"]

    def host(self, site: str) -> str:
        """Return a site's registered domain: the sites of the newsroom are addresses of loopback."""
        return self.bases[site].partition("://")[2].partition(":")[0]


def crawled(folder: Path, *more: Callable[[Server], Sequence[str]]) -> ReadingRoom:
    """Open the newsroom, crawl it, let its editors change things, and crawl it again.

    Each of `more` adds pages to the first site, and returns their addresses, which are fetched as well.
    """
    desk = Desk(folder, clock=Clock(datetime.now(UTC) - timedelta(days=2)))
    desk.sources.mkdir()
    with sample_newsroom(stories=12) as sites, _abroad() as abroad:
        tarn = sites["tarn-courier"]
        tarn.look = _illustrated(tarn.look)
        write_sources(sites, desk.sources)
        desk.source("abroad", abroad.server)
        everywhere = sites | {"abroad": abroad}
        urls = {
            key: site.url_of(story)
            for name, site in everywhere.items()
            for story in site.stories.values()
            for key in (story.headline, name + story.headline)
        }
        hosts = {site.server.host for site in everywhere.values()}
        allowed = [word for host in sorted(hosts) for word in ("--allow-private", host)]
        desk.crawl(*allowed)
        _edited(tarn)
        desk.clock.move(days=2)
        desk.crawl(*allowed)
        desk.run("fetch", *allowed, *_requisites(tarn.server), *(url for add in more for url in add(tarn.server)))
        bases = {name: site.base for name, site in everywhere.items()}
    return ReadingRoom(desk.archive, desk, bases, urls)


@contextlib.contextmanager
def _abroad() -> Iterator[Site]:
    """A site in Arabic and Japanese."""
    with Server(host="127.0.0.4") as server:
        yield Site(server, "Abroad", [LIBRARY, LANTERN], look=_foreign)


def _foreign(story: Story, **_: object) -> str:
    language = 'lang="ar" dir="rtl"' if story.headline == LIBRARY.headline else 'lang="ja"'
    paragraphs = "".join(f"<p>{text}</p>" for text in story.paragraphs)
    return (
        f'<!doctype html><html {language}><head><meta charset="utf-8"><title>{story.headline}</title>'
        f'<meta property="article:published_time" content="{story.published.isoformat()}"></head><body>'
        f"<nav><a href='/'>トップ</a></nav><article><h1>{story.headline}</h1>{paragraphs}</article></body></html>"
    )


def _illustrated(look: Theme) -> Theme:
    """A theme with a style sheet, a picture, a framed page and a film."""

    def page(story: Story, *, base: str, **more: object) -> str:
        markup: str = look(story, base=base, **more)
        picture = f"{base}/pictures/{story.slug}.png"
        head = f'<meta property="og:image" content="{picture}"><link rel="stylesheet" href="/press.css"></head>'
        shown = (
            f'<figure><img src="{picture}" alt="Drawn"><figcaption>The coast, drawn.</figcaption></figure>'
            '<iframe src="/tides.html" title="Tides"></iframe><iframe src="/never.html"></iframe>'
            '<video src="/film.mp4" controls></video>'
        )
        return markup.replace("</head>", head).replace(
            '<div class="entry-content">', f'{shown}<div class="entry-content">'
        )

    return page


def _requisites(server: Server) -> list[str]:
    """Serve what pages are drawn with, and return the addresses."""
    font = (resources.files("archive.web") / "static" / "newsreader-latin-wght-normal.woff2").read_bytes()
    drawn = press.drawing(11)
    return [
        server.put("/press.css", Answer(STYLE, content_type="text/css")),
        server.put("/press.woff2", Answer(font, content_type="font/woff2")),
        server.put("/posing.woff2", Answer("<script>parent.ran = 1</script>", content_type="font/woff2")),
        server.put("/tides.html", Answer(FRAMED)),
        server.put("/film.mp4", Answer(b"\0\0\0\x18ftypmp42", content_type="video/mp4")),
        server.put(f"/pictures/{BREAKWATER.slug}.png", Answer(drawn, content_type="image/png")),
    ]


def _edited(site: Site) -> None:
    """Let the editors change one story and withdraw another."""
    site.edit(BREAKWATER, paragraphs=(*BREAKWATER.paragraphs[:-1], WITHDRAWN))
    site.withdraw(next(story for story in site.stories.values() if "letter" in story.headline), 410)
