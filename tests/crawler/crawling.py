"""Runs of the `tearsheet` command against sites on loopback, each in a process of its own, and what they left."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from archive.store.database import Archive
from tests.newsroom.clock import Clock
from tests.newsroom.server import Server

AT_TIME = Path(__file__).with_name("at_time.py")


@dataclass(frozen=True)
class Ran:
    """How a command ended."""

    code: int
    stdout: str
    stderr: str

    @property
    def json(self) -> Any:
        return json.loads(self.stdout)

    def counts(self, source: str) -> dict[str, int]:
        """The counts of a source that are not nought."""
        return {what: number for what, number in self.json["sources"][source].items() if number}


@dataclass
class Desk:
    """An operator's folder: an archive, sources, and a clock that tests move."""

    folder: Path
    environment: dict[str, str] = field(default_factory=dict)
    clock: Clock = field(default_factory=lambda: Clock(datetime.now(UTC)))

    @property
    def archive(self) -> Path:
        return self.folder / "archive.db"

    @property
    def sources(self) -> Path:
        return self.folder / "sources"

    def source(self, name: str, server: Server, toml: str = 'feeds = ["{base}/feed"]') -> None:
        """Write a source; {base} stands for the address of its site."""
        self.sources.mkdir(exist_ok=True)
        text = f'home = "{server.base}/"\n' + toml.replace("{base}", server.base) + "\n"
        (self.sources / f"{name}.toml").write_text(text)

    def start(self, *words: str, **options: Any) -> subprocess.Popen[str]:
        """Start a command of tearsheet."""
        return subprocess.Popen(
            [sys.executable, str(AT_TIME), str(self.clock.seconds_ahead), *words],
            env=os.environ | self._environment(),
            cwd=self.folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            **options,
        )

    def _environment(self) -> dict[str, str]:
        return {
            "SCRAPY_SETTINGS_MODULE": "settings.test",
            "TEARSHEET_ARCHIVE": str(self.archive),
            "TEARSHEET_SOURCES": str(self.sources),
            "TEARSHEET_CONTACT": "",
            **self.environment,
        }

    def run(self, *words: str, stdin: str = "") -> Ran:
        """Run a command of tearsheet to its end."""
        process = self.start(*words)
        try:
            stdout, stderr = process.communicate(stdin, timeout=300)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
        return Ran(process.returncode, stdout, stderr)

    def crawl(self, *words: str) -> Ran:
        """Run `tearsheet crawl --json`."""
        return self.run("crawl", "--json", *words)

    def rows(self, sql: str, *values: object) -> list[sqlite3.Row]:
        """Ask the archive."""
        with Archive.open(self.archive, readonly=True) as archive:
            return archive.connection.execute(sql, values).fetchall()

    def values(self, sql: str, *values: object) -> list[Any]:
        """Ask the archive for one column."""
        return [row[0] for row in self.rows(sql, *values)]

    def articles(self) -> dict[str, str]:
        """The text of every article by its path."""
        rows = self.rows(
            """SELECT articles.url, texts.text FROM articles JOIN versions ON versions.id = articles.current_version
            JOIN extractions ON extractions.id = versions.extraction_id JOIN texts ON texts.id = extractions.text_id"""
        )
        return {"/" + row["url"].split("/", 3)[3]: row["text"] for row in rows}
