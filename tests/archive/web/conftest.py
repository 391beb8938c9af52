"""An archive of the invented press, and datasette with our plugin on it, in this process."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from archive.cli.browse import library
from tests.archive.web import press
from tests.archive.web.visitor import Reader


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


@pytest.fixture
def open_archive() -> Iterator[Callable[..., Reader]]:
    """Open an archive as `tearsheet browse` does."""
    yield lambda path, **settings: Reader(library(path, **settings))


@pytest.fixture(scope="session")
def reader(printed: Path) -> Reader:
    return Reader(library(printed))
