"""An archive crawled from the newsroom, in a real browser: people read and find, and nothing archived runs."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import resources
from pathlib import Path

import pytest
import uvicorn

from archive.cli.browse import library
from tests.archive.web import hostile
from tests.archive.web import reading_room as room_of
from tests.archive.web.reading_room import ReadingRoom

pytestmark = pytest.mark.browser

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
OURS = (
    "front", "article", "whole", "copied", "arabic", "japanese", "diff", "cite", "cluster", "search", "no hits",
    "bad search", "edits", "sites", "site", "source", "author", "crawls", "crawl", "teaser", "record", "captures",
    "replay", "nothing", "never archived",
)  # fmt: skip
DATASETTES = ("tables", "table", "row")
STATUS = {"bad search": 400, "nothing": 404, "never archived": 404}  # of the others 200


@contextmanager
def serving(path: Path, *words: str) -> Iterator[str]:
    """Run `tearsheet browse` in a process of its own, and yield its address."""
    command = [sys.executable, "-m", "archive", "browse", "--archive", str(path), "--port", "0", *words]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        said = process.stderr.readline()
        yield re.search(r"http://\S+", said)[0].rstrip("/")
    finally:
        process.terminate()
        process.communicate(timeout=20)


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
def trap() -> Iterator[Trap]:
    """A server that no page may call, whatever it tries."""
    opened = Trap()
    yield opened
    opened.shutdown()
    opened.server_close()


@pytest.fixture(scope="module")
def room(browser, trap, tmp_path_factory) -> ReadingRoom:
    return room_of.crawled(tmp_path_factory.mktemp("room"), lambda server: hostile.publish(server, trap.address))


@pytest.fixture(scope="module")
def served(room) -> Iterator[str]:
    with serving(room.path) as address:
        yield address


@pytest.fixture(scope="module")
def paths(room) -> dict[str, str]:
    """Where each page is."""
    story, copied = room_of.BREAKWATER, room_of.NIGHT_TRAINS
    [record] = room.desk.values("SELECT record_id FROM records WHERE type = 'response' ORDER BY id LIMIT 1")
    [crawl] = room.desk.values("SELECT crawl_id FROM crawls ORDER BY id LIMIT 1")
    [at] = room.desk.values("SELECT fetched_at FROM captures WHERE url = ? ORDER BY id LIMIT 1", room.url(story))
    return {
        "front": "/",
        "article": room.article(story),
        "whole": f"{room.article(story)}?view=whole",
        "copied": room.article(copied, "vessel-post"),
        "arabic": room.article(room_of.LIBRARY),
        "japanese": room.article(room_of.LANTERN),
        "diff": f"{room.article(story)}/diff/1/2",
        "cite": f"{room.article(story)}/cite",
        "cluster": f"/cluster/{room.id(copied, 'vessel-post')}",
        "search": "/search?q=harbour",
        "no hits": "/search?q=zeppelin",
        "bad search": "/search?q=harbour+OR",
        "edits": "/edits",
        "sites": "/sites",
        "site": f"/site/{room.host('tarn-courier')}",
        "source": "/source/tarn-courier",
        "author": f"/author/{story.author.replace(' ', '%20')}",
        "crawls": "/crawls",
        "crawl": f"/crawl/{crawl}",
        "teaser": "/teaser/1",
        "record": f"/record/{record.removeprefix('urn:uuid:')}",
        "captures": f"/web/*/{room.url(story)}",
        "replay": f"/web/{re.sub(r'[^0-9]', '', at)[:14]}/{room.url(story)}",
        "nothing": "/nothing",
        "never archived": f"/web/2026/{room.bases['tarn-courier']}/never",
        "tables": "/archive",
        "table": "/archive/articles",
        "row": "/archive/articles/1",
    }


@pytest.fixture(scope="module")
def axe() -> str:
    """axe-core, as its Python package carries it."""
    pytest.importorskip(
        "axe_playwright_python", reason="axe-playwright-python is not installed: no accessibility checks."
    )
    return (resources.files("axe_playwright_python") / "axe.min.js").read_text()


@pytest.fixture
def page(browser, served):
    """A page in a browser without JavaScript."""
    context = browser.new_context(base_url=served, java_script_enabled=False, viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


@pytest.fixture
def scripted(browser, served):
    """A page in a browser that would run scripts: what archived pages must not do even there."""
    context = browser.new_context(base_url=served)
    yield context.new_page()
    context.close()


def hostile_page(room: ReadingRoom, name: str, flavour: str) -> str:
    return f"/web/2026{flavour}/{room.bases['tarn-courier']}/hostile/{name}"


@pytest.mark.parametrize("flavour", ["", "mp_", "im_", "id_", "cs_"])
@pytest.mark.parametrize("name", ["story", "framing", "picture.svg", "xml", "sheet.css"])
def test_nothing_archived_runs_reads_cookies_or_calls_anybody(browser, served, room, trap, name, flavour):
    context = browser.new_context(base_url=served)
    context.add_cookies([{"name": "secret", "value": "1", "url": served}])
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    if flavour == "id_":  # a file to keep: the browser shows nothing of it
        answer = context.request.get(hostile_page(room, name, flavour))
        assert answer.headers["content-disposition"].startswith("attachment")
    else:
        page.goto(hostile_page(room, name, flavour), wait_until="networkidle")
    if name == "story" and flavour in {"", "mp_"}:
        _try_everything(page.frames[-1] if flavour else page.frames[1])
    assert trap.visits == []
    assert all(url.startswith((served, "data:")) for url in asked)
    assert "ran" not in page.title()
    assert page.evaluate("window.ran") is None
    assert [cookie["name"] for cookie in context.cookies()] == ["secret"]
    assert not any("/archive" in url for url in asked)
    assert context.service_workers == []
    context.close()


def _try_everything(inside) -> None:
    assert hostile.MARKER in inside.locator("body").inner_text() and hostile.END in inside.locator("body").inner_text()
    for hook in ("#js", "#ping", "#data"):
        if inside.locator(hook).count():
            inside.locator(hook).click(no_wait_after=True)
    inside.locator("body").click(position={"x": 5, "y": 5})


def test_the_policy_alone_stops_a_page_that_nobody_cleaned(browser, room, trap, monkeypatch):
    """The cleaning is a second wall: the first must hold without it."""
    monkeypatch.setattr("archive.web.replay.content.rewrite_page", lambda text, around: text.encode())
    before = len(trap.visits)
    with _in_this_process(room.path) as address:
        context = browser.new_context(base_url=address)
        context.add_cookies([{"name": "secret", "value": "1", "url": address}])
        page = context.new_page()
        page.goto(hostile_page(room, "story", "mp_"), wait_until="commit")
        page.wait_for_load_state("domcontentloaded")
        page.locator("body").click(position={"x": 5, "y": 5})
        context.close()
    called = [visit for visit in trap.visits[before:] if visit != "GET /refresh"]
    del trap.visits[before:]
    assert called == []


@contextmanager
def _in_this_process(path: Path) -> Iterator[str]:
    server = uvicorn.Server(uvicorn.Config(library(path).app(), port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 20
    while not server.started and time.monotonic() < deadline:
        thread.join(0.01)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(10)


def test_a_replayed_page_has_a_null_origin_and_so_has_a_page_framed_in_it(scripted, room):
    scripted.goto(hostile_page(room, "framing", "mp_"), wait_until="networkidle")
    origins = [frame.evaluate("() => window.origin") for frame in scripted.frames]
    assert len(origins) >= 2 and set(origins) == {"null"}


def test_pages_that_frame_each_other_end_somewhere(scripted, room):
    scripted.goto(hostile_page(room, "framing", "mp_"), wait_until="networkidle")
    assert 2 <= len(scripted.frames) <= 13


def test_a_replayed_page_shows_its_archived_picture_style_font_and_frame(scripted, paths):
    scripted.goto(paths["replay"], wait_until="networkidle")
    inside = scripted.frames[1]
    assert inside.locator("figure img").evaluate("image => image.naturalWidth") == 480
    assert inside.locator("h1").evaluate("node => getComputedStyle(node).fontSize") == "30px"
    assert inside.evaluate("() => document.fonts.check('30px Press')")
    assert not inside.evaluate("() => [...document.fonts].some(f => f.family == 'Posing' && f.status == 'loaded')")
    framed = inside.frame_locator("iframe")
    assert framed.locator("p").inner_text() == "High water at six."
    assert inside.locator("iframe").count() == 1  # the other was never archived
    assert "Video or sound stood here" in inside.locator("body").inner_text()
    assert scripted.evaluate("window.ran") is None


def test_a_link_of_a_replayed_page_stays_in_the_archive(scripted, paths):
    scripted.goto(paths["replay"])
    scripted.frames[1].locator("aside a").first.click()
    scripted.wait_for_url("**/web/*/http://127.0.0.1:*/2026/**")
    assert "as it was" in scripted.title()


@pytest.mark.parametrize("name", OURS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(browser, served, paths, axe, name, scheme):
    context = browser.new_context(base_url=served, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    page.goto(paths[name])
    assert _serious(page, axe) == []
    context.close()


def _serious(page, axe: str) -> list[object]:
    page.add_script_tag(content=axe)
    # The archived page inside the frame is its publisher's, not ours.
    found = page.evaluate("() => axe.run(document, {iframes: false})")
    serious = [one for one in found["violations"] if one["impact"] in {"serious", "critical"}]
    return [(one["id"], [node["html"][:200] for node in one["nodes"][:3]]) for one in serious]


@pytest.mark.parametrize("name", OURS)
def test_no_page_is_wider_than_a_phone(browser, served, paths, name):
    context = browser.new_context(base_url=served, viewport={"width": 360, "height": 740}, java_script_enabled=True)
    page = context.new_page()
    page.goto(paths[name])
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    context.close()


@pytest.mark.parametrize("name", OURS + DATASETTES)
def test_pages_ask_nobody_else_and_break_no_policy(scripted, served, paths, name):
    complaints: list[str] = []
    asked: list[str] = []
    scripted.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    scripted.on("request", lambda request: asked.append(request.url))
    answer = scripted.goto(paths[name], wait_until="networkidle")
    assert answer.status == STATUS.get(name, 200), scripted.locator("main").inner_text()
    assert all(url.startswith((served, "data:")) for url in asked)
    assert [one for one in complaints if answer.status < 400 or str(answer.status) not in one] == []


@pytest.mark.parametrize("name", OURS)
def test_every_page_has_one_headline_and_says_what_it_is(page, paths, name):
    assert page.goto(paths[name]).status == STATUS.get(name, 200)
    assert page.locator("h1").count() == 1 and page.title()
    assert page.locator("main").count() == page.locator(".masthead nav").count() == 1


def test_one_finds_an_article_by_keyboard_alone(page, room):
    story = room_of.BREAKWATER
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Skip to the content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.locator(":focus").get_attribute("name") == "q"
    page.keyboard.type("granite breakwater")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?*")
    page.get_by_role("link", name=story.headline).focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{room.article(story)}")
    assert page.locator("h1").inner_text() == story.headline


def test_search_narrows_by_site_and_by_order_and_offers_a_feed(page, room):
    page.goto("/search?q=letter")
    page.get_by_label("Site").fill(room.host("vessel-post"))
    page.get_by_label("Order").select_option("newest")
    page.get_by_role("button", name="Search").last.click()
    page.wait_for_url("**site=127.0.0.2**")
    assert {one.split()[0] for one in page.locator(".kicker").all_inner_texts()} == {room.host("vessel-post")}
    assert page.get_by_role("link", name="Follow this search").get_attribute("href").startswith("/search.atom?q=letter")


def test_a_set_aside_block_opens_without_a_script(page, paths):
    page.goto(paths["article"])
    block = page.locator("details[data-kind=newsletter]")
    assert not block.get_by_text("The news of the coast in your inbox").last.is_visible()
    block.locator("summary").focus()
    page.keyboard.press("Enter")
    assert block.locator(".why").first.is_visible()


def test_the_switch_shows_the_whole_page_with_kept_and_set_aside_parts_coloured(page, paths):
    page.goto(paths["article"])
    page.get_by_role("link", name="The whole page in order").click()
    kept, torn = page.locator(".piece.kept").first, page.locator(".piece.torn").first
    colour = "node => getComputedStyle(node).backgroundColor"
    assert kept.evaluate(colour) != torn.evaluate(colour)
    assert "set aside" in torn.inner_text()
    page.get_by_role("link", name="The article", exact=True).click()
    assert page.locator(".edge").is_visible()


def test_two_versions_are_compared_word_by_word(page, paths):
    page.goto(paths["article"])
    page.get_by_role("link", name="Compare with version 1").click()
    assert "council withdrew" in " ".join(page.locator("ins").all_inner_texts())
    assert "in pencil" in " ".join(page.locator("del").all_inner_texts())


def test_copies_elsewhere_lead_to_who_printed_it_when(page, paths, room):
    page.goto(paths["copied"])
    assert page.get_by_role("heading", name="Copies elsewhere").is_visible()
    page.get_by_role("link", name="when it was printed").click()
    sites = page.locator(".timeline .kicker a").all_inner_texts()
    assert sorted(sites) == [room.host("tarn-courier"), room.host("vessel-post")]


def test_a_teaser_leads_to_the_archived_story_it_promotes(page, paths):
    page.goto(paths["article"])
    page.locator("section[aria-labelledby=teasers] a").first.click()
    assert "/article/" in page.url and page.locator("h1").count() == 1


def test_downloads_hold_what_they_say(page, paths, served):
    page.goto(paths["article"])
    for name, begins in (
        ("Text", b"Harbour council"), ("Markdown", b"# Harbour council"), ("JSON", b"{"),
        ("WARC record", b"\x1f\x8b"), ("WACZ", b"PK"),
    ):  # fmt: skip
        link = page.locator(".downloads").get_by_role("link", name=name, exact=True).get_attribute("href")
        assert page.context.request.get(served + link).body().startswith(begins), name


def test_arabic_runs_from_the_right_and_our_words_from_the_left(scripted, paths):
    scripted.goto(paths["arabic"])
    assert scripted.locator("article h1").evaluate("node => getComputedStyle(node).direction") == "rtl"
    assert scripted.locator(".edge h2").evaluate("node => getComputedStyle(node).direction") == "ltr"


def test_print_shows_the_article_and_not_our_navigation(scripted, paths):
    scripted.goto(paths["article"])
    scripted.emulate_media(media="print")
    assert not scripted.locator(".masthead nav").is_visible() and not scripted.locator(".edge").is_visible()
    assert scripted.locator("article h1").is_visible()


def test_pages_work_below_a_path(browser, room):
    story = room_of.LIGHTHOUSE
    with serving(room.path, "--base-url", "/papers/") as address:
        page = browser.new_context().new_page()
        page.goto(f"{address}/")
        page.get_by_role("link", name=story.headline).first.click()
        page.wait_for_url(f"{address}/article/*")
        assert page.locator("h1").evaluate("node => getComputedStyle(node).fontFamily").startswith("Newsreader")


def test_datasettes_own_sql_page_runs_its_own_scripts_and_breaks_no_policy(browser, room):
    complaints: list[str] = []
    with serving(room.path, "--sql") as address:
        page = browser.new_context().new_page()
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.goto(f"{address}/archive?sql=select+count(*)+from+articles", wait_until="networkidle")
        assert page.locator(".CodeMirror").count() == 1
        assert page.evaluate("() => { const s = document.createElement('script'); s.text = 'window.ran = 1';"
                             " document.body.append(s); return window.ran }") is None  # fmt: skip
    assert [one for one in complaints if "window.ran" not in one and "inline script" not in one] == []


def test_two_archives_are_read_side_by_side(browser, room, printed, axe):
    with serving(room.path, str(room.path), str(printed)) as address:
        scripted = browser.new_context(bypass_csp=True, viewport={"width": 360, "height": 740}).new_page()
        scripted.goto(address)
        assert _serious(scripted, axe) == []
        assert scripted.evaluate("document.documentElement.scrollWidth") <= 360
        page = browser.new_context(java_script_enabled=False).new_page()
        page.goto(address)
        page.get_by_label("Search the archive").fill("ferry")
        page.keyboard.press("Enter")
        page.wait_for_url("**/search?q=ferry")
        page.get_by_role("link", name="The ferry comes home").click()
        assert "/archive-2/article/" in page.url
        page.get_by_role("link", name="All archives").click()
        page.wait_for_url(f"{address}/")
