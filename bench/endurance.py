"""kill -9 at random moments of crawl, import, merge, re-extraction, migration and backup.

python -m bench.endurance --kills 200            all of them, 34 kills each
python -m bench.endurance --kills 10 backup      one of them

Only kills that met a run alive are counted. After each the file is verified and nothing that stood may be missing; the
run after the last kill ends, `verify --deep` is clean, and what the archive says then is what it says after a run that
nobody disturbed. How crawls are killed is in bench.torture.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from sqlite_utils import Database

from archive.migrations import migrations
from archive.model import Reading
from archive.store import database
from archive.store.crawls import begin_crawl
from archive.store.database import Archive
from archive.store.reading import store_readings
from archive.store.recording import record
from archive.transfer.selection import Selection
from archive.transfer.warc_out import write
from archive.verify.run import verify
from bench import torture as crawls
from tests.archive.conftest import page, told
from tests.conftest import make_exchange

ROOT = Path(__file__).parents[1]
MISSES = 5  # kills tried for one that meets a run alive
CRAWL = "crawl"
KILLS_A_SITE = 20  # a crawl makes headway between two kills, and ends
STORY = (
    "The ferry between the two islands sails again from Monday, the harbour office said after a winter of repairs.",
    "Crews replaced the bow doors and both engines while the vessel lay in dry dock on the mainland for months.",
    "Fares stay as they were until the end of summer, and bicycles travel free of charge on every weekday.",
)
# What an archive says, in names that are the same in every archive. Runs of commands are rows of their own.
SAYS = {
    "records": "SELECT record_id, block_digest FROM records WHERE type <> 'warcinfo'",
    "captures": "SELECT capture_id, url, payload_digest FROM captures",
    "states": "SELECT capture_id, state FROM captures",  # what a merge brings is unread until its end
    "versions": """SELECT url, ordinal, edit, text FROM articles JOIN versions ON versions.article_id = articles.id
        JOIN extractions ON extractions.id = extraction_id JOIN texts ON texts.id = text_id""",
    "readings": "SELECT capture_id, extractor FROM extractions",
    "schema": "SELECT name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'",
}
Said = dict[str, frozenset[tuple[object, ...]]]


@dataclass(frozen=True)
class Work:
    """What is killed: Python that does it to `target`, with `source` beside it."""

    script: str
    begin: Callable[[Path, Path], None] = lambda source, target: None  # what stands at target before the first run
    held: frozenset[str] = frozenset({"records", "captures"})  # what may only grow from kill to kill


def _copied(source: Path, target: Path) -> None:
    shutil.copy(source, target)


def _older(source: Path, target: Path) -> None:
    """Make an archive as it stood before its last migration, with enough rows that a migration takes time."""
    connection = sqlite3.connect(target, isolation_level=None)
    connection.execute(f"PRAGMA application_id = {database.APPLICATION_ID}")
    connection.execute("PRAGMA journal_mode = WAL")
    migrations.apply(Database(connection), stop_before=migrations._migrations[-1].name)
    connection.execute(f"PRAGMA user_version = {database.SCHEMA_VERSION - 1}")
    connection.execute("BEGIN")
    rows = ((f"urn:{number}", f"{number}") for number in range(20_000))
    connection.executemany("INSERT INTO collection (key, value) VALUES (?, ?)", rows)
    connection.execute("COMMIT")
    connection.close()


_OPEN = "with Archive.open(target, create=True) as archive:\n    "
WORKS = {
    "import": Work(f"warc_in._BATCH = 5\n{_OPEN}warc_in.import_file(archive, source.with_name('source.warc.gz'))"),
    "merge": Work(
        "run.STAGES = tuple(replace(stage, batch=5) for stage in run.STAGES)\n" + _OPEN + "run.merge(archive, source)"
    ),
    "reextract": Work(
        "reextracting.BATCH = 3\nreextracting.reextract(target, Choice(), workers=1, timeout=60)",
        begin=_copied,
        held=frozenset({"records", "captures", "readings"}),
    ),
    "migration": Work("Archive.open(target).close()", begin=_older, held=frozenset()),
    "backup": Work("with Archive.open(source) as archive:\n    backup(archive, target)", held=frozenset(SAYS)),
}
_PRELUDE = """
import sys
from dataclasses import replace
from pathlib import Path
from archive.backup import backup
from archive.merge import run
from archive.reextract import run as reextracting
from archive.reextract.choice import Choice
from archive.store.database import Archive
from archive.transfer import warc_in
source, target = map(Path, sys.argv[1:3])
print("ready", flush=True)
"""


@dataclass
class Ordeal:
    """What came of one work."""

    kills: int = 0  # that met a run alive
    faults: list[str] = field(default_factory=list)


def torture(folder: Path, name: str, *, kills: int, stories: int, seed: int) -> Ordeal:
    """Do a work in peace, then kill it again and again, then let it end; say what is not as it should be."""
    work, chance, ordeal = WORKS[name], random.Random(f"{name} {seed}"), Ordeal()
    source = _source(folder, stories)
    peaceful, victim = folder / "peaceful.db", folder / "target.db"
    work.begin(source, peaceful)
    run, began = _start(work, source, peaceful), time.monotonic()
    _finished(run, name)
    span = time.monotonic() - began
    work.begin(source, victim)
    before: Said = {}
    for _ in range(kills * MISSES):
        if ordeal.kills == kills:
            break
        alive = _killed(_start(work, source, victim), chance.uniform(0, span))
        ordeal.kills += alive
        before = _checked(work, victim, before, ordeal)
        if not alive:  # it had ended: begin again
            for path in folder.glob("target.db*"):
                path.unlink()
            work.begin(source, victim)
            before = {}
    _finished(_start(work, source, victim), name)
    before = _checked(work, victim, before, ordeal, deep=True)
    said = says(peaceful)
    ordeal.faults += [f"{what} differ from the undisturbed run's" for what in SAYS if before[what] != said[what]]
    return ordeal


def torture_crawls(folder: Path, *, kills: int, stories: int, seed: int) -> Ordeal:
    """Kill crawls of the newsroom, as many stories and a few, until so many kills met one alive."""
    ordeal = Ordeal()
    for site in range(kills * MISSES):
        if ordeal.kills >= kills:
            break
        (folder / str(site)).mkdir()
        wanted = min(kills - ordeal.kills, KILLS_A_SITE)
        one = crawls.torture(folder / str(site), kills=wanted, stories=stories, seed=seed + site)
        ordeal.kills += one.kills
        ordeal.faults += [] if one.sound else [one.verified or "articles differ from the undisturbed crawl's"]
    return ordeal


def _source(folder: Path, stories: int) -> Path:
    """An archive of pages, some of them edited and read by an earlier reader, and its export beside it."""
    source = folder / "source.db"
    with Archive.open(source, create=True) as archive:
        crawl = begin_crawl(archive, command="crawl", settings={})
        for number in range(stories):
            for edition, text in enumerate(
                (STORY, (*STORY, f"Edition two of story {number} adds a line.")[: 3 + number % 2])
            ):
                url = f"http://news.example/2026/03/story-{number}"
                headline = f"Ferry number {number} returns to the islands"
                exchange = make_exchange(url, page(headline, *text), minutes=60 * edition)
                [capture] = record(archive, crawl, [exchange])
                if capture.revisit_of is None:
                    store_readings(archive, [Reading(capture.id, told(headline, *text))])
        write(archive, Selection(), folder / "source.warc.gz")
        archive.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return source


def _start(work: Work, source: Path, target: Path) -> subprocess.Popen[str]:
    """Start a run, and return when it has imported what it needs."""
    run = subprocess.Popen(
        [sys.executable, "-c", _PRELUDE + work.script, str(source), str(target)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert run.stdout is not None
    run.stdout.readline()
    return run


def _finished(run: subprocess.Popen[str], name: str) -> None:
    _, talk = run.communicate(timeout=600)
    if run.returncode:
        raise AssertionError(f"{name} failed: {talk}")


def _killed(run: subprocess.Popen[str], after: float) -> bool:
    """Kill a run after so many seconds, and return whether it was still alive."""
    time.sleep(after)
    return crawls.kill(run)


def _checked(work: Work, path: Path, before: Said, ordeal: Ordeal, *, deep: bool = False) -> Said:
    if not path.exists():
        return before
    if not _is_old(path):
        ordeal.faults += [f"verify: {fault}" for fault in verify(path, deep=deep).faults]
    after = says(path)
    ordeal.faults += [f"{what} were lost" for what in work.held if not before.get(what, frozenset()) <= after[what]]
    return after


def _is_old(path: Path) -> bool:
    connection = sqlite3.connect(path)
    try:
        ok = connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert ok, f"{path} is damaged"
        return int(connection.execute("PRAGMA user_version").fetchone()[0]) < database.SCHEMA_VERSION
    finally:
        connection.close()


def says(path: Path) -> Said:
    """Return what an archive says; a table that an older one lacks says nothing."""
    connection = sqlite3.connect(path)
    try:
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_schema")}
        return {
            what: frozenset(connection.execute(query))
            if what in tables | {"schema"} or "articles" in tables
            else frozenset()
            for what, query in SAYS.items()
        }
    finally:
        connection.close()


def main() -> int:
    """Torture each work named, and say what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("works", nargs="*", choices=[[], CRAWL, *WORKS], help="which; all where none is named")
    parser.add_argument("--kills", type=int, default=200, help="altogether")
    parser.add_argument("--stories", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    names = arguments.works or [CRAWL, *WORKS]
    each = -(-arguments.kills // len(names))
    met, sound, began = 0, True, time.monotonic()
    for name in names:
        with tempfile.TemporaryDirectory() as folder:
            kill = torture_crawls if name == CRAWL else partial(torture, name=name)
            ordeal = kill(Path(folder), kills=each, stories=arguments.stories, seed=arguments.seed)
        met += ordeal.kills
        print(f"{name:10} {ordeal.kills} kills met a run alive: ", end="")
        print(
            "; ".join(dict.fromkeys(ordeal.faults)) or "nothing lost, the same end, verify --deep is clean", flush=True
        )
        sound = sound and not ordeal.faults and ordeal.kills >= each
    print(f"{met} kills in {time.monotonic() - began:.0f} s: {'nothing lost' if sound else 'SOMETHING IS WRONG'}")
    return int(not sound)


if __name__ == "__main__":
    sys.exit(main())
