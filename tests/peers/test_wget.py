"""What wget recorded of a small site on loopback comes in whole."""

import http.server
import shutil
import subprocess
import threading
from collections.abc import Iterator

import pytest

from archive.store import members
from archive.store.database import Archive
from archive.transfer.warc_in import import_file
from archive.verify.run import verify

pytestmark = [
    pytest.mark.peer,
    pytest.mark.skipif(shutil.which("wget") is None, reason="wget is not installed; the system's package has it"),
]
PAGES = {
    "/": (
        200,
        b'<a href="/story">Story</a> <a href="/chunked">More</a> <a href="/gone">Gone</a> <a href="/moved">M</a>',
    ),
    "/story": (200, b"<p>The bridge opens on Monday.</p>"),
    "/chunked": (200, b"<p>In parts.</p>"),
    "/gone": (404, b"<p>No such page.</p>"),
    "/moved": (301, b""),
}


class Site(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        status, body = PAGES.get(self.path, (404, b""))
        chunked = self.path == "/chunked"
        self.send_response(status)
        self.send_header("Content-Type", "text/html")
        if status == 301:
            self.send_header("Location", "/story")
        self.send_header(*(("Transfer-Encoding", "chunked") if chunked else ("Content-Length", str(len(body)))))
        self.end_headers()
        self.wfile.write(b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body) if chunked else body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def site() -> Iterator[str]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_what_wget_recorded_comes_in_whole(site, tmp_path):
    command = [
        "wget",
        "--quiet",
        "--no-proxy",
        "--recursive",
        "--level=1",
        "--warc-file=site",
        "--warc-cdx",
        f"{site}/",
    ]
    subprocess.run(command, cwd=tmp_path, check=False)  # wget ends with 8 where a page is not there
    with Archive.open(tmp_path / "archive.db", create=True) as archive:
        done = import_file(archive, tmp_path / "site.warc.gz")
        assert done.problems == []
        captures = {
            row["url"].removeprefix(site): row
            for row in archive.connection.execute("SELECT * FROM captures").fetchall()
        }
        for path, (status, body) in PAGES.items():
            assert captures[path]["status"] == status
            assert captures[path]["request_record"] is not None
            assert members.response(archive.connection, captures[path]["response_record"])[1] == body
        content = (tmp_path / "site.warc.gz").read_bytes()
        kept = archive.connection.execute("SELECT member FROM members WHERE id > 1").fetchall()
        assert len(kept) > len(PAGES)
        assert all(row[0] in content for row in kept)
    assert verify(tmp_path / "archive.db").faults == []
