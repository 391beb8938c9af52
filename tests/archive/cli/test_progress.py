"""Long work says on standard error how far it has come: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys

import pytest

from archive.__main__ import main
from archive.cli import progress
from tests.archive.conftest import publish

BAR = "from archive.cli.progress import progress\nwith progress('export', 'records') as tell:\n    tell(3, 10)\n"


def test_plain_lines_come_now_and_then(capsys, monkeypatch):
    monkeypatch.setattr(progress, "EVERY", 0)
    with progress.progress("export", "records") as tell:
        tell(1_000, 20_000)
        tell(7, 0)
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", "export: 1,000 of 20,000 records\nexport: 7 records\n")


def test_short_work_says_nothing_in_a_pipe(capsys):
    with progress.reached("import", 20) as tell:
        tell(10)
    assert capsys.readouterr().err == ""


def test_a_step_that_cannot_say_how_far_it_is_says_that_it_began(capsys):
    with progress.working("copying"):
        pass
    assert capsys.readouterr().err == "copying …\n"


def test_a_terminal_gets_a_bar():
    ours, theirs = pty.openpty()
    done = subprocess.run([sys.executable, "-c", BAR], stderr=theirs, stdout=subprocess.PIPE, check=True)
    os.close(theirs)
    shown = os.read(ours, 100_000).decode()
    assert "export" in shown
    assert "3 of 10 records" in shown
    assert done.stdout == b""


@pytest.fixture
def said(archive, crawl, monkeypatch, capfd):
    """Run a command over an archive of two articles, and return what it said meanwhile."""
    monkeypatch.setattr(progress, "EVERY", 0)
    publish(archive, crawl, "http://news.example/a", "Bridge opens", "The bridge opens on Monday.")
    publish(archive, crawl, "http://news.example/b", "Ferry returns", "The ferry is back.", minutes=1)

    def run(*arguments):
        main([*arguments, "--archive", str(archive.path)], standalone_mode=False)
        return capfd.readouterr().err

    return run


@pytest.mark.parametrize("form", ["warc", "wacz", "cdxj", "jsonl", "csv", "parquet", "markdown"])
def test_an_export_of_each_form_tells_how_far_it_is(said, tmp_path, form):
    unit, number = ("records", 5) if form in ("warc", "wacz", "cdxj") else ("articles", 2)
    assert re.search(f"export: {number} of {number} {unit}", said("export", f"--{form}", str(tmp_path / "out")))


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        (["verify"], "verify: 5 of 5 records"),
        (["reextract", "--dry-run", "--workers", "1"], "reading: 2 of 2 captures"),
        (["compact"], "rewriting the file and its search indexes …"),
        (["backup", "copy.db"], "copying to copy.db …"),
    ],
)
def test_long_commands_tell_how_far_they_are(said, tmp_path, monkeypatch, command, expected):
    monkeypatch.chdir(tmp_path)
    assert expected in said(*command)


def test_a_merge_tells_how_far_it_is(said, archive, tmp_path):
    said("backup", str(tmp_path / "other.db"))
    assert re.search(r"merge other.db: (\d+) of \1 tables", said("merge", str(tmp_path / "other.db")))
