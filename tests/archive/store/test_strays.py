"""What a killed maker left is gone after the next start; what is being made is not touched."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest

from archive.store.database import Archive

_KILLED = """
import os, signal, sys
from pathlib import Path
from archive.store import database

def killed(*arguments):
    os.kill(os.getpid(), signal.SIGKILL)

setattr(database, sys.argv[2], killed)
database.Archive.open(Path(sys.argv[1]), create=True)
"""
_HOLDING = """
import sys
from archive.store.strays import hold

with open(sys.argv[1], "wb") as newborn:
    hold(newborn.fileno())
    print("held", flush=True)
    input()
"""


def strays(folder):
    return sorted(file.name for file in folder.iterdir() if ".new" in file.name)


@pytest.mark.parametrize("step", ["_apply_migrations", "_link"])
def test_what_a_maker_that_was_killed_left_is_removed_by_the_next(tmp_path, step):
    path = tmp_path / "archive.db"
    ended = subprocess.run([sys.executable, "-c", _KILLED, path, step], check=False)
    assert ended.returncode == -signal.SIGKILL
    assert strays(tmp_path) != []
    Archive.open(path, create=True).close()
    assert strays(tmp_path) == []


def test_the_first_name_of_an_archive_that_was_made_is_removed_and_the_archive_stays(tmp_path):
    path = tmp_path / "archive.db"
    Archive.open(path, create=True).close()
    (tmp_path / ".archive.db.abc.new").hardlink_to(path)
    Archive.open(path, create=True).close()
    assert strays(tmp_path) == []
    Archive.open(path).close()


def test_an_archive_that_another_process_is_making_stays(tmp_path):
    newborn = tmp_path / ".archive.db.abc.new"
    with subprocess.Popen(
        [sys.executable, "-c", _HOLDING, newborn], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as maker:
        assert maker.stdout is not None
        maker.stdout.readline()
        Archive.open(tmp_path / "archive.db", create=True).close()
        assert strays(tmp_path) == [newborn.name]
        maker.communicate(b"\n")
    Archive.open(tmp_path / "archive.db", create=True).close()
    assert strays(tmp_path) == []


def test_strays_of_other_archives_stay(tmp_path):
    (tmp_path / ".other.db.abc.new").touch()
    Archive.open(tmp_path / "archive.db", create=True).close()
    assert strays(tmp_path) == [".other.db.abc.new"]
