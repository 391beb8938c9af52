"""Somebody who asks datasette for pages, in this process."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
from datasette.app import Datasette


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
