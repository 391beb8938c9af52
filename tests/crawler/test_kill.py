"""kill -9 at any moment of a crawl loses nothing: the next run goes on, and ends where an undisturbed one does."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.torture import torture


@pytest.mark.timeout(300)
def test_ten_kills_at_random_moments_lose_nothing(tmp_path: Path):
    ordeal = torture(tmp_path, kills=10, stories=16, seed=7)
    assert ordeal.kills >= 8  # the others came when a run had nothing left to do
    assert len(ordeal.undisturbed) == 20
    assert ordeal.survived == ordeal.undisturbed
    assert ordeal.verified == ""
