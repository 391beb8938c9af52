"""What wget recorded of a small site on loopback comes in whole."""

import shutil
import subprocess

import pytest

from archive.store import members
from archive.store.database import Archive
from archive.transfer.warc_in import import_file
from archive.verify.run import verify
from tests.peers.site import PAGES, serving

pytestmark = [
    pytest.mark.peer,
    pytest.mark.skipif(shutil.which("wget") is None, reason="wget is not installed; the system's package has it"),
]


@pytest.fixture
def site():
    with serving() as address:
        yield address


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
