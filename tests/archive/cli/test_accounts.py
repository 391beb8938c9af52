"""What an import, a merge and a re-extraction did, as JSON."""

import json

import pytest
from click.testing import CliRunner

from archive.__main__ import main
from tests.archive.conftest import publish


@pytest.fixture
def told(archive, crawl):
    """Run a command over an archive of two articles, and return the JSON on standard output and the exit code."""
    publish(archive, crawl, "http://news.example/a", "Bridge opens", "The bridge opens on Monday.")
    publish(archive, crawl, "http://news.example/b", "Ferry returns", "The ferry is back.", minutes=1)

    def run(*arguments: str, into=archive.path):
        done = CliRunner().invoke(main, [*arguments, "--archive", str(into)])
        return (json.loads(done.stdout) if "--json" in arguments else done.stdout), done.exit_code

    return run


def test_an_import_tells_what_came_of_each_file(told, tmp_path):
    told("export", "--warc", str(tmp_path / "two.warc.gz"))
    (tmp_path / "none.warc").write_bytes(b"no WARC at all")
    files = [str(tmp_path / name) for name in ("two.warc.gz", "none.warc")]
    done, code = told("import", "--json", "--no-read", *files, into=tmp_path / "fresh.db")
    assert done["files"][files[0]]["counts"]["response"] == 2
    assert set(done["files"]) == set(files)
    assert done["read"] == {}
    assert code == (3 if "refused" in done["files"][files[1]] else 0)


def test_a_merge_tells_how_many_rows_came(told, archive, tmp_path):
    done, code = told("merge", "--json", str(archive.path), into=tmp_path / "all.db")
    assert (done[str(archive.path)]["articles"], code) == (2, 0)
    again, _ = told("merge", "--json", str(archive.path), into=tmp_path / "all.db")
    assert again == {str(archive.path): {}}


def test_a_reextraction_tells_what_changed(told):
    done, code = told("reextract", "--json", "--dry-run", "--workers", "1")
    assert (sum(done["changes"].values()), code) == (2, 0)
    assert all(set(one) == {"change", "url", "capture", "before", "after"} for one in done["examples"])


def test_a_reextraction_shows_changes_in_place_or_as_json(told):
    assert told("reextract", "--diff", "--dry-run")[1] == 0
    assert CliRunner().invoke(main, ["reextract", "--json", "--diff"]).exit_code == 2
