"""The pictures in docs/screenshots: an archive of the invented press, photographed in Debian's Chromium.

`make screenshots`; needs `apt-get install chromium`.
"""

from __future__ import annotations

import shutil
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click
import uvicorn
from playwright.sync_api import Browser, sync_playwright

from archive.cli.browse import library
from archive.urls import article_id_of
from tests.archive.web import press

INTO = Path(__file__).parent.parent / "docs" / "screenshots"
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--hide-scrollbars"]
FERRY, BARRIER, LIBRARY, LANTERN = (
    f"/article/{article_id_of(story.url)}" for story in (press.FERRY, press.BARRIER, press.LIBRARY, press.LANTERN)
)


@dataclass(frozen=True)
class Shot:
    """One picture."""

    name: str
    path: str
    width: int = 1200
    height: int = 800
    dark: bool = False
    opened: tuple[str, ...] = ()  # kinds of set-aside blocks to unfold
    unfolded: str = ""  # a selector of what to click
    down: str = ""  # a selector to scroll to


SHOTS = (
    Shot("front", "/"),
    Shot("article", FERRY, height=800, opened=("newsletter", "teaser list")),
    Shot("whole-page", f"{FERRY}?view=whole", height=820),
    Shot("proof", FERRY, height=760, down=".after"),
    Shot("diff", f"{BARRIER}/diff/2/3", height=640),
    Shot("search", "/search?q=harbour&sort=newest", height=720),
    Shot("site", "/site/harbour-post.example"),
    Shot("replay", f"/web/20260318174000/{press.FERRY.url}", height=760),
    Shot("dark", BARRIER, height=760, dark=True),
    Shot("arabic", LIBRARY, height=640),
    Shot("japanese", LANTERN, height=700),
    Shot("cluster", f"/cluster/{article_id_of(press.FERRY.url)}", height=760, unfolded=".timeline details summary"),
    Shot("phone", FERRY, width=390, height=780),
)


@click.command()
def main() -> None:
    """Take every picture anew."""
    chromium = shutil.which("chromium")
    if chromium is None:
        raise click.ClickException("No Chromium here: apt-get install chromium.")
    INTO.mkdir(parents=True, exist_ok=True)
    with _served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        for shot in SHOTS:
            _take(browser, address, shot)
        browser.close()


@contextmanager
def _served() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "archive.db"
        press.fill(path)
        server = uvicorn.Server(uvicorn.Config(library(path).app(), port=0, log_level="error"))
        thread = threading.Thread(target=server.run)
        thread.start()
        while not server.started:
            thread.join(0.01)
        try:
            yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


def _take(browser: Browser, address: str, shot: Shot) -> None:
    context = browser.new_context(
        viewport={"width": shot.width, "height": shot.height},
        color_scheme="dark" if shot.dark else "light",
    )
    page = context.new_page()
    page.goto(address + shot.path, wait_until="networkidle")
    for kind in shot.opened:
        page.locator(f"details[data-kind='{kind}'] summary").click()
    if shot.unfolded:
        page.locator(shot.unfolded).first.click()
    if shot.down:
        page.locator(shot.down).evaluate("node => node.scrollIntoView({behavior: 'instant'})")
    if shot.opened:
        page.mouse.move(0, 0)
        page.locator("h1").evaluate("node => document.activeElement.blur()")
    target = INTO / f"{shot.name}.png"
    page.screenshot(path=target)
    click.echo(f"{target.stat().st_size // 1000:>5} kB  {target.name}", err=True)
    context.close()


if __name__ == "__main__":
    main()
