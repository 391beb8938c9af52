"""The sites of the sample newsroom: a magazine, a paper and a log, each with another kind of feed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.newsroom import theme
from tests.newsroom.server import Server
from tests.newsroom.site import Site
from tests.newsroom.stories import BY_HAND, invented

_SITES = (
    ("tarn-courier", "Tarn Courier", theme.magazine, "/feed", slice(0, 2)),
    ("vessel-post", "The Vessel Post", theme.paper, "/atom.xml", slice(1, 3)),
    ("orrin-log", "Orrin Log", theme.plain, "/feed.json", slice(2, 4)),
)


@contextmanager
def sample_newsroom(*, port: int = 0, stories: int = 6) -> Iterator[dict[str, Site]]:
    """Serve the sample sites, by source name, each on a loopback address of its own where the system has them."""
    with ExitStack() as running:
        sites = {}
        for number, (name, title, look, _, by_hand) in enumerate(_SITES):
            server = running.enter_context(_listening(f"127.0.0.{number + 1}", port))
            sites[name] = Site(server, title, [*BY_HAND[by_hand], *invented(stories, seed=number + 1)], look=look)
        yield sites


def _listening(host: str, port: int) -> Server:
    for where in ((host, port), (host, 0), ("127.0.0.1", 0)):
        try:
            return Server(host=where[0], port=where[1])
        except OSError:  # the port is taken, or only Linux answers on all of 127.0.0.0/8
            continue
    raise OSError("no port is free on 127.0.0.1")


def write_sources(sites: dict[str, Site], folder: Path, *, delay: float = 0.0) -> None:
    """Write a source's TOML for each site."""
    feeds = {name: feed for name, _, _, feed, _ in _SITES}
    for name, site in sites.items():
        toml = f'home = "{site.base}/"\nfeeds = ["{site.base}{feeds[name]}"]\n\n[politeness]\ndelay = {delay}\n'
        (folder / f"{name}.toml").write_text(toml)
