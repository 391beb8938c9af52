"""`tearsheet fetch`: every kind of input, and every way it can go wrong, each with a sentence and a row."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.crawler.crawling import Desk, Ran
from tests.crawler.raw_server import Answer as RawAnswer
from tests.crawler.raw_server import Site as RawSite
from tests.crawler.raw_server import listening
from tests.newsroom import theme
from tests.newsroom.server import Answer, Server
from tests.newsroom.site import Site
from tests.newsroom.stories import BY_HAND

STORY = BY_HAND[0]
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"


@dataclass
class Batch:
    """One batch of everything that can go wrong, and a page that does not."""

    desk: Desk
    base: str
    closed: str  # an address where nobody listens
    good: str
    ran: Ran

    def line(self, part: str) -> str:
        """The one line of stderr that names an address."""
        [line] = [line for line in self.ran.stderr.splitlines() if part in line]
        return line


@pytest.fixture(scope="module")
def batch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Batch]:
    desk = Desk(tmp_path_factory.mktemp("batch"))
    with Server() as server, socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        closed = f"http://127.0.0.1:{nobody.getsockname()[1]}/closed"
        site = Site(server, "Tarn Courier", BY_HAND, look=theme.magazine)
        server.put("/gone", Answer("<h1>Gone</h1>", 410))
        server.put("/broken", Answer("<h1>Oops</h1>", 500))
        server.put("/loop-a", Answer(status=302, headers={"Location": "/loop-b"}))
        server.put("/loop-b", Answer(status=302, headers={"Location": "/loop-a"}))
        server.put("/paper.pdf", Answer(PDF, content_type="application/pdf"))
        server.put("/empty", Answer(""))
        server.put("/short", Answer("<html><body><p>Hello.</p></body></html>"))
        server.put("/moved", Answer(status=301, headers={"Location": site.path_of(STORY)}))
        server.put("/cut", Answer(theme.plain(BY_HAND[2], name="", base="", url="", others=()), cut_at=600))
        names = ("missing", "gone", "broken", "loop-a", "paper.pdf", "empty", "short", "moved", "cut")
        urls = [f"{server.base}/{name}" for name in names]
        wrong = ["ftp://tarn.example/a", "http://", "http://nowhere.invalid/a", closed, "http://[::1]:1/private"]
        listed = "\n".join(["# a list of addresses", *urls, *wrong])
        ran = desk.run("fetch", "-", "--json", stdin=listed)
        yield Batch(desk, server.base, closed, site.url_of(STORY), ran)


def test_a_batch_goes_on_after_failures_and_exits_3(batch: Batch):
    assert batch.ran.code == 3
    titles = [json.loads(line)["headline"] for line in batch.ran.stdout.splitlines()]
    assert STORY.headline in titles


@pytest.mark.parametrize(
    ("part", "sentence"),
    [
        ("/missing", "answered 404: the page is not there"),
        ("/gone", "answered 410: the page is not there"),
        ("/broken", "answered 500"),
        ("/loop-a", "redirects in a circle"),
        ("/paper.pdf", "no article: not html"),
        ("/empty", "no article: empty"),
        ("/short", "no article"),
        ("ftp://", "is not an http or https URL"),
        ("nowhere.invalid", "No address was found for nowhere.invalid"),
        ("[::1]", "not a public address"),
    ],
)
def test_each_failure_is_one_line(batch: Batch, part: str, sentence: str):
    assert sentence in batch.line(part)


def test_a_refused_connection_says_so(batch: Batch):
    assert "refused the connection" in batch.ran.stderr


def test_each_fetch_that_failed_is_a_row_that_says_why(batch: Batch):
    reasons = batch.desk.values("SELECT DISTINCT reason FROM attempts")
    assert {"bad url", "dns", "connection refused", "address not public", "redirect loop", "http status"} <= set(
        reasons
    )
    assert all(batch.desk.values("SELECT detail FROM attempts"))


def test_a_page_whose_host_is_out_of_reach_has_a_row_of_its_own(batch: Batch):
    rows = batch.desk.values("SELECT reason FROM attempts WHERE url = 'http://nowhere.invalid/a'")
    assert rows == ["dns"]


def test_every_answer_is_kept_whatever_it_was(batch: Batch):
    kept = batch.desk.values("SELECT url FROM captures WHERE response_record IS NOT NULL AND kind = 'page'")
    names = {url.rpartition("/")[2] for url in kept}
    assert {"missing", "gone", "broken", "loop-a", "loop-b", "paper.pdf", "empty", "short", "moved", "cut"} <= names


def test_a_body_cut_short_is_kept_and_marked(batch: Batch):
    assert batch.desk.values("SELECT truncated FROM captures WHERE url LIKE '%/cut'") == ["disconnect"]


def test_a_redirect_is_followed_to_the_article(batch: Batch):
    [row] = batch.desk.rows("SELECT url FROM articles WHERE url LIKE '%breakwater%'")
    assert row["url"] == batch.good


def test_what_failed_leaves_an_archive_that_verifies(batch: Batch):
    verified = batch.desk.run("verify", "--archive", str(batch.desk.archive))
    assert (verified.code, verified.stderr) == (0, "")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    path = tmp_path / "saved.html"
    path.write_text(theme.magazine(STORY, name="Tarn Courier", base="https://tarn.example", url="", others=()))
    return path


def test_a_saved_page_is_kept_as_a_resource_record_of_where_and_when_it_came_from(desk: Desk, saved: Path):
    origin = ["--url", "https://tarn.example/2026/03/02/breakwater", "--date", "2026-03-02T09:00Z"]
    ran = desk.run("fetch", str(saved), *origin, "--set-aside")
    assert ran.code == 0, ran.stderr
    assert STORY.paragraphs[3] in " ".join(ran.stdout.split())
    assert "follow us" in ran.stdout
    [row] = desk.rows("SELECT type, target_uri, date FROM records WHERE type <> 'warcinfo'")
    assert (row["type"], row["target_uri"], row["date"][:16]) == ("resource", origin[1], "2026-03-02T09:00")


def test_what_text_a_page_has_that_is_no_article_is_printed_all_the_same(desk: Desk):
    note = "<html><head><title>Note</title></head><body><p>The ferry does not sail today.</p></body></html>"
    ran = desk.run("fetch", "-", "--url", "https://tarn.example/note", stdin=note)
    assert (ran.code, ran.stdout) == (1, "The ferry does not sail today.\n")
    assert "https://tarn.example/note: no article: not an article" in ran.stderr
    assert "What text it has is printed all the same." in ran.stderr
    assert desk.values("SELECT outcome FROM captures") == ["not an article"]
    assert desk.values("SELECT count(*) FROM articles") == [0]


def test_trafilaturas_own_answer_is_offered(desk: Desk, saved: Path):
    ran = desk.run("fetch", str(saved), "--url", "https://tarn.example/a", "--extractor", "trafilatura", "--json")
    assert ran.json["proof"]["extractor"].startswith("trafilatura")


def test_plain_text_on_standard_input_is_cleaned(desk: Desk):
    text = "\n\n".join([STORY.headline, *STORY.paragraphs])
    ran = desk.run("fetch", "-", "--url", "https://tarn.example/plain", "--markdown", stdin=text)
    assert ran.code == 0, ran.stderr
    assert STORY.paragraphs[-1].rpartition(" ")[0] in ran.stdout


def test_a_name_that_is_neither_address_nor_file_is_a_usage_error(desk: Desk):
    ran = desk.run("fetch", "no-such-thing")
    assert (ran.code, ran.stdout) == (2, "")
    assert "there is no file of that name" in ran.stderr


def test_a_file_that_is_no_archive_is_left_alone(desk: Desk, saved: Path):
    desk.archive.write_text("my diary")
    ran = desk.run("fetch", str(saved))
    assert ran.code == 1
    assert "is not a Tearsheet archive" in ran.stderr
    assert desk.archive.read_text() == "my diary"


def test_what_cannot_be_read_is_one_line_and_the_others_go_on(desk: Desk, saved: Path):
    ran = desk.run("fetch", "no-such-thing", str(saved), "--markdown")
    assert ran.code == 3
    assert "there is no file of that name" in ran.stderr
    assert STORY.headline in ran.stdout


def test_where_a_saved_page_came_from_must_be_an_address(desk: Desk, saved: Path):
    ran = desk.run("fetch", str(saved), "--url", "nonsense")
    assert (ran.code, ran.stdout) == (1, "")
    assert "'nonsense' is not an http or https URL" in ran.stderr
    assert not desk.archive.exists()


def test_one_url_cannot_be_where_two_files_came_from(desk: Desk, saved: Path):
    ran = desk.run("fetch", str(saved), str(saved), "--url", "https://tarn.example/a")
    assert ran.code == 2
    assert "name them one by one" in ran.stderr


def test_a_line_that_is_no_address_does_not_make_a_list_of_addresses_a_text(desk: Desk):
    ran = desk.run("fetch", "-", stdin="ftp://tarn.example/a\nftp://tarn.example/b\ntarn.example/c\n")
    assert ran.code == 3
    assert desk.values("SELECT url FROM attempts") == ["ftp://tarn.example/a", "ftp://tarn.example/b", "tarn.example/c"]


def test_a_password_in_an_address_is_neither_kept_nor_shown(desk: Desk):
    ran = desk.run("fetch", "https://mara:s3cret@tarn.example/a")
    assert "carries a user name" in ran.stderr
    assert "s3cret" not in ran.stderr
    assert desk.values("SELECT url FROM attempts") == ["https://tarn.example/a"]
    assert b"s3cret" not in desk.archive.read_bytes()


def test_what_is_no_http_is_one_row_and_one_sentence(desk: Desk):
    answers = {
        "/robots.txt": RawAnswer(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"),
        "/.well-known/tdmrep.json": RawAnswer(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"),
        "/a": RawAnswer(b"this is no HTTP\r\n\r\n", then="close"),
    }
    site = RawSite(answers)
    with listening((site, None)):
        ran = desk.run("fetch", site.url("/a"))
    assert "is not HTTP/1.1 as we read it" in ran.stderr
    assert desk.values("SELECT reason FROM attempts") == ["not http"]
    [row] = desk.rows("SELECT state, outcome, status FROM captures WHERE url LIKE '%/a'")
    assert tuple(row) == ("failed", "not http", None)


def test_half_a_page_is_said_to_be_half_and_replaces_no_article(desk: Desk):
    html = theme.magazine(STORY, name="Tarn Courier", base="", url="", others=())
    with Server() as server:
        url = server.put("/story", Answer(html))
        desk.run("fetch", url)
        server.put("/story", Answer(html, cut_at=len(html) // 2))
        half = desk.run("fetch", url)
        server.put("/start", Answer(html, cut_at=40))
        start = desk.run("fetch", server.base + "/start")
    assert "was cut short; the article that is archived stands" in half.stderr
    assert "was cut short, and what came of it holds no article" in start.stderr
    assert len(desk.articles()) == 1
