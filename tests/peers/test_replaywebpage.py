"""replayweb.page, the real one in headless Chromium, shows what was archived from a WACZ of ours."""

from __future__ import annotations

import re
import shutil
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from archive.store.database import Archive
from archive.store.recording import record
from archive.transfer.selection import Selection
from archive.transfer.wacz import write
from tests.archive.conftest import page, publish
from tests.conftest import begin, make_exchange

PACKAGE = Path(__file__).parents[2] / ".peers" / "replaywebpage" / "package"
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
STORY = "http://news.example/2026/bridge"
SEEN = re.compile(r"/w/[^?]+/(\d{14})mp_/(.*)")  # where its service worker puts an archived page
MILLISECONDS = 30_000

pytestmark = [
    pytest.mark.peer,
    pytest.mark.browser,
    pytest.mark.skipif(
        not (PACKAGE / "sw.js").exists(), reason="replayweb.page is not installed; `make peers` installs it with npm"
    ),
    pytest.mark.skipif(CHROMIUM is None, reason="No Chromium here: `apt-get install chromium` lets this test run"),
]


class Shelf(SimpleHTTPRequestHandler):
    """Serves files in parts (RFC 9110, 14.2): a WACZ is read from its end, and then here and there."""

    def do_GET(self) -> None:
        asked = re.fullmatch(r"bytes=(\d*)-(\d*)", self.headers.get("Range", ""))
        path = Path(self.translate_path(self.path))
        if asked is None or not path.is_file():
            super().do_GET()
            return
        length = path.stat().st_size
        first = int(asked[1]) if asked[1] else max(0, length - int(asked[2]))
        last = min(int(asked[2]), length - 1) if asked[1] and asked[2] else length - 1
        self.send_response(206)
        self.send_header("Content-Range", f"bytes {first}-{last}/{length}")
        self.send_header("Content-Length", str(last - first + 1))
        self.end_headers()
        self.wfile.write(path.read_bytes()[first : last + 1])

    def end_headers(self) -> None:
        self.send_header("Accept-Ranges", "bytes")
        super().end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of replayweb.page with out.wacz beside it."""
    folder = tmp_path_factory.mktemp("replaywebpage") / "site"
    shutil.copytree(PACKAGE, folder)
    export(folder)
    with ThreadingHTTPServer(("127.0.0.1", 0), lambda *of: Shelf(*of, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def export(folder: Path) -> None:
    story = ("Bridge opens", "The bridge opens on Monday.")
    with Archive.open(folder / "archive.db", create=True) as archive:
        crawl = begin(archive)
        publish(archive, crawl, STORY, *story)
        moved = {"status": "301 Moved Permanently", "head": b"Location: /2026/bridge\r\nContent-Length: 0\r\n"}
        again = [
            make_exchange(STORY, page(*story), minutes=60),
            make_exchange("http://news.example/old", b"", minutes=1, **moved),
        ]
        record(archive, crawl, again)
        publish(archive, crawl, STORY, "Bridge opens late", "The bridge opens on Tuesday.", minutes=120)
        done = write(archive, Selection(), folder / "out.wacz")
        assert (done.counts["revisit"], done.counts["pages"]) == (1, 2)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def visit(browser: Any, address: str) -> Iterator[Any]:
    """Open replayweb.page at a URL and time; the answer is what it shows: the time, the URL, the text of the page."""
    context = browser.new_context()
    context.set_default_timeout(MILLISECONDS)

    def open_at(url: str, moment: str, expected: str) -> tuple[str, str, str]:
        view = context.new_page()
        view.goto(f"{address}/?source={address}/out.wacz#view=pages&url={quote(url)}&ts={moment}")
        frame = replayed(view)
        frame.wait_for_selector(f"text={expected}")
        at = SEEN.search(frame.url)
        assert at is not None
        return at[1], at[2], frame.inner_text("body")

    yield open_at
    context.close()


def replayed(view: Any) -> Any:
    """Return the frame of the archived page, once there is one."""
    if not any(SEEN.search(frame.url) for frame in view.frames):
        view.wait_for_event("framenavigated", predicate=lambda frame: SEEN.search(frame.url) is not None)
    return next(frame for frame in view.frames if SEEN.search(frame.url))


def test_an_archived_article_is_on_the_page(visit):
    _, url, text = visit(STORY, "20260301083000", "The bridge opens on Monday.")
    assert url == STORY
    assert "Bridge opens" in text


def test_a_revisit_shows_the_payload_it_stands_for(visit):
    moment, _, text = visit(STORY, "20260301093000", "The bridge opens on Monday.")
    assert (moment, "The bridge opens on Monday." in text) == ("20260301093000", True)


def test_a_later_version_is_found_by_its_own_time(visit):
    _, _, text = visit(STORY, "20260301103000", "The bridge opens on Tuesday.")
    assert "Bridge opens late" in text


def test_a_redirect_leads_to_the_archived_target(visit):
    _, url, text = visit("http://news.example/old", "20260301083100", "The bridge opens on Monday.")
    assert (url, "Bridge opens" in text) == (STORY, True)


def test_the_articles_are_listed_with_their_headlines(browser, address):
    view = browser.new_context().new_page()
    view.set_default_timeout(MILLISECONDS)
    view.goto(f"{address}/?source={address}/out.wacz#view=pages")
    view.get_by_role("link", name="Bridge opens late").wait_for()
    assert view.get_by_role("link", name="Bridge opens").count() == 2
