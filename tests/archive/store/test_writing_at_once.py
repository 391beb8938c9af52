"""Two processes store readings in one archive at the same time."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from archive.store.database import Archive

ROOT = Path(__file__).parents[3]
WRITER = """
import sys
from pathlib import Path
from archive.store.database import Archive
from tests.archive.desk import Desk, article

path, name, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
with Archive.open(path) as archive:
    desk = Desk(archive, int(sys.argv[4]), prefix=name)
    for number in range(count):
        text = f"Written by {name}, number {number}, about the ferry."
        page = article(text, headline=name, set_aside=("All rights reserved.",))
        desk.visit(f"https://www.example.com/{name}/{number}", page, at=f"2026-03-01T12:{number:02}:00.000Z")
        shared = article(f"Shared story as {name} saw it at visit {number}.", headline="Shared")
        desk.visit("https://www.example.com/shared", shared, at=f"2026-03-01T13:{number:02}:00.000Z")
"""


def test_two_writers_lose_nothing_and_keep_the_index_whole(archive: Archive, crawl: int) -> None:
    count = 25
    arguments = [sys.executable, "-c", WRITER, str(archive.path)]
    writers = [
        subprocess.Popen([*arguments, name, str(count), str(crawl)], cwd=ROOT, stderr=subprocess.PIPE, text=True)
        for name in ("ada", "bo")
    ]
    for writer in writers:
        assert writer.wait(timeout=120) == 0, writer.communicate()[1]
    connection = archive.connection
    assert connection.execute("SELECT count(*) FROM articles").fetchone()[0] == 2 * count + 1
    assert connection.execute("SELECT sum(articles) FROM article_days").fetchone()[0] == 2 * count + 1
    assert connection.execute("SELECT count(*) FROM boilerplate").fetchone()[0] == 1
    assert connection.execute("SELECT count(*) FROM captures WHERE state = 'read'").fetchone()[0] == 4 * count
    ordinals = [row[0] for row in connection.execute("SELECT ordinal FROM versions WHERE article_id = 2 ORDER BY 1")]
    assert ordinals == list(range(1, len(ordinals) + 1))
    with archive.transaction() as writing:
        writing.execute("INSERT INTO article_search (article_search, rank) VALUES ('integrity-check', 1)")
