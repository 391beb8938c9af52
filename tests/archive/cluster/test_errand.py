"""A command on a worker: it dies with the worker, and comes back as plain values."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from archive.cluster import errand, link

WORKER = """
import subprocess, sys
from archive.cluster.tether import tethered
subprocess.Popen(tethered([sys.executable, "-c", "print('here', flush=True); import time; time.sleep(600)"])).wait()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a child with its parent")
def test_a_command_ends_with_the_worker_that_was_killed():
    reading, writing = os.pipe()
    worker = subprocess.Popen([sys.executable, "-c", WORKER], stdout=writing)
    os.close(writing)
    with os.fdopen(reading) as output:
        assert output.readline() == "here\n"
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        assert output.read() == ""  # the end: the command held the other end of the pipe, and is gone


def test_what_a_command_says_comes_back_as_sentences(tmp_path: Path):
    ended = errand.command("archive", ["show", "x", "--archive", str(tmp_path / "none.db")], run="test")
    assert ended.code == 1
    assert ended.said[0].startswith("There is no archive at ")
    assert ended.json is None


def test_a_crash_is_a_sentence_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "crashes.py").write_text("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    ended = errand.command("crashes", [], run="test")
    assert (ended.code, ended.said) == (-signal.SIGSEGV, ("It was ended by SIGSEGV.",))


def test_a_run_that_was_stopped_begins_nothing():
    errand.stop("a-run")
    assert errand.is_stopped("a-run")
    assert not errand.is_stopped("another")
    assert errand.command("archive", ["--help"], run="a-run").code in (0, -signal.SIGTERM)


def test_a_worker_with_another_tearsheet_says_so():
    answer = link._checked(lambda task: {}, {"software": "tearsheet 0.0, schema 1, Python 3"})
    assert "install the same one on both" in answer["failure"]
