"""Every page of the corpus there and back: `python -m bench.round_trip`, or with `--pages 100` for a quick look.

Crawl the corpus' sites; export as WARC, import into a fresh archive, export again; crawl the same sites in overlapping
shards and merge them; record the same pages with warcio, wget and pywb and import what they wrote. Each archive is
verified and held against the first crawl, which is verified with `--deep`.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click
from warcio.capture_http import capture_http

from archive import warc
from archive.store.database import Archive
from archive.urls import normalise
from bench import corpus as real_pages
from bench.corpus_site import Corpus, crawl, load

PYWB = Path(__file__).parents[1] / ".peers" / "pywb" / "bin"
_RECORDER = "collections:\n  live: $live\nrecorder: live\n"
_OVERLAP = 10  # one site in so many is in both shards
_BATCH = 100  # pages to one WARC file of warcio, which keeps it open no longer

_MEMBERS = "SELECT records.record_id, members.member FROM records JOIN members USING (id)"
_ARTICLES = """
    SELECT articles.url, extractions.headline, extractions.byline, extractions.published_at, extractions.kind,
        texts.digest, (SELECT count(*) FROM versions AS v WHERE v.article_id = articles.id)
    FROM articles
    JOIN versions ON versions.id = articles.current_version
    JOIN extractions ON extractions.id = versions.extraction_id
    JOIN texts ON texts.id = extractions.text_id"""
_PAYLOADS = "SELECT url, payload_digest FROM captures WHERE response_record IS NOT NULL AND status = 200"


@dataclass(slots=True)
class Trip:
    """What the run found; wrong lines are counted for the exit code."""

    folder: Path
    corpus: Corpus
    first: Path
    read: bool = True  # whether the pages that others recorded are read, too
    failed: list[str] = field(default_factory=list)

    def say(self, claim: str, held: bool, detail: str = "") -> None:
        """Print one claim with what was seen."""
        click.echo(f"{'ok ' if held else 'NOT'}  {claim}{f': {detail}' if detail else ''}")
        if not held:
            self.failed.append(claim)

    def tearsheet(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run one of the archive's commands."""
        command = [sys.executable, "-m", "archive", *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    def sound(self, archive: Path, *how: str) -> None:
        """Verify an archive."""
        done = self.tearsheet("verify", *how, "--archive", str(archive))
        said = (done.stdout or done.stderr).strip().splitlines()
        self.say(" ".join(["verify", *how, archive.name]), done.returncode == 0, said[-1] if said else "")

    def taken_in(self, archive: Path, *files: Path, read: bool = True) -> None:
        """Import WARC files, and read their pages."""
        how = [] if read else ["--no-read"]
        done = self.tearsheet("import", *how, "--archive", str(archive), *map(str, files))
        bad = sum("is skipped" in line for line in done.stderr.splitlines())
        self.say(f"import {files[0].name}", not done.returncode and not bad, done.stdout.strip().splitlines()[-1])


def _port_of(archive: Path) -> int:
    with Archive.open(archive, readonly=True) as opened:
        url: str = opened.connection.execute("SELECT url FROM captures WHERE url LIKE 'http://127.10.%'").fetchone()[0]
    return int(url.split("/")[2].partition(":")[2])


def _first(trip: Trip) -> None:
    if not trip.first.exists():
        _crawl(trip, trip.first, sorted(trip.corpus.sites))
    click.echo(f"     {len(_pages(trip)):,} pages of {len(trip.corpus.sites):,} sites")


def _deep(trip: Trip) -> None:
    trip.sound(trip.first, "--deep")


def _crawl(trip: Trip, archive: Path, hosts: list[str]) -> None:
    sources = trip.folder / f"{archive.stem}-sources"
    trip.corpus.write_sources(sources)
    wanted = {f"{host.replace('.', '-')}.toml" for host in hosts}
    for file in sources.iterdir():
        if file.name not in wanted:
            file.unlink()
    done = crawl(trip.corpus, archive, sources)
    trip.say(f"crawl {archive.name}", done["exit"] in (0, 5), f"{len(hosts):,} sites, {done}")


def _there_and_back(trip: Trip) -> None:
    out, again, second = (trip.folder / name for name in ("out.warc.gz", "again.warc.gz", "second.db"))
    trip.tearsheet("export", "--archive", str(trip.first), "--warc", str(out))
    trip.taken_in(second, out, read=trip.read)
    trip.tearsheet("export", "--archive", str(second), "--warc", str(again))
    ours, theirs = _members(trip.first), _members(second)
    own = theirs.keys() - ours.keys()  # the warcinfo of the import
    same = all(theirs.get(name) == member for name, member in ours.items())
    trip.say("each member is the same, byte for byte", same and len(own) == 1, f"{len(ours):,}, and the import's own")
    begin = again.stat().st_size - out.stat().st_size
    trip.say("the second export is that and then the first", _digest(again, begin) == _digest(out), _size(out))
    if trip.read:
        _same_articles(trip, second)
    trip.sound(second)


def _shards(trip: Trip) -> None:
    hosts = sorted(trip.corpus.sites)
    middle, both = len(hosts) // 2, hosts[::_OVERLAP]
    shards = [trip.folder / "left.db", trip.folder / "right.db"]
    for shard, part in zip(shards, (hosts[:middle], hosts[middle:]), strict=True):
        _crawl(trip, shard, sorted({*part, *both}))
    merged = trip.folder / "merged.db"
    done = trip.tearsheet("merge", "--archive", str(merged), *map(str, shards))
    trip.say("merge", not done.returncode, done.stdout.strip().splitlines()[-1])
    held = {**_members(shards[0]), **_members(shards[1])}
    trip.say("the merged members are those of the shards", _members(merged) == held, f"{len(held):,}")
    _same_articles(trip, merged)
    again = trip.tearsheet("merge", "--archive", str(merged), *map(str, shards)).stdout
    trip.say("merging again brings nothing", again.count("nothing new") == len(shards))
    trip.sound(merged)


def _of_warcio(trip: Trip) -> None:
    files = []
    pages = list(_pages(trip))
    for start in range(0, len(pages), _BATCH):
        files.append(trip.folder / f"warcio-{start}.warc.gz")
        with capture_http(str(files[-1])):
            for url in pages[start : start + _BATCH]:
                _get(url)
    _third_party(trip, "warcio", files)


def _of_wget(trip: Trip) -> None:
    if shutil.which("wget") is None:
        click.echo("     wget is not installed: nothing was recorded with it")
        return
    (trip.folder / "urls").write_text("".join(f"{url}\n" for url in _pages(trip)))
    command = ["wget", "-q", "--no-proxy", "-i", "urls", "-O", "all.html", "--warc-file=wget", "--warc-max-size=200M"]
    subprocess.run(command, cwd=trip.folder, check=False)
    _third_party(trip, "wget", sorted(trip.folder.glob("wget-0*.warc.gz")))


def _of_pywb(trip: Trip) -> None:
    if not (PYWB / "wayback").exists():
        click.echo("     pywb is not installed (`make peers`): nothing was recorded with it")
        return
    from tests.peers import pywb  # noqa: PLC0415  (brings pytest)

    folder = trip.folder / "pywb"
    folder.mkdir()
    (folder / "config.yaml").write_text(_RECORDER)
    pywb.manage(folder, "init", "desk")
    with pywb.serving(folder) as recorder:
        refused = {url for url in _pages(trip) if not _get(f"{recorder}/desk/record/id_/{url}")}
    click.echo(f"     {len(refused)} pages pywb would not fetch {sorted(refused)[:3]}")
    _third_party(trip, "pywb", sorted((folder / "collections" / "desk" / "archive").glob("*.warc.gz")), refused)


def _third_party(trip: Trip, name: str, files: list[Path], refused: Collection[str] = ()) -> None:
    archive = trip.folder / f"{name}.db"
    trip.taken_in(archive, *files, read=trip.read)
    held = set(_rows(archive, _PAYLOADS))
    pages = {url: digest for url, digest in _pages(trip).items() if url not in refused}
    came = sum((normalise(url), digest) in held or (url, digest) in held for url, digest in pages.items())
    trip.say(f"what {name} recorded came in whole", came == len(pages), f"{came:,} payloads as they were served")
    if trip.read and not refused:
        _same_articles(trip, archive)
    trip.sound(archive)


def _same_articles(trip: Trip, archive: Path) -> None:
    ours, theirs = set(_rows(trip.first, _ARTICLES)), set(_rows(archive, _ARTICLES))
    different = sorted(str(row[0]) for row in ours ^ theirs)
    detail = f"{len(ours & theirs):,} in both, {len(ours - theirs):,} and {len(theirs - ours):,} in one alone"
    trip.say(f"{archive.name} has the articles of the first crawl", not different, detail)
    for url in different[:10]:
        click.echo(f"       {url}")


def _pages(trip: Trip) -> dict[str, str]:
    """Return the address of each page with the digest of what is served there."""
    sites = trip.corpus.sites.values()
    return {trip.corpus.url(page): warc.digest(page.file.read_bytes()) for site in sites for page in site.values()}


def _members(archive: Path) -> dict[str, str]:
    return {name: hashlib.sha256(member).hexdigest() for name, member in _rows(archive, _MEMBERS)}


def _rows(archive: Path, query: str) -> Iterator[tuple[Any, ...]]:
    with Archive.open(archive) as opened:
        yield from (tuple(row) for row in opened.connection.execute(query))


def _size(file: Path) -> str:
    return f"{file.stat().st_size:,} bytes"


def _digest(file: Path, begin: int = 0) -> str:
    with file.open("rb") as content:
        content.seek(begin)
        return hashlib.file_digest(content, "sha256").hexdigest()


def _get(url: str) -> bool:
    """Fetch a page, and return whether it came."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=60) as answer:
            answer.read()
    except urllib.error.HTTPError:
        return False
    return True


PARTS: dict[str, Callable[[Trip], None]] = {
    "there and back": _there_and_back,
    "shards": _shards,
    "warcio": _of_warcio,
    "wget": _of_wget,
    "pywb": _of_pywb,
    "deep": _deep,
}


@click.command()
@click.option("--pages", type=int, help="Only the first of the corpus.")
@click.option("--part", "parts", multiple=True, type=click.Choice(list(PARTS)), help="Only this part; default: all.")
@click.option("--no-read", is_flag=True, help="Only keep what was recorded, and do not read it.")
@click.option("--archive", type=click.Path(path_type=Path, exists=True), help="Of `bench.corpus_site check`.")
def main(pages: int | None, parts: tuple[str, ...], no_read: bool, archive: Path | None) -> None:
    """Print one line a claim, and exit 1 where one did not hold."""
    root = real_pages.folder()
    if root is None:
        raise click.ClickException(real_pages.ABSENT)
    with tempfile.TemporaryDirectory() as folder:
        corpus = Corpus(load(root, pages), _port_of(archive) if archive else 0)
        threading.Thread(target=corpus.http.serve_forever, daemon=True).start()
        trip = Trip(Path(folder), corpus, archive or Path(folder) / "first.db", read=not no_read)
        _first(trip)
        for part in parts or PARTS:
            began = time.monotonic()
            PARTS[part](trip)
            click.echo(f"     {part}: {time.monotonic() - began:.0f} s")
    if trip.failed:
        raise click.ClickException(f"{len(trip.failed)} claims did not hold.")


if __name__ == "__main__":
    main()
