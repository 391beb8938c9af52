"""What pywb's recorder wrote of a small site on loopback comes in whole."""

import pytest

from archive.store import members
from archive.store.database import Archive
from archive.transfer.warc_in import import_file
from archive.verify.run import verify
from tests.peers import pywb, site

pytestmark = [pytest.mark.peer, pywb.needs_pywb]
RECORDER = "collections:\n  live: $live\nrecorder: live\n"


def test_what_pywb_recorded_comes_in_whole(tmp_path):
    (tmp_path / "config.yaml").write_text(RECORDER)
    pywb.manage(tmp_path, "init", "desk")
    with site.serving() as origin, pywb.serving(tmp_path) as recorder:
        for path in site.PAGES:
            pywb.get(f"{recorder}/desk/record/id_/{origin}{path}")
    [recorded] = (tmp_path / "collections" / "desk" / "archive").glob("*.warc.gz")
    with Archive.open(tmp_path / "archive.db", create=True) as archive:
        done = import_file(archive, recorded)
        assert done.problems == []
        for path, (status, body) in site.PAGES.items():
            query = "SELECT * FROM captures WHERE url = ?"
            capture = archive.connection.execute(query, (f"{origin}{path}",)).fetchone()
            assert (capture["status"], capture["request_record"] is None) == (status, False)
            assert members.response(archive.connection, capture["response_record"])[1] == body
    assert verify(tmp_path / "archive.db").faults == []
