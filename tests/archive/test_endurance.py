"""Migration and backup under SIGKILL; the kills of crawl, import, merge and re-extraction have files of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.endurance import torture


@pytest.mark.timeout(300)
@pytest.mark.parametrize("work", ["migration", "backup"])
def test_a_run_that_is_killed_leaves_what_stood_and_the_next_one_ends(work: str, tmp_path: Path) -> None:
    ordeal = torture(tmp_path, work, kills=2, stories=8, seed=3)
    assert ordeal.faults == []
