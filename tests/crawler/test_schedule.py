"""What `tearsheet schedule` prints is what cron and systemd read."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from crawler.commands.schedule import schedule


def printed(*words: str) -> str:
    done = CliRunner().invoke(schedule, list(words), catch_exceptions=False)
    assert done.exit_code == 0
    return done.output


def units(text: str) -> dict[str, str]:
    parts = re.split(r"^# (tearsheet-crawl\.\w+)\n", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_cron_gets_one_line_of_five_fields_and_a_command():
    [line] = printed("cron", "--every", "20").splitlines()
    assert re.fullmatch(r"\*/20 \* \* \* \* cd \S+ && \S*tearsheet crawl --due --max-time 1h --archive .*", line)


def test_a_percent_sign_does_not_end_crons_line(tmp_path: Path):
    [line] = printed("cron", "--archive", str(tmp_path / "100%.db")).splitlines()
    assert "100\\%.db" in line


@pytest.mark.skipif(shutil.which("crontab") is None, reason="crontab is not installed: its own check is skipped")
def test_crontab_takes_the_line(tmp_path: Path):
    file, wrong = tmp_path / "crontab", tmp_path / "wrong"
    file.write_text(printed("cron"))
    wrong.write_text("*/15 * * * true\n")
    assert _checked(file) == 0
    assert _checked(wrong) == 1  # it does look


def _checked(file: Path) -> int:
    """Have cron check a table: -n of Debian's cron, -T of cronie."""
    for option in ("-n", "-T"):
        checked = subprocess.run(["crontab", option, str(file)], capture_output=True, text=True, check=False)
        if "invalid option" not in checked.stderr:
            return checked.returncode
    pytest.skip("this crontab has no option to check a file")


@pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="systemd is not installed: its own check is skipped"
)
def test_systemd_takes_the_units(tmp_path: Path):
    program = tmp_path / "tearsheet"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    for name, text in units(printed("systemd", "--archive", str(tmp_path / "a 100% b.db"))).items():
        (tmp_path / name).write_text(re.sub(r"ExecStart=\S+", f"ExecStart={program}", text))
    checked = subprocess.run(
        ["systemd-analyze", "verify", *map(str, sorted(tmp_path.glob("tearsheet-crawl.*")))],
        capture_output=True,
        text=True,
        check=False,
    )
    complaints = [line for line in checked.stderr.splitlines() if "tearsheet-crawl" in line]
    assert (checked.returncode, complaints) == (0, [])


def test_the_unit_asks_for_what_the_command_offers():
    service = units(printed("systemd"))["tearsheet-crawl.service"]
    assert "--due" in service
    assert "SuccessExitStatus=75" in service
