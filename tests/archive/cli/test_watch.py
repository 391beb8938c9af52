from __future__ import annotations

import json

from click.testing import CliRunner, Result

from archive.__main__ import main
from tests.archive.desk import Desk, article


def run(desk: Desk, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["watch", "--archive", str(desk.archive.path), *arguments])


def test_watch_adds_lists_reports_and_removes(desk: Desk) -> None:
    assert run(desk, "add", "market", "-roof").stderr == "market -roof is watched\n"
    assert run(desk, "list").stdout == "market -roof\n"
    assert [saved["query"] for saved in json.loads(run(desk, "list", "--json").stdout)] == ["market -roof"]
    assert run(desk).stdout == ""
    desk.visit(extraction=article("Traders at the market hall spoke.", headline="Market hall to close"))
    lines = run(desk).stdout.splitlines()
    assert lines[0] == "market -roof"
    assert lines[1].endswith("Market hall to close  (example.com)")
    assert json.loads(run(desk, "--json").stdout) == []
    assert run(desk, "remove", "market", "-roof").exit_code == 0
    assert run(desk, "remove", "market").exit_code == 4
