"""Memory of an import, however large the file: `python -m bench.large_import`, about 3 GB of disk while it runs.

A WARC of 1 GB in records of 100 KB, as Common Crawl's CC-NEWS files are; one whose only page is 1 GB long, which is
passed over and counted; one with a page of 200 MB, which is kept. Each packed and plain.
"""

from __future__ import annotations

import gzip
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from random import Random

import click

from archive import warc

MEGABYTE = 1_000_000
_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\n\r\n"

_WATCHED = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)  # KiB on Linux
"""


@click.command()
@click.option("--megabytes", default=1000, show_default=True, help="Size of the large file and of the large record.")
def main(megabytes: int) -> None:
    """Print the most memory that each import took, and what it said."""
    cases = {
        "records of 100 KB": [MEGABYTE // 10] * (megabytes * 10),
        "a record too long": [1000, megabytes * MEGABYTE, 1000],
        "a record of a fifth": [1000, megabytes * MEGABYTE // 5, 1000],
    }
    for name, lengths in cases.items():
        for pack in (False, True):
            with tempfile.TemporaryDirectory() as folder:
                file = Path(folder) / ("large.warc.gz" if pack else "large.warc")
                _write(file, lengths, pack=pack)
                said, most = _import(file)
                packed = "gzip" if pack else "plain"
                click.echo(f"{name:<20}{packed:<6}{file.stat().st_size:>14,} bytes{most:>6} MB of memory   {said}")


def _write(file: Path, lengths: list[int], *, pack: bool) -> None:
    with file.open("wb") as out:
        for number, length in enumerate(lengths):
            member = gzip.GzipFile(fileobj=out, mode="wb", compresslevel=1, mtime=0) if pack else None
            for piece in _record(number, length):
                (member or out).write(piece)
            if member:
                member.close()


def _record(number: int, length: int) -> Iterator[bytes]:
    noise = Random(number).randbytes(min(length, MEGABYTE))  # what does not shrink
    head = (
        f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <{warc.new_id()}>\r\nWARC-Date: 2026-03-01T08:30:00Z\r\n"
        f"WARC-Target-URI: http://news.example/{number}\r\nContent-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(_HEAD) + length}\r\n\r\n"
    )
    yield head.encode() + _HEAD
    for start in range(0, length, len(noise)):
        yield noise[: length - start]
    yield b"\r\n\r\n"


def _import(file: Path) -> tuple[str, int]:
    """Import a file in a process of its own; return its last line and the most memory it held, in MB."""
    command = [
        sys.executable,
        "-m",
        "archive",
        "import",
        "--no-read",
        "--archive",
        str(file.with_name("a.db")),
        str(file),
    ]
    done = subprocess.run([sys.executable, "-c", _WATCHED, *command], capture_output=True, text=True, check=True)
    *said, most = done.stdout.strip().splitlines()
    return said[-1].partition(": ")[2], int(most) // 1000


if __name__ == "__main__":
    main()
