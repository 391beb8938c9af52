"""Fetching and reading, as ratios in one run: `python -m bench.speed`, on the pages of the corpus over loopback.

wget and Scrapy fetch alone; Tearsheet fetches, keeps, reads and makes findable; trafilatura, newspaper4k and
news-please read saved files, each in an environment of its own (`make peers`). The server's cost is nobody's. The table
goes to stdout, the figures to bench/results/speed.json.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import platform
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench import corpus, press, storage
from bench.corpus_site import load
from bench.meter import Cost, measured

PROJECT = Path(__file__).resolve().parent.parent
RESULTS = Path(__file__).parent / "results" / "speed.json"
PEERS = Path(__file__).parent / "peers"
READERS = {"trafilatura": ".venv", "newspaper": ".peers/newspaper", "newsplease": ".peers/newsplease"}
INSTALLED = PEERS / "installed"  # what makes the environment of the tests that of an installation
CONNECTIONS = 8  # to each host
GOALS = {"pages/s": 38, "of wget": 0.6, "beside extraction, ms": 10, "MiB": 700, "× text": storage.REST}


def main() -> int:
    """Run everything that is installed, print the table, and write the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, help="only so many pages of the corpus")
    parser.add_argument("--only", help="names of rows, with commas")
    parser.add_argument("--keep", type=Path, metavar="FILE", help="keep the crawl's archive here")
    arguments = parser.parse_args()
    root = corpus.located()
    if root is None:
        return 1
    only = arguments.only.split(",") if arguments.only else None
    about = _about()
    with tempfile.TemporaryDirectory() as name:
        rows = list(_rows(root, Path(name), arguments.pages, arguments.keep, only))
    _print(rows)
    if only is None:
        _write(about, rows)
    return 0


def _rows(
    root: Path, folder: Path, pages: int | None, keep: Path | None, only: list[str] | None
) -> Iterator[dict[str, Any]]:
    with press.running(pages=pages) as site:
        for name, run in (("wget", wget), ("wget packed", wget_packed), ("Scrapy without extraction", scrapy)):
            if (only is None or name in only) and shutil.which("wget"):
                yield _row(name, run(site, _fresh(folder, name)), site.pages)
        if only is None or "Tearsheet" in only:
            yield tearsheet(site, _fresh(folder, "tearsheet"), keep)
    saved = _fresh(folder, "saved")
    for page in load(root, pages):
        (saved / f"{page.id}.html").write_bytes(gzip.decompress(page.file.read_bytes()))
    for name, where in READERS.items():
        if only is None or name in only:
            yield from reader(name, PROJECT / where / "bin" / "python", saved)


def _fresh(folder: Path, name: str) -> Path:
    made = folder / name.replace(",", "").replace(" ", "-")
    made.mkdir()
    return made


def _row(name: str, cost: Cost, pages: int) -> dict[str, Any]:
    return {
        "name": name,
        "pages": pages,
        "seconds": round(cost.seconds, 2),
        "pages_a_second": round(pages / cost.seconds, 2),
        "cpu_ms_a_page": round(cost.cpu / pages * 1000, 2),
        "memory_mib": round(cost.memory),
        "exit": cost.exit,
    }


def wget(site: press.Address, folder: Path, *options: str) -> Cost:
    """`wget -r --warc-file`, one level deep from each host's index page."""
    command = ["wget", "-r", "-l", "1", "-nd", "-q", "-e", "robots=off", *options, "--warc-file=crawl"]
    return measured([*command, *site.each(press.INDEX)], folder=folder)


def wget_packed(site: press.Address, folder: Path) -> Cost:
    """The same, taking gzipped bodies as Tearsheet and Scrapy do."""
    return wget(site, folder, "--compression=gzip")


def scrapy(site: press.Address, folder: Path) -> Cost:
    """Scrapy with its defaults, keeping nothing."""
    command = [sys.executable, "-m", "scrapy", "runspider", str(PEERS / "fetch_only.py")]
    return measured(command, folder=folder, env={"INDEXES": " ".join(site.each(press.INDEX))})


def tearsheet(site: press.Address, folder: Path, keep: Path | None) -> dict[str, Any]:
    """A whole crawl: fetched, kept, read with metadata, blocks and teasers, findable."""
    sources = _fresh(folder, "sources")
    for number, home in enumerate(site.each("/")):
        toml = f'home = "{home}"\nsitemaps = ["{home}{press.SITEMAP[1:]}"]\n'
        (sources / f"press-{number}.toml").write_text(f"{toml}[politeness]\ndelay = 0\nconcurrency = {CONNECTIONS}\n")
    archive = folder / "archive.db"
    environment = {
        "TEARSHEET_ALLOW_PRIVATE": " ".join(site.hosts),
        "TEARSHEET_DEPTH_LIMIT": "0",
        "SCRAPY_SETTINGS_MODULE": "settings.dev",
        "PYTHONPATH": os.pathsep.join(filter(None, (str(INSTALLED), os.environ.get("PYTHONPATH")))),
    }
    command = [sys.executable, "-m", "crawler", "crawl", "--archive", str(archive), "--sources", str(sources), "--json"]
    cost = measured(command, env=environment, folder=PROJECT)
    row = _row("Tearsheet", cost, site.pages) | {"late_memory_mib": round(cost.late_memory)} | _archived(archive)
    row["rest_cpu_ms_a_page"] = round(row["cpu_ms_a_page"] - row["extraction_cpu_ms_a_page"], 2)
    if keep:
        archive.rename(keep)
    return row


def _archived(archive: Path) -> dict[str, Any]:
    with closing(sqlite3.connect(f"{archive.as_uri()}?mode=ro", uri=True)) as connection:
        read, cpu = connection.execute("SELECT count(*), sum(cpu_ms) FROM extractions").fetchone()
        articles = connection.execute("SELECT count(*) FROM articles").fetchone()[0]
        size = storage.measure(connection, archive)
    return {
        "read": read,
        "articles": articles,
        "extraction_cpu_ms_a_page": round((cpu or 0) / max(read, 1), 2),
        "file_bytes": size.file,
        "warc_bytes": size.warc,
        "text_bytes": size.text,
        "times_text": round(size.rest, 2),
    }


def reader(name: str, python: Path, saved: Path) -> Iterator[dict[str, Any]]:
    """One extractor over the saved pages, a process a core; nothing where it is not installed."""
    if not python.exists():
        print(f"{name} is not installed: make peers", file=sys.stderr)
        return
    cost = measured([str(python), str(PEERS / "read_files.py"), name, str(saved)])
    said = json.loads(cost.output)
    yield _row(f"{name} on files", cost, said["pages"]) | {"with_text": said["with_text"], "failed": said["failed"]}


def _print(rows: list[dict[str, Any]]) -> None:
    base = next((row["pages_a_second"] for row in rows if row["name"] == "wget"), None)
    print(f"{'':<24}{'pages/s':>9}{'of wget':>9}{'CPU ms':>9}{'MiB':>7}")
    for row in rows:
        ratio = f"{row['pages_a_second'] / base:>9.2f}" if base else f"{'':>9}"
        print(
            f"{row['name']:<24}{row['pages_a_second']:>9.1f}{ratio}{row['cpu_ms_a_page']:>9.1f}{row['memory_mib']:>7}"
            + (f"  exit {row['exit']}" if row["exit"] else "")
        )
    for row in rows:
        if "times_text" in row:
            print(
                f"\nTearsheet: {row['read']} pages read, {row['articles']} articles; "
                f"{row['extraction_cpu_ms_a_page']} ms CPU a page extracting, {row['rest_cpu_ms_a_page']} beside; "
                f"archive = {storage.PROOF} × .warc.gz + {row['times_text']} × text"
            )


def _about() -> dict[str, Any]:
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    return {
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
        "commit": commit.stdout.strip(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "load_before": round(os.getloadavg()[2], 1),  # of the last quarter of an hour: above 1, believe ratios only
    }


def _write(about: dict[str, Any], rows: list[dict[str, Any]]) -> None:
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps({"about": about, "goals": GOALS, "rows": rows}, indent=1) + "\n")
    print(f"\nWritten to {RESULTS.relative_to(PROJECT)}")


if __name__ == "__main__":
    sys.exit(main())
