"""`import --dask` and `reextract --dask` as an operator calls them."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from archive.__main__ import main
from archive.store.database import Archive
from tests.cluster import cluster


def call(*words: str) -> Result:
    return CliRunner().invoke(main, words)


@pytest.mark.long
@pytest.mark.timeout(300)
def test_a_file_is_taken_in_and_read_again_by_a_cluster(warc: Path, tmp_path: Path):
    with cluster(tmp_path / "cluster", workers=2) as running:
        shared = ("--archive", str(tmp_path / "a.db"), "--dask", running.address, "--shards", str(tmp_path / "shards"))
        done = call("import", *shared, str(warc))
        assert done.exit_code == 0, done.output
        assert "14 new" in done.output
        assert "imported before" in call("import", *shared, str(warc)).output
        with Archive.open(tmp_path / "a.db") as archive, archive.transaction() as connection:
            connection.execute("UPDATE extractions SET extractor = 'tearsheet 0'")
        again = call("reextract", *shared)
        assert again.exit_code == 0, again.output
        assert " same\n" in again.output


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["import", "--dask", "tcp://h:1", "x.warc"], "--dask and --shards go together"),
        (["reextract", "--shards", "x"], "--dask and --shards go together"),
        (["import", "--dask", "tcp://h:1", "--shards", "x", "-"], "name whole files"),
        (["import", "--bytes", "a-b", "x.warc"], "write two offsets"),
    ],
)
def test_options_that_do_not_fit_are_said_so(words: list[str], why: str, tmp_path: Path):
    done = call(*words[:1], "--archive", str(tmp_path / "a.db"), *words[1:])
    assert done.exit_code == 2
    assert why in done.output


def test_a_scheduler_that_is_not_there_is_said_so(tmp_path: Path):
    done = call("import", "--archive", str(tmp_path / "a.db"), "--dask", "tcp://127.0.0.1:1", "--shards", "x", "y.warc")
    assert done.exit_code == 1
    assert "No scheduler answers at tcp://127.0.0.1:1" in done.output
