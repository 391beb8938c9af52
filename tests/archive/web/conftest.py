"""An archive of the invented press, and datasette with our plugin on it, in this process."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import press
import pytest
from datasette.app import Datasette

from archive.cli.browse import library


@pytest.fixture(scope="session")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The press's archive; nobody writes to it."""
    path = tmp_path_factory.mktemp("press") / "archive.db"
    press.fill(path)
    return path


@pytest.fixture
def copied(printed: Path, tmp_path: Path) -> Path:
    """A copy of the press's archive that a test may change."""
    return Path(shutil.copy(printed, tmp_path / "archive.db"))


class Reader:
    """Somebody who asks datasette for pages."""

    def __init__(self, datasette: Datasette) -> None:
        self.datasette = datasette

    def get(self, path: str, **more: Any) -> httpx.Response:
        answer = asyncio.run(self.datasette.client.get(path, **more))
        assert isinstance(answer, httpx.Response)
        return answer

    def json(self, path: str) -> Any:
        answer = self.get(path)
        assert answer.status_code == 200, answer.text
        return answer.json()


@pytest.fixture
def open_archive() -> Iterator[Callable[..., Reader]]:
    """Open an archive as `tearsheet browse` does."""
    yield lambda path, **settings: Reader(library(path, **settings))


@pytest.fixture(scope="session")
def reader(printed: Path) -> Reader:
    return Reader(library(printed))
