"""The archive in a real browser: nothing archived runs or reaches out, and people can read, find and get about."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import resources
from pathlib import Path

import pytest
import uvicorn

from archive.cli.browse import library
from archive.urls import article_id_of
from tests.archive.web import hostile, press

pytestmark = pytest.mark.browser

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
FERRY = f"/article/{article_id_of(press.FERRY.url)}"
PAGES = (
    "/",
    FERRY,
    f"{FERRY}?view=whole",
    f"{FERRY}/diff/1/2",
    f"{FERRY}/cite",
    "/search?q=gulls",
    "/edits",
    "/sites",
    "/site/harbour-post.example",
    "/author/Ada%20Quay",
    "/crawls",
    "/source/almina.example",
    "/teaser/1",
    "/nothing",
    f"/web/*/{press.FERRY.url}",
    f"/web/20260318174001/{press.FERRY.url}",
    f"/article/{article_id_of(press.LIBRARY.url)}",
)


class Served:
    """A server in this process on a free port of loopback."""

    def __init__(self, path: Path, **settings) -> None:
        config = uvicorn.Config(library(path, **settings).app(), port=0, log_level="error")
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(target=self.server.run, daemon=True)
        self.thread.start()
        deadline = time.monotonic() + 20
        while not self.server.started and time.monotonic() < deadline:
            self.thread.join(0.01)
        self.address = f"http://127.0.0.1:{self.server.servers[0].sockets[0].getsockname()[1]}"

    def stop(self) -> None:
        self.server.should_exit = True
        self.thread.join(10)


class Trap(ThreadingHTTPServer):
    """A server that remembers who came."""

    def __init__(self) -> None:
        self.visits: list[str] = []
        super().__init__(("127.0.0.1", 0), _TrapHandler)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _TrapHandler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.server.visits.append(f"{self.command} {self.path}")
        self.send_response(204)
        self.end_headers()

    do_POST = do_HEAD = do_OPTIONS = do_GET

    def log_message(self, *_) -> None:
        pass


@pytest.fixture(scope="module")
def browser():
    if CHROMIUM is None:
        pytest.skip("No Chromium here: `apt-get install chromium` lets the browser tests run.")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def served(browser, printed) -> Iterator[str]:
    server = Served(printed)
    yield server.address
    server.stop()


@pytest.fixture(scope="module")
def axe() -> str:
    """axe-core, as its Python package carries it."""
    pytest.importorskip(
        "axe_playwright_python", reason="axe-playwright-python is not installed: no accessibility checks."
    )
    return (resources.files("axe_playwright_python") / "axe.min.js").read_text()


@pytest.fixture
def page(browser, served):
    context = browser.new_context(base_url=served, java_script_enabled=False, viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


@pytest.fixture
def scripted(browser, served):
    """A page in a browser that would run scripts: what archived pages must not do even there."""
    context = browser.new_context(base_url=served)
    yield context.new_page()
    context.close()


@pytest.fixture
def den(browser, tmp_path):
    """The hostile archive, served, and the trap that its pages call."""
    trap = Trap()
    path = tmp_path / "archive.db"
    # The library's port is known only once it listens: the page asks its own origin by an address without host.
    hostile.fill(path, trap.address, "")
    server = Served(path)
    yield server.address, trap
    server.stop()
    trap.shutdown()
    trap.server_close()


@pytest.mark.parametrize("flavour", ["", "mp_"])
@pytest.mark.parametrize("name", ["story", "picture.svg", "xml"])
def test_nothing_archived_runs_reads_cookies_or_calls_anybody(browser, den, name, flavour):
    library_address, trap = den
    context = browser.new_context()
    context.add_cookies([{"name": "secret", "value": "1", "url": library_address}])
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(
        f"{library_address}/web/{hostile.DIGITS}{flavour}/https://hostile.example/{name}", wait_until="networkidle"
    )
    inside = page.frames[-1]
    if name == "story":
        assert hostile.MARKER in inside.locator("body").inner_text()
        for hook in ("#js", "#ping", "#data"):
            if inside.locator(hook).count():
                inside.locator(hook).click(no_wait_after=True)
        inside.locator("body").click(position={"x": 5, "y": 5})
    assert trap.visits == []
    assert all(url.startswith((library_address, "data:")) for url in asked)
    assert "ran" not in page.title()
    assert page.evaluate("window.ran") is None
    assert [cookie["name"] for cookie in context.cookies()] == ["secret"]
    assert not any("/archive" in url for url in asked)
    context.close()


def test_the_policy_alone_stops_a_page_that_nobody_cleaned(browser, den, monkeypatch):
    """The cleaning is a second wall: the first must hold without it."""
    monkeypatch.setattr("archive.web.replay.content.rewrite_page", lambda text, around: text.encode())
    library_address, trap = den
    context = browser.new_context()
    context.add_cookies([{"name": "secret", "value": "1", "url": library_address}])
    page = context.new_page()
    page.goto(f"{library_address}/web/{hostile.DIGITS}mp_/{hostile.URL}", wait_until="commit")
    page.wait_for_load_state("domcontentloaded")
    page.locator("body").click(position={"x": 5, "y": 5})
    called = [visit for visit in trap.visits if visit != "GET /refresh"]
    assert called == []
    context.close()


def test_a_replayed_page_has_a_null_origin(browser, den):
    library_address, _ = den
    context = browser.new_context()
    page = context.new_page()
    origins: list[str] = []
    page.on("request", lambda request: origins.append(request.headers.get("origin", "")))
    page.goto(f"{library_address}/web/{hostile.DIGITS}mp_/{hostile.URL}")
    assert page.evaluate("() => window.origin") == "null"
    context.close()


def test_a_link_of_a_replayed_page_stays_in_the_archive(scripted, served):
    scripted.goto(f"/web/20260318174001/{press.FERRY.url}")
    scripted.frames[-1].locator("aside a").first.click()
    scripted.wait_for_url("**/web/20260318174001/https://harbour-post.example/latest/0")
    assert "never archived" in scripted.locator("main").inner_text()


def test_a_replayed_page_shows_its_archived_picture_and_style(scripted):
    scripted.goto(f"/web/20260318174001/{press.FERRY.url}", wait_until="networkidle")
    inside = scripted.frames[-1]
    assert inside.locator("figure img").evaluate("image => image.naturalWidth") == 480
    assert inside.locator("h1").evaluate("node => getComputedStyle(node).fontSize") == "30px"


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(browser, served, axe, path, scheme):
    context = browser.new_context(base_url=served, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    page.goto(path)
    page.add_script_tag(content=axe)
    # The archived page inside the frame is its publisher's, not ours.
    found = page.evaluate("() => axe.run(document, {iframes: false})")
    serious = [one for one in found["violations"] if one["impact"] in {"serious", "critical"}]
    assert serious == [], [(one["id"], [node["html"][:200] for node in one["nodes"][:3]]) for one in serious]
    context.close()


@pytest.mark.parametrize("path", PAGES)
def test_no_page_is_wider_than_a_phone(browser, served, path):
    context = browser.new_context(base_url=served, viewport={"width": 360, "height": 740}, java_script_enabled=True)
    page = context.new_page()
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    context.close()


@pytest.mark.parametrize("path", PAGES)
def test_pages_ask_nobody_else_and_break_no_policy(scripted, served, path):
    complaints: list[str] = []
    asked: list[str] = []
    scripted.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    scripted.on("request", lambda request: asked.append(request.url))
    answer = scripted.goto(path, wait_until="networkidle")
    assert all(url.startswith(served) for url in asked)
    expected = {404} if answer.status == 404 else set()
    assert [one for one in complaints if not (expected and "404" in one)] == []


def test_one_finds_an_article_by_keyboard_alone(page):
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Skip to the content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.locator(":focus").get_attribute("name") == "q"
    page.keyboard.type("ferry dock")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?*")
    page.get_by_role("link", name=press.FERRY.headline).focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{FERRY}")
    assert page.locator("h1").inner_text() == press.FERRY.headline


def test_a_set_aside_block_opens_without_a_script(page):
    page.goto(FERRY)
    block = page.locator("details[data-kind=newsletter]")
    assert not block.get_by_text("It asks for a subscription.").is_visible()
    block.locator("summary").focus()
    page.keyboard.press("Enter")
    assert block.get_by_text("It asks for a subscription.").is_visible()


def test_two_versions_are_compared_word_by_word(page):
    page.goto(f"/article/{article_id_of(press.BARRIER.url)}")
    page.get_by_role("link", name="Compare with version 2").click()
    assert "dropped the narrow gate" in " ".join(page.locator("ins").all_inner_texts())
    assert "61 million" in " ".join(page.locator("del").all_inner_texts())


def test_arabic_runs_from_the_right_and_our_words_from_the_left(scripted):
    scripted.goto(f"/article/{article_id_of(press.LIBRARY.url)}")
    assert scripted.locator("article h1").evaluate("node => getComputedStyle(node).direction") == "rtl"
    assert scripted.locator(".edge h2").evaluate("node => getComputedStyle(node).direction") == "ltr"


def test_print_shows_the_article_and_not_our_navigation(scripted):
    scripted.goto(FERRY)
    scripted.emulate_media(media="print")
    assert not scripted.locator(".masthead nav").is_visible() and not scripted.locator(".edge").is_visible()
    assert scripted.locator("article h1").is_visible()


def test_pages_work_below_a_path(browser, printed):
    server = Served(printed, base_url="/papers/")
    page = browser.new_context().new_page()
    page.goto(f"{server.address}/papers/")
    page.get_by_role("link", name=press.FERRY.headline).first.click()
    page.wait_for_url(f"{server.address}/papers{FERRY}")
    assert page.locator("h1").evaluate("node => getComputedStyle(node).fontFamily").startswith("Newsreader")
    server.stop()
